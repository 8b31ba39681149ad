"""What the rotations that rules ask for cost at least, if the calendar has room at all.

For each rule the cheapest mix of classes of starts with as many rotations as it asks
for: those that count, at different hosts, with dates together. docs/model.md says why
no plan is cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import comb

import numpy as np

from optimizer.solver.sets.dates import MOST_CLASSES, Dates
from optimizer.solver.sets.offer_arrays import Indices, Mask
from optimizer.solver.sets.pool import Pool, by_host

_MOST_MIXES = 5_000
"""After so many mixes nothing is said."""


class _Dear(Exception):
    """There are too many mixes to look at."""


def least_usd(pool: Pool) -> float:
    """Dollars of the pool that every plan takes, trips aside.

    inf: there is no plan; -inf: nothing is said.
    """
    if pool.dates.idle is not None and not _some_in_a_row(pool):
        return np.inf
    return max(_Mixes(pool, *asked).least() for asked in _requirements(pool))


def _requirements(pool: Pool) -> Iterator[tuple[Mask, Indices, int]]:
    """Who counts for a rule, by which classes of starts, and how many it asks for."""
    every = np.ones(len(pool.offers.index), dtype=bool)
    yield every, pool.any_class, pool.low
    yield pool.can_be_on_time, pool.timely_class, pool.demands.letters
    for need in pool.demands.needs:
        yield need.members > 0, pool.any_class, need.count


class _Mixes:
    """Mixes of so many of the classes of some offers, and what they cost."""

    def __init__(self, pool: Pool, counting: Mask, classes: Indices, count: int):
        self.dates, self.count, self.looked = pool.relaxed, count, 0
        offers = pool.offers.only(np.flatnonzero(counting))
        which = classes[counting]
        self.usd = {
            int(c): by_host(offers.host[which == c], offers.usd[which == c]).tolist()
            for c in np.unique(which)
        }
        self.best = np.inf

    def least(self) -> float:
        """Dollars of the cheapest mix; inf: there is none; -inf: nothing is said."""
        if self.count <= 0 or len(self.usd) > MOST_CLASSES:
            return -np.inf
        try:
            self._grow((), 0.0)
        except _Dear:
            return -np.inf
        return self.best

    def _grow(self, mix: tuple[int, ...], usd: float) -> None:
        """Try every mix that begins with these classes."""
        if len(mix) == self.count:
            self.best = usd
            return
        for number, prices in self.usd.items():
            place = mix.count(number)
            if (mix and number < mix[-1]) or place == len(prices):
                continue
            more = usd + prices[place]
            # Whatever has dates has them with a member less.
            if more < self.best and self._fits((*mix, number)):
                self._grow((*mix, number), more)

    def _fits(self, mix: tuple[int, ...]) -> bool:
        self.looked += 1
        if self.looked > _MOST_MIXES:
            raise _Dear
        return self.dates.fit(mix)


def _some_in_a_row(pool: Pool) -> bool:
    """Whether any number of rotations that is allowed keeps the longest wait."""
    classes = np.unique(pool.any_class)
    sizes = range(pool.low, pool.most + 1)
    return any(not _none_fits(pool.dates, classes, size) for size in sizes)


def _none_fits(dates: Dates, classes: Indices, count: int) -> bool:
    """Whether no so many of these classes have dates together."""
    if not len(classes):
        return count > 0
    sets = comb(len(classes) + count - 1, count)
    if len(classes) > MOST_CLASSES or sets > _MOST_MIXES:
        return False
    every = combinations_with_replacement(classes.tolist(), count)
    return not any(dates.fit(some) for some in every)
