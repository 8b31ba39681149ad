"""Offerings as arrays: what a catalog says once, and what a scenario makes of it.

Offerings with the same starts and length share a calendar. Shapes: O offerings, in the
catalog's order; or those with a start that the block rules allow, in that of their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import replies
from optimizer.domain.block_id import offering_of, offerings_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reading, Reused
from optimizer.domain.records import Offering
from optimizer.model import cost
from optimizer.model.candidates import Allowed, Days, alike_starts
from optimizer.model.hosts.trust import is_trusted
from optimizer.model.letters import days_until_ready, gives_letter, writing_days
from optimizer.model.rotation import (
    Visit,
    acceptance_before_reply,
    late_factor,
    visit_at,
)
from optimizer.model.rules.rules import KINDS

Floats = NDArray[np.float64]
Indices = NDArray[np.int_]
Mask = NDArray[np.bool_]
NO_PROGRAM = -1


@dataclass(frozen=True, eq=False)
class CatalogArrays:
    """What no scenario changes of a catalog's offerings, (O,) each.

    ``host``: at most one rotation for each; ``hosts`` has its number by the key of its
    visits; ``order``: by id.
    """

    weeks: Indices
    writing: Indices
    gives: Mask
    kind: Indices
    place: Indices
    program: Indices
    host: Indices
    order: Indices
    position: dict[str, int]
    hosts: dict[str, int]


@lru_cache(maxsize=16)
def catalog_arrays(catalog: Catalog) -> CatalogArrays:
    """Everything of a catalog that no scenario changes."""
    every = catalog.offerings
    place = {p.place: i for i, p in enumerate(catalog.places)}
    program = {p.program_id: i for i, p in enumerate(catalog.programs)}
    order = sorted(range(len(every)), key=lambda i: every[i].offering_id)
    hosts = _Numbers()
    for i in order:
        hosts.of(_key(every[i], program))
    return CatalogArrays(
        weeks=_ints(o.weeks for o in every),
        writing=writing_days(catalog),
        gives=np.array([gives_letter(o) for o in every], dtype=bool),
        kind=_ints(KINDS.index(o.kind) for o in every),
        place=_ints(place[o.place] for o in every),
        program=_ints(program.get(o.program_id or "", NO_PROGRAM) for o in every),
        host=_ints(hosts.of(_key(o, program)) for o in every),
        order=_ints(order),
        position={o.offering_id: i for i, o in enumerate(every)},
        hosts={str(key): number for key, number in hosts.known.items()},
    )


def _key(offering: Offering, programs: Container[str]) -> str:
    """The key of an offering's visits."""
    program = offering.program_id
    return program if program and program in programs else f"host:{offering.host}"


def _ints(values: Iterator[int] | list[int]) -> Indices:
    return np.array(list(values), dtype=int)


class _Numbers:
    """Numbers for keys, by first appearance."""

    def __init__(self) -> None:
        self.known: dict[object, int] = {}

    def of(self, key: object) -> int:
        """The number of a key."""
        return self.known.setdefault(key, len(self.known))


@dataclass(frozen=True)
class Calendar:
    """Allowed starts of one length and lateness: sorted ordinals, days, steps late."""

    starts: tuple[int, ...]
    days: int
    late: int = 0


@dataclass(frozen=True, eq=False)
class Offers:
    """Offerings with a start that the block rules allow, as arrays (O,).

    One whose blocks differ in length is there once for each length.

    ``index``: place in the catalog. ``calendar``: number in ``calendars``; its first
    ``timely`` starts give a letter on time (0 if none does, or no letter is given).
    ``acceptance``: chance that the host accepts, refusals counted.
    """

    index: Indices
    calendar: Indices
    timely: Indices
    usd: Floats
    place: Indices
    host: Indices
    kind: Indices
    program: Indices
    acceptance: Floats
    gives: Mask
    days: Indices
    calendars: tuple[Calendar, ...] = field(repr=False)
    tables: dict[object, Any] = field(default_factory=dict, repr=False)
    """What else is worked out for these offers alone, by what it depends on."""

    @cached_property
    def first(self) -> Indices:
        """First start of each, (O,)."""
        return _ints(c.starts[0] for c in self.calendars)[self.calendar]

    @cached_property
    def last(self) -> Indices:
        """Last start of each, (O,)."""
        return _ints(c.starts[-1] for c in self.calendars)[self.calendar]

    def only(self, kept: Indices) -> Offers:
        """Some of these, in the order given."""
        arrays = {
            f.name: getattr(self, f.name)[kept]
            for f in fields(self)
            if f.name not in ("calendars", "tables")
        }
        return replace(self, **arrays)

    def visits(self, problem: Problem) -> list[Visit]:
        """The visit of each."""
        catalog, chances = problem.catalog, self.acceptance.tolist()
        rows = zip(self.index.tolist(), chances, self.calendar.tolist(), strict=True)
        return [
            visit_at(problem, catalog.offerings[i], p, self.calendars[n].late)
            for i, p, n in rows
        ]


