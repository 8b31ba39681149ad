"""Diminishing returns: the best plan of each size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from optimizer.plan import NoPlan, Plan, Step
from optimizer.problem import Problem
from optimizer.solve import solve

SIZES = range(5)


def best_of_each_size(problem: Problem, sizes: Iterable[int] = SIZES) -> Iterator[Step]:
    """The best plans of exactly each size, booked rotations included.

    Each size is solved on its own and for each way of counting refusals, so the plans
    need not contain one another; where a rule cannot hold at a size there is no plan.
    """
    for size in sizes:
        yield Step(
            size, _best(problem, size, "certain"), _best(problem, size, "expected")
        )


def _best(
    problem: Problem, size: int, acceptance: Literal["certain", "expected"]
) -> Plan | NoPlan:
    scenario = replace(
        problem.scenario,
        min_rotations=size,
        max_rotations=size,
        acceptance=acceptance,
    )
    return solve(Problem(problem.catalog, scenario))
