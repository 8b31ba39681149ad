"""Classes of starts one after the other: the least waiting, and whether they fit.

A class is a calendar, or as much of it as gives a letter on time. Between two classes
of a sequence may stand ``HOME``: then one goes home there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

import numpy as np

from optimizer.model import travel
from optimizer.model.calendars import Calendar
from optimizer.model.dating import Scheduler
from optimizer.solver.sets.offer_arrays import Floats, Indices

_DOLLAR = 2.0**20
"""A dollar outweighs every number of days."""
_FEW = 3
"""So few are sooner dated than looked at whether they have dates at all."""
_MOST_KEPT = 100_000
HOME = -1
"""Stands between two classes of a sequence where one goes home."""


class Sequences:
    """Least waiting of sequences of classes under one set of schedule rules.

    Classes are numbered as they are asked for.
    """

    def __init__(self, scheduler: Scheduler, idle: int | None) -> None:
        self.gap, self.idle, self.home = scheduler.gap, idle, scheduler.home
        self.stay, self.waiting_usd = scheduler.stay, scheduler.waiting_usd
        self.starts: list[Indices] = []
        self.dates_of: list[tuple[int, ...]] = []
        self.days: list[int] = []
        self.number: dict[Calendar, int] = {}
        self.waits: dict[tuple[int, ...], float] = {}
        self.prefixes: dict[tuple[int, ...], Floats] = {}
        self.grids: dict[tuple[int, ...], Floats] = {}
        self.arrived: dict[tuple[int, ...], Floats] = {}
        self.reached: dict[tuple[int, ...], Floats] = {}
        self.known: dict[tuple[int, ...], bool] = {}
        self.step = lru_cache(maxsize=None)(self._step)
        self.follows = lru_cache(maxsize=None)(self._follows)

    def of(self, calendar: Calendar) -> int:
        """The number of the class of these starts."""
        if calendar not in self.number:
            self.number[calendar] = len(self.starts)
            self.starts.append(np.array(calendar.starts, dtype=np.int64))
            self.dates_of.append(calendar.starts)
            self.days.append(calendar.days)
        return self.number[calendar]

    @property
    def large(self) -> bool:
        """Whether the tables hold more than is worth keeping for the next problem."""
        return len(self.waits) > _MOST_KEPT

    # ---- one sequence ---------------------------------------------------------------

    def waiting(self, sequence: tuple[int, ...]) -> float:
        """Least waiting dollars of classes in this order; infinite if none fit."""
        if sequence not in self.waits:
            self.waits[sequence] = self._waiting(sequence)
        return self.waits[sequence]

    def _waiting(self, sequence: tuple[int, ...]) -> float:
        if not sequence:
            return 0.0
        if self.stay is not None and self._busiest(sequence) > self.stay:
            return np.inf
        order = tuple(number for number in sequence if number != HOME)
        if len(sequence) > _FEW and self._soonest(order) is False:
            return np.inf
        if self.stay is not None and HOME in sequence:
            least = float(self._after_home(sequence).min(initial=np.inf))
        else:
            least = float(self._prefix(sequence).min(initial=np.inf))
            span = least % _DOLLAR + self.days[sequence[-1]]
            if self.stay is not None and np.isfinite(least) and span > self.stay:
                least = float(self._grid(sequence).min(initial=np.inf))
        return least // _DOLLAR if np.isfinite(least) else np.inf

    def _prefix(self, sequence: tuple[int, ...]) -> Floats:
        """Least waiting, then least days since the first start, by last start."""
        if sequence not in self.prefixes:
            if len(sequence) == 1:
                found = np.zeros(len(self.starts[sequence[0]]))
            else:
                found = _extend(self._prefix(_before(sequence)), self._last(sequence))
            self.prefixes[sequence] = found
        return self.prefixes[sequence]

    def _last(self, sequence: tuple[int, ...]) -> Floats:
        """The last step of a sequence."""
        home = sequence[-2] == HOME
        return self.step(_before(sequence)[-1], sequence[-1], home)

    def _step(self, before: int, after: int, home: bool) -> Floats:
        """Price of each start after each start: waiting, then days; home is free."""
        ends = self.starts[before] + self.days[before] - 1
        between = self.starts[after][None, :] - ends[:, None] - 1
        allowed = between >= self.gap
        if home:
            assert self.home is not None, "who lives in the US does not go home"
            return np.where(allowed & (between >= self.home.days), 0.0, np.inf)
        if self.idle is not None:
            allowed &= between <= self.idle
        waiting = np.maximum(between - travel.WAITING_FREE_DAYS, 0) * self.waiting_usd
        days = self.starts[after][None, :] - self.starts[before][:, None]
        return np.where(allowed, waiting * _DOLLAR + days, np.inf)

    def _busiest(self, sequence: tuple[int, ...]) -> int:
        """Days that the longest visit of a sequence takes at least."""
        gap, most, busy = self.gap, 0, -self.gap
        for number in sequence:
            busy = -gap if number == HOME else busy + gap + self.days[number]
            if busy > most:  # no call: this is asked of every sequence
                most = busy
        return most

    def _grid(self, visit: tuple[int, ...]) -> Floats:
        """As ``_prefix``, by first start of a visit and last start, (F, L)."""
        if visit not in self.grids:
            self.grids[visit] = self._new_grid(visit)
        return self.grids[visit]

    def _new_grid(self, visit: tuple[int, ...]) -> Floats:
        first, last = visit[0], visit[-1]
        if len(visit) == 1:
            found = np.full((len(self.starts[last]),) * 2, np.inf)
            np.fill_diagonal(found, 0.0)
        else:
            before, step = self._grid(visit[:-1]), self._last(visit)
            found = (before[:, :, None] + step[None]).min(axis=1, initial=np.inf)
        span = self.starts[last][None, :] + self.days[last]
        return self._capped(span - self.starts[first][:, None], found)

    def _after_home(self, sequence: tuple[int, ...]) -> Floats:
        """As ``_prefix``, no visit longer than the stay: visits share their grids."""
        if sequence not in self.arrived:
            visit = _visit(sequence)
            found = self._grid(visit)
            before = sequence[: -len(visit) - 1]
            if before:
                step = self.step(before[-1], visit[0], True)
                begun = _extend(self._after_home(before), step)
                found = begun[:, None] + found
            self.arrived[sequence] = found.min(axis=0, initial=np.inf)
        return self.arrived[sequence]

    def _capped(self, days: Indices, price: Floats) -> Floats:
        return price if self.stay is None else np.where(days > self.stay, np.inf, price)

    # ---- whether there are dates at all ---------------------------------------------

    def possible(self, order: tuple[int, ...]) -> bool:
        """Whether classes have dates in this order, going home wherever one can."""
        if order not in self.known:
            sure = self._soonest(order)
            self.known[order] = (
                bool((self._reach(order) > -np.inf).any()) if sure is None else sure
            )
        return self.known[order]

    def _soonest(self, order: tuple[int, ...]) -> bool | None:
        """The same by the soonest dates alone; None: they do not tell.

        One after the other as soon as may be, without limits; then, for the stay, each
        as late as those after it allow.
        """
        day, last = 0, 0
        for number in order:
            starts = self.dates_of[number]
            at = bisect_left(starts, day)
            if at == len(starts):
                return False
            last = starts[at]
            day = last + self.days[number] + self.gap
        if not order or (self.stay is None and self.idle is None):
            return True
        if self.stay is None or self.idle is not None:
            return None
        first = last
        for number in order[-2::-1]:
            starts = self.dates_of[number]
            latest = first - self.gap - self.days[number]
            first = starts[bisect_right(starts, latest) - 1]
        return True if last + self.days[order[-1]] - first <= self.stay else None

    def _follows(self, before: int, after: int, home: bool) -> Floats:
        """0 where a start of one may follow a start of the other, else -inf."""
        return np.where(np.isfinite(self.step(before, after, home)), 0.0, -np.inf)

    def _reach(self, order: tuple[int, ...]) -> Floats:
        """The latest first day of the last visit, by last start; -inf: no dates.

        The later a visit began, the more may still follow in it.
        """
        if order not in self.reached:
            last = order[-1]
            found = self.starts[last].astype(float)
            if len(order) > 1:
                before = self._reach(order[:-1])
                begun = before[:, None] + self.follows(order[-2], last, False)
                found = begun.max(axis=0, initial=-np.inf)
                if self.home is not None:
                    away = before[:, None] + self.follows(order[-2], last, True)
                    some = away.max(axis=0, initial=-np.inf) > -np.inf
                    found = np.where(some, self.starts[last], found)
            if self.stay is not None:
                days = self.starts[last] + self.days[last] - found
                found = np.where(days > self.stay, -np.inf, found)
            self.reached[order] = found
        return self.reached[order]


def _before(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """A sequence without its last class."""
    return sequence[:-2] if sequence[-2] == HOME else sequence[:-1]


def _visit(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """The last visit of a sequence."""
    homes = [i for i, number in enumerate(sequence) if number == HOME]
    return sequence[homes[-1] + 1 :] if homes else sequence


def _extend(before: Floats, step: Floats) -> Floats:
    return np.asarray((before[:, None] + step).min(axis=0, initial=np.inf))
