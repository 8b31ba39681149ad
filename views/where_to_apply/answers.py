"""What a yes of a host changes on the list."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.words import listed
from optimizer.residency_list.after_answers import After, AfterAnswers
from views.kit.figures import table
from views.session import cached
from views.where_to_apply import words as told

TITLE = "What changes if a host says yes?"
COLUMNS = ("Who says yes", "How likely", "Chance then", "On your list")
SEEN = 0.005
"""Points below which a gain is not worth a word."""


def render(problem: Problem) -> None:
    """Draw, once it is opened, the list after the likeliest answers."""
    part = st.expander(TITLE, key="where to apply answers", on_change="rerun")
    if not part.open:
        return
    with part:
        asked = cached.ask(problem)
        if isinstance(asked, NoPlan):
            st.markdown("No list of requests fits your rules. See the plan page.")
            return
        found = cached.after_answers(problem, asked)
        st.markdown(words.safe(verdict(found)))
        rows = [_row(problem, a) for a in found.outcomes if a.outcome.rotations]
        if rows:
            table(COLUMNS, rows)


def verdict(found: AfterAnswers) -> str:
    """Say what choosing the list anew after the answers is worth."""
    share = words.percent(found.share)
    if found.redeciding_adds_pp < SEEN:
        return (
            "The plan already moves a signal where a yes makes that worth it. To choose"
            f" the whole list anew adds nothing (outcomes of {share} chance looked at)."
        )
    return (
        "To choose the whole list anew after the answers adds"
        f" {told.points(found.redeciding_adds_pp)} on average (outcomes of {share}"
        " chance looked at). The plan does not count that."
    )


def _row(problem: Problem, after: After) -> tuple[str, ...]:
    hosts = listed([block.offering.host for block in after.outcome.rotations])
    return (
        hosts,
        words.percent(after.outcome.chance),
        words.percent(after.redecided, 1),
        _change(problem, after),
    )


def _change(problem: Problem, after: After) -> str:
    gains, loses = (
        listed([problem.catalog.program[p].name for p in some])
        for some in (after.gains, after.loses)
    )
    if not gains and not loses:
        return "stays as it is"
    moved = f"More for {gains}" if gains else ""
    less = f"less for {loses}" if loses else ""
    return words.sentence("; ".join(part for part in (moved, less) if part))
