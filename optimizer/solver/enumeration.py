"""Sets of two to four candidates under linear bounds, budget, letters and days.

The last step of shrinking: few enough candidates are left to look at every set.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from optimizer.model.value.rates import Floats

Mask = NDArray[np.bool_]
Indices = NDArray[np.int_]
Members = tuple[Indices, ...]

PAIR, TRIPLE, QUADRUPLE = 2, 3, 4
MOST_PROMISING = 6


@dataclass(frozen=True, slots=True)
class Items:
    """Candidates as arrays: dollars, letters in the best state, place, groups.

    ``place`` (O,) numbers the places of ``legs`` (P, P), direct trips, and ``trips``
    (P, P), the cheapest ones with stops anywhere on the way; ``to_booked`` (O,) is
    the shortest leg to a booked rotation, or None where nothing is booked. ``groups``
    (G, O): two candidates with the same number of 0 or more cannot share a plan.
    ``counts`` (Q, O): 1 where a candidate counts towards requirement q. ``days``
    (O,): its length with the gap that must follow; ``first`` and ``last`` (O,): its
    earliest and latest start, as ordinals.
    """

    usd: Floats
    letters: Floats
    place: Indices
    legs: Floats
    trips: Floats
    to_booked: Floats | None
    groups: Indices
    counts: Floats
    days: Floats
    first: Floats
    last: Floats

    def only(self, kept: Indices) -> Items:
        """The items at these indices."""
        booked = None if self.to_booked is None else self.to_booked[kept]
        return Items(
            self.usd[kept],
            self.letters[kept],
            self.place[kept],
            self.legs,
            self.trips,
            booked,
            self.groups[:, kept],
            self.counts[:, kept],
            self.days[kept],
            self.first[kept],
            self.last[kept],
        )

    def apart(self) -> Mask:
        """Which two candidates may share a plan, (O, O)."""
        before = (self.first + self.days)[:, None] <= self.last[None, :]
        found = (before | before.T) & ~np.eye(len(self.usd), dtype=bool)
        for group in self.groups:
            found &= (group[:, None] != group[None, :]) | (group < 0)
        return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan must satisfy to be of interest.

    ``threshold``: its value is above it. ``room_usd``: what the budget leaves for
    rotations and travel. ``most``: how many candidates it may hold. ``letters``: the
    least its candidates must add. ``needed`` (Q,): how many must count towards each
    requirement. ``days``: how many days with gaps fit between the first possible
    start and the last possible end.
    """

    threshold: float
    room_usd: float
    most: int
    letters: float
    needed: Floats
    days: float


