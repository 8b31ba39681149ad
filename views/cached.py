"""Library functions behind Streamlit's caches: solved once, then read.

Bounded, keyed by the hash of what is asked. ``_TURNS`` lets few searches run at a
time, so that visitors of one machine share its processor and none starves.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st

from optimizer import details, explain, own_plan, read, returns
from optimizer import left_out as left
from optimizer import solve as search
from optimizer.catalog import Catalog
from optimizer.comparison import Result
from optimizer.plan import (
    Block,
    Chances,
    Diagnosis,
    Gain,
    LeftOut,
    NoPlan,
    Plan,
    RotationDetail,
    Step,
)
from optimizer.problem import Problem

F = TypeVar("F", bound=Callable[..., Any])

_TURNS = threading.Semaphore(2)


def _remembered(words: str = "", entries: int = 64) -> Callable[[F], F]:
    """Cache a function of a problem and say ``words``, if any, while it works."""
    cache = st.cache_data(
        max_entries=entries,
        show_spinner=words or False,
        hash_funcs={Problem: hash, Plan: hash, NoPlan: hash, Block: hash},
    )
    return cast("Callable[[F], F]", cache)


def _in_turn(search_for: F) -> F:
    """Wait for one's turn before a search."""

    @wraps(search_for)
    def waited(*args: Any) -> Any:
        with _TURNS:
            return search_for(*args)

    return cast("F", waited)


@st.cache_resource(max_entries=4, show_spinner="Reading the catalog …")
def catalog(folder: Path) -> Catalog:
    """Read the catalog of a folder; frozen, so all visitors may share it."""
    return read.read_catalog(folder)


@_remembered("Looking for the best plan …", entries=256)
@_in_turn
def solve(problem: Problem) -> Plan | NoPlan:
    """Return the best plan, or why there is none."""
    return search.solve(problem)


@_remembered("Working out your chances …")
def chances(problem: Problem, plan: Plan) -> Chances:
    """Match probabilities with and without the plan."""
    return details.chances(problem, plan)


@_remembered("Working out your chances …")
def chances_of(problem: Problem, blocks: tuple[Block, ...]) -> Chances:
    """Match probabilities of blocks of one's own choice."""
    return details.chances_of(problem, blocks)


@_remembered("Looking for what is possible …")
def possible_starts(problem: Problem) -> dict[str, tuple[dt.date, ...]]:
    """Return every offering one may pick, with its possible starts."""
    return own_plan.possible_starts(problem)


@_remembered("Looking at each rotation …")
def rotation_details(problem: Problem, plan: Plan) -> tuple[RotationDetail, ...]:
    """Return cost, gain, eligibility and other dates of each rotation."""
    return details.rotation_details(problem, plan)


@_remembered("Working out the gain …")
def plan_gain(problem: Problem, plan: Plan) -> Gain:
    """Split the gain of the plan into auditions and letters."""
    return details.plan_gain(problem, plan)


def result(problem: Problem) -> Result:
    """Return the best plan with its chances and its gain, each from its own cache."""
    outcome = solve(problem)
    if isinstance(outcome, NoPlan):
        return Result(outcome)
    return Result(outcome, chances(problem, outcome), plan_gain(problem, outcome))


@_remembered(entries=256)
@_in_turn
def best_of_size(problem: Problem, size: int) -> Step:
    """Return the best plan of exactly this many rotations.

    One size at a time, so that a page can show the first while the next is sought.
    """
    return next(iter(returns.best_of_each_size(problem, sizes=(size,))))


@_remembered("Looking for what clashes and the smallest way out …")
@_in_turn
def diagnose(problem: Problem) -> Diagnosis:
    """Say why there is no plan and what would help."""
    return explain.diagnose(problem)


@_remembered("Sorting what was left out …")
def left_out(problem: Problem, plan: Plan | NoPlan) -> tuple[LeftOut, ...]:
    """Group what is not in the plan by reason."""
    return left.left_out(problem, plan)
