"""Dates for a given set of rotations: the cheapest valid order and starts, exactly.

A set has at most six rotations, so every order is tried; for one order a dynamic
program over the starts finds the least waiting. Prices are whole dollars.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.problem import Problem
from optimizer.domain.records import Place
from optimizer.model import travel
from optimizer.model.rotation import Rotation

Ints = NDArray[np.int64]
_Dated = tuple[np.int64, tuple[int, ...]]
"""A price, and the starts that have it."""
_NEVER = np.int64(2**60)
_LONG_AGO = 693_596  # 1 January 1900 as an ordinal
_TOO_LATE = 2**20  # outweighs every sum of days
_DOLLAR = np.int64(2**24)  # a dollar outweighs every sum of days, so days break ties


@dataclass(frozen=True, slots=True)
class Stop:
    """A rotation to be dated: possible starts (sorted ordinals), length, place.

    Among equally cheap dates starts from ``safe_from`` on are preferred: before that
    day the time to apply may be over.
    """

    starts: tuple[int, ...]
    days: int
    place: Place
    safe_from: int = 0


def booked_stop(booked: Rotation) -> Stop:
    """What is booked, as a stop on its own day."""
    days = (booked.end - booked.start).days + 1
    return Stop((booked.start.toordinal(),), days, booked.visit.place)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Start of each stop, in the order given, and the cost of travel and waiting."""

    starts: tuple[int, ...]
    usd: int


