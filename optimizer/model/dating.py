"""Dates for a given set of rotations: the cheapest valid order and starts, exactly.

A set has at most six rotations, so every order is tried; for one order a dynamic
program over the starts finds the least waiting. Prices are whole dollars.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.problem import Problem
from optimizer.domain.records import Place
from optimizer.model import cost, rules

Ints = NDArray[np.int64]
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
        self.stay = rules.stay_cap(problem)
        self.waiting_usd = scenario.waiting_usd_per_day

    def leg(self, a: Place, b: Place) -> int:
        """Cost of the trip between two places."""
        return cost.leg_usd(self.problem, a, b)

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
        tables = [_Table.of(stop) for stop in stops]
        best: tuple[int, tuple[int, ...]] | None = None
        limit = _NEVER if math.isinf(most_usd) else (int(most_usd) + 1) * _DOLLAR
        for usd, order in self._orders(stops):
            if orders is not None and not _follows(order, orders):
                continue
            if usd * _DOLLAR >= limit:
                break
            found = self._dated([tables[i] for i in order], limit - usd * _DOLLAR)
            if found is not None:
                price, starts = found
                limit = price + usd * _DOLLAR
                placed = sorted(zip(order, starts, strict=True))
                best = (int(limit // _DOLLAR), tuple(s for _, s in placed))
        return Schedule(best[1], best[0]) if best else None

    def _too_long(self, stops: Sequence[Stop]) -> bool:
        """Whether the stay is too short for these, one right after the other."""
        least = sum(stop.days + self.gap for stop in stops) - self.gap
        return self.stay is not None and least > self.stay

    def _orders(self, stops: Sequence[Stop]) -> list[tuple[int, tuple[int, ...]]]:
        """Every order with the price of its legs, cheapest first."""
        n = len(stops)
        legs = [[self.leg(a.place, b.place) for b in stops] for a in stops]
        earliest = [s.starts[0] + s.days for s in stops]
        latest = [s.starts[-1] for s in stops]
        orders = []
        for order in permutations(range(n)):
            if all(earliest[a] + self.gap <= latest[b] for a, b in pairwise(order)):
                orders.append((sum(legs[a][b] for a, b in pairwise(order)), order))
        return sorted(orders)

    def _dated(
        self, tables: list[_Table], limit: np.int64
    ) -> tuple[np.int64, tuple[int, ...]] | None:
        """Least price (waiting dollars, then sum of starts) below ``limit``."""
        found = self._chain(tables, limit)
        if found is None or self.stay is None or self._short(tables, found[1]):
            return found
        best = None
        for i in range(len(tables[0].starts)):
            first, last = tables[0].only(i), tables[-1]
            latest_end = tables[0].starts[i] + self.stay
            ends = [t.until(latest_end) for t in tables[1:]]
            chain = [first, *ends] if len(tables) > 1 else [first]
            if last.days > self.stay or any(not len(t.starts) for t in chain):
                continue
            option = self._chain(chain, limit)
            if option is not None and self._short(chain, option[1]):
                best, limit = option, option[0]
        return best

    def _short(self, tables: list[_Table], starts: tuple[int, ...]) -> bool:
        assert self.stay is not None
        ends = [s + t.days for s, t in zip(starts, tables, strict=True)]
        return max(ends) - starts[0] <= self.stay

    def _chain(
        self, tables: list[_Table], limit: np.int64
    ) -> tuple[np.int64, tuple[int, ...]] | None:
        price = tables[0].tie_break
        back: list[Ints] = []
        for before, after in pairwise(tables):
            between = after.starts[:, None] - before.ends[None, :] - 1
            allowed = between >= self.gap
            if self.idle is not None:
                allowed &= between <= self.idle
            waiting = np.maximum(between - cost.WAITING_FREE_DAYS, 0)
            usd = waiting * self.waiting_usd * _DOLLAR
            step = np.where(allowed, price[None, :] + usd, _NEVER)
            choice = step.argmin(axis=1)
            back.append(choice)
            least = step[np.arange(len(choice)), choice]
            price = np.minimum(least + after.tie_break, _NEVER)
        last = int(price.argmin())
        if price[last] >= min(limit, _NEVER):
            return None
        return price[last], _trace(tables, back, last)


def _follows(order: tuple[int, ...], orders: Collection[tuple[int, ...]]) -> bool:
    """Whether the stops that are in ``orders`` come in one of them."""
    ordered = set(next(iter(orders)))
    return tuple(i for i in order if i in ordered) in orders


def _trace(tables: list[_Table], back: list[Ints], last: int) -> tuple[int, ...]:
    path = [last]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    path.reverse()
    return tuple(int(t.starts[i]) for t, i in zip(tables, path, strict=True))


@dataclass(frozen=True)
class _Table:
    """A stop's starts as arrays; ``ends`` are its last days."""

    starts: Ints
    days: int
    safe_from: int

    @classmethod
    def of(cls, stop: Stop) -> _Table:
        starts = np.array(stop.starts, dtype=np.int64)
        return cls(starts, stop.days, stop.safe_from)

    def only(self, i: int) -> _Table:
        return _Table(self.starts[i : i + 1], self.days, self.safe_from)

    def until(self, end: int) -> _Table:
        kept = self.starts[self.starts + self.days <= end]
        return _Table(kept, self.days, self.safe_from)

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
