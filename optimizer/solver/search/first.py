"""Good plans before any proof: small sets from a pool of promising offers, then swaps.

The pool is what is best at the best price of a dollar, for each rule, on each calendar
and near the best so far; every small set of it is bounded, and the best are dated.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np

from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.search.prices import Hosts, best_price, shortest_legs
from optimizer.solver.search.search import Search, needs
from optimizer.solver.sets.offer_arrays import Floats, Indices

_SWAPS = 4
_STEP = 0.05
_LEAST_PRICE = 0.02
_BEST, _CHEAP, _NEAR, _ON_TIME = 7, 3, 6, 4
_EACH_CALENDAR = 2
_POOL, _SMALL_POOL = 18, 12
_USUAL_MOST = 4
_PROMISING = 800
_TRIES, _SWAP_TRIES = 8, 4


class First:
    """First plans for one search."""

    def __init__(self, search: Search) -> None:
        self.search, self.pool = search, search.pool
        self.worth, self.offers = search.worth, search.offers
        legs = shortest_legs(self.offers.place, self.pool.legs, self.pool.booked_places)
        self.leg = legs
        self.hosts = Hosts(self.offers.host, search.low, search.most)

    def run(self) -> None:
        """Hand good plans to the goal."""
        search = self.search
        if search.most < 1 or not len(self.offers.index):
            return
        cut, price = self._bound()
        plain = cut.at(self.worth.best)
        pool = self._promising(plain, price)
        low = max(search.low, 1)
        most = search.most if low > _USUAL_MOST else min(search.most, _USUAL_MOST)
        # Large sets first: what they are worth leaves few of the small ones.
        for size in range(most, low - 1, -1):
            few = pool if size <= _USUAL_MOST else pool[:_SMALL_POOL]
            sets = np.sort(few[combinations_of(len(few), size)], axis=1)
            self._try(sets, cut.constant, plain)
        self._swap(cut.constant, plain)

    def _bound(self) -> tuple[Cut, float]:
        """A tangent at the best set so far, and what a dollar is worth there."""
        search, worth = self.search, self.worth
        top = float(np.sort(worth.best)[::-1][: search.most].sum())
        middle = worth.base_letters + top / 2
        middle = max(min(middle, worth.most_letters - _STEP), 0.0)
        ends = worth.ends(middle, middle + _STEP)
        every = np.arange(len(self.offers.index))
        cut = cuts(worth, ends, search.touched, every, 0)[0]
        found = best_price(
            cut.constant,
            cut.at(worth.best),
            self.offers.usd,
            self.leg,
            float(self.leg.max(initial=0.0)),
            self.hosts,
            search.goal,
            needs(self.pool, worth.base_letters, np.inf, every),
        )
        unit = float(found.choice.max()) / max(float(self.offers.usd.mean()), 1.0)
        return cut, max(found.price, _LEAST_PRICE * unit)

    def _promising(self, plain: Floats, price: float) -> Indices:
        """The offers small sets are made of, the most promising first."""
        offers, pool, search = self.offers, self.pool, self.search
        dollars = offers.usd + self.leg
        net = plain - price * dollars
        order = np.argsort(-net, kind="stable")
        found = [*search.touched]
        for need in pool.demands.needs:
            found += [*order[need.members[order]][: max(need.count, 2) + 1]]
        if pool.demands.letters:
            found += [*order[pool.can_be_on_time[order]][:_ON_TIME]]
        asked = len(set(found))
        found += [*order[:_BEST]]
        found += [*np.argsort(-(net - price * dollars), kind="stable")[:_CHEAP]]
        for calendar in np.unique(offers.calendar):
            found += [*order[offers.calendar[order] == calendar][:_EACH_CALENDAR]]
        centre = offers.place[search.touched[0] if search.touched else order[0]]
        near = net - price * (pool.legs[centre, offers.place] - self.leg)
        found += [*np.argsort(-near, kind="stable")[:_NEAR]]
        most = max(_POOL, asked + _BEST)
        return np.array(list(dict.fromkeys(int(i) for i in found))[:most], dtype=int)

    def _try(
        self, sets: Indices, constant: float, plain: Floats, most: int = _TRIES
    ) -> None:
        """Date the most promising of some sets."""
        pool, search = self.pool, self.search
        good = constant + plain[sets].sum(axis=1) > search.goal.above
        sets = sets[good]
        sets = sets[pool.own_usd(sets) <= search.goal.room]
        sets = sets[pool.obey(sets)]
        bound = plain[sets].sum(axis=1)
        if len(sets) > _PROMISING:
            sets = sets[np.argpartition(-bound, _PROMISING)[:_PROMISING]]
        sets = sets[pool.apart(sets)]
        sets = sets[np.argsort(-plain[sets].sum(axis=1), kind="stable")]
        own = pool.own_usd(sets) + pool.path(sets)
        sets, own = sets[own <= search.goal.room], own[own <= search.goal.room]
        good = pool.fit(sets)
        sets, own = sets[good][:most], own[good][:most]
        if len(sets):
            value = self.worth.upper(sets, self.worth.letters(sets))
            good = value > search.goal.above_at(own)
            search.date(sets[good], value[good], own[good])

    def _swap(self, constant: float, plain: Floats) -> None:
        """Swap a member of the best set for any other, or add one, while it helps."""
        search, offers = self.search, self.offers
        for _ in range(_SWAPS):
            before = search.touched
            members = np.array(before, dtype=int)
            options = [np.delete(members, i) for i in range(len(members))]
            if len(members) < search.most:
                options.append(members)
            for rest in options:
                if len(rest) + 1 < search.low:
                    continue
                bound = constant + plain + plain[rest].sum()
                free = bound > search.goal.above
                free &= ~np.isin(offers.host, offers.host[rest])
                new = np.flatnonzero(free)
                old = np.tile(rest, (len(new), 1))
                both = np.hstack([old, new[:, None]]).astype(int)
                self._try(np.sort(both, axis=1), constant, plain, _SWAP_TRIES)
            if search.touched == before:
                return


@lru_cache(maxsize=64)
def combinations_of(count: int, size: int) -> Indices:
    """Every choice of ``size`` out of ``count``, (C, size)."""
    found = list(combinations(range(count), size))
    return np.array(found, dtype=int).reshape(-1, size)
