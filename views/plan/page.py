"""Page: the recommended plan, and why."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from views.plan import exports, questions
from views.sections import (
    answer,
    costs,
    found_out,
    left_out,
    no_plan,
    opened,
    returns,
    rotations,
    schedule,
    trust,
)
from views.sections import map as map_section
from views.session import cached, state

TABS = ("Is one more worth it?", "What was left out", "Where you would go")


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    _season_over(problem)
    link = state.opened()
    if link and not link.has_profile:
        opened.render(problem, link)
        return
    outcome = cached.solve(problem)
    match outcome:
        case Plan():
            _plan(problem, outcome)
        case NoPlan():
            found_out.after_last(problem)
            no_plan.render(problem, outcome)
            trust.switch(problem)


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


def _plan(problem: Problem, plan: Plan) -> None:
    details = cached.rotation_details(problem, plan)
    answer.render(problem, plan, details)
    schedule.render(problem, plan.blocks)
    trust.switch(problem)
    rotations.render(problem, plan, details)
    first, second = st.columns(2, gap="large")
    with first:
        questions.render(problem, details)
    with second:
        st.subheader("What it costs", anchor=False)
        costs.render(problem, plan.cost_items)
    exports.render(problem, plan, state.origin())
    _more(problem, plan)


def _more(problem: Problem, plan: Plan) -> None:
    """Only the tab on screen is worked out."""
    size = len(plan.blocks) + len(problem.booked)
    more, out, where = st.tabs(TABS, key="plan.more", on_change="rerun")
    if out.open:
        with out:
            left_out.render(problem, plan)
    if where.open:
        with where:
            map_section.of_plan(problem, plan)
    if more.open:
        with more:
            returns.render(problem, size)
