"""Section: how often the plan stays close to the best if everything is otherwise."""

from __future__ import annotations

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
    Share,
    Trust,
    trust,
)
from views.kit import progress
from views.kit.figures import draw, is_dark, table
from views.session import cached

BATCH = 6
MOST_HOSTS = 8
HOW = (
    "Every assumption is drawn from its range at once, as for the ranges of chances. In"
    " each such world the best plan is looked for anew. Where yours costs more than"
    " your budget, it is compared with the best plan for the same money."
)
SURE = (
    "So few worlds leave a share open within this interval: 95 % of such intervals hold"
    " the true share (Wilson)."
)


def render(problem: Problem, plan: Plan) -> None:
    """Draw the shares as the worlds come in."""
    batches = (
        progress.saying(
            f"Looking for the best plan in world {first + 1} of {WORLDS} …",
            cached.sampled,
            problem,
            plan,
            range(first, min(first + BATCH, WORLDS)),
        )
        for first in range(0, WORLDS, BATCH)
    )
    progress.streamed(
        st.empty(),
        batches,
        lambda found: _told(problem, plan, tuple(chain(*found))),
        pause_s=0,
    )


def _told(problem: Problem, plan: Plan, found: tuple[Sampled, ...]) -> None:
    told = trust(found)
    st.markdown(_answer(told), help=HOW)
    parts = _parts(told)
    draw(
        outcomes_chart(parts, dark=is_dark()),
        alt="How the plan compares with the best one. "
        + " ".join(f"{name}: {n} worlds." for name, n in parts),
        key=f"worlds {len(found)}",
    )
    table(("How good it is there", "Worlds"), [(name, str(n)) for name, n in parts])
    _money(problem, told)
    st.markdown("Hosts that the best plans of these worlds have most often:")
    hosts = {block.offering.host for block in plan.blocks}
    table(
        ("Host", "In how many", "In your plan"),
        [
            (host, f"{n} of {told.worlds}", "yes" if host in hosts else "no")
            for host, n in told.chosen[:MOST_HOSTS]
        ],
    )


def _answer(told: Trust) -> str:
    close, near = told.close, told.very_close
    if not close.of:
        return "The plan breaks a rule in every world tried so far."
    return (
        f"**In {close.hits} of {close.of} worlds your plan stays within"
        f" {CLOSE_PP:g} pp of the best one** ({_range(close)}); in {near.hits} within"
        f" {VERY_CLOSE_PP:g} pp, and in {told.best.hits} no plan is better at all."
    )


def _range(share: Share) -> str:
    interval = words.percent_range(share.low, share.high)
    return words.safe(f"95 % interval {interval}")


def _parts(told: Trust) -> tuple[tuple[str, int], ...]:
    """Every world once, the best outcome first."""
    best, near, close = told.best.hits, told.very_close.hits, told.close.hits
    parts = (
        ("No plan is better", best),
        (f"Within {VERY_CLOSE_PP:g} pp of the best", near - best),
        (f"Within {CLOSE_PP:g} pp", close - near),
        ("Farther away", told.close.of - close),
        ("Breaks a rule, or not known in time", told.invalid + told.unknown),
    )
    return tuple((name, n) for name, n in parts if n)


def _money(problem: Problem, told: Trust) -> None:
    pays = told.affordable
    budget = words.safe(words.money(problem.scenario.budget_usd))
    sure = words.safe(words.money(told.sure_usd))
    st.markdown(
        f"**Money, counted apart:** the plan stays within your {budget} in {pays.hits}"
        f" of {pays.of} worlds ({_range(pays)}); {sure} suffice in nine of ten.",
        help=SURE,
    )
