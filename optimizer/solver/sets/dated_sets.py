"""Sets of candidates, dated, priced and valued exactly, one at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.dating import Scheduler, booked_stop
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
)
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.solver.sets.bounds import Relaxation
from optimizer.solver.sets.packing import most_that_fit


@dataclass(frozen=True, slots=True)
class DatedSet:
    """A dated set that obeys every schedule rule; ``chosen`` indexes candidates."""

    chosen: tuple[int, ...]
    starts: tuple[int, ...]
    usd: int
    letters: float
    value: float


class DatedSets:
    """Sets of candidates of one problem: their dates, dollars and value.

    ``found`` takes the place of all candidates of the problem.
    """

    def __init__(
        self,
        problem: Problem,
        found: Sequence[Candidate] | None = None,
    ) -> None:
        scenario = problem.scenario
        self.problem = problem
        self.booked = booked_rotations(problem)
        self.scheduler = Scheduler(problem)
        self.fixed_usd = cost.fixed_usd(problem, self.booked)
        self.booked_stops = [booked_stop(r) for r in self.booked]
        every = candidates(problem) if found is None else found
        free = _open_candidates(problem, self.booked, every)
        needed = scenario.min_rotations - len(problem.counted)
        self.candidates = _within_budget(free, self.room_usd, needed)
        spans = {span for c in self.candidates for span in c.spans}
        fitting = most_that_fit(spans, self.scheduler.gap, self.scheduler.whole_stay)
        self.most = min(scenario.max_rotations - len(problem.counted), fitting)
        self.certain = scenario.acceptance == "certain"
        self.bounds = Relaxation(
            match_model(problem), self.booked, self.candidates, self.certain, self.most
        )
        self.can_be_on_time = np.array([c.can_be_on_time for c in self.candidates])
        self._rotation = cache(self._rotation_on)

    @property
    def nothing_usd(self) -> int:
        """What is spent if nothing more is done: the booked is, and the trip to it."""
        return self.fixed_usd + (self.problem.arrival_usd if self.booked else 0)

    @property
    def room_usd(self) -> int:
        """What the budget leaves for rotations, travel and waiting."""
        budget_usd = self.problem.scenario.budget_usd
        return budget_usd - self.fixed_usd - self.problem.arrival_usd

    def date(
        self,
        chosen: Iterable[int],
        on_time: frozenset[int] = frozenset(),
        most_usd: float | None = None,
        orders: Collection[tuple[int, ...]] | None = None,
    ) -> DatedSet | None:
        """The cheapest dates of a set, those in ``on_time`` with letters on time.

        ``most_usd`` replaces the budget; ``orders`` of some candidates are the only
        ones if given. None if no dates obey the schedule rules. Tallies are not
        checked here.
        """
        index = tuple(sorted(chosen))
        scenario = self.problem.scenario
        stops = [self.candidates[i].stop(i in on_time) for i in index]
        stops += self.booked_stops
        arrival = self.problem.arrival_usd if stops else 0
        own = self.fixed_usd + arrival + sum(self.candidates[i].usd for i in index)
        budget = scenario.budget_usd if most_usd is None else most_usd
        if own > budget:
            return None
        if orders is not None:
            orders = {tuple(map(index.index, order)) for order in orders}
        found = self.scheduler.cheapest(stops, budget - own, orders)
        if found is None:
            return None
        starts = found.starts[: len(index)]
        letters = self._letters(index, starts)
        dated = [i for _, i in sorted(zip(starts, index, strict=True))]
        return DatedSet(
            index, starts, own + found.usd, letters, self._value(letters, dated)
        )

    def _value(self, letters: float, dated: Sequence[int]) -> float:
        """Match value of candidates in the order of their dates."""
        level = self.bounds.level(min(letters, self.bounds.most_letters))
        return level.value(dated)

    def by_letters(self, index: tuple[int, ...]) -> list[frozenset[int]]:
        """Every set of letters that could be on time, the most valuable first."""
        open_ = [i for i in index if self.can_be_on_time[i]]
        sets = [
            frozenset(s) for n in range(len(open_) + 1) for s in combinations(open_, n)
        ]
        gained = self.bounds.on_time_letters - self.bounds.late_letters
        return sorted(sets, key=lambda s: (-sum(gained[i] for i in s), sorted(s)))

    def rotations(self, found: DatedSet) -> tuple[Rotation, ...]:
        """All rotations of a dated set, booked ones included, in date order."""
        chosen = map(self._rotation, found.chosen, found.starts)
        return in_date_order((*self.booked, *chosen))

    def _rotation_on(self, candidate: int, start: int) -> Rotation:
        offering = self.candidates[candidate].offering
        return rotation_on(self.problem, offering, dt.date.fromordinal(start))

    def obeys_tallies(self, found: DatedSet) -> bool:
        """Whether the counts of a dated set are within every tally's limits."""
        rotations = self.rotations(found)
        return all(rules.tally_holds(self.problem, t, rotations) for t in rules.TALLIES)

    def _letters(self, index: Sequence[int], starts: Sequence[int]) -> float:
        total = self.bounds.base_letters
        for i, start in zip(index, starts, strict=True):
            until = self.candidates[i].on_time_until
            timely = until is not None and start <= until
            share = self.bounds.on_time_letters if timely else self.bounds.late_letters
            total += float(share[i])
        return total


def _within_budget(
    found: Sequence[Candidate], room_usd: int, needed: int
) -> tuple[Candidate, ...]:
    """Those that fit the budget together with the cheapest others needed."""
    cheapest: dict[str, int] = {}
    for c in found:
        known = cheapest.get(c.visit.key, c.usd)
        cheapest[c.visit.key] = min(known, c.usd)
    others = sorted(cheapest.values())[: max(needed - 1, 0)]
    return tuple(c for c in found if c.usd <= room_usd - sum(others))


def _open_candidates(
    problem: Problem, booked: tuple[Rotation, ...], found: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Those that no tally rules out already, given what is booked."""
    for tally in rules.TALLIES:
        limits = tally.limits(problem)
        if limits.high:
            full = _full_keys(limits, rules.counts(problem, tally, booked))
            found = [
                c for c in found if full.isdisjoint(tally.keys(problem, c.visit, False))
            ]
    return tuple(found)


def _full_keys(limits: rules.CountLimits, counts: Counter[str]) -> frozenset[str]:
    """Keys of a tally that may count no further rotation."""
    keys = counts.keys() | limits.high.keys() - {rules.ANY}
    high = {key: rules.high_limit(limits, key) for key in keys}
    return frozenset(k for k, h in high.items() if h is not None and counts[k] >= h)
