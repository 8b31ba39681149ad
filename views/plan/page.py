"""Page: what to do, and what will come of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from charts import words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.rotation import rotations_of
from optimizer.requests.ask_list import AskList
from views.kit.parts import drawer
from views.plan import doubt, exports, first_requests, outcomes
from views.plan.outcomes import ShownSchedule
from views.sections import (
    answer,
    found_out,
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
            found_out.last_change(problem)
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
    found_out.last_change(problem)
    st.header(answer.nobody(asked, plan), anchor=False)
    st.markdown(words.safe(doubt.at_most(asked)))
    left_out.render(problem, plan)
    trust.switch(problem)


def _answer(problem: Problem, asked: AskList) -> None:
    answer.render(asked)
    found_out.last_change(problem)
    shown = outcomes.render(problem, asked)
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
        _folded("Left out", partial(left_out.render, problem, plan))
        take = partial(exports.render, problem, plan, state.origin())
        _folded("Take it along", take)


def _folded(label: str, draw: Callable[[], None]) -> None:
    drawer(label, f"plan.{label}", draw)


def _costs(shown: ShownSchedule) -> None:
    rotations = rotations_of(shown.problem, shown.plan.blocks)
    schedule.render_costs(
        shown.problem, rotations, f"Schedule shown: {shown.name.lower()}"
    )
