"""How much a plan can be trusted if assumptions turn out otherwise, one or all at once.

What it is worth then, what it costs, and what would be chosen instead.

Shapes: W worlds.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.model import cost, rules
from optimizer.model.chances import HIGH_PERCENTILE, LOW_PERCENTILE, PP
from optimizer.model.rotation import Rotation, booked_rotations, rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.draws import draws
from optimizer.model.value.rates import Floats, Parameters
from optimizer.risks.worlds import ranged, rotations_in, world
from optimizer.solver.solve import TOLERANCE, solve

WORLDS = 60
CLOSE_PP, VERY_CLOSE_PP = 1.0, 0.5
SAME_PP = 2 * TOLERANCE * PP
"""Two plans this close are equally good: each is proven to within the tolerance."""
SURE_PERCENTILE = 90
BUDGET = "budget"
_NORMAL_95 = 1.959964


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


@dataclass(frozen=True, slots=True)
class Sampled:
    """One world with every assumption drawn: the plan there and the best plan there."""

    plan: PlanInWorld
    choice: ChoiceInWorld


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``of``, with the Wilson 95 % interval of the share behind it."""

    hits: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DrawnWorlds:
    """A plan over drawn worlds: in how many it helps and is within the budget.

    The gain's 10th and 90th percentile, and the cost not exceeded in 90 %.
    """

    helps: Share
    gain_low_pp: float
    gain_high_pp: float
    affordable: Share
    sure_usd: int


@dataclass(frozen=True, slots=True)
class Trust:
    """A plan over sampled worlds.

    ``best``, ``very_close`` and ``close`` count the worlds in which no plan that costs
    no more than the budget, or than the plan there, is better by more than the
    tolerance, ``VERY_CLOSE_PP`` and ``CLOSE_PP``. Left out of them and counted apart:
    ``invalid`` worlds, in which the plan breaks another rule than the budget, and
    ``unknown`` ones, in which no best plan was proven in time. ``affordable``: the
    worlds in which the plan is within the budget, of all; ``sure_usd`` is what it costs
    at most in 90 % of all. ``chosen``: hosts by how often the best plans have them.
    """

    worlds: int
    best: Share
    very_close: Share
    close: Share
    affordable: Share
    sure_usd: int
    invalid: int
    unknown: int
    chosen: tuple[tuple[str, int], ...]


def swings(problem: Problem, plan: Plan) -> tuple[Swing, ...]:
    """The plan at the low and high end of every assumption, largest change first.

    First by how far the gain moves, then the match chance, then the cost.
    """
    assumptions = ranged(problem)
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


def sampled(
    problem: Problem, plan: Plan, which: Sequence[int] = range(WORLDS)
) -> Iterator[Sampled]:
    """The plan and the best plan in these of the draws behind the ranges.

    Where the plan costs more than the budget, the best plan may cost as much.
    """
    drawn = drawn_worlds(problem, which)
    for there, reading in zip(drawn, readings(problem, plan, drawn), strict=True):
        usd = max(there.scenario.budget_usd, reading.cost_usd)
        paid = there.having(budget_usd=usd)
        valid = set(reading.broken) <= {BUDGET}
        yield Sampled(reading, choice_in(paid, reading.value if valid else None))


def outlook(
    problem: Problem, plan: Plan, which: Sequence[int] = range(WORLDS)
) -> DrawnWorlds:
    """What the plan adds and costs in drawn worlds, without asking for a better one."""
    found = readings(problem, plan, drawn_worlds(problem, which))
    low, high = np.percentile(
        [r.gain_pp for r in found], [LOW_PERCENTILE, HIGH_PERCENTILE]
    )
    usd = [r.cost_usd for r in found]
    return DrawnWorlds(
        helps=_share(sum(r.gain_pp > 0 for r in found), len(found)),
        gain_low_pp=float(low),
        gain_high_pp=float(high),
        affordable=_share(sum(BUDGET not in r.broken for r in found), len(found)),
        sure_usd=math.ceil(np.percentile(usd, SURE_PERCENTILE)),
    )


def drawn_worlds(
    problem: Problem, which: Sequence[int] = range(WORLDS)
) -> tuple[Problem, ...]:
    """Worlds with every assumption drawn: these of the draws of ``details.draws``."""
    drawn, names = draws(problem), [a.name for a in ranged(problem)]
    return tuple(
        world(problem, {name: float(drawn[name][i]) for name in names}) for i in which
    )


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
    model = match_model(problem, _stacked(worlds))
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


def trust(found: Sequence[Sampled]) -> Trust:
    """What sampled worlds say about the plan; at least one world."""
    known = [s.choice.regret_pp for s in found if s.choice.proven]
    regrets = [regret for regret in known if regret is not None]
    usd = [s.plan.cost_usd for s in found]
    invalid = sum(not set(s.plan.broken) <= {BUDGET} for s in found)
    return Trust(
        worlds=len(found),
        best=_within(regrets, SAME_PP),
        very_close=_within(regrets, VERY_CLOSE_PP),
        close=_within(regrets, CLOSE_PP),
        affordable=_share(sum(BUDGET not in s.plan.broken for s in found), len(found)),
        sure_usd=math.ceil(np.percentile(usd, SURE_PERCENTILE)),
        invalid=invalid,
        unknown=len(found) - invalid - len(regrets),
        chosen=_often([s.choice.best for s in found]),
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927): (0, 1) where nothing was tried."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, _NORMAL_95**2 / of
    middle = (share + z2 / 2) / (1 + z2)
    spread = math.sqrt(z2 * share * (1 - share) + z2**2 / 4) / (1 + z2)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def _ends(assumption: Assumption) -> tuple[float, float]:
    return assumption.low, assumption.high


def _largest_first(swing: Swing) -> tuple[float, float, int, str]:
    usd = abs(swing.high.cost_usd - swing.low.cost_usd)
    return -swing.gain_pp, -swing.chance, -usd, swing.assumption.name


def _stacked(worlds: Sequence[Problem]) -> Parameters:
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

    Worlds with the same letters on time are measured together.
    """
    on_time = [tuple(r.letter_on_time for r in those) for those in there]
    found = np.zeros(len(there))
    for flags in set(on_time):
        dated = [
            replace(r, letter_on_time=flag)
            for r, flag in zip(rotations, flags, strict=True)
        ]
        same = np.array([flags == other for other in on_time])
        found[same] = measure(dated, certain)[same]
    return found


def _within(regrets: Sequence[float], pp: float) -> Share:
    return _share(sum(regret <= pp for regret in regrets), len(regrets))


def _share(hits: int, of: int) -> Share:
    return Share(hits, of, *wilson(hits, of))


def _often(plans: Sequence[Plan | NoPlan]) -> tuple[tuple[str, int], ...]:
    """Hosts of plans, each once a plan, the most frequent first."""
    counts = Counter(
        host
        for plan in plans
        if isinstance(plan, Plan)
        for host in {b.offering.host for b in plan.blocks}
    )
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
