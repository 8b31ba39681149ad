"""It goes badly? What the list adds if one guess after another is off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from charts.bars import SHOWN, SwingBar, tornado
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.words import people_of_thousand
from optimizer.requests.ranges import GainSwing
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

COLUMNS = ("Guess (its range)", "The list adds, of 1,000")
SIGNS = "From the low end of each guess to its high end; striped at the low end."


def render(problem: Problem) -> str:
    """Draw how far each guess moves what the list adds, the largest first."""
    asked = cached.ask(problem)
    if isinstance(asked, NoPlan) or not asked.requests:
        st.markdown("There is nobody on the list, so nothing can go wrong with it.")
        return ""
    low, high = people_of_thousand(asked.gain.low), people_of_thousand(asked.gain.high)
    said = f"The list adds {low} to {high} of 1,000 in 8 of 10 draws of all guesses."
    st.markdown(f"**{words.safe(said)}**", help=terms.RANGE)
    swings = cached.gain_swings(problem, asked)
    moving = [swing for swing in swings if len(set(_ends(swing))) > 1]
    if moving:
        _picture(moving, people_of_thousand(asked.gain_pp))
    idle = len(swings) - len(moving)
    st.markdown(f"{SIGNS} Guesses that change nothing: {idle}.")
    return said


def _picture(moving: Sequence[GainSwing], now: int) -> None:
    rows = [_row(swing) for swing in moving]
    bars = tuple(
        SwingBar(swing.assumption.meaning, *_ends(swing)) for swing in moving[:SHOWN]
    )
    draw(
        tornado(bars, now, str, axis="what the list adds, of 1,000", dark=is_dark()),
        alt="What the list adds, of 1,000, from low to high. "
        + " ".join(f"{label}: {told}." for label, told in rows[:SHOWN]),
        key="swings",
    )
    table(COLUMNS, rows)


def _row(swing: GainSwing) -> tuple[str, str]:
    a = swing.assumption
    low, high = _ends(swing)
    return f"{a.meaning.rstrip('.')} ({a.low:g} to {a.high:g})", f"{low} to {high}"


def _ends(swing: GainSwing) -> tuple[int, int]:
    return people_of_thousand(swing.low_pp), people_of_thousand(swing.high_pp)
