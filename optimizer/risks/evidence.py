"""The best plans under both readings of the evidence, and what each loses if wrong.

Whether letters still to come and the guessed effect of rotations are real will not be
known when the requests are sent. A plan's regret in a reading is what the best plan of
that reading is worth more, in percentage points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Evidence
from optimizer.model.plan_chances import PP
from optimizer.model.rotation import booked_rotations, rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.solver.solve import Solve, solve

READINGS: tuple[Evidence, Evidence] = ("central", "cautious")


@dataclass(frozen=True, slots=True)
class Believed:
    """A plan in both readings: what it adds there, and what the best there adds more.

    ``best_for``: the reading it is the best plan of; None for the plan shown.
    """

    best_for: Evidence | None
    plan: Plan
    gain_pp: Mapping[Evidence, float]
    regret_pp: Mapping[Evidence, float]

    @property
    def hosts(self) -> frozenset[str]:
        """Offerings of the plan."""
        return frozenset(b.offering.offering_id for b in self.plan.blocks)


def both_readings(
    problem: Problem, plan: Plan, best: Solve = solve
) -> tuple[Believed, ...]:
    """The plan and the best plan of each reading, under both.

    Empty if a reading has no proven plan.
    """
    there = {name: problem.having(evidence=name) for name in READINGS}
    found = {name: best(there[name]) for name in READINGS}
    plans: dict[Evidence | None, Plan] = {None: plan}
    for name, outcome in found.items():
        if not isinstance(outcome, Plan) or outcome.proof.status != "optimal":
            return ()
        plans[name] = outcome
    gains = {
        name: {p: _gain(there[p], chosen) for p in READINGS}
        for name, chosen in plans.items()
    }
    most = {p: max(gain[p] for gain in gains.values()) for p in READINGS}
    return tuple(
        Believed(
            name,
            chosen,
            gains[name],
            {p: most[p] - gains[name][p] for p in READINGS},
        )
        for name, chosen in plans.items()
    )


def _gain(problem: Problem, plan: Plan) -> float:
    """What a plan adds to what is booked, in pp, in the problem's reading."""
    model, certain = match_model(problem), problem.scenario.acceptance == "certain"
    after = model.value(rotations_of(problem, plan.blocks), certain)
    return float(PP * (after - model.value(booked_rotations(problem), certain))[0])
