"""Calendars of offerings: starts of one length; those alike to the rules share one.

Shapes: O offerings, in the catalog's order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reading, Reused
from optimizer.domain.records import Offering
from optimizer.domain.starts import offerings_of
from optimizer.model.candidates import Allowed, Days, alike_starts
from optimizer.model.trust import trust_of_all

Indices = NDArray[np.int_]
Starts = tuple[int, ...]
"""Numbers of the calendars of an offering, one for each length and lateness."""
_UNKNOWN = -1


@dataclass(frozen=True)
class Calendar:
    """Allowed starts of one length and lateness: sorted ordinals, days, steps late."""

    starts: tuple[int, ...]
    days: int
    late: int = 0


def ints(values: Iterable[int]) -> Indices:
    """Whole numbers as an array."""
    return np.array(list(values), dtype=int)


class Numbers:
    """Numbers for keys, by first appearance."""

    def __init__(self) -> None:
        self.known: dict[object, int] = {}

    def of(self, key: object) -> int:
        """The number of a key."""
        return self.known.setdefault(key, len(self.known))


@lru_cache(maxsize=256)
def _alike(catalog: Catalog, names: tuple[str, ...]) -> Indices:
    """Offerings with the same values in these fields have the same number, (O,)."""
    values, numbers = attrgetter(*names), Numbers()
    return ints(numbers.of(values(offering)) for offering in catalog.offerings)


def calendars_of(
    problem: Problem,
) -> tuple[Indices, list[Starts], tuple[Calendar, ...]]:
    """Which of some results each offering has, (O,), those results, and calendars.

    A result: the number of its calendar of each length; none without a start.
    """
    kept = _of_unnamed(problem)
    calendars, which, found = Calendars(problem, kept[2]), kept[0].copy(), list(kept[1])
    named = calendars.allowed.named
    for i, offering in enumerate(problem.catalog.offerings):
        if offering.offering_id in named:
            which[i] = len(found)
            found.append(calendars.of(calendars.allowed.starts(offering), offering))
    return which, found, calendars.known


@Reused
def _of_unnamed(problem: Problem) -> tuple[Indices, list[Starts], tuple[Calendar, ...]]:
    """As ``calendars_of``, as if nothing were pinned or excluded.

    Of offerings that an answer speaks of it says nothing.
    """
    return Calendars(problem).of_unnamed()


def forget() -> None:
    """Forget the calendars of earlier problems."""
    _of_unnamed.forget()


class Calendars:
    """Calendars of offerings; those that look alike to the rules share theirs.

    What the rules read of an offering that nothing names decides its starts: it is
    written down while they read it. By its id they look up whether it is trusted.
    """

    def __init__(self, problem: Problem, known: Iterable[Calendar] = ()) -> None:
        self.problem = problem
        self.allowed = Allowed(problem)
        self.number = {calendar: i for i, calendar in enumerate(known)}

    @property
    def known(self) -> tuple[Calendar, ...]:
        """Every calendar, in the order of their numbers."""
        return tuple(self.number)

    def of_unnamed(self) -> tuple[Indices, list[Starts], tuple[Calendar, ...]]:
        """The results of offerings that nothing names."""
        catalog = self.problem.catalog
        answered = offerings_of(name for name, _ in self.problem.scenario.answers)
        free = np.array([o.offering_id not in answered for o in catalog.offerings])
        trusted = np.array(trust_of_all(self.problem), dtype=bool)
        which = np.full(len(free), _UNKNOWN)
        found: list[Starts] = []
        for i, offering in enumerate(catalog.offerings):
            if free[i] and which[i] == _UNKNOWN:
                numbers, names = self._read(offering)
                alike = _alike(catalog, names)
                same = (alike == alike[i]) & (trusted == trusted[i]) & free
                which[same] = len(found)
                found.append(numbers)
        return which, found, self.known

    def _read(self, offering: Offering) -> tuple[Starts, tuple[str, ...]]:
        """An offering's result, and the fields that the rules read of it."""
        reading = Reading(offering)
        alike = cast(Offering, reading)
        numbers = self.of(self.allowed.starts(alike, by_name=False), alike)
        names = {*vars(reading), "weeks"} - {"offering_id"}
        return numbers, tuple(sorted(names))

    def of(self, starts: Days, offering: Offering) -> Starts:
        """The result of an offering with these starts."""
        found = alike_starts(self.problem, offering, starts).items()
        every = (Calendar(some, *key) for key, some in found)
        return tuple(self.number.setdefault(c, len(self.number)) for c in every)
