"""Everything is otherwise: how often the plan stays close to the best one then."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import streamlit as st

from charts import format as words
from charts.worlds import outcomes_chart
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.risks.robustness import (
    CLOSE_PP,
    VERY_CLOSE_PP,
    WORLDS,
    Sampled,
    Trust,
    trust,
)
from views.kit import progress
from views.kit.figures import draw, is_dark, table
from views.session import cached
from views.session.session import session

BATCH = 6
HOW = (
    "Every assumption is drawn from its range at once, as for the ranges of chances,"
    " and the best plan is sought anew. Where yours costs more than your budget, it is"
    " compared with the best for the same money. The interval holds the true share 95"
    " times in 100 (Wilson)."
)


def asked(label: str, name: str, problem: Problem) -> bool:
    """Draw a button for what takes seconds; whether these inputs asked for it."""
    told, slot = session().told, st.empty()
    if told.get(name, (None, ""))[0] != problem:
        if not slot.button(label, key=f"ask {name}", icon=":material/hourglass_top:"):
            return False
        slot.empty()
        told[name] = (problem, "")
    return True


def render(problem: Problem, plan: Plan) -> None:
    """Draw the shares as the draws come in, once they are asked for."""
    if not asked("And if everything is otherwise at once?", "worlds", problem):
        return
    batches = (
        progress.saying(
            f"Looking for the best plan in draw {first + 1} of {WORLDS} …",
            cached.sampled,
            problem,
            plan,
            range(first, min(first + BATCH, WORLDS)),
        )
        for first in range(0, WORLDS, BATCH)
    )
    progress.streamed(st.empty(), batches, lambda found: _told(plan, found), pause_s=0)


def _told(plan: Plan, found: Sequence[tuple[Sampled, ...]]) -> None:
    told = trust(tuple(chain(*found)))
    st.markdown(f"**{words.safe(answer(told))}**", help=HOW)
    parts = _parts(told)
    draw(
        outcomes_chart(parts, dark=is_dark()),
        alt="How the plan compares with the best one. "
        + " ".join(f"{name}: {n} draws." for name, n in parts),
        key=f"worlds {told.worlds}",
    )
    table(("How good it is there", "Draws"), [(name, str(n)) for name, n in parts])
    mine = {block.offering.host for block in plan.blocks}
    other = next(((host, n) for host, n in told.chosen if host not in mine), None)
    if other:
        often = f"{other[0]}, in {other[1]} of {told.worlds}"
        st.markdown(f"The host most often best that is not yours: {words.safe(often)}.")


def answer(told: Trust) -> str:
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
