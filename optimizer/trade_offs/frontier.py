"""What each budget can buy, each number of letters on time costs, each month is worth.

Every budget at which the best plan changes is found, not sampled; docs/model.md says
how steps within the solver's tolerance are joined. Letters and months re-solve the
whole problem with one demand changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.rules.counts import in_hand
from optimizer.solver.budgets import BestByBudget, best_by_budget
from optimizer.solver.solve import MOST_USD, TOLERANCE, Solve, solve

LEAST_GAIN = 2 * TOLERANCE
"""A step is shown if it gains more than this over every cheaper one shown."""


@dataclass(frozen=True, slots=True)
class Plateau:
    """One plan is the best for every budget from its cost up to ``most_usd``.

    ``proven`` False: the work ran out before it was known for all of these budgets
    whether a better plan exists.
    """

    plan: Plan
    most_usd: int
    proven: bool

    @property
    def least_usd(self) -> int:
        """The smallest of these budgets: what the plan costs."""
        return self.plan.cost_usd


def frontier(problem: Problem) -> tuple[Plateau, ...]:
    """The best plan of every budget, whatever the scenario's own; cheapest first.

    The first costs as little as any plan can. Empty if no plan is possible, or none was
    found within the scenario's work limit.
    """
    return tuple(_plateaus(best_by_budget(problem, LEAST_GAIN)))


def _plateaus(found: BestByBudget) -> Iterator[Plateau]:
    """Each plan up to the next one's cost, as sought within the largest such budget."""
    ends = (*(plan.cost_usd - 1 for plan in found.plans[1:]), MOST_USD)
    for plan, most_usd in zip(found.plans, ends, strict=False):
        scenario = replace(plan.scenario, budget_usd=most_usd)
        proven = most_usd <= found.proven_usd
        proof = plan.proof
        if not proven:
            proof = replace(proof, status="feasible", bound=found.bound)
        yield Plateau(replace(plan, scenario=scenario, proof=proof), most_usd, proven)


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
