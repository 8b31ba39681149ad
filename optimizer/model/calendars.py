"""Calendars of offerings: starts of one length; those alike to the rules share one.

Shapes: O offerings, in the catalog's order.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
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
from optimizer.domain.starts import BlockId, block_end, is_usual, start_dates
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


def number_alike(keys: Iterable[K]) -> Indices:
    """A number for each, the same for equal ones."""
    numbers = Numbers[K]()
    return ints(numbers.of(key) for key in keys)


@lru_cache(maxsize=256)
def _alike(catalog: Catalog, names: tuple[str, ...]) -> Indices:
    """Offerings with the same values in these fields have the same number, (O,)."""
    return number_alike(map(attrgetter(*names), catalog.offerings))


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


@Reused
def open_starts(problem: Problem) -> tuple[Indices, tuple[Open, ...]]:
    """Which of some results each offering has, (O,), and those results.

    As if nothing were pinned or excluded, and one were free on all days. Offerings
    that look alike to the rules share theirs: what the rules read of one that nothing
    was answered for decides its starts, and is written down while they read it. By its
    id they look up whether it is trusted.
    """
    catalog = problem.catalog
    trusted = trust_of_all(problem)
    which = np.full(len(trusted), _UNKNOWN)
    found = Numbers[Open]()
    for i, offering in enumerate(catalog.offerings):
        if which[i] == _UNKNOWN:
            reading = Reading(offering)
            one = cast(Offering, reading)
            opened = NEVER
            if not closed_throughout(problem, one):
                days = start_dates(one.starts, *problem.window)
                opened = _open(problem, one, days, by_name=False)
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
    number = Numbers[Calendar]()
    # Whatever hosts answer: what is worked out once serves every case of answers.
    unanswered = cast(Scenario, Reading(problem.scenario, answers=()))
    known, results = open_starts(Problem(problem.catalog, unanswered))

    @cache
    def free(starts: str, weeks: int) -> frozenset[int]:
        """Starts on which a block of so many weeks obeys the rules on dates."""
        days = start_dates(starts, *problem.window)
        every = ((day, block_end(starts, weeks, day)) for day in days)
        fits = [rule.fits for rule in rules.CALENDAR_RULES]
        fitting = (a for a, b in every if all(fit(problem, a, b) for fit in fits))
        return frozenset(day.toordinal() for day in fitting)

    def numbers(one: Open) -> tuple[int, ...]:
        fitting = free(one.starts, one.weeks) if one.by_length else frozenset()
        left = (
            (key, tuple(d for d in days if d in fitting)) for key, days in one.by_length
        )
        some = (Calendar(starts, *key) for key, starts in left if starts)
        return tuple(map(number.of, some))

    own = dict(_own_starts(problem, [results[n] for n in known.tolist()]))
    shared = {n for i, n in enumerate(known.tolist()) if i not in own}
    found = [numbers(one) if n in shared else () for n, one in enumerate(results)]
    which = known.copy()
    for i, one in own.items():
        which[i] = len(found)
        found.append(numbers(one))
    return which, found, tuple(number.known)


def _own_starts(problem: Problem, opened: list[Open]) -> Iterator[tuple[int, Open]]:
    """Place and starts of each offering that an exclusion, a date or an answer names.

    The rules are asked again where they may say something else than of the ``opened``.
    """
    scenario = problem.scenario
    excluded: dict[str, set[dt.date | None]] = {}
    for block in map(BlockId.parse, replies.excluded_names(scenario)):
        excluded.setdefault(block.offering_id, set()).add(block.start)
    dated = replies.wanted_on_a_date(scenario)
    judged = dated | replies.asked_offerings(scenario)
    for i, offering in enumerate(problem.catalog.offerings):
        name = offering.offering_id
        gone = excluded.get(name, set())
        if None in gone:
            yield i, NEVER
        elif name in judged:
            every = start_dates(offering.starts, *problem.window)
            left = tuple(day for day in every if day not in gone)
            yield i, _open(problem, offering, left, by_name=name in dated)
        elif gone:
            by_length = tuple(
                (key, tuple(d for d in days if dt.date.fromordinal(d) not in gone))
                for key, days in opened[i].by_length
            )
            yield i, replace(opened[i], by_length=by_length)


def allowed_starts(problem: Problem, offering: Offering) -> Days:
    """The starts of an offering that every block rule allows."""
    which, found, every = calendars_of(problem)
    numbers = found[which[problem.catalog.offerings.index(offering)]]
    days = sorted(start for n in numbers for start in every[n].starts)
    return tuple(map(dt.date.fromordinal, days))


def _open(problem: Problem, offering: Offering, left: Days, *, by_name: bool) -> Open:
    """Which of some starts obey every rule but those on dates, or those by name too."""
    for rule in rules.BLOCK_RULES:
        if isinstance(rule, BlockRule) and (by_name or not rule.by_name):
            left = _under(problem, rule, offering, left)
    if not left:
        return NEVER
    starts = alike_starts(problem, offering, left)
    return Open(offering.starts, offering.weeks, tuple(starts.items()))


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