class Scheduler:
    """Dates sets of stops under one problem's schedule rules."""

    def __init__(self, problem: Problem) -> None:
        scenario = problem.scenario
        self.problem = problem
        self.gap = scenario.gap_days
        self.idle = scenario.max_idle_days
        self.stay = travel.stay_cap(problem)
        self.home = travel.home_of(problem)
        self.waiting_usd = scenario.waiting_usd_per_day

    @property
    def whole_stay(self) -> int | None:
        """Longest time from the first to the last day; None if home may split it."""
        return self.stay if self.home is None else None

    def leg(self, a: Place, b: Place) -> int:
        """Cost of the trip between two places."""
        return travel.leg_usd(self.problem, a, b)

    def least_leg(self, a: Place, b: Place) -> int:
        """What lies between rotations at two places at least: a trip, or home."""
        leg = self.leg(a, b)
        return leg if self.home is None else min(leg, self.home.usd)

    def cheapest(
        self,
        stops: Sequence[Stop],
        most_usd: float,
        orders: Collection[tuple[int, ...]] | None = None,
    ) -> Schedule | None:
        """The cheapest dates with travel and waiting of at most ``most_usd`` dollars.

        Among equally cheap ones those with most safe starts, then the earliest
        (least sum of starts). None if there are none. ``orders``: some of the stops
        (the same in each) must follow one another in one of these orders.
        """
        if any(not stop.starts for stop in stops) or self._too_long(stops):
            return None
        if not stops:
            return Schedule((), 0)
        tables = [_table(stop) for stop in stops]
        best: tuple[int, tuple[int, ...]] | None = None
        limit = _NEVER if math.isinf(most_usd) else (int(most_usd) + 1) * _DOLLAR
        for usd, order in self._orders(stops):
            if orders is not None and not _follows(order, orders):
                continue
            if usd * _DOLLAR >= limit:
                break
            legs = [
                self.leg(stops[a].place, stops[b].place) for a, b in pairwise(order)
            ]
            found = _Order(self, [tables[i] for i in order], legs).cheapest(limit)
            if found is not None:
                limit, starts = found
                placed = sorted(zip(order, starts, strict=True))
                best = (int(limit // _DOLLAR), tuple(s for _, s in placed))
        return Schedule(best[1], best[0]) if best else None

    def _too_long(self, stops: Sequence[Stop]) -> bool:
        """Whether the stay is too short for these, one right after the other."""
        if self.stay is None:
            return False
        if self.home is not None:
            return any(stop.days > self.stay for stop in stops)
        return sum(stop.days + self.gap for stop in stops) - self.gap > self.stay

    def _orders(self, stops: Sequence[Stop]) -> list[tuple[int, tuple[int, ...]]]:
        """Every order with what its legs cost at least, cheapest first."""
        n, trips = len(stops), self._trips_needed(stops)
        legs = [[self.least_leg(a.place, b.place) for b in stops] for a in stops]
        earliest = [s.starts[0] + s.days for s in stops]
        latest = [s.starts[-1] for s in stops]
        orders = []
        for order in permutations(range(n)):
            if all(earliest[a] + self.gap <= latest[b] for a, b in pairwise(order)):
                usd = [legs[a][b] for a, b in pairwise(order)]
                orders.append((self._with_home(usd, trips), order))
        return sorted(orders)

    def _trips_needed(self, stops: Sequence[Stop]) -> int:
        """How often one goes home at least: v visits hold v caps less their gaps."""
        if self.stay is None or self.home is None:
            return 0
        busy = sum(stop.days + self.gap for stop in stops)
        return -(-busy // (self.stay + self.gap)) - 1

    def _with_home(self, legs: list[int], trips: int) -> int:
        """What legs cost at least with so many trips home among them."""
        if self.home is None:
            return sum(legs)
        return sum(legs) + sum(sorted(self.home.usd - leg for leg in legs)[:trips])


class _Order:
    """Stops in one order, with the trips between them.

    A price is dollars of trips and waiting, then the tie-breaks of the starts.
    Shapes: n earlier starts, m later ones, F first days of a visit.
    """

    def __init__(self, terms: Scheduler, tables: list[_Table], legs: list[int]) -> None:
        self.terms, self.tables = terms, tables
        pairs = zip(pairwise(tables), legs, strict=True)
        self.steps = [self._step(a, b, leg) for (a, b), leg in pairs]

    def cheapest(self, limit: np.int64) -> _Dated | None:
        """The least price below ``limit``, and the starts."""
        found = self._chain()
        cap = self.terms.stay
        if found[0] < limit and cap is not None and not self._short(found[1], cap):
            found = self._visits(cap)
        return found if found[0] < min(limit, _NEVER) else None

    def _step(self, before: _Table, after: _Table, leg: int) -> tuple[Ints, Ints]:
        """Price of staying and of going home between two stops, (m, n) each."""
        terms = self.terms
        between = after.starts[:, None] - before.ends[None, :] - 1
        apart = between >= terms.gap
        waiting = np.maximum(between - travel.WAITING_FREE_DAYS, 0)
        usd = (leg + waiting * terms.waiting_usd) * _DOLLAR
        busy = apart if terms.idle is None else apart & (between <= terms.idle)
        stay = np.where(busy, usd, _NEVER)
        if terms.home is None:
            return stay, np.full_like(stay, _NEVER)
        away = apart & (between >= terms.home.days)
        return stay, np.where(away, terms.home.usd * _DOLLAR, _NEVER)

    def _chain(self) -> _Dated:
        """The cheapest without a limit on a visit."""
        price, back = self.tables[0].tie_break, []
        for after, (stay, home) in zip(self.tables[1:], self.steps, strict=True):
            step = price[None, :] + np.minimum(stay, home)
            choice = step.argmin(axis=1)
            back.append(choice)
            least = step[np.arange(len(choice)), choice]
            price = np.minimum(least + after.tie_break, _NEVER)
        path = [int(price.argmin())]
        for choice in reversed(back):
            path.append(int(choice[path[-1]]))
        return price.min(), self._starts(path[::-1])

    def _short(self, starts: tuple[int, ...], cap: int) -> bool:
        """Whether visits are short enough, going home wherever it costs no more."""
        at = [
            int(np.searchsorted(t.starts, s))
            for t, s in zip(self.tables, starts, strict=True)
        ]
        first = starts[0]
        for n, (start, table) in enumerate(zip(starts, self.tables, strict=True)):
            if n:
                stay, home = (step[at[n], at[n - 1]] for step in self.steps[n - 1])
                first = start if home <= stay else first
            if start + table.days - first > cap:
                return False
        return True

    def _visits(self, cap: int) -> _Dated:
        """The cheapest with a limit on a visit: prices by its first day, (F, n)."""
        firsts = np.unique(np.concatenate([t.starts for t in self.tables]))
        same = np.arange(len(firsts))[:, None]
        head = self.tables[0]
        price = _begun(firsts, head, head.tie_break, cap)
        back: list[tuple[Ints, Ints]] = []
        for after, (stay, home) in zip(self.tables[1:], self.steps, strict=True):
            step = price[:, None, :] + stay[None]
            kept, last = step.min(axis=2), step.argmin(axis=2)
            away = price.min(axis=0)[None] + home
            left = away.argmin(axis=1)
            anew = _begun(firsts, after, away.min(axis=1), cap)
            new = anew < kept
            of = np.where(new, price.argmin(axis=0)[left][None], same)
            back.append((of, np.where(new, left[None], last)))
            price = np.where(new, anew, kept) + after.tie_break
            price[after.ends[None] - firsts[:, None] >= cap] = _NEVER
            price = np.minimum(price, _NEVER)
        visit, at = divmod(int(price.argmin()), price.shape[1])
        path = [at]
        for earlier, choice in reversed(back):
            visit, at = int(earlier[visit, at]), int(choice[visit, at])
            path.append(at)
        return price.min(), self._starts(path[::-1])

    def _starts(self, path: Sequence[int]) -> tuple[int, ...]:
        return tuple(int(t.starts[i]) for t, i in zip(self.tables, path, strict=True))


def _begun(firsts: Ints, table: _Table, price: Ints, cap: int) -> Ints:
    """Prices of visits that begin with a stop, by their first day, (F, m)."""
    found = np.full((len(firsts), len(table.starts)), _NEVER)
    if table.days <= cap:
        at = np.searchsorted(firsts, table.starts)
        found[at, np.arange(len(at))] = price
    return found


def _follows(order: tuple[int, ...], orders: Collection[tuple[int, ...]]) -> bool:
    """Whether the stops that are in ``orders`` come in one of them."""
    ordered = set(next(iter(orders)))
    return tuple(i for i in order if i in ordered) in orders


@dataclass(frozen=True)
class _Table:
    """A stop's starts as arrays; ``ends`` are its last days."""

    starts: Ints
    days: int
    safe_from: int

    @cached_property
    def ends(self) -> Ints:
        return self.starts + (self.days - 1)

    @cached_property
    def tie_break(self) -> Ints:
        """Days since a far past, and a penalty where it may be too late to apply.

        Small enough to stay below a dollar in sum.
        """
        late = np.where(self.starts < self.safe_from, _TOO_LATE, 0)
        return self.starts - _LONG_AGO + late


@lru_cache(maxsize=1024)
def _table(stop: Stop) -> _Table:
    return _Table(np.array(stop.starts, dtype=np.int64), stop.days, stop.safe_from)
