"""What sets of requests come to if the hosts say yes: cost and match value.

A set of requests is done with one offering of each, on the dates that cost least. If
its letters cannot all be on time at that cost, there are several ways to do it, dearer
ones with more letters on time. Kept is every way that no cheaper one equals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.model.rules import rules
from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import BatchDating, Bools, Ints
from optimizer.requests.request import Request
from optimizer.requests.worth import CandidateWorth
from optimizer.solver.sets.dated_sets import DatedSets

_NONE = np.zeros(0, dtype=np.int64)
_SAME = 12
"""Decimals to which two values are the same."""

Chosen = tuple[int, ...]
"""A set of requests, by their numbers in rising order."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to do sets, (M, A): cost in dollars (inf: no further way) and match value.

    The cost holds everything but the fees for asking. Values fall from left to right,
    and so do costs.
    """

    usd: Floats
    value: Floats

    def within(self, room_usd: float) -> Floats:
        """The best value for this money, (M,); -inf where there is none."""
        affordable = np.where(self.usd <= room_usd, self.value, -np.inf)
        return np.asarray(affordable.max(axis=1, initial=-np.inf))


class SetValues:
    """Cost and value of every set of some requests, worked out when asked for.

    N requests, with O options (an offering of a request) in all.
    """

    def __init__(self, problem: Problem, requests: Sequence[Request]) -> None:
        self.problem = problem
        self.requests = tuple(requests)
        case = Problem(problem.catalog, rules.settled_scenario(problem.scenario))
        owner = {c: n for n, r in enumerate(self.requests) for c in r.candidates}
        self.search = DatedSets(case, found=tuple(owner))
        self.most = max(self.search.most, 0)
        self.owner = np.array([owner[c] for c in self.search.candidates], dtype=int)
        self.worth = CandidateWorth(self.search)
        self.dating = BatchDating(self.search)
        self.baseline = self.worth.baseline
        self.door = _number_names([r.door for r in self.requests])
        self.all_options = [
            tuple(int(o) for o in np.flatnonzero(self.owner == n))
            for n in range(len(self.requests))
        ]
        self.options = [self._worth_doing(found) for found in self.all_options]
        self._known: dict[Chosen, Ways] = {}

    @cached_property
    def own_usd(self) -> Ints:
        """Price of each option without its fee for asking, (O,)."""
        fees = np.array([r.fee_usd for r in self.requests], dtype=np.int64)
        usd = [c.usd for c in self.search.candidates]
        return np.asarray(np.array(usd, dtype=np.int64) - fees[self.owner])

    @cached_property
    def fixed_usd(self) -> int:
        """What any set costs beside its rotations, their trips and waiting."""
        return self.search.fixed_usd + self.problem.arrival_usd

    def beside(self, chosen: Chosen) -> Ways:
        """Ways to do these and one more request, for each of the N requests."""
        if chosen not in self._known:
            self.prepare([chosen])
        return self._known[chosen]

    def prepare(self, sets: Iterable[Chosen]) -> None:
        """Work out ``beside`` for all of these at once."""
        new = [s for s in dict.fromkeys(sets) if s not in self._known]
        for size in {len(s) for s in new}:
            these = [s for s in new if len(s) == size]
            self._known.update(zip(these, self._beside(these), strict=True))

    def ways(self, sets: Ints) -> Ways:
        """Ways to do each of these sets of requests, (M, r)."""
        row, options = self._expanded(sets)
        row, options = self._allowed(row, options)
        row, usd, value = self._dated(row, options)
        return _undominated_ways(len(sets), row, usd, value)

    def _beside(self, sets: Sequence[Chosen]) -> list[Ways]:
        n = len(self.requests)
        given = np.repeat(np.array(sets, dtype=np.int64).reshape(len(sets), -1), n, 0)
        more = np.tile(np.arange(n, dtype=np.int64), len(sets))
        found = self.ways(np.hstack([given, more[:, None]]))
        parts = (slice(i * n, (i + 1) * n) for i in range(len(sets)))
        return [Ways(found.usd[part], found.value[part]) for part in parts]

    def _worth_doing(self, options: tuple[int, ...]) -> Ints:
        """The options of a request that no other of them equals in every respect."""
        kept: list[int] = []
        for option in options:
            if not any(self._covers(other, option) for other in kept):
                kept.append(option)
        return np.array(kept, dtype=np.int64)

    def _covers(self, one: int, other: int) -> bool:
        """Whether option ``one`` can always take the place of ``other``."""
        counted = all(
            members[one] <= members[other]
            if low == 0
            else members[one] == members[other]
            for members, low, _ in self._limits
        )
        return counted and _covers(self.search, self.worth, one, other)

    # ---- sets of options ----------------------------------------------------------

    def _expanded(self, sets: Ints) -> tuple[Ints, Ints]:
        """Every choice of one option of each request: its row (E,), options (E, r)."""
        count = np.array([len(found) for found in self.options], dtype=np.int64)
        first, every = np.cumsum(count) - count, np.concatenate([*self.options, _NONE])
        row = np.flatnonzero(self._of_different_doors(sets))
        options = np.zeros((len(row), 0), dtype=np.int64)
        for place in range(sets.shape[1]):
            asked = sets[row, place]
            times = count[asked]
            number = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
            last = every[np.repeat(first[asked], times) + number]
            row, options = np.repeat(row, times), np.repeat(options, times, axis=0)
            options = np.hstack([options, last[:, None]])
        return row, options

    def _of_different_doors(self, sets: Ints) -> Bools:
        doors = np.sort(self.door[sets], axis=1)
        return np.asarray((np.diff(doors, axis=1) != 0).all(axis=1))

    def _allowed(self, row: Ints, options: Ints) -> tuple[Ints, Ints]:
        """Those that keep upper limits and hold what is paid."""
        holds = np.ones(len(row), dtype=bool)
        for members, low, high in self._limits:
            count = members[options].sum(axis=1)
            holds &= (count >= low) & (count <= high)
        return row[holds], options[holds]

    @cached_property
    def _limits(self) -> list[tuple[Ints, int, float]]:
        """Which options (O,) a limit counts, and between which numbers."""
        return list(_limits(self.search))

    # ---- their dates --------------------------------------------------------------

    def _dated(self, row: Ints, options: Ints) -> tuple[Ints, Floats, Floats]:
        """Every way within the budget: row, cost, value; all (W,)."""
        own = self.fixed_usd + self.own_usd[options].sum(axis=1)
        kept = own <= self.problem.scenario.budget_usd
        row, options, own = row[kept], options[kept], own[kept]
        can = self.search.can_be_on_time[options]
        usd = own + self.dating.cheapest(options, can)
        found = [self._way(row, options, can, usd)]
        least = own + self.dating.least_legs(options)
        clash = np.flatnonzero(can.any(axis=1) & (usd > least))
        for timely in self._fewer_in_time(can[clash]):
            usd = own[clash] + self.dating.cheapest(options[clash], timely)
            found.append(self._way(row[clash], options[clash], timely, usd))
        rows, costs, values = zip(*found, strict=True)
        return np.concatenate(rows), np.concatenate(costs), np.concatenate(values)

    def _fewer_in_time(self, can: Bools) -> Iterable[Bools]:
        """Which letters are on time, (M, r), with fewer than all that can be."""
        size = can.shape[1]
        for count in range(size):
            for kept in combinations(range(size), count):
                chosen = np.zeros(size, dtype=bool)
                chosen[list(kept)] = True
                yield can & chosen

    def _way(
        self, row: Ints, options: Ints, timely: Bools, usd: Floats
    ) -> tuple[Ints, Floats, Floats]:
        kept = usd <= self.problem.scenario.budget_usd
        row, options, timely, usd = row[kept], options[kept], timely[kept], usd[kept]
        share = np.where(
            timely,
            self.worth.on_time_letters[options],
            self.worth.late_letters[options],
        )
        letters = self.worth.letters_before + share.sum(axis=1)
        return row, usd, self.worth.of(options, letters)


def _number_names(names: Sequence[str]) -> Ints:
    """A number for each name, the same for equal ones."""
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)


def _undominated_ways(count: int, row: Ints, usd: Floats, value: Floats) -> Ways:
    """The ways of each of ``count`` sets, without those that a cheaper one equals."""
    order = np.lexsort((usd, -np.round(value, _SAME), row))
    row, usd, value = row[order], usd[order], value[order]
    far = 1.0 + (float(usd.max()) if len(usd) else 0.0)
    # Rows fall by more than any cost, so that a running least cannot pass a row's end.
    falling = usd - row * far
    before = np.concatenate([[np.inf], np.minimum.accumulate(falling)[:-1]])[: len(row)]
    kept = falling < before
    row, usd, value = row[kept], usd[kept], value[kept]
    first = np.searchsorted(row, np.arange(count))
    place = np.arange(len(row)) - first[row]
    shape = (count, int(place.max(initial=0)) + 1)
    costs, values = np.full(shape, np.inf), np.full(shape, -np.inf)
    costs[row, place], values[row, place] = usd, value
    return Ways(costs, values)


def _limits(search: DatedSets) -> Iterable[tuple[Ints, int, float]]:
    """Upper limits of every tally beside what is booked, and what is paid."""
    problem, found = search.problem, search.candidates
    for tally in rules.TALLIES:
        limits = tally.limits(problem)
        keys = [tuple(tally.keys(problem, c.visit, False)) for c in found]
        booked = rules.counts(problem, tally, search.booked)
        for key in {*booked, *(k for each in keys for k in each)}:
            high = rules.high_limit(limits, key)
            members = np.array([each.count(key) for each in keys], dtype=np.int64)
            if high is not None and members.sum() > high - booked[key]:
                yield members, 0, high - booked[key]
    for name in replies.paid_offerings(problem.scenario):
        ids = [c.offering.offering_id for c in found]
        yield np.array([i == name for i in ids], dtype=np.int64), 1, np.inf


def _covers(search: DatedSets, worth: CandidateWorth, one: int, other: int) -> bool:
    """Whether ``one`` fits wherever ``other`` does, and is worth no less."""
    a, b = search.candidates[one], search.candidates[other]
    return (
        a.visit.place == b.visit.place
        and a.days == b.days
        and a.usd <= b.usd
        and set(a.starts) >= set(b.starts)
        and a.on_time_until == b.on_time_until
        and set(a.visit.focus) >= set(b.visit.focus)
        and worth.exceeds(one, other)
    )
