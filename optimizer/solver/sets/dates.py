"""Dates of sets by look-up: the least waiting of classes of starts in any order.

A class is a calendar, or as much of it as gives a letter on time. What waiting a
sequence of classes costs at least is worked out once; then the dates of a set are a
look-up for each order plus the legs between its places. Between two classes of a
sequence may stand ``HOME``: then one goes home there, for a price of its own. Exact as
``model/dating.py``, which dates the one plan that is shown.

Shapes: S sets, q rotations of each (booked ones included), P orders, H choices of gaps.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, permutations

import numpy as np

from optimizer.model import travel
from optimizer.model.dating import Scheduler
from optimizer.model.rotation import Rotation
from optimizer.solver.sets.offers import Calendar, Floats, Indices

_DOLLAR = 2.0**20
"""A dollar outweighs every number of days."""
_BATCH = 400_000
_MOST_KEPT = 100_000
MOST_CLASSES = 64
"""With more classes what fits together is seen only when a whole set is dated."""
HOME = -1
"""Stands between two classes of a sequence where one goes home."""
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
        self.gap, self.idle, self.home = scheduler.gap, idle, scheduler.home
        self.stay, self.waiting_usd = scheduler.stay, scheduler.waiting_usd
        self.starts: list[Indices] = []
        self.days: list[int] = []
        self.number: dict[Calendar, int] = {}
        self.booked = [self.of(_fixed(r)) for r in booked]
        self.waits: dict[tuple[int, ...], float] = {}
        self.prefixes: dict[tuple[int, ...], Floats] = {}
        self.grids: dict[tuple[int, ...], Floats] = {}
        self.rows: dict[tuple[tuple[int, ...], int], Floats] = {}
        self.reached: dict[tuple[int, ...], Floats] = {}
        self.together: dict[tuple[int, ...], bool] = {}
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
        if self.stay is not None and HOME in sequence:
            least = float(self._grid(sequence).min(initial=np.inf))
        else:
            least = float(self._prefix(sequence).min(initial=np.inf))
            span = least % _DOLLAR + self.days[sequence[-1]]
            if self.stay is not None and np.isfinite(least) and span > self.stay:
                least = self._within_stay(sequence)
        return least // _DOLLAR if np.isfinite(least) else np.inf

    def _prefix(self, sequence: tuple[int, ...]) -> Floats:
        """Least waiting, then least days since the first start, by last start."""
        if sequence not in self.prefixes:
            if len(sequence) == 1:
                found = np.zeros(len(self.starts[sequence[0]]))
            else:
                found = _extended(self._prefix(_before(sequence)), self._last(sequence))
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

    def _within_stay(self, sequence: tuple[int, ...]) -> float:
        """Least price where the stay is capped: by first and last start together."""
        assert self.stay is not None
        busy = sum(self.days[c] for c in sequence) + self.gap * (len(sequence) - 1)
        if busy > self.stay:
            return np.inf
        return float(self._grid(sequence).min(initial=np.inf))

    def _grid(self, sequence: tuple[int, ...]) -> Floats:
        """As ``_prefix``, by first start of the last visit and last start, (F, L)."""
        if sequence not in self.grids:
            self.grids[sequence] = self._new_grid(sequence)
        return self.grids[sequence]

    def _new_grid(self, sequence: tuple[int, ...]) -> Floats:
        last = sequence[-1]
        if len(sequence) == 1:
            return self._begun(last, np.zeros(len(self.starts[last])))
        before, step = self._grid(_before(sequence)), self._last(sequence)
        if sequence[-2] == HOME:
            least = before.min(axis=0, initial=np.inf)
            return self._begun(last, _extended(least, step))
        found = (before[:, :, None] + step[None]).min(axis=1, initial=np.inf)
        first = _visit(sequence)[0]
        span = self.starts[last][None, :] + self.days[last]
        return self._capped(span - self.starts[first][:, None], found)

    def _begun(self, first: int, price: Floats) -> Floats:
        """The grid of a visit of one rotation."""
        found = np.full((len(price),) * 2, np.inf)
        np.fill_diagonal(found, price)
        return self._capped(np.full(found.shape, self.days[first]), found)

    def _capped(self, days: Indices, price: Floats) -> Floats:
        return price if self.stay is None else np.where(days > self.stay, np.inf, price)

    # ---- whether there are dates at all ---------------------------------------------

    def possible(self, order: tuple[int, ...]) -> bool:
        """Whether classes have dates in this order, going home wherever one can."""
        return not order or bool((self._reach(order) > -np.inf).any())

    def _reach(self, order: tuple[int, ...]) -> Floats:
        """The latest first day of the last visit, by last start; -inf: no dates.

        The later a visit began, the more may still follow in it.
        """
        if order not in self.reached:
            last = order[-1]
            found = self.starts[last].astype(float)
            if len(order) > 1:
                before = self._reach(order[:-1])
                stays = np.isfinite(self.step(order[-2], last, False))
                begun = np.where(stays, before[:, None], -np.inf)
                found = begun.max(axis=0, initial=-np.inf)
                if self.home is not None:
                    away = np.isfinite(self.step(order[-2], last, True))
                    away &= (before > -np.inf)[:, None]
                    found = np.where(away.any(axis=0), self.starts[last], found)
            if self.stay is not None:
                days = self.starts[last] + self.days[last] - found
                found = np.where(days > self.stay, -np.inf, found)
            self.reached[order] = found
        return self.reached[order]

    # ---- sets -----------------------------------------------------------------------

    def fit(self, classes: tuple[int, ...]) -> bool:
        """Whether sorted classes in some order have dates, with what is booked."""
        if classes not in self.together:
            every = dict.fromkeys(permutations((*classes, *self.booked)))
            self.together[classes] = any(map(self.possible, every))
        return self.together[classes]

    def by_order(self, classes: tuple[int, ...], trips: int = 0) -> Floats:
        """Least waiting of classes in each order, (P, H).

        With so many trips home, at each choice of gaps (``gaps_home``).
        """
        if (classes, trips) not in self.rows:
            every = [[classes[i] for i in o] for o in orders(len(classes))]
            away = gaps_home(len(classes), trips)
            waits = [
                [self.waiting(_with_home(o, gaps)) for gaps in away] for o in every
            ]
            self.rows[classes, trips] = np.array(waits)
        return self.rows[classes, trips]

    def travel(self, classes: Indices, places: Indices, legs: Floats) -> Floats:
        """Least legs, waiting and trips home of sets, booked ones included.

        (S, q) to (S,); ``legs`` are those of the trips themselves. Infinite where a
        set has no dates.
        """
        count = classes.shape[1]
        if count == 0:
            return np.zeros(len(classes))
        found = self._by_trips(classes, places, legs, 0)
        if self.home is None:
            return found
        least = path(places, travel.capped(legs, self.home))
        open_ = np.flatnonzero(found > np.maximum(least, self.home.usd))
        left = _shortest_legs(places[open_], legs)
        for trips in range(1, count if len(open_) else 1):
            usd = trips * self.home.usd
            some = open_[found[open_] > usd + left[:, count - 1 - trips]]
            if len(some):
                away = self._by_trips(classes[some], places[some], legs, trips)
                found[some] = np.minimum(found[some], away + usd)
        return found

    def _by_trips(
        self, classes: Indices, places: Indices, legs: Floats, trips: int
    ) -> Floats:
        """Least legs and waiting with exactly so many trips home, (S,)."""
        count = classes.shape[1]
        alike, which = unique_rows(classes)
        waits = np.stack([self.by_order(tuple(row), trips) for row in alike.tolist()])
        every = orders(count)
        away = gaps_home(count, trips)
        stays = np.ones((count - 1, len(away)))
        for choice, gaps in enumerate(away):
            stays[list(gaps), choice] = 0.0
        found = np.empty(len(classes))
        batch = max(1, _BATCH // (len(every) * count * len(away)))
        for at in range(0, len(classes), batch):
            here = slice(at, at + batch)
            between = legs[places[here, :, None], places[here, None, :]]
            paid = between[:, every[:, :-1], every[:, 1:]] @ stays
            found[here] = (waits[which[here]] + paid).min(axis=(1, 2))
        return found


def _shortest_legs(places: Indices, legs: Floats) -> Floats:
    """What the n shortest legs of each set cost at least in any order, (S, n)."""
    count = places.shape[1]
    every = orders(count)
    found = np.zeros((len(places), count))
    batch = max(1, _BATCH // (len(every) * count))
    for at in range(0, len(places), batch):
        here = slice(at, at + batch)
        between = legs[places[here, :, None], places[here, None, :]]
        paid = np.sort(between[:, every[:, :-1], every[:, 1:]], axis=2)
        found[here, 1:] = paid.cumsum(axis=2).min(axis=1)
    return found


@lru_cache(maxsize=64)
def gaps_home(count: int, trips: int) -> tuple[tuple[int, ...], ...]:
    """Every choice of so many of the gaps between ``count`` rotations."""
    return tuple(combinations(range(count - 1), trips))


def _with_home(classes: list[int], gaps: tuple[int, ...]) -> tuple[int, ...]:
    """A sequence that goes home in these gaps."""
    found: list[int] = []
    for i, number in enumerate(classes):
        found += [number, HOME] if i in gaps else [number]
    return tuple(found)


def _before(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """A sequence without its last class."""
    return sequence[:-2] if sequence[-2] == HOME else sequence[:-1]


def _visit(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """The last visit of a sequence."""
    homes = [i for i, number in enumerate(sequence) if number == HOME]
    return sequence[homes[-1] + 1 :] if homes else sequence


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
