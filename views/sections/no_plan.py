"""No plan: what clashes, and each way out as a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from optimizer.domain.plan import Diagnosis, Fix, NoPlan
from optimizer.domain.problem import Problem
from optimizer.solver.solve import OutOfWork
from views.inputs import callbacks
from views.sections import left_out
from views.session import cached

LONGER = 60.0
"""Units of work."""


def render(problem: Problem, outcome: NoPlan) -> None:
    """Say why there is none, or that the search ended before it was known."""
    if outcome.reason == "undecided":
        _undecided(problem)
        return
    st.header("No plan fits everything you asked for", anchor=False)
    try:
        _clash(cached.diagnose(problem))
    except OutOfWork:
        st.markdown(
            "What clashes would take too long to find out. Try fewer rules at once, or"
            " a larger budget."
        )
    st.subheader("What was left out and why", anchor=False)
    left_out.render(problem, outcome)


def _clash(found: Diagnosis) -> None:
    for conflict in found.conflicts:
        st.markdown(words.safe(conflict))
    if not found.fixes:
        st.markdown("No small change was found that helps. Try fewer rules at once.")
        return
    ways_out(found.fixes, each_makes(found.fixes, "a plan possible"))


def ways_out(fixes: Sequence[Fix], said: str, key: str = "fix") -> None:
    """Draw what can be changed, a button each, under what is said of all of them."""
    if fixes:
        st.markdown(said)
    for place, fix in enumerate(fixes):
        st.button(
            words.safe(fix.sentence),
            key=f"{key} {place}",
            icon=":material/build:",
            on_click=callbacks.change,
            args=(fix.scenario,),
            wrap=True,
        )


def each_makes(fixes: Sequence[Fix], what: str) -> str:
    """Say of one change or of several what they make, as was checked."""
    these = "This makes" if len(fixes) == 1 else "Each of these makes"
    return f"{these} {what}, as checked by solving:"


def _undecided(problem: Problem) -> None:
    limit = problem.scenario.work_limit
    st.header("No plan was found so far", anchor=False)
    st.markdown(
        "That does not mean that there is none: the search came to its limit. Let it"
        " search longer, or make the question easier: fewer rules, fewer free months,"
        " or fewer rotations at most."
    )
    if limit < LONGER:
        st.button(
            "Search longer",
            type="primary",
            help=f"Up to {LONGER / limit:g} times as much work. Work is counted, not"
            " time: the same inputs give the same answer on every machine.",
            on_click=callbacks.change,
            args=(replace(problem.scenario, work_limit=LONGER),),
        )
