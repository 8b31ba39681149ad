"""The schedule of what may come: the likeliest, others, if all say yes, on average."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from charts import words
from charts.schedule import average_chart, average_summary
from charts.timeline import host_dates
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model.cost import CostRange, cost_range
from optimizer.model.rotation import rotations_of
from optimizer.requests.answered import after_replies, if_all_say_yes
from optimizer.requests.ask_list import AskList, Likely
from views.kit.figures import draw, is_dark
from views.sections import answer, schedule
from views.session import cached

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


def render(problem: Problem, asked: AskList) -> ShownSchedule | None:
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
    dear = answer.if_dear(shown.cost.usd, shown.cost)
    st.markdown(words.safe(caption(asked, shown)), help=words.safe(dear) or None)
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
    usd = shown.cost.usd
    price = f"{words.money(usd)}{answer.estimate(usd, shown.cost)}"
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
