"""Sets grown member by member, from offers in falling order of their reduced value.

A set is dropped as soon as no further members can make a plan of interest of it: by
the bound with what later members add, by what the money left still buys, by letters,
by the limits of tallies, where its classes of starts have no dates together, and by
the best mix of classes that has (``room``).

Shapes: N offers left, S partial sets of k members each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from optimizer.solver.search.goal import Goal
from optimizer.solver.search.later import Later, Market, tails
from optimizer.solver.search.left import Left, Partial, first_hosts
from optimizer.solver.search.room import Room, codes_of
from optimizer.solver.search.work import TooMuch, Work
from optimizer.solver.sets.dates import MOST_CLASSES, Dates
from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask

_CELLS = 2_000_000
"""Entries of one table of sets by offers."""
_FEW = 32
"""Sets that are grown first of all."""
_MANY = 200_000
"""Pairs of a set and an offer from which on mixes of classes are looked at."""


class Growth:
    """One enumeration of the sets of interest among the offers left."""

    def __init__(
        self,
        left: Left,
        goal: Goal,
        low: int,
        most: int,
        dates: Dates,
        trips: Floats,
        booked: bool,
        work: Work,
        cap: int | None,
    ) -> None:
        self.left = left = left.ordered()
        self.goal, self.low, self.most = goal, low, most
        self.trips = trips
        self.booked, self.work, self.cap = booked, work, cap
        self.net = left.net
        self.plain = left.cut.at(left.letters)
        price = left.priced.price
        self.free_leg = 0.0 if booked else float(left.leg.max(initial=0.0))
        self.dollars = float(goal.pay(np.array(price))) + price * self.free_leg
        self.constant = left.priced.constant + self.dollars
        self.tails = tails(self.net, most)
        self.best_letters = np.sort(left.letters)[::-1]
        self.later = Later.of(left.demands.needs, left.host, left.usd)
        self.first = first_hosts(left)
        self.single = [d.members for d in left.demands.caps if d.count == 1]
        self.market = Market.of(left.usd, self.plain)
        # As ``net``, with nothing for what rules ask for and for days.
        self.paid = self.plain - price * (left.usd + left.leg)
        self.room = Room(self.paid, left.classes, low, most, dates)
        self.done = 0

    def future(self, size: int) -> Floats:
        """What later members add at most to a set of that size ending here, (N,)."""
        need, can = max(self.low - size, 0), self.most - size
        total = np.cumsum(self.tails[:, : max(can, 0)], axis=1)
        best = np.zeros(len(self.net)) if need == 0 else np.full(len(self.net), -np.inf)
        if can >= max(need, 1):
            best = np.maximum(best, total[:, max(need, 1) - 1 :].max(axis=1))
        return best

    # ---- the search -----------------------------------------------------------------

    def run(self, complete: Callable[[Indices], None]) -> None:
        """Hand over every set of interest; raises ``TooMuch`` past a cap."""
        left = self.left
        zero = np.zeros(len(left.index))
        sets = Partial(
            np.arange(len(left.index))[:, None],
            self.net,
            left.usd,
            left.letters,
            left.priced.choice,
            self.plain,
            zero,
        )
        self._from(sets.only(self.first < 0), 1, complete)

    def _from(
        self, sets: Partial, size: int, complete: Callable[[Indices], None]
    ) -> None:
        """Hand over sets of a size, then all that grow out of them.

        Depth first where there are many: it needs little memory, and what is found
        early drops much of the rest.
        """
        if size >= self.low:
            self._hand_over(sets, complete)
        if size == self.most:
            return
        sets, fits = self._growing(sets, size)
        for some, new in self._extensions(sets, fits, size):
            more = self._bounded(self._grown(sets, some, new), size + 1)
            if len(more.members):
                self._from(more, size + 1, complete)

    def _hand_over(self, sets: Partial, complete: Callable[[Indices], None]) -> None:
        left = self.left
        good = left.cut.constant + sets.plain > self.goal.above_at(sets.usd)
        good &= sets.usd <= self.goal.room
        good &= (sets.letters >= left.low_letters) & (sets.letters <= left.high_letters)
        if good.any():
            complete(left.index[sets.members[good]])

    def _growing(self, sets: Partial, size: int) -> tuple[Partial, Mask | None]:
        """The sets that some later member can make of interest, and whose starts fit.

        With the classes that each of them can take in, (S, classes).
        """
        left, last = self.left, sets.members[:, -1]
        good = self.constant + sets.net + self.future(size)[last] > self.goal.above
        good &= sets.usd <= self.goal.room
        good &= self.later.can_meet(sets.members, self.most - size)
        sets = sets.only(good)
        if len(self.room.local) > MOST_CLASSES or not len(sets.members):
            return sets, None
        codes, which = codes_of(self.room.class_of[sets.members])
        fits = np.array([self.room.fitting(code) for code in codes], dtype=bool)[which]
        good = np.asarray(fits.any(axis=1))
        if len(sets.members) * len(self.net) > _MANY and self.room.binds:
            more = np.stack([self.room.more(code) for code in codes])
            worth = left.cut.constant + self.dollars + self.paid[sets.members].sum(1)
            good &= worth + more[which, sets.members[:, -1]] > self.goal.above
        some = np.flatnonzero(good)
        return sets.only(some), fits[some]

    def _grown(self, sets: Partial, i: Indices, j: Indices) -> Partial:
        """Sets (of place ``i``), each with a later member ``j``."""
        left = self.left
        members = np.hstack([sets.members[i], j[:, None]])
        trip = sets.trip[i]
        for other in sets.members[i].T:
            trip = np.maximum(trip, self.trips[left.place[other], left.place[j]])
        return Partial(
            members,
            sets.net[i] + self.net[j],
            sets.usd[i] + left.usd[j],
            sets.letters[i] + left.letters[j],
            sets.priced[i] + left.priced.choice[j],
            sets.plain[i] + self.plain[j],
            trip,
        )

    def _extensions(
        self, sets: Partial, fits: Mask | None, size: int
    ) -> Iterator[tuple[Indices, Indices]]:
        """Pairs of a set and a later member that together may be of interest."""
        left = self.left
        worth = self.net + self.future(size + 1)
        reach = np.maximum.accumulate(worth[::-1])[::-1]
        order = np.argsort(-sets.net, kind="stable")
        most = max(1, _CELLS // max(len(worth), 1))
        # Few sets at first while nothing is found: going deep finds something soon.
        at, batch = 0, most if self.goal.best else min(_FEW, most)
        while at < len(order):
            q = order[at : at + batch]
            at, batch = at + batch, min(4 * batch, most)
            # What was found meanwhile may have ended the interest in some.
            q = q[sets.usd[q] <= self.goal.room]
            least = self.goal.above - self.constant - sets.net[q]
            width = np.searchsorted(-reach, -least, side="left")
            wide = int(width.max(initial=0))
            self._count(len(q) * wide)
            members = sets.members[q]
            new = np.arange(wide)
            good = np.asarray(new[None] > members[:, -1:])
            good &= worth[None, :wide] > least[:, None]
            for member in members.T:
                good &= left.host[member][:, None] != left.host[None, :wide]
            second = np.flatnonzero(self.first[:wide] >= 0)
            hosts = left.host[members][:, :, None]
            good[:, second] &= (hosts == self.first[second]).any(axis=1)
            for only in self.single:
                has = np.asarray(only[members].any(axis=1))
                good &= ~(np.logical_and(has[:, None], only[None, :wide]))
            good &= sets.usd[q][:, None] + left.usd[None, :wide] <= self.goal.room
            if np.isfinite(left.high_letters):
                letters = sets.letters[q][:, None] + left.letters[None, :wide]
                good &= letters <= left.high_letters
            if fits is not None:
                good &= fits[q][:, self.room.class_of[:wide]]
            i, j = np.nonzero(good)
            yield q[i], j

    def _count(self, more: int) -> None:
        self.work.add(more)
        self.done += more
        if self.cap is not None and self.done > self.cap:
            raise TooMuch

    def _bounded(self, sets: Partial, size: int) -> Partial:
        """The sets that are still of interest with their trips paid."""
        left, price = self.left, self.left.priced.price
        last = sets.members[:, -1]
        future = self.future(size)[last]
        legs = left.leg[sets.members]
        paid = legs.sum(axis=1) - (0.0 if self.booked else legs.max(axis=1))
        paid = np.maximum(paid, sets.trip)
        dollars = price * (sets.usd + paid)
        bound = self.constant - price * self.free_leg + sets.priced - dollars + future
        bound = np.minimum(bound, self.constant + sets.net + future)
        if size < self.most:
            value = left.cut.constant + sets.plain
            money = self.goal.room - sets.usd - sets.trip
            counts = (max(self.low - size, 0), self.most - size)
            bound = np.minimum(bound, self.market.best(value, money, counts))
        missing = max(self.low - size, 0)
        more = self.later.least_usd(sets.members, missing)
        least = sets.usd + sets.trip + np.maximum(more, self.market.cheapest(missing))
        good = (bound > self.goal.above) & (least <= self.goal.room)
        more = self.best_letters[: self.most - size].sum()
        good &= sets.letters + more >= left.low_letters
        good &= self.later.can_meet(sets.members, self.most - size)
        for cap in left.demands.caps:
            good &= cap.members[sets.members].sum(axis=1) <= cap.count
        return sets.only(good)
