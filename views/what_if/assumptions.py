"""Section: what one wrong assumption does to the plan, and to the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts import format as words
from charts.tornado import SHOWN, Bar, tornado
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.robustness import ChoiceInWorld, Decision, PlanInWorld, Swing
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached
from views.what_if import risk_words

PAUSE_S = 2.0
GAIN, COST = "Gain", "Cost"
AXIS = {GAIN: "gain of the plan, pp", COST: "cost of the plan at most, US$"}
TINY = {GAIN: 0.05, COST: 0}
COLUMNS = ("Assumption, low to high", "{} at low, high", "Would you choose otherwise?")
HELP = (
    "Each assumption is set to the low and then to the high end of its range, all else"
    " as assumed. The bars run from what your plan is worth as assumed to what it is"
    " worth at either end."
)


def render(problem: Problem, plan: Plan) -> None:
    """Draw the chart at once; what would be chosen is filled in as it is found."""
    shown = st.segmented_control(
        "Show what happens to",
        [GAIN, COST],
        default=GAIN,
        key="risks.measure",
        help=HELP,
    )
    swings = cached.swings(problem, plan)
    slot = st.empty()
    picture = partial(_picture, problem, plan, shown or GAIN, swings)
    with slot.container():
        picture(())
    decisions = (
        progress.saying(
            f"Looking for a better plan: {place + 1} of {len(swings)} …",
            cached.decision,
            problem,
            plan,
            place,
        )
        for place in range(len(swings))
    )
    progress.streamed(slot, decisions, picture, PAUSE_S)


def _picture(
    problem: Problem,
    plan: Plan,
    shown: str,
    swings: tuple[Swing, ...],
    found: tuple[Decision, ...],
) -> None:
    """The answer, the chart and its table, as far as is known."""
    st.markdown(_answer(swings, found))
    known = {d.swing.assumption.name: d for d in found}
    in_order = sorted(swings, key=lambda s: -_width(s, shown))
    bars = tuple(
        _bar(s, known.get(s.assumption.name), shown)
        for s in in_order[:SHOWN]
        if _width(s, shown) > 0
    )
    if bars:
        gain = cached.plan_gain(problem, plan).total_pp
        value = gain if shown == GAIN else plan.cost_usd
        tell = words.points if shown == GAIN else _dollars
        draw(
            tornado(bars, value, tell, axis=AXIS[shown], dark=is_dark()),
            alt=_alt(problem, shown, bars, tell),
            key=f"tornado {shown} {len(found)}",
        )
    st.markdown(
        "Striped: with the assumption at its low. Plain: at its high. ◆ There another"
        " plan would be better. ✕ There this plan is not possible."
    )
    _table(shown, in_order, known)


def _table(shown: str, swings: Sequence[Swing], known: dict[str, Decision]) -> None:
    """Every assumption that does something, or is not tried yet."""
    rows = [
        _row(swing, known.get(swing.assumption.name), shown)
        for swing in swings
        if _matters(swing, known.get(swing.assumption.name), shown)
    ]
    idle = len(swings) - len(rows)
    st.markdown(
        f"As a table. {words.counted(idle, 'assumption')} left out: wrong or not, this"
        f" {shown.lower()} and your choice stay the same.",
        help=terms.PP,
    )
    table([name.format(shown) for name in COLUMNS], rows)


def _matters(swing: Swing, decision: Decision | None, shown: str) -> bool:
    return decision is None or decision.changes or _width(swing, shown) > TINY[shown]


def _answer(swings: tuple[Swing, ...], found: tuple[Decision, ...]) -> str:
    changed = [d for d in found if d.changes]
    money = [d for d in changed if risk_words.over_budget(d.swing)]
    worst = max((r for d in found for r in _regrets(d)), default=0.0)
    so_far = "" if len(found) == len(swings) else f" So far {len(found)} are tried."
    if not found:
        return "Trying each assumption at the low and at the high end of its range."
    if not changed:
        return (
            f"No single assumption, wrong within its range, changes the choice.{so_far}"
        )
    over = f" In {len(money)} of these the plan gets too expensive." if money else ""
    return (
        f"{len(changed)} of {len(found)} assumptions, if wrong, would make another plan"
        f" better, by {words.safe(risk_words.up_to(worst))}.{over}{so_far}"
    )


def _regrets(decision: Decision) -> tuple[float, ...]:
    both = (decision.low.regret_pp, decision.high.regret_pp)
    return tuple(regret for regret in both if regret is not None)


def _width(swing: Swing, shown: str) -> float:
    if shown == GAIN:
        return swing.gain_pp
    return abs(swing.high.cost_usd - swing.low.cost_usd)


def _bar(swing: Swing, decision: Decision | None, shown: str) -> Bar:
    low, high = swing.low, swing.high
    return Bar(
        _label(swing),
        low.gain_pp if shown == GAIN else low.cost_usd,
        high.gain_pp if shown == GAIN else high.cost_usd,
        _mark(decision.low if decision else None, low),
        _mark(decision.high if decision else None, high),
    )


def _label(swing: Swing) -> str:
    return swing.assumption.meaning or swing.assumption.name


def _mark(choice: ChoiceInWorld | None, reading: PlanInWorld) -> str:
    if reading.broken:
        return "not possible"
    return "another plan" if choice and choice.changes else ""


def _alt(
    problem: Problem, shown: str, bars: tuple[Bar, ...], tell: Callable[[float], str]
) -> str:
    what = f"Gain in {terms.measure(problem)}" if shown == GAIN else "Cost"
    told = " ".join(
        f"{bar.label.rstrip('.')}: {tell(bar.low)} to {tell(bar.high)}." for bar in bars
    )
    return f"{what} of the plan at the low and high of each assumption. {told}"


def _dollars(usd: float) -> str:
    return words.money(round(usd))


def _row(swing: Swing, decision: Decision | None, shown: str) -> tuple[str, ...]:
    a, ends = swing.assumption, (swing.low, swing.high)
    gain = shown == GAIN
    told = [words.points(r.gain_pp) if gain else words.money(r.cost_usd) for r in ends]
    return (
        f"{_label(swing)} ({a.low:g} to {a.high:g})",
        told[0] if told[0] == told[1] else " to ".join(told),
        "not tried yet" if decision is None else _decided(decision),
    )


def _decided(decision: Decision) -> str:
    told = [
        f"at its {name}: {risk_words.choice(choice, reading)}"
        for name, choice, reading in (
            ("low", decision.low, decision.swing.low),
            ("high", decision.high, decision.swing.high),
        )
        if choice.changes
    ]
    return "; ".join(told) or "no"
