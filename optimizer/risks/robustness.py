"""How much a plan can be trusted if an assumption turns out otherwise.

What it is worth in another world, what it costs, and what would be chosen instead.

Shapes: W worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.model import cost
from optimizer.model.plan_chances import PP
from optimizer.model.rotation import Rotation, booked_rotations, rotations_of
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import Floats, Parameters
from optimizer.risks.worlds import rotations_in, uncertain_assumptions, world
from optimizer.solver.solve import TOLERANCE, solve

SAME_PP = 2 * TOLERANCE * PP
"""Two plans this close are equally good: each is proven to within the tolerance."""
BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class PlanInWorld:
    """A plan in one world: chance, gain over the baseline there, cost, broken rules."""

    chance: float
    value: float
    gain_pp: float
    cost_usd: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swing:
    """A plan with one assumption at either end of its range, all else as it is."""

    assumption: Assumption
    low: PlanInWorld
    high: PlanInWorld

    @property
    def gain_pp(self) -> float:
        """How far the gain moves between the ends."""
        return abs(self.high.gain_pp - self.low.gain_pp)

    @property
    def chance(self) -> float:
        """How far the match chance moves between the ends."""
        return abs(self.high.chance - self.low.chance)


@dataclass(frozen=True, slots=True)
class ChoiceInWorld:
    """What would be chosen in a world, and what keeping the plan would cost there.

    ``regret_pp`` is the value of the best plan minus that of the plan; None if the
    plan breaks a rule there, or nothing was found. It is a lower bound where the best
    is not proven.
    """

    best: Plan | NoPlan
    regret_pp: float | None

    @property
    def proven(self) -> bool:
        """Whether the regret is known: the best plan is proven to be the best."""
        found = isinstance(self.best, Plan) and self.best.proof.status == "optimal"
        return found and self.regret_pp is not None

    @property
    def changes(self) -> bool:
        """Whether another plan would be chosen: this one is not as good, or invalid."""
        return self.regret_pp is None or self.regret_pp > SAME_PP


@dataclass(frozen=True, slots=True)
class Decision:
    """A swing, and what would be chosen at either end."""

    swing: Swing
    low: ChoiceInWorld
    high: ChoiceInWorld

    @property
    def changes(self) -> bool:
        """Whether another plan would be chosen at either end."""
        return self.low.changes or self.high.changes


def swings(problem: Problem, plan: Plan) -> tuple[Swing, ...]:
    """The plan at the low and high end of every assumption, largest change first.

    First by how far the gain moves, then the match chance, then the cost.
    """
    assumptions = uncertain_assumptions(problem)
    ends = [world(problem, {a.name: end}) for a in assumptions for end in _ends(a)]
    found = readings(problem, plan, ends)
    every = [
        Swing(a, found[2 * i], found[2 * i + 1]) for i, a in enumerate(assumptions)
    ]
    return tuple(sorted(every, key=_largest_first))


def decisions(
    problem: Problem, plan: Plan, found: Iterable[Swing] | None = None
) -> Iterator[Decision]:
    """Each swing with the best plans at its ends, in the order of ``swings``."""
    for swing in swings(problem, plan) if found is None else found:
        low, high = (
            choice_in(
                world(problem, {swing.assumption.name: end}),
                None if reading.broken else reading.value,
            )
            for end, reading in zip(
                _ends(swing.assumption), (swing.low, swing.high), strict=True
            )
        )
        yield Decision(swing, low, high)


def choice_in(there: Problem, value: float | None) -> ChoiceInWorld:
    """The best plan of a world, beside one of this value; None: it is not valid."""
    best = solve(there)
    if value is None or not isinstance(best, Plan):
        return ChoiceInWorld(best, None)
    return ChoiceInWorld(best, PP * (best.value - value))


def readings(
    problem: Problem, plan: Plan, worlds: Sequence[Problem]
) -> tuple[PlanInWorld, ...]:
    """The plan, its dates kept, in each of several worlds of the problem."""
    dated, booked = rotations_of(problem, plan.blocks), booked_rotations(problem)
    those = [rotations_in(there, plan.blocks) for there in worlds]
    without = [booked_rotations(there) for there in worlds]
    model = match_model(problem, _stack_assumptions(worlds))
    certain = problem.scenario.acceptance == "certain"
    chance = _by_letters(model.probability, dated, those, certain)
    value = _by_letters(model.value, dated, those, certain)
    before = _by_letters(model.value, booked, without, certain)
    return tuple(
        PlanInWorld(
            chance=float(chance[i]),
            value=float(value[i]),
            gain_pp=float(PP * (value[i] - before[i])),
            cost_usd=cost.total(there, rotations),
            broken=tuple(r.name for r in rules.broken_rules(there, rotations)),
        )
        for i, (there, rotations) in enumerate(zip(worlds, those, strict=True))
    )


def _ends(assumption: Assumption) -> tuple[float, float]:
    return assumption.low, assumption.high


def _largest_first(swing: Swing) -> tuple[float, float, int, str]:
    usd = abs(swing.high.cost_usd - swing.low.cost_usd)
    return -swing.gain_pp, -swing.chance, -usd, swing.assumption.name


def _stack_assumptions(worlds: Sequence[Problem]) -> Parameters:
    """The assumptions of several worlds as draws, each (W,)."""
    names = [a.name for a in worlds[0].catalog.assumptions] if worlds else []
    return {name: np.array([w.parameter(name) for w in worlds]) for name in names}


def _by_letters(
    measure: Callable[[Sequence[Rotation], bool], Floats],
    rotations: tuple[Rotation, ...],
    there: Sequence[tuple[Rotation, ...]],
    certain: bool,
) -> Floats:
    """A measure of rotations in each world, (W,), with the letters on time there.

    Worlds with the same letters on time, asked for as late, are measured together.
    """
    kinds = [tuple((r.letter_on_time, r.visit.late) for r in those) for those in there]
    found = np.zeros(len(there))
    for kind in set(kinds):
        dated = [
            replace(r, letter_on_time=on_time, visit=replace(r.visit, late=late))
            for r, (on_time, late) in zip(rotations, kind, strict=True)
        ]
        same = np.array([kind == other for other in kinds])
        found[same] = measure(dated, certain)[same]
    return found
