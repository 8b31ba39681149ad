"""Where else could the money and the time go? Beside one rotation more or less."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import format as words
from charts.marginal import options_chart
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.trade_offs.elsewhere import Option
from optimizer.trade_offs.returns import SIZES, Marginal
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

COLUMNS = ("On top of your plan", "Adds", "Costs", "per $1,000", "per week")
WAYS = ("with refusals counted", "if all accept")
SEPARATE = (
    "The budget above is for rotations. Applications are paid from other money: nothing"
    " here changes the plan."
)


def render(problem: Problem, plan: Plan) -> None:
    """Draw what each use of money or time adds on top of the plan."""
    answer = st.empty()
    certain = problem.scenario.acceptance == "certain"
    way = st.segmented_control(
        "Count gains",
        WAYS,
        default=WAYS[certain],
        required=True,
        key="elsewhere counted",
        persist_state="session",
        help="Gains, costs and weeks of rotations are all counted in this way.",
    )
    for size in SIZES:
        with st.spinner(f"Looking for the best plan with {size} rotations …"):
            cached.best_of_size(problem, size)
    options = cached.elsewhere(problem, plan, certain=way == WAYS[1])
    answer.markdown(f"#### {words.safe(verdict(options))}", anchors=False)
    st.markdown(SEPARATE, help=terms.PP)
    draw(
        options_chart(options, dark=is_dark()),
        alt="What each use adds, in percentage points. "
        + " ".join(f"{o.what}: {_gain(o.marginal)}." for o in options if o.marginal),
    )
    table(COLUMNS, [_row(option) for option in options if option.marginal])
    st.markdown("**What this rests on**")
    _notes([option for option in options if option.marginal])
    st.markdown("**Not priced**")
    _notes([option for option in options if not option.marginal])


def verdict(options: Sequence[Option]) -> str:
    """Say what a rotation and what applications add, for how much."""
    priced = [o for o in options if o.marginal and o.marginal.usd is not None]
    first = [
        next((o for o in priced if o.name == name), None)
        for name in ("rotation", "applications")
    ]
    told = [
        f"{o.what}: {_gain(o.marginal)} for {_cost(o.marginal)}" for o in first if o
    ]
    return "; ".join(told) + "." if told else "Nothing here has a known price."


def _row(option: Option) -> tuple[str, ...]:
    more = option.marginal
    assert more is not None, "only what is priced has a row"
    mark = " (assumption)" if option.assumed else ""
    rates = (more.per_1000, more.per_week)
    money, week = ("–" if rate is None else words.rate(rate.value) for rate in rates)
    return (option.what + mark, _gain(more), _cost(more), money, week)


def _gain(more: Marginal | None) -> str:
    """Write a gain in pp with its range, two decimals: small ones are compared."""
    assert more is not None, "only what is priced has a gain"
    low, high = words.rate(more.gain.low), words.rate(more.gain.high)
    return f"{words.rate(more.gain.value)} pp ({low} to {high})"


def _cost(more: Marginal | None) -> str:
    assert more is not None, "only what is priced has a cost"
    if more.usd is None:
        return "not known"
    return f"−{words.money(-more.usd)}" if more.usd < 0 else words.money(more.usd)


def _notes(options: Sequence[Option]) -> None:
    lines = [f"{words.safe(o.what)}: {words.safe(o.note)}" for o in options]
    st.markdown("\n".join(f"- {line}" for line in dict.fromkeys(lines)))
