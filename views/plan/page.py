"""Page: what to do, and what will come of it: the likeliest, others, on average."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from charts import words
from charts.schedule import average_chart, average_summary
from charts.timeline import host_dates
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.cost import CostRange, cost_range
from optimizer.model.rotation import rotations_of
from optimizer.requests.answered import after_replies, if_all_say_yes
from optimizer.requests.ask_list import AskList, Likely
from views.kit.figures import draw, is_dark
from views.kit.parts import drawer
from views.plan import doubt, exports, first_requests
from views.sections import (
    answer,
    left_out,
    map_section,
    opened,
    schedule,
    trust,
)
from views.session import cached, state


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    _season_over(problem)
    link = state.shared_plan()
    if link and not link.has_profile:
        opened.render(problem, link)
        return
    asked = cached.ask_or_why(problem)
    match asked:
        case NoPlan():
            left_out.no_plan(problem, asked)
            trust.switch(problem)
        case AskList() if asked.requests or problem.booked:
            _answer(problem, answer.in_order(asked))
        case AskList():
            _nobody(problem, asked)


def _season_over(problem: Problem) -> None:
    """Say so if no day is left on which a rotation could run."""
    last = problem.season.window_end
    if problem.scenario.today > last:
        st.warning(
            f"The rotations of the {problem.season.season} season ended on"
            f" {words.full_day(last)}, and no later season is on record yet. What"
            " follows looks back at that season.",
            icon=":material/event_busy:",
        )


def _nobody(problem: Problem, asked: AskList) -> None:
    """No request is to be sent: say what the best would bring, and what is left out."""
    plan = cached.solve(problem)
    assert isinstance(plan, Plan), "without a plan there is no list"
    st.header(answer.nobody(asked, plan), anchor=False)
    st.markdown(words.safe(doubt.at_most(asked)))
    left_out.render(problem, plan)
    trust.switch(problem)


def _answer(problem: Problem, asked: AskList) -> None:
    answer.render(asked)
    shown = draw_schedule(problem, asked)
    first_requests.render(problem, asked)
    if asked.requests:
        first_requests.advise(problem, asked)
        trust.switch(problem)
    _more(problem, asked, shown)


def _more(problem: Problem, asked: AskList, shown: ShownSchedule | None) -> None:
    """What unfolds: only what is open is worked out."""
    if shown:
        _folded("The cost", partial(_costs, shown))
    if len(asked.by_number) > 1:
        _folded("More requests?", partial(doubt.more_requests, asked))
    _folded("How sure?", partial(doubt.render, problem, asked))
    if shown:
        plan = shown.plan
        _folded("Map", partial(map_section.of_plan, problem, plan))
        listed = {i for a in asked.requests for i in a.request.offering_ids}
        _folded("Left out", partial(left_out.render, problem, plan, listed))
        take = partial(exports.render, problem, plan, state.origin())
        _folded("Take it along", take)


def _folded(label: str, draw: Callable[[], None]) -> None:
    drawer(label, f"plan.{label}", draw)


def _costs(shown: ShownSchedule) -> None:
    rotations = rotations_of(shown.problem, shown.plan.blocks)
    schedule.render_costs(
        shown.problem, rotations, f"Schedule shown: {shown.name.lower()}"
    )


NAMES = ("Likeliest", "Second", "Third")
ALL, AVERAGE = "If all say yes", "On average"
CERTAIN = 0.995
"""What is at least so likely would round to 100 in 100."""


@dataclass(frozen=True, slots=True)
class ShownSchedule:
    """A schedule on the page, its chance, and the requests it takes.

    ``problem`` is what is left to decide once these hosts have said yes.
    """

    name: str
    chance: float
    problem: Problem
    requests: tuple[str, ...]

    @property
    def plan(self) -> Plan:
        """The best that can be done then."""
        plan = cached.best(self.problem)
        assert isinstance(plan, Plan), "what may come can be done"
        return plan

    @property
    def cost(self) -> CostRange:
        """What it costs, and how far that could go."""
        return cost_range(self.problem, rotations_of(self.problem, self.plan.blocks))


def outcomes(problem: Problem, asked: AskList) -> tuple[ShownSchedule, ...]:
    """The schedules one may look at, the likeliest with a rotation first."""
    likely = [found for found in asked.outcomes if found.requests]
    named = zip(NAMES, likely, strict=False)
    found = [_likely(problem, asked, name, one) for name, one in named]
    if answer.open_requests(asked):
        every = [a.request for a in asked.requests]
        names = tuple(request.name for request in every)
        case = if_all_say_yes(problem, every)
        # What may come of some can come of all: else it is yet to be seen.
        if found or isinstance(cached.best(case), Plan):
            found.append(ShownSchedule(ALL, asked.chance_of_all, case, names))
    return tuple(found)


def _likely(
    problem: Problem, asked: AskList, name: str, found: Likely
) -> ShownSchedule:
    requests = [a.request for a in asked.requests]
    case = after_replies(problem, requests, found.requests)
    return ShownSchedule(name, found.chance, case, found.requests)


def draw_schedule(problem: Problem, asked: AskList) -> ShownSchedule | None:
    """Draw a schedule and the choice among them; return the one that is shown."""
    found = {outcome.name: outcome for outcome in outcomes(problem, asked)}
    if not found:
        return None
    first = next(iter(found))
    st.subheader("The schedule", anchor=False)
    name = first if len(found) == 1 else _choice([*found, AVERAGE])
    shown = found.get(name)
    if shown is None:
        _average(problem, asked)
        return found[first]
    cost = shown.cost
    known = words.safe(answer.total(words.money(cost.usd), cost.usd, cost))
    told = words.safe(caption(asked, shown))
    st.markdown(told, help=known if cost.unknown else None)
    others = [
        a
        for a in asked.requests
        if a.request.name not in shown.requests and not a.request.certain
    ]
    schedule.picture(problem, shown.plan.blocks, host_dates(others))
    return shown


def _choice(names: list[str]) -> str:
    chosen = st.segmented_control(
        "Which outcome",
        names,
        default=names[0],
        key="plan.outcome",
        required=True,
        label_visibility="collapsed",
        help="What is done depends on who says yes. Each schedule is the best then.",
    )
    return chosen or names[0]


def caption(asked: AskList, shown: ShownSchedule) -> str:
    """Say which outcome this is, how likely it is, and what it costs."""
    cost = shown.cost
    price = f"{'about ' * (cost.high_usd > cost.usd)}{words.money(cost.usd)}"
    if not answer.open_requests(asked):
        return f"It costs {price}."
    if shown.chance >= CERTAIN:
        return f"It comes to this whatever they say, for {price}."
    case = {
        NAMES[0]: "Of many outcomes with a rotation the likeliest",
        ALL: "Every host says yes",
    }.get(shown.name, f"{shown.name} likeliest")
    return f"{case}: {words.in_hundred(shown.chance)}, for {price}."


def _average(problem: Problem, asked: AskList) -> None:
    """A row per request: the fuller its bar, the more often it is done."""
    hosts = host_dates(asked.requests)
    st.markdown("The fuller a bar, the more often you do that rotation in the end.")
    draw(average_chart(problem, hosts, dark=is_dark()), alt=average_summary(hosts))
    schedule.average_dates(problem, hosts)
