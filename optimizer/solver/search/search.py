"""The search: intervals of letters, bounds, sets grown, dated and valued exactly.

It hands every plan of interest to its goal and ends when none is left; then what the
goal holds is proven. The work is counted, so the same problem ends the same way on
every machine. Shapes: N offers, S sets of k members.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.search.dated import Dated
from optimizer.solver.search.enumeration import Growth
from optimizer.solver.search.goal import Goal
from optimizer.solver.search.left import Left, twins_of
from optimizer.solver.search.prices import (
    Hosts,
    Need,
    Priced,
    best_price,
    shortest_legs,
)
from optimizer.solver.search.work import TooMuch, Work
from optimizer.solver.sets.offer_arrays import Indices, Mask
from optimizer.solver.sets.pool import Pool
from optimizer.solver.sets.worth import Ends, Worth

EPSILON = 1e-9
_FIRST_WORK = 400_000
"""Work in a wide interval before it is halved; doubled with each halving."""
_NARROW = 0.003
_DEEPEST = 9
_FEW_DROPPED = 0.85
_FEW = 32
"""All sets of so few offers are sooner looked at than bounded once more."""
_WEEKS = 28.0
_BATCH = 50_000
_DOLLAR = 1e-6
MOST_LEFT = 8
"""So many of the offers that bounds left in an interval go to CP-SAT."""


@dataclass(eq=False)
class Region:
    """An interval of letters that was looked at, and the sets that bounds left in it.

    ``offers``: those of the sets of the highest bounds, as many as CP-SAT is given.
    """

    low: float
    high: float
    offers: set[int] = field(default_factory=set)
    sets: list[Indices] = field(default_factory=list)

    def add(self, sets: Indices) -> None:
        """Sets in falling order of their bounds."""
        self.sets.append(sets)
        for members in sets[:MOST_LEFT]:
            if len(self.offers.union(members.tolist())) <= MOST_LEFT:
                self.offers.update(members.tolist())

    def known(self, offers: set[int]) -> list[tuple[int, ...]]:
        """The sets of some offers alone: their value and dates are known."""
        among = sorted(offers)
        inside = (s[np.isin(s, among).all(axis=1)] for s in self.sets)
        return [tuple(members) for some in inside for members in some.tolist()]


class Search(Dated):
    """A search of one pool for one goal."""

    def __init__(self, pool: Pool, goal: Goal, work: Work) -> None:
        super().__init__(pool, goal, work)
        self.offers = pool.offers
        self.regions: list[Region] = []
        self.low, self.most = pool.low, pool.most

    # ---- whole searches ---------------------------------------------------------

    def run(self) -> None:
        """Look at everything of interest; raises ``TooMuch`` past the cap."""
        self.empty()
        if self.most < 1 or not len(self.offers.index):
            return
        every = np.arange(len(self.offers.index))
        for low, high in sorted(intervals(self.worth, self.most), reverse=True):
            self.interval(low, high, every, 0)

    def empty(self) -> None:
        """Consider the plan without any more rotations."""
        if self.low == 0 and self.most >= 0:
            self.consider(np.zeros((1, 0), dtype=int))

    def by_dollars(self) -> None:
        """Look at every plan by its dollars alone, whatever it is worth."""
        self.empty()
        if self.most < 1 or not len(self.offers.index):
            return
        every = np.arange(len(self.offers.index))
        zero = np.zeros(len(every))
        self.by_money = True
        cut, prices = Cut(0.0, zero, 0.0), Priced(0.0, 1.0, 0.0, zero)
        self._grow(self._left(every, cut, prices, None), None)

    def interval(self, low: float, high: float, kept: Indices, depth: int) -> None:
        """Look at every set of interest with letters between these."""
        self.work.add(len(kept))
        ends = self.worth.ends(low, high)
        # At the best set, and where letters and days leave room for fewer than it has.
        points = dict.fromkeys((self.touched, ()))
        bounds = [
            cut
            for point in points
            for cut in cuts(self.worth, ends, point, kept, self.most)
        ]
        left = self._singles(low, high, kept, bounds)
        region = Region(low, high)
        if left is None:
            self.regions.append(region)
            return
        wide = high - low > _NARROW and depth < _DEEPEST
        cap = _FIRST_WORK << depth if wide else None
        try:
            self._grow(left, cap, ends, region)
            self.regions.append(region)
        except TooMuch:
            if not wide or self.work.done > self.work.most:
                raise
            middle = (low + high) / 2
            self.interval(middle, high, left.index, depth + 1)
            self.interval(low, middle, left.index, depth + 1)

    def _grow(
        self,
        left: Left,
        cap: int | None,
        ends: Ends | None = None,
        region: Region | None = None,
    ) -> None:
        pool = self.pool
        growth = Growth(
            left,
            self.goal,
            self.low,
            self.most,
            pool.relaxed,
            pool.trips,
            bool(pool.booked),
            self.work,
            cap,
        )
        growth.run(lambda sets: self._complete(sets, ends, region))

    # ---- bounds on single offers ------------------------------------------------

    def _singles(
        self, low: float, high: float, kept: Indices, bounds: Sequence[Cut]
    ) -> Left | None:
        """The offers that some set of interest may hold; None: there is no such set."""
        waiting, tried = list(bounds), list[tuple[Cut, Priced]]()
        while waiting and (len(kept) > _FEW or not tried):
            cut = waiting.pop(0)
            price, good = self._priced(low, high, kept, cut)
            good &= self._letters_fit(low, high, kept)
            if good.sum() < max(self.low, 1):
                return None
            # What one bound drops no other one has to look at.
            kept = kept[good]
            waiting = [each.only(good) for each in waiting]
            tried.append((cut, price))
            tried = [(cut.only(good), price.only(good)) for cut, price in tried]
            if good.mean() <= _FEW_DROPPED:
                waiting.append(tried[-1][0])
        cut, price = min(tried, key=lambda found: found[1].bound)
        return self._left(kept, cut, price, (low, high))

    def _priced(
        self, low: float, high: float, kept: Indices, cut: Cut
    ) -> tuple[Priced, Mask]:
        """A cut at its best price, and what offers it leaves."""
        offers, pool = self.offers, self.pool
        usd, plain = offers.usd[kept], cut.at(self.worth.best[kept])
        leg = shortest_legs(offers.place[kept], pool.legs, pool.booked_places)
        root = 0.0 if pool.booked else float(leg.max(initial=0.0))
        hosts = Hosts(offers.host[kept], self.low, self.most)
        asked = needs(pool, low, high, kept)
        p = best_price(cut.constant, plain, usd, leg, root, hosts, self.goal, asked)
        good = np.full(len(kept), p.bound > self.goal.above)
        if not good.any():
            return p, good
        for constant, choice in ((p.constant, p.choice), (cut.constant, plain)):
            net = choice - p.price * (usd + leg)
            own = choice - p.price * (usd + (leg if pool.booked else 0.0))
            pay = float(self.goal.pay(np.array(p.price)))
            good &= constant + pay + own + hosts.beside(net) > self.goal.above
            if p.choice is plain:
                break
        return p, good

    def _letters_fit(self, low: float, high: float, kept: Indices) -> Mask:
        """Whether an offer can be in a set with letters between these, (N,)."""
        worth, letters = self.worth, self.worth.best[kept]
        others = np.sort(letters)[::-1][: self.most - 1].sum()
        good = letters + others >= low - worth.base_letters - EPSILON
        if high < worth.most_letters - EPSILON:
            good &= letters <= high - worth.base_letters + EPSILON
        return np.asarray(good)

    def _left(
        self,
        kept: Indices,
        cut: Cut,
        prices: Priced,
        letters: tuple[float, float] | None,
    ) -> Left:
        offers, pool = self.offers, self.pool
        low, high, given = -np.inf, np.inf, np.zeros(len(kept))
        if letters:
            base, given = self.worth.base_letters, self.worth.best[kept]
            low, high = letters[0] - base, letters[1] - base
            if letters[1] >= self.worth.most_letters - EPSILON:
                high = np.inf
        return Left(
            kept,
            offers.host[kept],
            offers.place[kept],
            offers.usd[kept],
            shortest_legs(offers.place[kept], pool.legs, pool.booked_places),
            given,
            pool.any_class[kept],
            np.arange(len(kept)) if self.by_money else twins_of(pool, kept),
            pool.demands.only(kept),
            cut,
            prices,
            low - EPSILON,
            high + EPSILON,
        )

    # ---- complete sets ----------------------------------------------------------

    def _complete(
        self, sets: Indices, ends: Ends | None, region: Region | None
    ) -> None:
        """Value and date those of some whole sets that are of interest."""
        for at in range(0, len(sets), _BATCH):
            some = np.sort(sets[at : at + _BATCH], axis=1)
            some = some[self.pool.obey(some)]
            own = self.pool.own_usd(some) + self.pool.path(some)
            good = own <= self.goal.room + _DOLLAR
            some, own = some[good], own[good]
            if ends is None or not len(some):
                self.consider(some, own)
                continue
            upper = self.worth.between(ends, some)
            order = np.argsort(-upper, kind="stable")
            if region is not None:
                region.add(some[order])
            order = order[upper[order] > self.goal.above_at(own[order])]
            self.consider(some[order], own[order], upper[order])


def intervals(worth: Worth, most: int) -> Iterator[tuple[float, float]]:
    """The range of letter levels, cut at the kinks of g."""
    low, top = worth.base_letters, worth.most_letters
    high = low + float(np.sort(worth.best)[::-1][:most].sum())
    kinks = [float(k) for k in range(math.floor(low) + 1, math.ceil(high))]
    ends = [low, *(k for k in kinks if low + EPSILON < k <= top), high]
    yield from pairwise(ends if high > low + EPSILON else (low, low))


def needs(pool: Pool, low: float, high: float, kept: Indices) -> list[Need]:
    """What every plan with letters between these has enough of, or not too much."""
    worth, offers, most = pool.worth, pool.offers, pool.most
    base, letters = worth.base_letters, worth.best[kept]
    found = []
    if low > base + EPSILON:
        found.append(Need(letters, low - base))
    if high < worth.most_letters - EPSILON and math.isfinite(high):
        found.append(Need(letters, high - base, -1.0))
    for amounts, count in pool.demands.worths(pool.can_be_on_time):
        found.append(Need(amounts[kept], count))
    gap = max(pool.dates.gap, pool.least_gap)
    days = (offers.days[kept] + gap) / _WEEKS
    span = float(
        (offers.last[kept] + offers.days[kept]).max() - offers.first[kept].min()
    )
    if pool.scheduler.whole_stay is not None:
        span = min(span, pool.scheduler.whole_stay)
    if most * days.max() > (span + gap) / _WEEKS:
        found.append(Need(days, (span + gap) / _WEEKS, -1.0))
    return found
