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
from optimizer.domain.scenario import Scenario
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
    was answered for decides its starts, and is written down while they read it. By its
    id they look up whether it is trusted.
    """
    catalog = problem.catalog
    trusted = np.array(trust_of_all(problem), dtype=bool)
    which = np.full(len(trusted), _UNKNOWN)
    found = Numbers[Open]()
    for i, offering in enumerate(catalog.offerings):
        if which[i] == _UNKNOWN:
            reading = Reading(offering)
            one = cast(Offering, reading)
            closed = closed_throughout(problem, one)
            opened = _open(problem, one, () if closed else open_to_all(problem, one))
            names = vars(reading).keys() - {"offering_id"}
            alike = _alike(catalog, tuple(sorted(names)))
            same = (alike == alike[i]) & (trusted == trusted[i])
            which[same] = found.of(opened)
    return which, tuple(found.known)


def calendars_of(
    problem: Problem,
) -> tuple[Indices, list[tuple[int, ...]], tuple[Calendar, ...]]:
    """Which of some results each offering has, (O,), those results, and calendars.

    A result: the number of its calendar of each length; none without a start.
    """
    allowed, number = Allowed(problem), Numbers[Calendar]()
    # Whatever hosts answer: what is worked out once serves every case of answers.
    unanswered = cast(Scenario, Reading(problem.scenario, answers=()))
    known, results = open_starts(Problem(problem.catalog, unanswered))

    def numbers(one: Open) -> tuple[int, ...]:
        if one is NEVER:
            return ()
        free = {day.toordinal() for day in allowed.fitting(one.starts, one.weeks)}
        left = (
            (key, tuple(d for d in days if d in free)) for key, days in one.by_length
        )
        some = (Calendar(starts, *key) for key, starts in left if starts)
        return tuple(map(number.of, some))

    offerings = problem.catalog.offerings
    named = np.array([o.offering_id in allowed.named for o in offerings], dtype=bool)
    shared = set(known[~named].tolist())
    found = [numbers(one) if i in shared else () for i, one in enumerate(results)]
    which = known.copy()
    for i in np.flatnonzero(named).tolist():
        which[i] = len(found)
        days = allowed.starts(offerings[i])
        found.append(numbers(_open(problem, offerings[i], days)))
    return which, found, tuple(number.known)