class Sets:
    """All sets of one list of candidates that could be a plan of interest.

    ``cuts``: for each linear bound its constant and its value per candidate (O,).
    ``most``: how many candidates a plan may hold.
    """

    def __init__(
        self,
        items: Items,
        cuts: list[tuple[float, Floats]],
        limits: Limits,
        most: int,
        pairs: Mask,
    ) -> None:
        self.items, self.cuts, self.limits = items, cuts, limits
        self.room, self.most, self.pairs = limits.room_usd, most, pairs
        # Without a booked rotation nothing lies between the members of a set; with one
        # the trip by way of it may be cheaper than the direct one.
        self._legs = items.legs if items.to_booked is None else items.trips
        self._best: list[tuple[float, tuple[int, ...]]] = []

    def promising(self) -> list[tuple[int, ...]]:
        """The sets of the highest bounds among those looked at, the best first."""
        return [s for _, s in sorted(self._best, reverse=True)[:MOST_PROMISING]]

    def pairs_of_interest(self) -> Mask:
        """Pairs that some set of two to four of interest may hold.

        A set is priced by its cheapest path. Where a plan may hold more than four,
        what a set of three leaves of the budget bounds what the others can add.
        """
        kept = self._of_interest(*np.nonzero(np.triu(self.pairs, 1)))
        if self.most >= TRIPLE:
            more = _Affordable(self.items.usd, [v for _, v in self.cuts])
            for i in range(len(self.items.usd)):
                self._mark_sets(i, more, kept)
        return kept

    def _of_interest(self, *members: Indices) -> Mask:
        """The pairs (O, O) of those of the given sets that are of interest."""
        at, bound = self._good(members)
        self._remember(members, at, bound)
        kept = np.zeros_like(self.pairs)
        for x, y in combinations([m[at] for m in members], 2):
            kept[x, y] = kept[y, x] = True
        return kept

    def _places(self, members: Members) -> Members:
        return tuple(self.items.place[m] for m in members)

    def _remember(self, members: Members, at: Indices, bound: Floats) -> None:
        """Keep the best few of these sets among the promising ones."""
        for n in np.argsort(-bound, kind="stable")[:MOST_PROMISING]:
            found = tuple(sorted(int(m[at[n]]) for m in members))
            self._best.append((float(bound[n]), found))

    def _mark_sets(self, i: int, more: _Affordable, kept: Mask) -> None:
        """Mark the pairs of every set of three or four whose first is ``i``."""
        after = np.flatnonzero(self.pairs[i, i + 1 :]) + i + 1
        a, b = np.nonzero(np.triu(self.pairs[np.ix_(after, after)], 1))
        first, j, k = np.full(len(a), i), after[a], after[b]
        kept |= self._of_interest(first, j, k)
        if self.most == TRIPLE:
            return
        grows = self._may_grow((first, j, k), more)
        first, j, k = first[grows], j[grows], k[grows]
        if self.most > QUADRUPLE:
            for x, y in ((first, j), (first, k), (j, k)):
                kept[x, y] = kept[y, x] = True
            return
        fourth = self.pairs[j][:, after] & self.pairs[k][:, after]
        fourth &= after[None, :] > k[:, None]
        t, n = np.nonzero(fourth)
        kept |= self._of_interest(first[t], j[t], k[t], after[n])

    def _good(self, members: Members) -> tuple[Indices, Floats]:
        """Which sets may be a plan of interest by themselves, and their bounds."""
        limits = self.limits
        at = np.flatnonzero(_sum(self.items.usd, members) <= self.room)
        at = at[_sum(self.items.days, members, at) <= limits.days]
        for counts, needed in zip(self.items.counts, limits.needed, strict=True):
            at = at[_sum(counts, members, at) >= needed]
        at = at[_sum(self.items.letters, members, at) >= limits.letters]
        bound = np.full(len(at), np.inf)
        for constant, v in self.cuts:
            if not len(at):
                break
            bound = np.minimum(bound, constant + _sum(v, members, at))
            good = bound > limits.threshold
            at, bound = at[good], bound[good]
        kept = tuple(m[at] for m in members)
        fits = (
            _sum(self.items.usd, kept) + path(self._legs, self._places(kept))
            <= self.room
        )
        return at[fits], bound[fits]

    def _may_grow(self, members: Members, more: _Affordable) -> Indices:
        """Which sets of three may become a plan of interest with more candidates.

        A longer trip can be cheaper than the direct one: ``trips`` allows for it.
        """
        extra = self.most - TRIPLE
        left = self.room - _sum(self.items.usd, members)
        days = _sum(self.items.days, members) + self.items.days.min(initial=np.inf)
        at = np.flatnonzero((left >= 0) & (days <= self.limits.days))
        for counts, needed in zip(self.items.counts, self.limits.needed, strict=True):
            at = at[_sum(counts, members, at) >= needed - extra]
        for n, (constant, v) in enumerate(self.cuts):
            if not len(at):
                return at
            value = constant + _sum(v, members, at) + extra * more.best(n, left[at])
            at = at[value > self.limits.threshold]
        kept = tuple(m[at] for m in members)
        left = left[at] - path(self.items.trips, self._places(kept))
        good = left >= 0
        for n, (constant, v) in enumerate(self.cuts):
            value = constant + _sum(v, kept) + extra * more.best(n, left)
            good &= value > self.limits.threshold
        return at[good]


def path(legs: Floats, members: Members) -> Floats:
    """Dollars of the cheapest path through each set of places, in any order."""
    orders = [p for p in permutations(range(len(members))) if p[0] < p[-1]]
    prices = [
        np.sum([legs[members[a], members[b]] for a, b in pairwise(order)], axis=0)
        for order in orders
    ]
    return np.asarray(np.min(prices, axis=0))


def _sum(of: Floats, members: Members, at: Indices | None = None) -> Floats:
    """Sum of a quantity over the members of each set, or of the sets at ``at``."""
    total = of[members[0] if at is None else members[0][at]].copy()
    for m in members[1:]:
        total += of[m if at is None else m[at]]
    return total


class _Affordable:
    """The best value of one more candidate within a number of dollars."""

    def __init__(self, usd: Floats, values: list[Floats]) -> None:
        order = np.argsort(usd, kind="stable")
        self.usd = usd[order]
        self.prefix = [np.maximum.accumulate(np.append(0.0, v[order])) for v in values]

    def best(self, cut: int, left: Floats) -> Floats:
        """At most this for each amount of dollars left, by the given cut."""
        return self.prefix[cut][np.searchsorted(self.usd, left, side="right")]
