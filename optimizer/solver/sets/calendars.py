"""Calendars of offerings: starts of one length; those alike to the rules share one.

Shapes: O offerings, in the catalog's order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reading, Reused
from optimizer.domain.records import Offering
from optimizer.domain.starts import offerings_of
from optimizer.model.candidates import Allowed, Days, alike_starts, open_to_all
from optimizer.model.eligibility import closed_throughout
from optimizer.model.trust import trust_of_all

Indices = NDArray[np.int_]
_UNKNOWN = -1
K = TypeVar("K")


@dataclass(frozen=True)
class Calendar:
    """Allowed starts of one length and lateness: sorted ordinals, days, steps late."""

    starts: tuple[int, ...]
    days: int
    late: int = 0


def ints(values: Iterable[int]) -> Indices:
    """Whole numbers as an array."""
    return np.array(list(values), dtype=int)


class Numbers(Generic[K]):
    """Numbers for keys, by first appearance."""

    def __init__(self) -> None:
        self.known: dict[K, int] = {}

    def of(self, key: K) -> int:
        """The number of a key."""
        return self.known.setdefault(key, len(self.known))


@lru_cache(maxsize=256)
def _alike(catalog: Catalog, names: tuple[str, ...]) -> Indices:
    """Offerings with the same values in these fields have the same number, (O,)."""
    values, numbers = attrgetter(*names), Numbers[object]()
    return ints(numbers.of(values(offering)) for offering in catalog.offerings)


@dataclass(frozen=True)
class Open:
    """Starts on which a host may take one, of some pattern and weeks, free or not.

    ``by_length``: the days a block takes and how late one asks, with those starts as
    ordinals.
    """

    starts: str
    weeks: int
    by_length: tuple[tuple[tuple[int, int], tuple[int, ...]], ...]


NEVER = Open("", 0, ())


def _open(problem: Problem, offering: Offering, days: Days) -> Open:
    if not days:
        return NEVER
    starts = alike_starts(problem, offering, days)
    return Open(offering.starts, offering.weeks, tuple(starts.items()))


@Reused
def open_starts(problem: Problem) -> tuple[Indices, tuple[Open, ...]]:
    """Which of some results each offering has, (O,), and those results.

    As if nothing were pinned or excluded, and one were free on all days. Offerings
    that look alike to the rules share theirs: what the rules read of one that nothing
    names decides its starts, and is written down while they read it. By its id they
    look up whether it is trusted. Of what an answer speaks of this says nothing.
    """
    catalog = problem.catalog
    answered = offerings_of(name for name, _ in problem.scenario.answers)
    free = np.array([o.offering_id not in answered for o in catalog.offerings])
    trusted = np.array(trust_of_all(problem), dtype=bool)
    which = np.full(len(free), _UNKNOWN)
    found = Numbers[Open]()
    for i, offering in enumerate(catalog.offerings):
        if free[i] and which[i] == _UNKNOWN:
            reading = Reading(offering)
            one = cast(Offering, reading)
            closed = closed_throughout(problem, one)
            opened = _open(problem, one, () if closed else open_to_all(problem, one))
            names = vars(reading).keys() - {"offering_id"}
            alike = _alike(catalog, tuple(sorted(names)))
            same = (alike == alike[i]) & (trusted == trusted[i]) & free
            which[same] = found.of(opened)
    return which, tuple(found.known)


def calendars_of(
    problem: Problem,
) -> tuple[Indices, list[tuple[int, ...]], tuple[Calendar, ...]]:
    """Which of some results each offering has, (O,), those results, and calendars.

    A result: the number of its calendar of each length; none without a start.
    """
    allowed, number = Allowed(problem), Numbers[Calendar]()
    known, results = open_starts(problem)

    def numbers(one: Open) -> tuple[int, ...]:
        if one is NEVER:
            return ()
        free = {day.toordinal() for day in allowed.fitting(one.starts, one.weeks)}
        left = (
            (key, tuple(d for d in days if d in free)) for key, days in one.by_length
        )
        some = (Calendar(starts, *key) for key, starts in left if starts)
        return tuple(map(number.of, some))

    which, found = known.copy(), [numbers(one) for one in results]
    for i, offering in enumerate(problem.catalog.offerings):
        if offering.offering_id in allowed.named:
            which[i] = len(found)
            found.append(numbers(_open(problem, offering, allowed.starts(offering))))
    return which, found, tuple(number.known)
