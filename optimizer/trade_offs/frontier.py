"""The efficient frontier: the best match value that each budget can buy, exactly.

From a large budget down: solve, take the plan's cost, solve again for a dollar less,
until no plan is possible. So every budget at which the best plan changes is found, not
sampled. docs/model.md says how steps within the solver's tolerance are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.solver.solve import MOST_USD, TOLERANCE, Solve, solve

LEAST_GAIN = 2 * TOLERANCE
"""A step is shown if it gains more than this over every cheaper one shown."""


@dataclass(frozen=True, slots=True)
class Plateau:
    """One plan is the best for every budget from its cost up to ``most_usd``.

    ``proven`` False: for some of these budgets a search ran out of time, and a better
    plan than this one may exist.
    """

    plan: Plan
    most_usd: int
    proven: bool

    @property
    def least_usd(self) -> int:
        """The smallest of these budgets: what the plan costs."""
        return self.plan.cost_usd


def descend(
    problem: Problem, most_usd: int = MOST_USD, solver: Solve = solve
) -> Iterator[Plan | NoPlan]:
    """The best plan within ``most_usd``, then within a dollar less than it costs, ...

    Each is yielded when it is found. The last is ``NoPlan``: "infeasible" proves that
    the plan before it is the cheapest of all, "timeout" leaves that open. Where even
    a plan that costs nothing exists, it is the last.
    """
    budget_usd = most_usd
    while budget_usd >= 0:
        found = solver(problem.having(budget_usd=budget_usd))
        yield found
        if isinstance(found, NoPlan):
            return
        budget_usd = found.cost_usd - 1


def plateaus(found: Sequence[Plan | NoPlan]) -> tuple[Plateau, ...]:
    """The steps of the frontier, cheapest first, from what ``descend`` found so far.

    A plan that gains no more than ``LEAST_GAIN`` over the cheaper step before it is
    left out: the two are as good as one another within the solver's tolerance.
    """
    cheapest_first = [plan for plan in reversed(found) if isinstance(plan, Plan)]
    steps: list[list[Plan]] = []
    for plan in cheapest_first:
        if not steps or plan.value > steps[-1][0].value + LEAST_GAIN:
            steps.append([plan])
        else:
            steps[-1].append(plan)
    return tuple(_plateau(plans) for plans in steps)


def plateau_at(steps: Sequence[Plateau], budget_usd: int) -> Plateau | None:
    """The plateau on which a budget lies; None where it buys no plan."""
    return next((s for s in reversed(steps) if s.least_usd <= budget_usd), None)


def starts_exactly(found: Sequence[Plan | NoPlan]) -> bool:
    """Whether it is proven that nothing is cheaper than the cheapest plan found."""
    last = found[-1] if found else None
    if isinstance(last, NoPlan):
        return last.reason == "infeasible"
    return last is not None and last.cost_usd == 0


def _plateau(plans: list[Plan]) -> Plateau:
    """One step; each plan was sought within the budget of its own scenario."""
    proven = all(plan.proof.status == "optimal" for plan in plans)
    return Plateau(plans[0], plans[-1].scenario.budget_usd, proven)
