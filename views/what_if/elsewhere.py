"""Spend it elsewhere? Other uses of money and time, beside one rotation more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from charts.options import options_chart
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.trade_offs.other_uses import Option
from optimizer.trade_offs.returns import SIZES, Marginal
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

COLUMNS = ("On top of your plan", "Adds (range)", "Costs", "per $1,000")


def render(problem: Problem, plan: Plan) -> str:
    """Draw what each use adds on top of the plan, and what cannot be priced."""
    for size in SIZES:
        with st.spinner(f"Looking for the best plan with {size} rotations …"):
            cached.best_of_size(problem, size)
    certain = problem.scenario.acceptance == "certain"
    options = cached.elsewhere(problem, plan, certain=certain)
    said = verdict(options)
    counted = words.sentence(terms.counting(problem))
    st.markdown(f"**{words.safe(' '.join((*said, counted)))}**", help=terms.PP)
    priced = [(o, o.marginal) for o in options if o.marginal]
    draw(
        options_chart(options, dark=is_dark()),
        alt="What each use adds, in percentage points. "
        + " ".join(f"{o.what}: {_gain(more)}." for o, more in priced),
    )
    table(COLUMNS, [_row(option, more) for option, more in priced])
    st.markdown("What this rests on, and what has no price:")
    notes = (f"{words.safe(o.what)}: {words.safe(o.note)}" for o in options)
    st.markdown("\n".join(f"- {line}" for line in dict.fromkeys(notes)))
    return said[-1]


def verdict(options: Sequence[Option]) -> list[str]:
    """Say what a rotation and what applications add, for how much."""
    told = []
    for name in ("rotation", "applications"):
        first = next((o for o in options if o.name == name), None)
        if first and first.marginal and first.marginal.usd is not None:
            gain = words.points(first.marginal.gain.value, digits=2)
            what = words.sentence(first.what).rstrip(".")
            told.append(f"{what}: {gain} for {_cost(first.marginal)}.")
    return told or ["Nothing here has a known price."]


def _row(option: Option, more: Marginal) -> tuple[str, ...]:
    mark = " (assumption)" if option.assumed else ""
    rate = more.per_1000
    money = "–" if rate is None else words.rate(rate.value)
    return (option.what + mark, _gain(more), _cost(more), money)


def _gain(more: Marginal) -> str:
    """Write a gain in pp with its range, two decimals: small ones are compared."""
    low, high = words.rate(more.gain.low), words.rate(more.gain.high)
    return f"{words.rate(more.gain.value)} pp ({low} to {high})"


def _cost(more: Marginal) -> str:
    if more.usd is None:
        return "not known"
    return f"−{words.money(-more.usd)}" if more.usd < 0 else words.money(more.usd)
