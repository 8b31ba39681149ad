"""The starts that the block rules allow; offerings alike to the rules share calendars.

Shapes: O offerings, in the catalog's order.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import replies
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reading, Reused
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import block_end, is_usual, start_dates
from optimizer.model.eligibility import closed_throughout, steps_late
from optimizer.model.letters import days_of, end_of
from optimizer.model.rules import rules
from optimizer.model.rules.base import BlockRule
from optimizer.model.trust import trust_of_all

Days = tuple[dt.date, ...]
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


def alike_starts(
    problem: Problem, offering: Offering, starts: Days
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Sorted starts, as ordinals, by the days a block takes and how late one asks."""
    found: dict[tuple[int, int], list[int]] = {}
    # Without a window and an answer for some date the later a start, the less late.
    falls = not (
        offering.application_window
        or replies.unsettled(problem.scenario, offering.offering_id)
    )
    late = 1
    for at, start in enumerate(starts):
        late = steps_late(problem, offering, start) if late or not falls else 0
        alike = falls and not late and is_usual(offering.starts)
        same = starts[at:] if alike else (start,)
        days = found.setdefault((days_of(offering, start), late), [])
        days += [day.toordinal() for day in same]
        if alike:
            break
    return {key: tuple(days) for key, days in sorted(found.items())}


def allowed_starts(problem: Problem, offering: Offering) -> Days:
    """The starts of an offering that every block rule allows."""
    return Allowed(problem).starts(offering)


class Allowed:
    """Allowed starts; offerings of the same dates share what date rules say of them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.named = replies.named_offerings(problem.scenario)
        self._dated = replies.wanted_on_a_date(problem.scenario)
        self._excluded = frozenset(replies.excluded_names(problem.scenario))
        self._fitting: dict[tuple[str, int], Days] = {}

    def starts(self, offering: Offering) -> Days:
        """Starts of an offering that obey every block rule."""
        name = offering.offering_id
        if name in self._excluded:  # as a rule finds, start by start
            return ()
        left = self.fitting(offering.starts, offering.weeks)
        if name in self.named:
            left = tuple(day for day in left if f"{name}@{day}" not in self._excluded)
        return _obeying_all(self.problem, offering, left, name in self._dated)

    def fitting(self, starts: str, weeks: int) -> Days:
        """Starts on which a block of so many weeks obeys the rules on dates."""
        if (starts, weeks) not in self._fitting:
            days = start_dates(starts, *self.problem.window)
            every = [(day, block_end(starts, weeks, day)) for day in days]
            for rule in rules.CALENDAR_RULES:
                every = [each for each in every if rule.fits(self.problem, *each)]
            self._fitting[starts, weeks] = tuple(day for day, _ in every)
        return self._fitting[starts, weeks]


def open_to_all(problem: Problem, offering: Offering) -> Days:
    """Starts that obey every rule but those on dates and those by name."""
    every = start_dates(offering.starts, *problem.window)
    return _obeying_all(problem, offering, every, False)


def _obeying_all(problem: Problem, offering: Offering, left: Days, dated: bool) -> Days:
    for rule in rules.BLOCK_RULES:
        if isinstance(rule, BlockRule) and (dated or not rule.by_name):
            left = _under(problem, rule, offering, left)
    return left


def _under(problem: Problem, rule: BlockRule, offering: Offering, starts: Days) -> Days:
    known = dict[Hashable, bool]()
    turns = rule.turns(problem, offering) if rule.turns else None
    facts_of = rule.facts if turns is None else None  # runs differ in theirs
    found: list[dt.date] = []
    for days in runs(starts, turns):
        day = days[0]
        facts = facts_of(problem, offering, day) if facts_of else day
        if facts not in known:
            known[facts] = rule.allows(problem, offering, day, end_of(offering, day))
        if known[facts]:
            found += days
    return tuple(found)


def runs(starts: Days, turns: Iterable[dt.date] | None) -> Iterator[Days]:
    """Sorted starts cut at the days on which a verdict may turn; None: at each."""
    if turns is None:
        yield from ((start,) for start in starts)
        return
    edges = {0, len(starts), *(bisect_left(starts, day) for day in turns)}
    yield from (starts[a:b] for a, b in pairwise(sorted(edges)))


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


@Reused
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
