"""The plan that stands: hosts on record before cold ones that are hardly better.

Of plans that are worse by less than a margin for each cold host, the one with fewest
of them: the highest value less the margin for each cold host. The best plan is found
first, whatever the grades; only if it holds a cold host is a second search needed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain import replies
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import offerings_of
from optimizer.model.trust import cold_margin, grade_of
from optimizer.solver.solve import Engine, Solver


def standing_plan(problem: Problem, engine: Engine = "search") -> Plan | NoPlan:
    """The plan to stand on, or none, with the engines and limits of ``solve``.

    Its proof: no plan at all is worth more than ``bound``, the best is worth
    ``forgone`` more, and "optimal" means that no plan is worth more by the tolerance
    after each has paid the margin for its cold hosts. A host that was asked, pinned
    or paid pays none. If all hosts say yes, nobody pays: a grade speaks of how likely
    a yes is.
    """
    solver = Solver(problem, engine=engine)
    best = solver.run()
    if problem.scenario.acceptance == "certain" or not isinstance(best, Plan):
        return best
    if best.proof.status != "optimal" or not any(
        _is_cold(problem, block.offering) for block in best.blocks
    ):
        return best
    return _fewer_cold(solver, best)


def _fewer_cold(solver: Solver, best: Plan) -> Plan:
    problem = solver.problem
    every = problem.catalog.offerings
    cold = [_is_cold(problem, every[i]) for i in solver.pool.offers.index]
    solver.hold_back(cold_margin(problem) * np.array(cold, dtype=float))
    plan = solver.run()
    assert isinstance(plan, Plan), "the best plan is one"
    proof = replace(
        plan.proof,
        bound=best.proof.bound,
        seconds=best.proof.seconds + plan.proof.seconds,
        cuts=best.proof.cuts + plan.proof.cuts,
        forgone=max(best.value - plan.value, 0.0),
    )
    return replace(plan, proof=proof)


def _is_cold(problem: Problem, offering: Offering) -> bool:
    """Whether nothing is on record of a host that one is free to leave out."""
    scenario, name = problem.scenario, offering.offering_id
    wanted = offerings_of(replies.required_names(scenario))
    return (
        name not in wanted
        and not replies.answered(scenario, name)
        and grade_of(problem, offering) == "cold"
    )
