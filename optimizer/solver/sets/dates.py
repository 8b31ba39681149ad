"""Dates of sets by look-up: the least waiting of their classes in any order.

What waiting a sequence of classes costs at least is worked out once (``sequences``);
then the dates of a set are a look-up for each order plus the legs between its places,
and a price for each trip home. Exact as ``model/dating.py``, which dates the one plan
that is shown.

Shapes: S sets, q rotations of each (booked ones included), P orders, H choices of gaps.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations, permutations, product

import numpy as np

from optimizer.model.calendars import Calendar
from optimizer.model.dating import Scheduler
from optimizer.model.rotation import Rotation
from optimizer.solver.sets.offer_arrays import (
    Floats,
    Indices,
    Mask,
    Offers,
    distinct,
)
from optimizer.solver.sets.sequences import HOME, Sequences

_BATCH = 400_000
MOST_CLASSES = 64
"""With more classes what fits together is seen only when a whole set is dated."""
_MOST_CODES = 2**62
"""So many sets can be told apart by one number, with the classes as its digits."""


@lru_cache(maxsize=8)
def orders(count: int) -> Indices:
    """Every order of so many, (P, count)."""
    return np.array(list(permutations(range(count))), dtype=int).reshape(-1, count)


def one_way(every: Indices) -> Indices:
    """Orders without those that are another one backwards: legs are as long."""
    return every[every[:, 0] <= every[:, -1]]


class Dates(Sequences):
    """Least travel and waiting of sets of classes, beside what is booked."""

    def __init__(
        self, scheduler: Scheduler, booked: tuple[Rotation, ...], idle: int | None
    ) -> None:
        super().__init__(scheduler, idle)
        self.booked = [self.of(_fixed_calendar(r)) for r in booked]
        self.rows: dict[tuple[tuple[int, ...], int], Floats] = {}
        self.together: dict[tuple[int, ...], bool] = {}

    def fit(self, classes: tuple[int, ...]) -> bool:
        """Whether sorted classes in some order have dates, with what is booked."""
        if classes not in self.together:
            every = (*classes, *self.booked)
            # Without a longest wait, what has dates has them with a member less.
            fewer = () if self.idle is not None else range(len(classes))
            self.together[classes] = self.possible(self._by_last(every)) or (
                all(self.fit(classes[:i] + classes[i + 1 :]) for i in fewer)
                and self._follow((), every)
            )
        return self.together[classes]

    def _by_last(self, classes: tuple[int, ...]) -> tuple[int, ...]:
        """The order that has dates as a rule if any has: whose last start is first."""
        return tuple(sorted(classes, key=lambda c: self.dates_of[c][-1]))

    def _follow(self, before: tuple[int, ...], left: tuple[int, ...]) -> bool:
        """Whether these in some order have dates after those in theirs."""
        if not self.possible(before):
            return False
        every = dict(zip(left, range(len(left)), strict=True))  # alike ones once
        return not left or any(
            self._follow((*before, c), left[:i] + left[i + 1 :])
            for c, i in every.items()
        )

    def by_order(self, classes: tuple[int, ...], trips: int = 0) -> Floats:
        """Least waiting of classes in each order, (P, H).

        With so many trips home, at each choice of gaps (``gaps_home``).
        """
        if (classes, trips) not in self.rows:
            away = gaps_home(len(classes), trips)
            every = tuple(permutations(classes))
            waits = {
                order: [self.waiting(_with_home(order, gaps)) for gaps in away]
                for order in dict.fromkeys(every)  # alike ones once
            }
            self.rows[classes, trips] = np.array([waits[order] for order in every])
        return self.rows[classes, trips]

    def travel(
        self,
        classes: Indices,
        places: Indices,
        legs: Floats,
        most: Floats | float = np.inf,
    ) -> Floats:
        """Least legs, waiting and trips home of sets, booked ones included.

        (S, q) to (S,); ``legs`` are those of the trips themselves. Infinite where a
        set has no dates; what is more than ``most`` need not be the least.
        """
        count = classes.shape[1]
        if count == 0:
            return np.zeros(len(classes))
        # Any order is tried, so members may stand in that of their classes: then
        # more sets look alike.
        by_class = np.argsort(classes, axis=1, kind="stable")
        classes = np.take_along_axis(classes, by_class, axis=1)
        places = np.take_along_axis(places, by_class, axis=1)
        found = self._by_trips(classes, places, legs, 0)
        if self.home is None:
            return found
        most = np.broadcast_to(most, len(found))
        open_ = np.flatnonzero(found > self.home.usd)
        if not len(open_):
            return found
        alike, which = unique_rows(np.sort(places[open_], axis=1))
        left = _shortest_legs(alike, legs)[which]
        for trips in range(1, count):
            usd = trips * self.home.usd
            least = usd + left[:, count - 1 - trips]
            some = open_[(found[open_] > least) & (least <= most[open_])]
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
        # Under a cap on the stay few orders of many have dates at all.
        dated = np.isfinite(waits).any(axis=(0, 2))
        if not dated.any():
            return np.full(len(classes), np.inf)
        every, waits = orders(count)[dated], waits[:, dated]
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


class Kinds:
    """The two classes of each offer: all starts, those on time (-1: none), (N,).

    ``relaxed`` dates know no longest wait: what fits for parts of a plan.
    """

    def __init__(self, dates: Dates, relaxed: Dates, offers: Offers) -> None:
        self.dates, self.relaxed = dates, relaxed
        rows = np.stack([offers.calendar, offers.timely], axis=1)
        alike, self.of = unique_rows(rows)
        pairs = [self._pair(offers.calendars[c], count) for c, count in alike.tolist()]
        self.pairs = np.array(pairs, dtype=int).reshape(-1, 2)
        self.listed = pairs
        self.known: dict[tuple[int, ...], bool] = {}

    def _pair(self, whole: Calendar, count: int) -> tuple[int, int]:
        some = replace(whole, starts=whole.starts[:count], late=0)
        return self.number(replace(whole, late=0)), self.number(some) if count else -1

    def number(self, calendar: Calendar) -> int:
        """The number of the class of these starts."""
        found = self.dates.of(calendar)
        assert self.relaxed.of(calendar) == found, "both are asked in the same order"
        return found

    def fit(self, sets: Indices, letters: int) -> Mask:
        """Whether kinds have dates with so many letters on time, whichever, (S,)."""
        if not sets.size:
            return np.full(len(sets), self._fits((), letters))
        alike, which = unique_rows(np.sort(sets, axis=1))
        fits = [self._fits(tuple(row), letters) for row in alike.tolist()]
        return np.array(fits, dtype=bool)[which]

    def _fits(self, kinds: tuple[int, ...], letters: int) -> bool:
        if (*kinds, letters) not in self.known:
            whole = [self.listed[kind][0] for kind in kinds]
            part = [self.listed[kind][1] for kind in kinds]
            can = [i for i, number in enumerate(part) if number >= 0]
            codes = {
                tuple(sorted([*(part[i] for i in some), *_without(whole, some)]))
                for some in combinations(can, letters)
            }
            self.known[(*kinds, letters)] = any(map(self.dates.fit, codes))
        return self.known[(*kinds, letters)]


def letters_in_time(can: Mask) -> tuple[Indices, Mask]:
    """Every choice of letters to be on time of those that can be, (M, r).

    Which set each is of, (W,), and the choice, (W, r).
    """
    every = np.array(list(product((False, True), repeat=can.shape[1])), dtype=bool)
    bits = 1 << np.arange(can.shape[1])
    which, letters = np.nonzero(((every @ bits) & ~(can @ bits)[:, None]) == 0)
    return which, every[letters]


def _without(classes: list[int], places: tuple[int, ...]) -> list[int]:
    return [number for i, number in enumerate(classes) if i not in places]


def _shortest_legs(places: Indices, legs: Floats) -> Floats:
    """What the n shortest legs of each set cost at least in any order, (S, n)."""
    count = places.shape[1]
    every = one_way(orders(count))
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


def _with_home(classes: tuple[int, ...], gaps: tuple[int, ...]) -> tuple[int, ...]:
    """A sequence that goes home in these gaps."""
    if not gaps:
        return classes
    found: list[int] = []
    for i, number in enumerate(classes):
        found += [number, HOME] if i in gaps else [number]
    return tuple(found)


def path(places: Indices, legs: Floats) -> Floats:
    """Cheapest path through the places of each set, in any order; (S, q) to (S,)."""
    count = places.shape[1]
    if count < 2:  # noqa: PLR2004
        return np.zeros(len(places))
    every = one_way(orders(count))
    between = legs[places[:, :, None], places[:, None, :]]
    if len(places) < len(every):
        ways = between[:, every[:, :-1], every[:, 1:]].sum(axis=2)
        return np.asarray(ways.min(axis=1))
    found = np.full(len(places), np.inf)
    for order in every:
        np.minimum(found, between[:, order[:-1], order[1:]].sum(axis=1), out=found)
    return found


def unique_rows(rows: Indices) -> tuple[Indices, Indices]:
    """Distinct rows, and which of them each row is."""
    if len(rows) == 1:
        return rows, np.zeros(1, dtype=int)
    low = int(rows.min(initial=0))
    base = int(rows.max(initial=0)) - low + 1
    if base ** rows.shape[1] < _MOST_CODES:
        code = np.zeros(len(rows), dtype=int)
        for column in rows.T:
            code = code * base + (column - low)
        _, first, which = distinct(code)
        return rows[first], which
    alike, which = np.unique(rows, axis=0, return_inverse=True)
    return alike, which.reshape(-1)


def _fixed_calendar(rotation: Rotation) -> Calendar:
    days = (rotation.end - rotation.start).days + 1
    return Calendar((rotation.start.toordinal(),), days)
