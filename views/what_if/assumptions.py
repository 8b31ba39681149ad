"""It goes badly? The plan if assumptions are wrong, one by one, then all at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain

import streamlit as st

from charts import words
from charts.tornado import SHOWN, SwingBar, tornado
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.drawn import (
    CLOSE_PP,
    VERY_CLOSE_PP,
    WORLDS,
    DrawnWorlds,
    Sampled,
    Trust,
    trust,
)
from optimizer.risks.robustness import ChoiceInWorld, Decision, PlanInWorld, Swing
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached
from views.session.session import session
from views.what_if import events

PAUSE_S = 2.0
BATCH = 6
HOW = (
    "Every assumption is drawn from its range at once, as for the ranges of chances,"
    " and the best plan is sought anew. Where yours costs more than your budget, it is"
    " compared with the best for the same money. The interval holds the true share 95"
    " times in 100 (Wilson)."
)
TINY_PP = 0.05
COLUMNS = ("Assumption (range)", "Gain", "Cost", "Would you choose otherwise?")
SIGNS = (
    "From each assumption's low to its high. Striped: at its low. ◆ There another plan"
    " would be better. ✕ There this plan is not possible."
)


def render(problem: Problem, plan: Plan) -> str:
    """Draw how far the plan can be trusted, the chart, and what takes longer."""
    if not plan.blocks:
        st.markdown("The plan adds no rotation, so nothing can go wrong with it.")
        return ""
    found = cached.outlook(problem, plan)
    said = (
        f"It helps in {found.helps.hits} of {found.helps.of} draws of what is guessed"
    )
    told = f"{said}{gain_words(problem, found)}"
    st.markdown(f"**{words.safe(told)}**", help=terms.RANGE)
    swings, slot = cached.swings(problem, plan), st.empty()
    picture = partial(_picture, problem, plan, swings)
    with slot.container():
        picture(())
    if asked("Would another plan be better then?", "decisions", problem):
        progress.each(
            slot,
            "Looking for a better plan: {} …",
            cached.decision,
            [(problem, plan, place) for place in range(len(swings))],
            picture,
            PAUSE_S,
        )
    _at_once(problem, plan)
    return f"{said}."


def gain_words(problem: Problem, found: DrawnWorlds) -> str:
    """Go on with by how much it helps, and whether the money suffices."""
    gain = words.points_range(found.gain_low_pp, found.gain_high_pp)
    said = f", mostly by {gain} pp {terms.counting(problem)}."
    pays = found.affordable
    if pays.hits == pays.of:
        return f"{said} The money suffices in all."
    budget = words.money(problem.scenario.budget_usd)
    return (
        f"{said} In {pays.of - pays.hits} it costs more than your {budget}; up to"
        f" {words.money(found.sure_usd)} in nine of ten."
    )


def _picture(
    problem: Problem,
    plan: Plan,
    swings: tuple[Swing, ...],
    found: tuple[Decision, ...],
) -> None:
    """The chart and its table, as far as is known."""
    known = {d.swing.assumption.name: d for d in found}
    if found:
        changed = sum(d.changes for d in found)
        st.markdown(
            f"{changed} of {len(found)} assumptions, if wrong, would make another plan"
            " better, or this one impossible."
        )
    bars = [_bar(s, known.get(s.assumption.name)) for s in swings[:SHOWN] if s.gain_pp]
    if bars:
        gain = cached.plan_gain(problem, plan).total_pp
        axis = f"gain in {terms.measure(problem)}, pp"
        draw(
            tornado(tuple(bars), gain, words.points, axis=axis, dark=is_dark()),
            alt=f"From low to high, {axis}. "
            + " ".join(
                f"{bar.label.rstrip('.')}: {words.points_range(bar.low, bar.high)}."
                for bar in bars
            ),
            key=f"tornado {len(found)}",
        )
    rows = [_row(s, d) for s in swings if matters(s, d := known.get(s.assumption.name))]
    idle = words.counted(len(swings) - len(rows), "assumption")
    st.markdown(f"{SIGNS} {idle} left out: they change nothing.", help=terms.PP)
    width = len(COLUMNS) if found else len(COLUMNS) - 1
    table(COLUMNS[:width], [row[:width] for row in rows])


def matters(swing: Swing, decision: Decision | None) -> bool:
    """Whether an assumption moves the gain, the cost, or the choice."""
    dearer = swing.low.cost_usd != swing.high.cost_usd
    chosen = decision is not None and decision.changes
    return chosen or dearer or swing.gain_pp > TINY_PP


def _bar(swing: Swing, decision: Decision | None) -> SwingBar:
    low, high = swing.low, swing.high
    return SwingBar(
        _label(swing),
        low.gain_pp,
        high.gain_pp,
        _mark(decision.low if decision else None, low),
        _mark(decision.high if decision else None, high),
    )


def _label(swing: Swing) -> str:
    return swing.assumption.meaning or swing.assumption.name


def _mark(choice: ChoiceInWorld | None, reading: PlanInWorld) -> str:
    if reading.broken:
        return "not possible"
    return "another plan" if choice and choice.changes else ""


def _row(swing: Swing, decision: Decision | None) -> tuple[str, ...]:
    a, ends = swing.assumption, (swing.low, swing.high)
    gains = [words.points(end.gain_pp) for end in ends]
    costs = [words.money(end.cost_usd) for end in ends]
    return (
        f"{_label(swing)} ({a.low:g} to {a.high:g})",
        *(t[0] if t[0] == t[1] else " to ".join(t) for t in (gains, costs)),
        "not tried yet" if decision is None else _decision_words(decision),
    )


def _decision_words(decision: Decision) -> str:
    swing = decision.swing
    ends = (("low", decision.low, swing.low), ("high", decision.high, swing.high))
    told = [f"at its {end}: {choice_words(c, r)}" for end, c, r in ends if c.changes]
    return "; ".join(told) or "no"


def choice_words(found: ChoiceInWorld, reading: PlanInWorld) -> str:
    """Say what would be chosen there instead."""
    if reading.broken:
        return f"this plan is {events.broken(reading.broken)}"
    if found.regret_pp is None:
        return "no other plan was found in time"
    least = "" if found.proven else "at least "
    return f"another plan is better by {least}{events.better(found.regret_pp)}"


# ---- all at once ------------------------------------------------------------------


def asked(label: str, name: str, problem: Problem) -> bool:
    """Draw a button for what takes seconds; whether these inputs asked for it."""
    told, slot = session().told, st.empty()
    if told.get(name, (None, ""))[0] != problem:
        if not slot.button(label, key=f"ask {name}", icon=":material/hourglass_top:"):
            return False
        slot.empty()
        told[name] = (problem, "")
    return True


def _at_once(problem: Problem, plan: Plan) -> None:
    """Draw the shares as the draws come in, once they are asked for."""
    if not asked("And if everything is otherwise at once?", "worlds", problem):
        return
    batches = (range(i, min(i + BATCH, WORLDS)) for i in range(0, WORLDS, BATCH))
    progress.each(
        st.empty(),
        f"Looking for the best plan in {WORLDS} draws, {BATCH} at a time: {{}} …",
        cached.samples,
        [(problem, plan, which) for which in batches],
        lambda found: _of_draws(plan, found),
        pause_s=0,
    )


def _of_draws(plan: Plan, found: Sequence[tuple[Sampled, ...]]) -> None:
    told = trust(tuple(chain(*found)))
    st.markdown(f"**{words.safe(close_to_best(told))}**", help=HOW)
    parts = _parts(told)
    table(("How good it is there", "Draws"), [(name, str(n)) for name, n in parts])
    mine = {block.offering.host for block in plan.blocks}
    other = next(((host, n) for host, n in told.chosen if host not in mine), None)
    if other:
        often = f"{other[0]}, in {other[1]} of {told.worlds}"
        st.markdown(f"The host most often best that is not yours: {words.safe(often)}.")


def close_to_best(told: Trust) -> str:
    """Say how often the plan is close to the best."""
    close = told.close
    if not close.of:
        return "The plan breaks a rule in every draw so far."
    interval = words.percent_range(close.low, close.high)
    return (
        f"In {close.hits} of {close.of} draws your plan stays within {CLOSE_PP:g} pp"
        f" of the best one ({interval} of all)."
    )


def _parts(told: Trust) -> tuple[tuple[str, int], ...]:
    """Every draw once, the best outcome first."""
    best, near, close = told.best.hits, told.very_close.hits, told.close.hits
    parts = (
        ("No plan is better", best),
        (f"Within {VERY_CLOSE_PP:g} pp of the best", near - best),
        (f"Within {CLOSE_PP:g} pp", close - near),
        ("Farther away", told.close.of - close),
        ("Breaks a rule, or not known in time", told.invalid + told.unknown),
    )
    return tuple((name, n) for name, n in parts if n)
