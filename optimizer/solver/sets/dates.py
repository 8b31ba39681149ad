"""Dates of sets by look-up: the least waiting of classes of starts in any order.

A class is a calendar, or as much of it as gives a letter on time. What waiting a
sequence of classes costs at least is worked out once; then the dates of a set are a
look-up for each order plus the legs between its places. Exact as ``model/dating.py``,
which dates the one plan that is shown.

Shapes: S sets, q rotations of each (booked ones included), P orders.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations

import numpy as np

from optimizer.model import cost
from optimizer.model.dating import Scheduler
from optimizer.model.rotation import Rotation
from optimizer.solver.sets.offers import Calendar, Floats, Indices

_DOLLAR = 2.0**20
"""A dollar outweighs every number of days."""
_BATCH = 400_000
_MOST_KEPT = 100_000
MOST_CLASSES = 64
"""With more classes what fits together is seen only when a whole set is dated."""
_DIGIT = 4096
"""Classes of a set as digits of one number: at most five of them beside a sixth."""


@lru_cache(maxsize=8)
def orders(count: int) -> Indices:
    """Every order of so many, (P, count)."""
    return np.array(list(permutations(range(count))), dtype=int).reshape(-1, count)


class Dates:
    """Least waiting of sequences of classes under one set of schedule rules.

    Classes are numbered as they are asked for.
    """

    def __init__(
        self, scheduler: Scheduler, booked: tuple[Rotation, ...], idle: int | None
    ) -> None:
        self.gap, self.idle = scheduler.gap, idle
        self.stay, self.waiting_usd = scheduler.stay, scheduler.waiting_usd
        self.starts: list[Indices] = []
        self.days: list[int] = []
        self.number: dict[Calendar, int] = {}
        self.booked = [self.of(_fixed(r)) for r in booked]
        self.waits: dict[tuple[int, ...], float] = {}
        self.prefixes: dict[tuple[int, ...], Floats] = {}
        self.grids: dict[tuple[int, ...], Floats] = {}
        self.rows: dict[tuple[int, ...], Floats] = {}
        self.together: dict[tuple[int, ...], float] = {}
        self.step = lru_cache(maxsize=None)(self._step)

    def of(self, calendar: Calendar) -> int:
        """The number of the class of these starts."""
        if calendar not in self.number:
            self.number[calendar] = len(self.starts)
            self.starts.append(np.array(calendar.starts, dtype=np.int64))
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
        least = float(self._prefix(sequence).min(initial=np.inf))
        if np.isfinite(least) and self.stay is not None:
            span = least % _DOLLAR + self.days[sequence[-1]]
            if span > self.stay:
                least = self._within_stay(sequence)
        return least // _DOLLAR if np.isfinite(least) else np.inf

    def _prefix(self, sequence: tuple[int, ...]) -> Floats:
        """Least waiting, then least days since the first start, by last start."""
        if sequence not in self.prefixes:
            if len(sequence) == 1:
                found = np.zeros(len(self.starts[sequence[0]]))
            else:
                before = self._prefix(sequence[:-1])
                found = _extended(before, self.step(*sequence[-2:]))
            self.prefixes[sequence] = found
        return self.prefixes[sequence]

    def _step(self, before: int, after: int) -> Floats:
        """Price of each start after each start: waiting, then days."""
        ends = self.starts[before] + self.days[before] - 1
        between = self.starts[after][None, :] - ends[:, None] - 1
        allowed = between >= self.gap
        if self.idle is not None:
            allowed &= between <= self.idle
        waiting = np.maximum(between - cost.WAITING_FREE_DAYS, 0) * self.waiting_usd
        days = self.starts[after][None, :] - self.starts[before][:, None]
        return np.where(allowed, waiting * _DOLLAR + days, np.inf)

    def _within_stay(self, sequence: tuple[int, ...]) -> float:
        """Least price where the stay is capped: by first and last start together."""
        assert self.stay is not None
        busy = sum(self.days[c] for c in sequence) + self.gap * (len(sequence) - 1)
        if busy > self.stay:
            return np.inf
        return float(self._grid(sequence).min(initial=np.inf))

    def _grid(self, sequence: tuple[int, ...]) -> Floats:
        """As ``_prefix``, by first and last start, (F, L)."""
        if sequence not in self.grids:
            self.grids[sequence] = self._new_grid(sequence)
        return self.grids[sequence]

    def _new_grid(self, sequence: tuple[int, ...]) -> Floats:
        first, last = sequence[0], sequence[-1]
        stay = np.inf if self.stay is None else self.stay
        if len(sequence) == 1:
            found = np.full((len(self.starts[first]),) * 2, np.inf)
            np.fill_diagonal(found, 0.0)
        else:
            before, step = self._grid(sequence[:-1]), self.step(*sequence[-2:])
            found = np.stack([_extended(row, step) for row in before])
        span = self.starts[last][None, :] + self.days[last]
        span = span - self.starts[first][:, None]
        return np.where(span > stay, np.inf, found)

    # ---- sets -----------------------------------------------------------------------

    def fit(self, classes: tuple[int, ...]) -> bool:
        """Whether classes in some order have dates, with what is booked."""
        return self.least(classes) < np.inf

    def least(self, classes: tuple[int, ...]) -> float:
        """Least waiting of sorted classes in the best order, with what is booked."""
        if classes not in self.together:
            best = np.inf
            for order in dict.fromkeys(permutations((*classes, *self.booked))):
                best = min(best, self.waiting(order))
                if best == 0:
                    break
            self.together[classes] = best
        return self.together[classes]

    def by_order(self, classes: tuple[int, ...]) -> Floats:
        """Least waiting of classes in each order, (P,)."""
        if classes not in self.rows:
            sequences = [tuple(classes[i] for i in o) for o in orders(len(classes))]
            self.rows[classes] = np.array([self.waiting(s) for s in sequences])
        return self.rows[classes]

    def travel(self, classes: Indices, places: Indices, legs: Floats) -> Floats:
        """Least legs and waiting of sets, booked ones included; (S, q) to (S,).

        Infinite where a set has no dates.
        """
        count = classes.shape[1]
        if count == 0:
            return np.zeros(len(classes))
        alike, which = unique_rows(classes)
        waits = np.stack([self.by_order(tuple(row)) for row in alike.tolist()])
        every = orders(count)
        found = np.empty(len(classes))
        batch = max(1, _BATCH // (len(every) * count))
        for at in range(0, len(classes), batch):
            here = slice(at, at + batch)
            between = legs[places[here, :, None], places[here, None, :]]
            paid = between[:, every[:, :-1], every[:, 1:]].sum(axis=2)
            found[here] = (waits[which[here]] + paid).min(axis=1)
        return found


def path(places: Indices, legs: Floats) -> Floats:
    """Cheapest path through the places of each set, in any order; (S, q) to (S,)."""
    count = places.shape[1]
    if count < 2:  # noqa: PLR2004
        return np.zeros(len(places))
    every = orders(count)
    every = every[every[:, 0] < every[:, -1]]
    between = legs[places[:, :, None], places[:, None, :]]
    found = np.full(len(places), np.inf)
    for order in every:
        np.minimum(found, between[:, order[:-1], order[1:]].sum(axis=1), out=found)
    return found


def unique_rows(rows: Indices) -> tuple[Indices, Indices]:
    """Distinct rows, and which of them each row is."""
    code = rows[:, 0].astype(np.int64)
    if rows.shape[1] <= 5 and rows.max(initial=0) < _DIGIT:  # noqa: PLR2004
        for column in rows.T[1:]:
            code = code * _DIGIT + column
        _, first, which = np.unique(code, return_index=True, return_inverse=True)
        return rows[first], which.reshape(-1)
    alike, which = np.unique(rows, axis=0, return_inverse=True)
    return alike, which.reshape(-1)


def _extended(before: Floats, step: Floats) -> Floats:
    return np.asarray((before[:, None] + step).min(axis=0, initial=np.inf))


def _fixed(rotation: Rotation) -> Calendar:
    days = (rotation.end - rotation.start).days + 1
    return Calendar((rotation.start.toordinal(),), days)