def offers(problem: Problem) -> Offers:
    """The offerings that a plan may choose.

    Problems that differ in money, counts or how refusals count share them.
    """
    found = _offers(problem)
    if problem.scenario.acceptance == "certain":
        return replace(found, acceptance=np.ones(len(found.index)))
    return found


@Reused
def _calendars(problem: Problem) -> tuple[Indices, Indices, tuple[Calendar, ...]]:
    """Place in the catalog and calendar of each offer, and the calendars."""
    calendars = _Calendars(problem)
    numbers = [calendars.of(o) for o in problem.catalog.offerings]
    order = catalog_arrays(problem.catalog).order
    rows = [(int(i), n) for i in order for n in numbers[i]]
    index, number = np.array(rows, dtype=int).reshape(-1, 2).T
    every = tuple(c for c in calendars.numbers.known if isinstance(c, Calendar))
    return index, number, every


@Reused
def _offers(problem: Problem) -> Offers:
    known = catalog_arrays(problem.catalog)
    index, number, every = _calendars(problem)
    factor = np.array([late_factor(problem) ** every[n].late for n in number])
    return Offers(
        index=index,
        calendar=number,
        timely=_timely(problem, known, index, number, every),
        usd=_still_usd(problem, known)[index],
        place=known.place[index],
        host=known.host[index],
        kind=known.kind[index],
        program=known.program[index],
        acceptance=_acceptance(problem, known)[index] * factor,
        gives=known.gives[index],
        days=_ints(every[n].days for n in number),
        calendars=every,
    )


_Alike = tuple[Callable[[Offering], object], dict[object, tuple[int, ...]]]
"""How to read what decides the starts, and the calendars by that."""


class _Calendars:
    """Calendars of offerings; those that look alike to the rules share theirs.

    What the rules read of an offering that nothing names decides its starts: it is
    written down while they read it. By its id they look up whether it is trusted.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.allowed = Allowed(problem)
        self.numbers = _Numbers()
        self.known: dict[tuple[str, ...], _Alike] = {}

    def of(self, offering: Offering) -> tuple[int, ...]:
        """Number of an offering's calendar of each length; none without a start."""
        if offering.offering_id in self.allowed.named:
            return self._numbers(self.allowed.starts(offering), offering)
        trusted = is_trusted(self.problem, offering)
        for values, found in self.known.values():
            known = found.get((values(offering), trusted))
            if known is not None:
                return known
        reading = Reading(offering)
        alike = cast(Offering, reading)
        numbers = self._numbers(self.allowed.starts(alike), alike)
        names = tuple(sorted({*vars(reading), "weeks"} - {"offering_id"}))
        values, found = self.known.setdefault(names, (attrgetter(*names), {}))
        found[values(offering), trusted] = numbers
        return numbers

    def _numbers(self, starts: Days, offering: Offering) -> tuple[int, ...]:
        found = alike_starts(self.problem, offering, starts).items()
        return tuple(self.numbers.of(Calendar(some, *key)) for key, some in found)


def _timely(
    problem: Problem,
    known: CatalogArrays,
    index: Indices,
    calendar: Indices,
    calendars: tuple[Calendar, ...],
) -> Indices:
    """How many starts of each give a letter on time: the first so many, (O,)."""
    days = _ints(calendars[n].days for n in calendar)
    ready = days_until_ready(problem, known.writing[index], days)
    until = problem.letters_by.toordinal() - ready
    found = np.zeros(len(index), dtype=int)
    for number, c in enumerate(calendars):
        here = calendar == number
        found[here] = np.searchsorted(np.array(c.starts), until[here], side="right")
    return np.where(known.gives[index], found, 0)


def _still_usd(problem: Problem, known: CatalogArrays) -> Floats:
    """Fees and living of each offering that are not gone with its request."""
    living = cost.living_week_usd(problem)[known.place]
    found = cost.fees(problem) + known.weeks * living
    for name in offerings_of(n for n, _ in problem.scenario.answers):
        offering = problem.catalog.offering[name]
        found[known.position[name]] -= cost.gone_for(problem, offering)
    return np.asarray(found)


@Reused
def _acceptances_before_reply(problem: Problem) -> Floats:
    """Chance that each host of the catalog accepts, whatever it has said meanwhile."""
    every = problem.catalog.offerings
    return np.array([acceptance_before_reply(problem, o) for o in every], dtype=float)


def _acceptance(problem: Problem, known: CatalogArrays) -> Floats:
    """Chance that each host accepts: 1 once it has."""
    found = _acceptances_before_reply(problem).copy()
    yes = [n for n, a in problem.scenario.answers if a in replies.YES]
    found[[known.position[offering_of(n)] for n in yes]] = 1.0
    return found


def forget() -> None:
    """Forget the offers of earlier problems."""
    for kept in (_calendars, _offers, _acceptances_before_reply):
        kept.forget()
