"""The cheapest dates of many sets of stops at once.

The same answers as ``Scheduler.cheapest``, by arrays: for each set its orders by the
price of their legs, and for each order a dynamic program over the possible starts.
Most sets can run one week after the other in their cheapest order; where all starts
are on one weekday, that is seen from whole numbers whose bits are weeks. No way is
cheaper then unless a trip home is cheaper than one between two places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from optimizer.model import travel
from optimizer.model.candidates import Candidate
from optimizer.model.dating import Scheduler, Stop
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.dates import Dates
from optimizer.solver.sets.offer_arrays import Calendar

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NEVER = np.int64(2**50)
_DOLLAR = np.int64(2**12)
"""Prices are dollars times this, plus days of waiting: those decide between equals."""
_WEEK = 7
_WEEKEND = 2
_BITS = 63
_ROWS = 4_096
"""Sets that are dated together: bounds the memory of the dynamic program."""


@dataclass(frozen=True)
class StartSteps:
    """From a start to the next, after a stop of each length; ``grid``: start days."""

    scheduler: Scheduler
    days: Ints
    grid: Ints

    @cached_property
    def length(self) -> Ints:
        """Which of the different lengths each stop has."""
        return np.unique(self.days, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def between(self) -> Ints:
        """Days from a start to the next by length, (lengths, U, U)."""
        lengths = np.unique(self.days)[:, None, None]
        return np.asarray(
            self.grid[None, :, None] - (self.grid[None, None, :] + lengths)
        )

    @cached_property
    def waiting(self) -> Ints:
        """Price of waiting from a start to the next by length, (lengths, U, U)."""
        s, between = self.scheduler, self.between
        allowed = between >= s.gap
        if s.idle is not None:
            allowed &= between <= s.idle
        days = np.maximum(between - travel.WAITING_FREE_DAYS, 0)
        return np.where(allowed, days * (s.waiting_usd * _DOLLAR + 1), _NEVER)

    @cached_property
    def home(self) -> Ints:
        """Price of going home from a start to the next by length, (lengths, U, U)."""
        s = self.scheduler
        assert s.home is not None, "who lives in the US does not go home"
        allowed = self.between >= max(s.gap, s.home.days)
        return np.where(allowed, s.home.usd * _DOLLAR, _NEVER)


class BatchDating:
    """Dates sets of the candidates of one search, beside what is booked.

    O candidates and B booked stops; U possible start days.
    """

    def __init__(self, search: DatedSets) -> None:
        self.scheduler: Scheduler = search.scheduler
        self.dates = Dates(self.scheduler, search.booked, self.scheduler.idle)
        self.candidates: tuple[Candidate, ...] = search.candidates
        self.booked = search.booked_stops
        stops = [Stop(c.starts, c.days, c.visit.place) for c in self.candidates]
        stops += self.booked
        self.days = np.array([s.days for s in stops], dtype=np.int64)
        self.grid = np.array(sorted({d for s in stops for d in s.starts}), dtype=int)
        self.open = np.zeros((len(stops), len(self.grid)), dtype=bool)
        for row, stop in zip(self.open, stops, strict=True):
            row[np.searchsorted(self.grid, stop.starts)] = True
        until = [c.on_time_until for c in self.candidates]
        last = np.array([0 if u is None else u for u in until], dtype=int)
        in_time = self.grid[None, :] <= last[:, None]
        self.open_in_time = self.open.copy()
        self.open_in_time[: len(until)] &= in_time
        self._steps = StartSteps(self.scheduler, self.days, self.grid)
        catalog = search.problem.catalog
        number = {p.place: i for i, p in enumerate(catalog.places)}
        at = np.array([number[s.place.place] for s in stops], dtype=int)
        legs = travel.legs(catalog)[np.ix_(at, at)]
        self.full_legs: Ints = legs.astype(np.int64)
        self.legs: Ints = travel.cap_at_home_trip(legs, self.scheduler.home).astype(
            np.int64
        )
        """No dearer than going home."""

    def cheapest(self, sets: Ints, timely: Bools) -> Floats:
        """Least cost of travel and waiting of each set in dollars, (M,); inf: no dates.

        ``sets`` (M, r) are numbers of candidates, ``timely`` (M, r) says whose letter
        must be on time.
        """
        parts = range(0, len(sets), _ROWS)
        found = [self._some(sets[a : a + _ROWS], timely[a : a + _ROWS]) for a in parts]
        return np.concatenate(found) if found else np.zeros(0)

    def least_legs(self, sets: Ints) -> Floats:
        """What the trips of each set cost at least, on whatever dates, (M,)."""
        stops, _ = self._with_booked(sets, np.zeros(sets.shape, dtype=bool))
        if stops.shape[1] == 0:
            return np.zeros(len(stops))
        legs = self._leg_prices(stops, _orders(stops.shape[1]))
        return np.asarray(legs.min(axis=1), dtype=float)

    def _some(self, sets: Ints, timely: Bools) -> Floats:
        stops, on_time = self._with_booked(sets, timely)
        if stops.shape[1] == 0:
            return np.zeros(len(stops))
        orders = _orders(stops.shape[1])
        legs = self._leg_prices(stops, orders)
        ranked = np.argsort(legs, axis=1, kind="stable")
        best = np.full(len(stops), _NEVER)
        todo = np.flatnonzero(~self._too_long(stops))
        for rank in range(len(orders)):
            order = orders[ranked[todo, rank]]
            leg = np.take_along_axis(legs[todo], ranked[todo, rank, None], 1)[:, 0]
            worth = leg * _DOLLAR < best[todo]
            todo, order, leg = todo[worth], order[worth], leg[worth]
            if not len(todo):
                break
            in_order = np.take_along_axis(stops[todo], order, 1)
            must = np.take_along_axis(on_time[todo], order, 1)
            best[todo] = np.minimum(best[todo], self._priced(in_order, must, leg))
        return self._in_dollars(stops, on_time, best)

    def _with_booked(self, sets: Ints, timely: Bools) -> tuple[Ints, Bools]:
        booked = len(self.candidates) + np.arange(len(self.booked))
        fixed = np.broadcast_to(booked, (len(sets), len(booked)))
        free = np.zeros(fixed.shape, dtype=bool)
        return np.hstack([sets, fixed]), np.hstack([timely, free])

    def _leg_prices(self, stops: Ints, orders: Ints) -> Ints:
        """Price of the trips of each order, (M, orders)."""
        found = np.zeros((len(stops), len(orders)), dtype=np.int64)
        for a, b in pairwise(range(stops.shape[1])):
            found += self.legs[stops[:, orders[:, a]], stops[:, orders[:, b]]]
        return found

    def _too_long(self, stops: Ints) -> Bools:
        """Whether a stay is too short for these, one right after the other."""
        stay, gap = self.scheduler.stay, self.scheduler.gap
        if stay is None:
            return np.zeros(len(stops), dtype=bool)
        if self.scheduler.home is not None:
            return np.asarray((self.days[stops] > stay).any(axis=1))
        return np.asarray((self.days[stops] + gap).sum(axis=1) - gap > stay)

    # ---- waiting ------------------------------------------------------------------

    def _priced(self, stops: Ints, timely: Bools, least: Ints) -> Ints:
        """Least price with the stops in this order, (M,); ``least``: of the trips."""
        found = least * _DOLLAR
        slow = np.flatnonzero(~self._back_to_back(stops, timely))
        if len(slow):
            found[slow] = self._chain(stops[slow], timely[slow])
        return found

    def _back_to_back(self, stops: Ints, timely: Bools) -> Bools:
        """Whether the stops can run one week after the other in this order."""
        if self._weeks is None:
            return np.zeros(len(stops), dtype=bool)
        anyone, in_time, weeks = self._weeks
        starts = np.where(timely, in_time[stops], anyone[stops])
        after = np.cumsum(weeks[stops], axis=1) - weeks[stops]
        shifted = np.where(after < _BITS, starts >> np.minimum(after, _BITS), 0)
        direct = np.ones(len(stops), dtype=bool)
        for a, b in pairwise(stops.T):
            direct &= self.full_legs[a, b] == self.legs[a, b]
        return np.asarray(direct & (np.bitwise_and.reduce(shifted, axis=1) != 0))

    @cached_property
    def _weeks(self) -> tuple[Ints, Ints, Ints] | None:
        """Starts of each stop as bits of weeks, all and in time, and its weeks.

        None unless every block is whole weeks from one weekday on, with nothing
        booked and no rule against a weekend between two blocks.
        """
        s = self.scheduler
        weekend = s.gap <= _WEEKEND and (s.idle is None or s.idle >= _WEEKEND)
        if not len(self.grid) or self.booked or not weekend:
            return None
        week, weekday = np.divmod(self.grid - self.grid[0], _WEEK)
        whole = ((self.days + _WEEKEND) % _WEEK == 0).all()
        if weekday.any() or not whole or week[-1] >= _BITS:
            return None
        bit = np.int64(1) << week.astype(np.int64)
        weeks = (self.days + _WEEKEND) // _WEEK
        return self.open @ bit, self.open_in_time @ bit, weeks

    def _chain(self, stops: Ints, timely: Bools) -> Ints:
        """Least price in this order, by the starts of one stop after the other."""
        steps = self._steps
        price = np.where(self._starts(stops[:, 0], timely[:, 0]), 0, _NEVER)
        for a, b in pairwise(range(stops.shape[1])):
            length = steps.length[stops[:, a]]
            leg = self.full_legs[stops[:, a], stops[:, b]] * _DOLLAR
            step = leg[:, None, None] + steps.waiting[length]
            if self.scheduler.home is not None:
                step = np.minimum(step, steps.home[length])
            step += price[:, None, :]
            price = np.minimum(step.min(axis=2), _NEVER)
            price = np.where(self._starts(stops[:, b], timely[:, b]), price, _NEVER)
        return np.asarray(price.min(axis=1))

    def _starts(self, stops: Ints, timely: Bools) -> Bools:
        """Possible starts of one stop of each set, (M, U)."""
        return np.where(timely[:, None], self.open_in_time[stops], self.open[stops])

    # ---- the stay -----------------------------------------------------------------

    def _in_dollars(self, stops: Ints, timely: Bools, price: Ints) -> Floats:
        """Dollars; where a visit may be too long for these dates, by look-up."""
        usd = np.where(price < _NEVER, (price // _DOLLAR).astype(float), np.inf)
        stay = self.scheduler.stay
        if stay is None:
            return usd
        gaps = travel.WAITING_FREE_DAYS * (stops.shape[1] - 1)
        longest = self.days[stops].sum(axis=1) + gaps + price % _DOLLAR
        some = np.flatnonzero(np.isfinite(usd) & (longest > stay))
        if len(some):
            anyway, timely_only = self._classes
            here = stops[some]
            classes = np.where(timely[some], timely_only[here], anyway[here])
            usd[some] = self.dates.travel(classes, here, self.full_legs.astype(float))
        return usd

    @cached_property
    def _classes(self) -> tuple[Ints, Ints]:
        """The class of the starts of each stop, all of them and those in time."""
        return self._numbered(self.open), self._numbered(self.open_in_time)

    def _numbered(self, open_: Bools) -> Ints:
        starts = [tuple(map(int, self.grid[row])) for row in open_]
        every = zip(starts, self.days.tolist(), strict=True)
        return np.array([self.dates.of(Calendar(*c)) for c in every], dtype=np.int64)


@lru_cache(maxsize=16)
def _orders(size: int) -> Ints:
    """Every order of so many stops, (orders, size)."""
    return np.array(list(permutations(range(size))), dtype=np.int64)
