"""What one more letter on time costs, and what a month is worth.

Both re-solve the whole problem with one demand changed: the plans need not share a
single rotation with the best plan of the inputs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.rules.counts import in_hand
from optimizer.solver.solve import Solve, solve

MONTHS = range(3, 10)
"""The months in which rotations can run at all: March to September."""


@dataclass(frozen=True, slots=True)
class LettersStep:
    """The best plan with at least so many letters on time, those in hand included."""

    letters: int
    outcome: Plan | NoPlan


@dataclass(frozen=True, slots=True)
class MonthStep:
    """The best plan if a free month were lost, or one that is not free were free."""

    month: int
    free: bool
    outcome: Plan | NoPlan


def by_letters(problem: Problem, solver: Solve = solve) -> Iterator[LettersStep]:
    """The best plan for each number of letters on time that may be asked for.

    From none on, until no plan has so many. Each on-time rotation counts as one, as if
    its host accepted and wrote.
    """
    most = in_hand(problem) + problem.scenario.max_rotations
    for letters in range(most + 1):
        step = LettersStep(letters, solver(problem.having(min_letters=letters)))
        yield step
        if isinstance(step.outcome, NoPlan):
            return


def by_month(
    problem: Problem, plan: Plan, solver: Solve = solve
) -> Iterator[MonthStep]:
    """Each month of the season with the best plan if it were the other way round.

    ``plan`` is the best plan of the problem: a month that it does not touch can be
    lost without a loss, and nothing is solved for it.
    """
    used = {
        month for block in plan.blocks for month in months_of(block.start, block.end)
    }
    free = set(free_months(problem))
    for month in months_in_window(problem):
        if month in free and month not in used:
            yield MonthStep(month, True, plan)
            continue
        found = solver(problem.having(months=tuple(sorted(free ^ {month}))))
        yield MonthStep(month, month in free, found)


def free_months(problem: Problem) -> tuple[int, ...]:
    """The free months, where none were named all of them."""
    months = problem.scenario.months
    return tuple(MONTHS) if months is None else months


def months_in_window(problem: Problem) -> tuple[int, ...]:
    """The months that the dates of the applicant, or the season, touch."""
    first, last = problem.window
    touched = months_of(first, last)
    return tuple(month for month in MONTHS if month in touched)


def months_of(first: dt.date, last: dt.date) -> frozenset[int]:
    """The months between two days, both included."""
    days = (last - first).days
    return frozenset((first + dt.timedelta(days=n)).month for n in range(days + 1))
