"""Sets valued and dated exactly; the goal hears of those that are plans.

Shapes: S sets of k members.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from optimizer.solver.search.goal import Found, Goal
from optimizer.solver.search.work import Work
from optimizer.solver.sets.dates import letters_in_time
from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask
from optimizer.solver.sets.pool import Pool
from optimizer.solver.sets.worth import Worth

_DOLLAR = 1e-6
_FEW_STOPS = 4
"""So few rotations are sooner dated once more than valued with each letter late."""


class Dated:
    """Dates sets of one pool for one goal."""

    def __init__(self, pool: Pool, goal: Goal, work: Work) -> None:
        self.pool, self.goal, self.work = pool, goal, work
        self.by_money = False

    @property
    def worth(self) -> Worth:
        """The value of sets."""
        return self.pool.worth

    @property
    def touched(self) -> tuple[int, ...]:
        """The best set so far, at which bounds touch the value."""
        return () if self.goal.best is None else self.goal.best.members

    def consider(
        self, sets: Indices, own: Floats | None = None, upper: Floats | None = None
    ) -> None:
        """Date what is of interest among sets, those of the highest bound first.

        ``own``: what each costs at least.
        """
        if own is None:
            sets = sets[self.pool.obey(sets)]
            own = self.pool.own_usd(sets) + self.pool.path(sets)
        if self.by_money:
            order = np.argsort(own, kind="stable")
            sets, own = sets[order], own[order]
        at, size = 0, 64
        while at < len(sets):
            here = slice(at, at + size)
            at, size = at + size, min(4 * size, 4096)
            least = own[here]
            good = least <= self.goal.room + _DOLLAR
            if upper is not None:
                good &= upper[here] > self.goal.above_at(least)
            if not good.any():
                continue
            some, least = sets[here][good], least[good]
            value = self._value(some)
            good = value > self.goal.above_at(least)
            self.date(some[good], value[good], least[good])

    def date(self, sets: Indices, value: Floats, least: Floats) -> None:
        """Date sets of interest, all letters on time that can be; then with fewer."""
        if self.pool.demands.letters or self.pool.dates.idle is not None:
            good = self.pool.fit(sets)
            sets, value, least = sets[good], value[good], least[good]
        if self.by_money:
            self._by_letters(sets, least)
            return
        order = np.argsort(-value, kind="stable")
        timely = self.pool.can_be_on_time[sets]
        failed = self._dates(sets[order], timely[order], value[order], least[order])
        self._fewer(sets[order][failed], timely[order][failed], least[order][failed])

    def _by_letters(self, sets: Indices, least: Floats) -> None:
        """Date sets for their dollars: no more letters on time than rules ask for."""
        nothing, can = np.zeros(len(sets)), self.pool.can_be_on_time[sets]
        some = combinations(range(sets.shape[1]), max(self.pool.demands.letters, 0))
        for places in map(list, some):
            timely = np.zeros_like(can)
            timely[:, places] = True
            here = np.flatnonzero(can[:, places].all(axis=1))
            self._dates(sets[here], timely[here], nothing[here], least[here])

    def _dates(self, sets: Indices, timely: Mask, value: Floats, least: Floats) -> Mask:
        """Which sets are too dear, or have no dates, with these letters on time, (S,).

        Of the others the goal hears.
        """
        failed = np.zeros(len(sets), dtype=bool)
        at, size = 0, 16
        while at < len(sets):
            here = slice(at, at + size)
            at, size = at + size, min(4 * size, 2048)
            good = (value[here] > self.goal.above_at(least[here])) & (
                least[here] <= self.goal.room + _DOLLAR
            )
            index = np.flatnonzero(good) + here.start
            if not len(index):
                continue
            usd = self._usd(sets[index], timely[index])
            fits = usd <= self.goal.room + _DOLLAR
            failed[index[~fits]] = True
            for i, dollars in zip(index[fits], usd[fits], strict=True):
                if self.goal.settled(float(value[i])):
                    continue  # with fewer letters on time it is worth no more
                failed[i] = not self._take(dollars, sets[i], timely[i])
        return failed

    def _take(self, usd: float, members: Indices, timely: Mask) -> bool:
        """Tell the goal of a set that has dates; False: not those of its best order."""
        chosen, letters = members.tolist(), timely.tolist()
        ways = self._ways(chosen, letters, round(usd))
        if self.goal.saves:
            found = self._cheapest_way(members)
            if found is not None:
                self.goal.take(found)
            return True
        if self.goal.every_way:
            for _, found in ways:
                self.goal.take(found)
            return False
        first = next(ways, None)
        if first is None:
            return False
        self.goal.take(first[1])
        return first[0]

    def _ways(
        self, members: list[int], timely: list[bool], usd: int
    ) -> Iterator[tuple[bool, Found]]:
        """Exact values of a set with dates for these dollars, the highest first.

        With whether no higher value was out of reach: for want of dates or money.
        """
        if self.by_money:
            yield True, Found(0.0, usd, tuple(members), tuple(timely))
            return
        sets = np.array([members], dtype=int).reshape(1, -1)
        states = np.array([timely], dtype=bool).reshape(1, -1)
        letters = float(self.worth.letters(sets, states)[0])
        own, best = self.pool.own_usd(sets)[0], True
        for value, orders in self.worth.by_order(members, letters):
            dollars = usd
            if orders is not None:
                stops = self.pool.stops(members, timely)
                most = self.goal.room + _DOLLAR - own
                schedule = self.pool.scheduler.cheapest(stops, most, orders)
                if schedule is None:
                    best = False
                    continue
                dollars = round(own) + schedule.usd
            yield best, Found(value, dollars, tuple(members), tuple(timely), orders)

    def _cheapest_way(self, members: Indices) -> Found | None:
        """The dates of a set as cheap as its worth and rules allow."""
        can = self.pool.can_be_on_time[members]
        if len(members) + len(self.pool.booked) <= _FEW_STOPS:
            ends = np.stack([can, np.zeros_like(can)])
            usd = np.round(self._usd(np.stack([members, members]), ends))
            if usd[1] > self.goal.room:
                return None
            if usd[0] == usd[1]:  # on time costs nothing, and no plan is worth more
                ways = self._ways(members.tolist(), can.tolist(), int(usd[0]))
                highest, found = next(ways, (False, None))
                if highest and found is not None and found.usd == usd[0]:
                    return found
        states = letters_in_time(can[None])[1][::-1]
        states = states[states.sum(axis=1) >= self.pool.demands.letters]
        sets = np.tile(members, (len(states), 1))
        good = self._value(sets, states) > self.goal.above
        states = states[good]
        usd = np.round(self._usd(sets[good], states))
        best: Found | None = None
        for i in np.argsort(usd, kind="stable"):
            if usd[i] > self.goal.room or (best is not None and usd[i] > best.usd):
                break
            for _, way in self._ways(members.tolist(), states[i].tolist(), int(usd[i])):
                worse = best is not None and (way.usd, -way.value) >= (
                    best.usd,
                    -best.value,
                )
                if way.value > self.goal.above and not worse:
                    best = way
        return best

    def _usd(self, sets: Indices, timely: Mask) -> Floats:
        """Dollars of sets with the cheapest dates, (S,); the work is counted."""
        self.work.date(len(sets), sets.shape[1] + len(self.pool.booked))
        own = self.pool.own_usd(sets)
        most = self.goal.room + _DOLLAR - own
        return np.asarray(own + self.pool.travel(sets, timely, most))

    def _value(self, sets: Indices, timely: Mask | None = None) -> Floats:
        """At least the value with these letters on time, 0 if only dollars matter."""
        if self.by_money:
            return np.zeros(len(sets))
        self.work.value(len(sets))
        return self.worth.upper(sets, self.worth.letters(sets, timely))

    def _fewer(self, sets: Indices, timely: Mask, least: Floats) -> None:
        """Sets that cannot have all these letters on time: fewer and fewer of them."""
        while len(sets):
            sets, timely, least = _one_later(sets, timely, least)
            good = timely.sum(axis=1) >= self.pool.demands.letters
            sets, timely, least = sets[good], timely[good], least[good]
            value = self._value(sets, timely)
            good = value > self.goal.above_at(least)
            order = np.argsort(-value[good], kind="stable")
            index = np.flatnonzero(good)[order]
            sets, timely, least = sets[index], timely[index], least[index]
            failed = self._dates(sets, timely, value[index], least)
            sets, timely, least = sets[failed], timely[failed], least[failed]


def _one_later(
    sets: Indices, timely: Mask, least: Floats
) -> tuple[Indices, Mask, Floats]:
    """Each set with each one of its letters late, every way once."""
    rows, states = [np.zeros(0, dtype=int)], [timely[:0]]
    for member in range(sets.shape[1]):
        some = np.flatnonzero(timely[:, member])
        fewer = timely[some]
        fewer[:, member] = False
        rows.append(some)
        states.append(fewer)
    row, state = np.concatenate(rows), np.concatenate(states)
    both = np.hstack([sets[row], state])
    _, first = np.unique(both, axis=0, return_index=True)
    return sets[row[first]], state[first], least[row[first]]
