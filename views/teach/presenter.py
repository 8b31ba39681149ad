"""The presenter view: answer, schedule and returns in large type, without inputs."""

from __future__ import annotations

import streamlit as st

from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from views.sections import answer, no_plan, returns, schedule
from views.session import cached, remembered
from views.session.session import session
from views.teach import own_plan

BEST, OWN = "The best plan", "Plan it yourself"


def render(problem: Problem) -> None:
    """Draw the page for a room: the best plan, or planning it together first."""
    undecided = session().picks and not remembered.is_revealed(problem.scenario)
    shown = st.segmented_control(
        "Show",
        (BEST, OWN),
        default=OWN if undecided else BEST,
        key="presented",
        help="The best plan at once, or first one that the room puts together.",
        required=True,
        label_visibility="collapsed",
    )
    if shown == OWN:
        own_plan.render(problem)
        return
    outcome = cached.solve(problem)
    if isinstance(outcome, NoPlan):
        no_plan.render(problem, outcome)
        return
    answer.render(problem, outcome, cached.rotation_details(problem, outcome))
    schedule.render(problem, outcome.blocks)
    st.subheader("Is one more worth it?", anchor=False)
    returns.render(problem, len(outcome.blocks) + len(problem.booked))
    if session().picks:
        st.subheader("Our own plan beside the best", anchor=False)
        own_plan.compared(problem, outcome)
