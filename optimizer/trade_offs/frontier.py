"""What each budget can buy, each number of letters on time costs, each month is worth.

Every budget at which the best plan changes is found, not sampled; docs/model.md says
how steps within the solver's tolerance are joined. Letters and months re-solve the
whole problem with one demand changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.terms import touched_months
from optimizer.model.rules.counts import in_hand
from optimizer.solver.budgets import BestByBudget, best_by_budget
from optimizer.solver.solve import MOST_USD, TOLERANCE, solve

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


def by_letters(problem: Problem) -> Iterator[LettersStep]:
    """The best plan for each number of letters on time that may be asked for.

    From none on, until no plan has so many. Each on-time rotation counts as one, as if
    its host accepted and wrote.
    """
    most = in_hand(problem) + problem.scenario.max_rotations
    for letters in range(most + 1):
        step = LettersStep(letters, solve(problem.having(min_letters=letters)))
        yield step
        if isinstance(step.outcome, NoPlan):
            return


def by_month(problem: Problem, plan: Plan) -> Iterator[MonthStep]:
    """Each month of the season with the best plan if it were the other way round.

    ``plan`` is the best plan of the problem: a month that it does not touch can be
    lost without a loss, and nothing is solved for it.
    """
    used = {month for b in plan.blocks for month in touched_months(b.start, b.end)}
    months = problem.scenario.months
    free = set(MONTHS if months is None else months)
    for month in months_in_window(problem):
        if month in free and month not in used:
            yield MonthStep(month, True, plan)
            continue
        found = solve(problem.having(months=tuple(sorted(free ^ {month}))))
        yield MonthStep(month, month in free, found)


def months_in_window(problem: Problem) -> tuple[int, ...]:
    """The months that the dates of the applicant, or the season, touch."""
    return tuple(month for month in problem.months if month in MONTHS)
