"""The efficient frontier: the best match value that each budget can buy, exactly.

Every budget at which the best plan changes is found, not sampled. docs/model.md says
how steps within the solver's tolerance are joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.solver.budgets import BestByBudget, best_by_budget
from optimizer.solver.solve import MOST_USD, TOLERANCE

LEAST_GAIN = 2 * TOLERANCE
"""A step is shown if it gains more than this over every cheaper one shown."""


@dataclass(frozen=True, slots=True)
class Plateau:
    """One plan is the best for every budget from its cost up to ``most_usd``.

    ``proven`` False: the time ran out before it was known for all of these budgets
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
    found within the scenario's time limit.
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
