"""Offerings as arrays: what a catalog says once, and what a scenario makes of it.

Offerings with the same starts and length share a calendar. Shapes: O offerings, in the
catalog's order; or those with a start that the block rules allow, in that of their ids.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import replies
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reused
from optimizer.domain.records import Offering
from optimizer.domain.starts import offering_of
from optimizer.model import cost
from optimizer.model.calendars import Calendar as Calendar  # of offers, too
from optimizer.model.calendars import (
    Numbers,
    calendars_of,
    ints,
    open_starts,
)
from optimizer.model.letters import days_until_ready, gives_letter, writing_days
from optimizer.model.rotation import (
    Visit,
    late_factor,
    visit_at,
)
from optimizer.model.rules.rules import KINDS
from optimizer.model.trust import acceptances

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
    hosts = Numbers[object]()
    for i in order:
        hosts.of(_key(every[i], program))
    return CatalogArrays(
        weeks=ints(o.weeks for o in every),
        writing=writing_days(catalog),
        gives=np.array([gives_letter(o) for o in every], dtype=bool),
        kind=ints(KINDS.index(o.kind) for o in every),
        place=ints(place[o.place] for o in every),
        program=ints(program.get(o.program_id or "", NO_PROGRAM) for o in every),
        host=ints(hosts.of(_key(o, program)) for o in every),
        order=ints(order),
        position={o.offering_id: i for i, o in enumerate(every)},
        hosts={str(key): number for key, number in hosts.known.items()},
    )


def _key(offering: Offering, programs: Container[str]) -> str:
    """The key of an offering's visits."""
    program = offering.program_id
    return program if program and program in programs else f"host:{offering.host}"


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
        return ints(c.starts[0] for c in self.calendars)[self.calendar]

    @cached_property
    def last(self) -> Indices:
        """Last start of each, (O,)."""
        return ints(c.starts[-1] for c in self.calendars)[self.calendar]

    def only(self, kept: Indices) -> Offers:
        """Some of these, in the order given."""
        arrays = {
            f.name: getattr(self, f.name)[kept]
            for f in fields(self)
            if f.name not in ("calendars", "tables")
        }
        return replace(self, **arrays)


@lru_cache(maxsize=16)
def visits(catalog: Catalog) -> tuple[Visit, ...]:
    """The visit of each offering, (O,), as if its host had accepted in time."""
    return tuple(visit_at(catalog, o, 1.0, 0) for o in catalog.offerings)


def distinct(values: NDArray[Any]) -> tuple[NDArray[Any], Indices, Indices]:
    """Distinct values rising, where each is first, and which of them each is.

    As ``np.unique``, which takes three times as long for a few.
    """
    order = np.argsort(values, kind="stable")
    rising = values[order]
    new = np.ones(len(rising), dtype=bool)
    np.not_equal(rising[1:], rising[:-1], out=new[1:])
    which = np.empty(len(rising), dtype=int)
    which[order] = np.cumsum(new) - 1
    return rising[new], order[new], which


def offers(problem: Problem) -> Offers:
    """The offerings that a plan may choose.

    Problems that differ in money, counts or how refusals count share them.
    """
    found = _offers(problem)
    if problem.scenario.acceptance == "certain":
        return replace(found, acceptance=np.ones(len(found.index)))
    return found


def _calendars(problem: Problem) -> tuple[Indices, Indices, tuple[Calendar, ...]]:
    """Place in the catalog and calendar of each offer, and the calendars."""
    which, found, every = calendars_of(problem)
    order = catalog_arrays(problem.catalog).order
    count = ints(map(len, found))[which[order]]
    first = np.cumsum([0, *map(len, found)])[which[order]]
    later = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    flat = ints(number for some in found for number in some)
    number = flat[np.repeat(first, count) + later]
    return np.repeat(order, count), number, every


@Reused
def _offers(problem: Problem) -> Offers:
    known = catalog_arrays(problem.catalog)
    index, number, every = _calendars(problem)
    factor = late_factor(problem)
    in_time = np.array([factor**c.late for c in every], dtype=float)[number]
    return Offers(
        index=index,
        calendar=number,
        timely=_timely(problem, known, index, number, every),
        usd=cost.still_usd_of_all(problem)[index],
        place=known.place[index],
        host=known.host[index],
        kind=known.kind[index],
        program=known.program[index],
        acceptance=_acceptance(problem, known)[index] * in_time,
        gives=known.gives[index],
        days=ints(c.days for c in every)[number],
        calendars=every,
    )


def _timely(
    problem: Problem,
    known: CatalogArrays,
    index: Indices,
    calendar: Indices,
    calendars: tuple[Calendar, ...],
) -> Indices:
    """How many starts of each give a letter on time: the first so many, (O,)."""
    days = ints(c.days for c in calendars)[calendar]
    ready = days_until_ready(problem, known.writing[index], days)
    until = problem.letters_by.toordinal() - ready
    found = np.zeros(len(index), dtype=int)
    for number, c in enumerate(calendars):
        here = calendar == number
        found[here] = np.searchsorted(np.array(c.starts), until[here], side="right")
    return np.where(known.gives[index], found, 0)


def _acceptance(problem: Problem, known: CatalogArrays) -> Floats:
    """Chance that each host accepts: 1 once it has."""
    found = np.array([*acceptances(problem).values()], dtype=float)
    yes = [n for n, a in problem.scenario.answers if a in replies.YES]
    found[[known.position[offering_of(n)] for n in yes]] = 1.0
    return found


def forget() -> None:
    """Forget the offers of earlier problems."""
    for kept in (open_starts, calendars_of, _offers, cost.living_week_usd):
        kept.forget()
