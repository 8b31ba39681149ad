"""From sets with dates to the plan that is shown, checked once more from its blocks."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from optimizer.domain import replies
from optimizer.domain.plan import Plan, Proof, Stay
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.model import cost, travel
from optimizer.model.candidates import PREPARATION_DAYS
from optimizer.model.dating import Schedule
from optimizer.model.eligibility import apply_by
from optimizer.model.letters import end_of, letter_ready
from optimizer.model.rotation import (
    Rotation,
    blocks_of,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.model.rules import rules
from optimizer.solver.search.goal import Found
from optimizer.solver.sets.pool import Pool

Rank = Callable[[Offering, int], int]
Starts = list[tuple[int, ...]]
"""Possible starts of each member, as ordinals."""
EPSILON = 1e-9
DECIMALS = 12


def preferred_rotations(pool: Pool, found: Sequence[Found]) -> tuple[Rotation, ...]:
    """The rotations shown of sets that are equally good, in date order.

    The cheapest; then most time to apply, up to four weeks; then the earliest last
    letter; then by id. Of the dates that are left the earliest.
    """
    least = min(each.usd for each in found)
    ways = [_Way(pool, each) for each in found if each.usd == least]
    for rank in (_days_to_apply, _letter_day):
        ways = _highest(ways, _look_up(rank, pool.problem))
    return min(ways, key=lambda way: way.ids).rotations()


def _look_up(
    rank: Callable[[Problem, Offering, dt.date], int], problem: Problem
) -> Rank:
    """A rank of starts, worked out once for each that some set may have."""
    known: dict[tuple[str, int], int] = {}

    def of(offering: Offering, day: int) -> int:
        key = offering.offering_id, day
        if key not in known:
            known[key] = rank(problem, offering, dt.date.fromordinal(day))
        return known[key]

    return of


def _highest(ways: Iterable[_Way], rank: Rank) -> list[_Way]:
    """Those that reach the highest rank of all, with the starts that do."""
    kept: list[_Way] = []
    most: int | None = None
    for way in ways:
        level = way.narrow(rank, most)
        if level is not None:
            kept = [*kept, way] if level == most else [way]
            most = level
    return kept


class _Way:
    """A set at its cost, with the starts that leave most time and an early letter."""

    def __init__(self, pool: Pool, found: Found) -> None:
        self.pool, self.found = pool, found
        every = pool.problem.catalog.offerings
        self.chosen = [every[pool.offers.index[i]] for i in found.members]
        self.ids = sorted(offering.offering_id for offering in self.chosen)
        self.stops = pool.stops(found.members, found.timely)
        self.usd = found.usd - int(pool.offers.usd[list(found.members)].sum())
        self.starts: Starts = [stop.starts for stop in self.stops[: len(self.chosen)]]
        self.earliest: Schedule | None = None
        """The earliest dates on ``starts``, once they were looked for."""

    def rotations(self) -> tuple[Rotation, ...]:
        """The earliest dates that are left, and what is booked."""
        days = map(dt.date.fromordinal, self._earliest())
        dated = zip(self.chosen, days, strict=False)
        new = (rotation_on(self.pool.problem, o, day) for o, day in dated)
        return in_date_order((*self.pool.booked, *new))

    def narrow(self, rank: Rank, least: int | None) -> int | None:
        """Keep the starts of the highest rank that still has dates, and above it.

        None, and nothing kept, if that is lower than ``least``.
        """
        ranks = [
            {d: rank(o, d) for d in days}
            for o, days in zip(self.chosen, self.starts, strict=True)
        ]
        levels = sorted({level for of in ranks for level in of.values()}) or [0]

        def fits(level: int) -> bool:
            return self._fits(above(level))

        def above(level: int) -> Starts:
            every = zip(self.starts, ranks, strict=True)
            return [tuple(d for d in days if of[d] >= level) for days, of in every]

        if least is not None:
            levels = levels[bisect_left(levels, least) :]
            if not (levels and fits(levels[0])):
                return None
            if len(levels) > 1 and not fits(levels[1]):  # as a rule: equal to others
                levels = levels[:1]
        # The earliest dates are of a level that is high as a rule: look just above.
        lo = bisect_left(levels, self._level(ranks)) + 1 if len(levels) > 1 else 1
        levels = levels if lo == len(levels) or fits(levels[lo]) else levels[:lo]
        reached = bisect_left(levels, True, lo=lo, key=lambda level: not fits(level))
        if self.earliest and self._level(ranks) < levels[reached - 1]:
            self.earliest = None  # else they are the earliest of fewer starts, too
        self.starts = above(levels[reached - 1])
        return levels[reached - 1]

    def _level(self, ranks: list[dict[int, int]]) -> int:
        """The lowest rank of the earliest dates that are left."""
        dated = zip(ranks, self._earliest(), strict=False)
        return min(of[day] for of, day in dated)

    def _earliest(self) -> tuple[int, ...]:
        if self.earliest is None:
            self.earliest = self._schedule(self.starts)
        assert self.earliest is not None, "the set has dates"
        return self.earliest.starts

    def _fits(self, starts: Starts) -> bool:
        """Whether the set has dates on these starts for its dollars."""
        if not all(starts):
            return False
        if self.found.orders is not None:
            return self._schedule(starts) is not None
        most = self.usd
        return self.pool.travel_on(self.found.members, starts, most) <= most

    def _schedule(self, starts: Starts) -> Schedule | None:
        chosen = zip(self.stops, starts, strict=False)
        stops = [replace(stop, starts=days) for stop, days in chosen]
        stops += self.stops[len(starts) :]
        return self.pool.scheduler.cheapest(stops, self.usd, self.found.orders)


def _days_to_apply(problem: Problem, offering: Offering, start: dt.date) -> int:
    """Days until the last day to apply, at most four weeks; below 0 if it is over."""
    most = PREPARATION_DAYS.days
    if replies.accepts(problem.scenario, offering.offering_id):
        return most
    left = apply_by(problem, offering, start) - problem.scenario.today
    return min(left.days, most)


def _letter_day(problem: Problem, offering: Offering, start: dt.date) -> int:
    """Less the later the letter is ready; most without one."""
    ready = letter_ready(problem, offering, start, end_of(offering, start))
    return 0 if ready is None else -ready.toordinal()


def plan_of(
    pool: Pool, rotations: tuple[Rotation, ...], least: float, proof: Proof
) -> Plan:
    """The plan of dated rotations: the only maker of plans.

    By the search it is worth ``least`` or more. Rules and value are worked out once
    more from the blocks: a wrong plan must not be shown.
    """
    problem = pool.problem
    blocks = blocks_of(rotations)
    rotations = rotations_of(problem, blocks)
    broken = rules.broken_rules(problem, rotations)
    # rounded: the order of a catalog's rows must not decide the last bit
    value = round(pool.value(rotations), DECIMALS)
    if broken or value < least - EPSILON:
        raise AssertionError(f"{[rule.name for rule in broken]}, {value} < {least}")
    return Plan(
        scenario=problem.scenario,
        blocks=blocks,
        value=value,
        cost_items=cost.bill(problem, rotations),
        expected_cost_usd=cost.expected_total(problem, rotations),
        letters_on_time=rules.letters_on_time(rotations),
        proof=replace(proof, bound=max(proof.bound, value)),
        visits=tuple(
            Stay(visit[0].start, max(r.end for r in visit), len(visit))
            for visit in travel.visits(problem, rotations)
        ),
    )
