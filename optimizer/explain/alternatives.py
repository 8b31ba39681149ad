"""The best plans that differ in at least one program, and how they compare.

The best plan is sought again and again, each time with the sets of programs found so
far refused. Dates, and two offerings at one program, do not make another plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import PP, estimate
from optimizer.model.rotation import rotations_of, visit_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import draws
from optimizer.solver.solve import TOLERANCE, Solver

MOST = 5
SEARCH_PP = 2 * TOLERANCE * PP
"""Two plans closer than this may stand in either order."""

Tie = Literal["search", "model", "none"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan beside the best one.

    ``gain_pp`` is its match value less that of the best, in percentage points, with
    the 10th and 90th percentile of the same difference over draws of the assumptions.
    ``leaves`` and ``comes`` are the rotations at programs that only the best plan, or
    only this one, visits.
    """

    plan: Plan
    gain_pp: float
    low_pp: float
    high_pp: float
    more_usd: int
    leaves: tuple[Block, ...]
    comes: tuple[Block, ...]

    @property
    def tie(self) -> Tie:
        """What cannot tell the two plans apart: the search, or the model's ranges."""
        if abs(self.gain_pp) <= SEARCH_PP:
            return "search"
        return "model" if self.low_pp <= 0 <= self.high_pp else "none"


def best_plans(
    problem: Problem, best: Plan, most: int = MOST
) -> Iterator[Plan | NoPlan]:
    """The ``most`` best plans at different sets of programs, ``best`` first.

    Each is yielded when it is found and proven; a last ``NoPlan`` says that there are
    no more ("infeasible"), or that none was found with the work allowed. In order of
    value the n-th is within 2 ``TOLERANCE`` of the n-th best set of programs.
    """
    yield best
    solver, found = Solver(problem), best
    for _ in range(most - 1):
        solver.refuse(programs_of(problem, found))
        other = solver.run()
        yield other
        if isinstance(other, NoPlan):
            return
        found = other


def compare_plans(problem: Problem, best: Plan, other: Plan) -> Alternative:
    """How another plan of the same problem compares with the best one.

    The draws are those behind every range, shared by the two plans.
    """
    certain = problem.scenario.acceptance == "certain"
    drawn = match_model(problem, draws(problem))
    values = [
        drawn.value(rotations_of(problem, p.blocks), certain) for p in (best, other)
    ]
    more = PP * (values[1] - values[0])
    gain = estimate(more[:1], more)
    return Alternative(
        plan=other,
        gain_pp=PP * (other.value - best.value),
        low_pp=gain.low,
        high_pp=gain.high,
        more_usd=other.cost_usd - best.cost_usd,
        leaves=_only_in(problem, best, other),
        comes=_only_in(problem, other, best),
    )


def programs_of(problem: Problem, plan: Plan) -> frozenset[str]:
    """The programs (or hosts without one) of a plan, what is booked left aside."""
    return frozenset(visit_of(problem, b.offering).key for b in plan.blocks)


def _only_in(problem: Problem, plan: Plan, other: Plan) -> tuple[Block, ...]:
    shared = programs_of(problem, other)
    return tuple(
        b for b in plan.blocks if visit_of(problem, b.offering).key not in shared
    )
