"""No plan: what clashes, and each way out as a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from optimizer.domain.plan import Diagnosis, Fix, NoPlan
from optimizer.domain.problem import Problem
from views.inputs import callbacks
from views.sections import left_out
from views.session import cached

LONGER_S = 60.0


def render(problem: Problem, outcome: NoPlan) -> None:
    """Say why there is none, or that the search ran out of time."""
    if outcome.reason == "timeout":
        _timeout(problem, outcome)
        return
    st.header("No plan fits everything you asked for", anchor=False)
    try:
        _clash(cached.diagnose(problem))
    except TimeoutError:
        st.markdown(
            "What clashes could not be found out in the time allowed. Try fewer rules"
            " at once, or a larger budget."
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


def _timeout(problem: Problem, outcome: NoPlan) -> None:
    spent = words.seconds(outcome.seconds)
    st.header(f"No plan was found in {spent}", anchor=False)
    st.markdown(
        "That does not mean that there is none: the search ran out of time. Give it"
        " more time, or make the question easier: fewer rules, fewer free months, or"
        " fewer rotations at most."
    )
    if problem.scenario.time_limit_s < LONGER_S:
        st.button(
            f"Search for up to {words.seconds(LONGER_S)}",
            type="primary",
            on_click=callbacks.change,
            args=(replace(problem.scenario, time_limit_s=LONGER_S),),
        )
