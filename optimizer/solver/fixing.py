"""Which candidates, and which pairs, a plan better than a given one may still hold.

Lagrangean bounds: a linear cut on the value plus a price for each dollar of the
budget gives, at any price, an upper bound on every plan that holds a candidate (or a
pair); the lowest over a grid of prices counts. Travel enters by two lower bounds: a
path through some places costs at least the least trip between any two of them, and
at least the shortest leg of each place but one. docs/model.md derives them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np

from optimizer.model.value.rates import Floats
from optimizer.solver.bounds import Cut
from optimizer.solver.enumeration import PAIR, Indices, Items, Limits, Mask, Sets

PRICES = np.concatenate([[0.0], np.geomspace(1e-7, 1e-3, 28)])
"""Match value per dollar at which the budget is priced."""

BEST_PRICES = 5
"""How many prices pairs are bounded at: those that bound candidates best, and 0."""
MOST_PAIRED = 1_500
"""Pairs are bounded only among so many candidates: the work grows with the square."""
MOST_LEG_PAIRS = 400
"""Among more candidates the shortest leg is taken by place, not by pair."""
MOST_PAIRS_IN_SETS = 20_000
"""Sets are looked at only where so few pairs are left."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What survives: indices of candidates, and which of them may be together.

    ``pairs`` None: not looked at yet. ``promising``: the sets of the highest bounds,
    the best first, as far as sets were looked at; ``bound``: the highest bound among
    what was looked at last.
    """

    index: Indices
    pairs: Mask | None
    bound: float = 0.0
    promising: tuple[tuple[int, ...], ...] = ()


def everything(items: Items) -> Kept:
    """Every candidate; pairs are not looked at yet."""
    return Kept(np.arange(len(items.usd)), None)


def by_pairs(items: Items, cuts: Sequence[Cut], limits: Limits, kept: Kept) -> Kept:
    """Drop candidates, then (among few enough) pairs, until no bound drops more."""
    kept = _repeat(_View.by_singles, items, cuts, limits, kept)
    if len(kept.index) > MOST_PAIRED:
        return kept
    return _repeat(_View.by_pairs, items, cuts, limits, kept)


def by_sets(items: Items, cuts: Sequence[Cut], limits: Limits, kept: Kept) -> Kept:
    """Drop what no set of up to four of interest holds, among few enough pairs."""
    if kept.pairs is None or kept.pairs.sum() > 2 * MOST_PAIRS_IN_SETS:
        return kept
    return _repeat(_View.by_sets, items, cuts, limits, kept)


def few_sets(kept: Kept, most: int, number: int) -> list[tuple[int, ...]] | None:
    """Every set of at most ``most`` of what is kept, by index of all candidates.

    None if they are more than ``number``.
    """
    index, pairs = kept.index, kept.pairs
    if sum(comb(len(index), size) for size in range(most + 1)) > number:
        return None
    return [
        tuple(int(index[i]) for i in chosen)
        for size in range(most + 1)
        for chosen in combinations(range(len(index)), size)
        if pairs is None or all(pairs[i, j] for i, j in combinations(chosen, 2))
    ]


def _repeat(
    step: Callable[[_View], Kept],
    items: Items,
    cuts: Sequence[Cut],
    limits: Limits,
    kept: Kept,
) -> Kept:
    """Take a step until it drops nothing."""
    while len(kept.index):
        fewer = step(_View(items.only(kept.index), cuts, kept, limits))
        unchanged = _size(fewer) == _size(kept)
        kept = fewer
        if unchanged:
            break
    return kept


def _size(kept: Kept) -> tuple[int, int]:
    return len(kept.index), -1 if kept.pairs is None else int(kept.pairs.sum())


class _View:
    """The bounds among the candidates that are still alive."""

    def __init__(
        self,
        items: Items,
        cuts: Sequence[Cut],
        before: Kept,
        limits: Limits,
    ) -> None:
        self.items, self.before, self.pairs = items, before, before.pairs
        self.room, self.most = limits.room_usd, self._most(limits)
        self.limits = limits
        self.cuts = [
            (c.constant, c.choice[before.index] + c.slope * items.letters) for c in cuts
        ]
        self.leg = self._shortest_legs()
        self.root = 0.0 if items.to_booked is None else self.leg

    def _most(self, limits: Limits) -> int:
        """How many candidates a plan may hold: no more than the days allow."""
        shortest = np.cumsum(np.sort(self.items.days)[: limits.most])
        return int(np.count_nonzero(shortest <= limits.days))

    def by_singles(self) -> Kept:
        """What the bounds on one candidate leave."""
        bound = self.singles().min(axis=0)
        alive = bound > self.limits.threshold
        kept = self._left(alive & self._can_meet(self.items.counts, 1), self.pairs)
        return replace(kept, bound=float(bound.max(initial=0.0)))

    def by_pairs(self) -> Kept:
        """What the bounds on pairs leave."""
        pairs = self.items.apart() if self.pairs is None else self.pairs
        i, j, bound = self.doubles(*np.nonzero(np.triu(pairs, 1)))
        left = np.zeros_like(pairs)
        left[i, j] = left[j, i] = True
        kept = self._left(left.any(axis=1) | self._good_alone(), left)
        highest = max(bound.max(initial=0.0), self.alone().max(initial=0.0))
        return replace(kept, bound=float(highest))

    def by_sets(self) -> Kept:
        """What the bounds on sets of up to four leave of the pairs."""
        assert self.pairs is not None, "pairs come before sets"
        sets = Sets(self.items, self.cuts, self.limits, self.most, self.pairs)
        pairs = sets.pairs_of_interest()
        kept = self._left(pairs.any(axis=1) | self._good_alone(), pairs)
        best = [tuple(int(self.before.index[m]) for m in s) for s in sets.promising()]
        return replace(kept, promising=tuple(best))

    def _can_meet(self, counts: Floats, size: int) -> Mask:
        """Whether sets of a size with these counts (Q, N) can meet each need."""
        needed = self.limits.needed[:, None]
        return np.asarray((needed - counts <= self.most - size).all(axis=0))

    def _good_alone(self) -> Mask:
        return np.asarray(self.alone() > self.limits.threshold)

    def _left(self, alive: Mask, pairs: Mask | None) -> Kept:
        left = None if pairs is None else pairs[np.ix_(alive, alive)]
        return Kept(self.before.index[alive], left)

    def _shortest_legs(self) -> Floats:
        """Shortest leg to any place a candidate may go to or come from, (O,)."""
        items = self.items
        if self.pairs is None or len(self.pairs) > MOST_LEG_PAIRS:
            here = np.bincount(items.place, minlength=len(items.legs))
            legs = np.where(here > 0, items.legs, np.inf)
            alone = np.flatnonzero(here == 1)
            legs[alone, alone] = np.inf
            found = legs.min(axis=1)[items.place]
        else:
            legs = items.legs[np.ix_(items.place, items.place)]
            found = np.where(self.pairs, legs, np.inf).min(axis=1)
        if items.to_booked is not None:
            found = np.minimum(found, items.to_booked)
        return np.where(np.isinf(found), 0.0, found)

    def alone(self) -> Floats:
        """Bound on the plan with one candidate only, (O,); -inf if it is none."""
        value = np.min([c + v for c, v in self.cuts], axis=0)
        valid = self.items.usd + self.root <= self.room
        valid &= self.items.letters >= self.limits.letters
        valid &= (self.items.counts >= self.limits.needed[:, None]).all(axis=0)
        return np.where(valid, value, -np.inf)

    def singles(self) -> Floats:
        """Bound at each price on any plan with a candidate: the others pay their legs.

        Shape (prices, O).
        """
        price = PRICES[:, None]
        left = self.room - self.items.usd - self.root
        more = self._more(self.items.days, 1)
        found = [
            c + price * left + v + self._others(v, self.most - 1, self.leg)[:, more]
            for c, v in self.cuts
        ]
        return np.asarray(np.min(found, axis=0))

    def _more(self, days: Floats, size: int) -> Indices:
        """How many candidates fit beside sets of a size that take so many days."""
        shortest = np.cumsum(np.sort(self.items.days)[: self.most])
        fit = np.searchsorted(shortest, self.limits.days - days, side="right")
        return np.asarray(np.minimum(fit, max(self.most - size, 0)))

    def doubles(self, i: Indices, j: Indices) -> tuple[Indices, Indices, Floats]:
        """The pairs whose bound is above the threshold, and the bounds.

        Price after price, only those that are left are looked at again.
        """
        bound = np.full(len(i), np.inf)
        if self.most < PAIR:
            return i[:0], j[:0], bound[:0]
        counts = self.items.counts
        i, j, bound = _at(
            self._can_meet(counts[:, i] + counts[:, j], PAIR), i, j, bound
        )
        more = self._more(self.items.days[i] + self.items.days[j], PAIR)
        zero = np.zeros(len(self.leg))
        others = [
            (
                self._others(v, self.most - 2, zero),
                self._others(v, self.most - 2, self.leg),
            )
            for _, v in self.cuts
        ]
        for p in self._best_prices():
            left = self.room - self.items.usd[i] - self.items.usd[j]
            leg = np.maximum(self.leg[i], self.leg[j])
            trip = self.items.trips[self.items.place[i], self.items.place[j]]
            for (constant, v), (free, paid) in zip(self.cuts, others, strict=True):
                value = constant + v[i] + v[j] + PRICES[p] * left
                travel = np.minimum(
                    free[p, more] - PRICES[p] * np.maximum(trip, leg),
                    paid[p, more] - PRICES[p] * leg,
                )
                bound = np.minimum(bound, value + travel)
            good = bound > self.limits.threshold
            i, j, bound = _at(good, i, j, bound)
            more = more[good]
        return i, j, bound

    def _best_prices(self) -> list[int]:
        """Prices (by number) that bound candidates best, the best first, and 0."""
        highest = self.singles().max(axis=1)
        best = np.argsort(highest, kind="stable")[:BEST_PRICES]
        return [*(int(p) for p in best), 0]

    def _others(self, value: Floats, most: int, leg: Floats) -> Floats:
        """What the best n candidates are worth at most, n from 0 to ``most``.

        Shape (prices, most + 1).
        """
        net = value[None, :] - PRICES[:, None] * (self.items.usd + leg)[None, :]
        net = np.maximum(net, 0.0)
        most = max(most, 0)
        kept = min(most, net.shape[1])
        found = np.zeros((len(PRICES), most + 1))
        if kept > 0:
            part = np.partition(net, net.shape[1] - kept, axis=1)
            best = np.sort(part[:, net.shape[1] - kept :], axis=1)[:, ::-1]
            found[:, 1 : kept + 1] = np.cumsum(best, axis=1)
            found[:, kept + 1 :] = found[:, kept : kept + 1]
        return found


def _at(
    good: Mask, i: Indices, j: Indices, bound: Floats
) -> tuple[Indices, Indices, Floats]:
    return i[good], j[good], bound[good]
