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
from optimizer.domain.problem import Problem, Reading
from optimizer.domain.records import Offering
from optimizer.model.candidates import Allowed, Days, alike_starts
from optimizer.model.trust import trust_of_all

Indices = NDArray[np.int_]
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


class Calendars:
    """Calendars of offerings; those that look alike to the rules share theirs.

    What the rules read of an offering that nothing names decides its starts: it is
    written down while they read it. By its id they look up whether it is trusted.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.allowed = Allowed(problem)
        self.numbers = Numbers()

    def every(self) -> tuple[Indices, list[tuple[int, ...]]]:
        """Which of some results each offering has, (O,), and those results.

        A result: the number of its calendar of each length; none without a start.
        """
        catalog, named = self.problem.catalog, self.allowed.named
        free = np.array([o.offering_id not in named for o in catalog.offerings])
        trusted = np.array(trust_of_all(self.problem), dtype=bool)
        which = np.full(len(free), _UNKNOWN)
        found: list[tuple[int, ...]] = []
        for i, offering in enumerate(catalog.offerings):
            if which[i] != _UNKNOWN:
                continue
            if free[i]:
                numbers, names = self._read(offering)
                alike = _alike(catalog, names)
                same = (alike == alike[i]) & (trusted == trusted[i]) & free
                which[same] = len(found)
            else:
                numbers = self._of(self.allowed.starts(offering), offering)
                which[i] = len(found)
            found.append(numbers)
        return which, found

    def _read(self, offering: Offering) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """An offering's result, and the fields that the rules read of it."""
        reading = Reading(offering)
        alike = cast(Offering, reading)
        numbers = self._of(self.allowed.starts(alike), alike)
        names = {*vars(reading), "weeks"} - {"offering_id"}
        return numbers, tuple(sorted(names))

    def _of(self, starts: Days, offering: Offering) -> tuple[int, ...]:
        found = alike_starts(self.problem, offering, starts) if starts else {}
        calendars = (Calendar(some, *key) for key, some in found.items())
        return tuple(map(self.numbers.of, calendars))
