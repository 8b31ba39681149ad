"""Lines of a list of programs or of offerings, as they stand to this applicant.

An entry is one offering with its program, or a program that offers nothing. A list of
offerings counts entries; a list of programs counts the programs among them, so that
several filters on rotations always speak of one and the same rotation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program, Receptiveness
from optimizer.domain.words import focus_name, state_name
from optimizer.model import cost
from optimizer.model.availability import Availability, availability
from optimizer.model.rotation import visit_of
from optimizer.model.value.application_list import rating_of

Listing = Literal["programs", "offerings"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; ``key`` is the id it counts as, of its program or its offering.

    ``usd`` is what the rotation costs this applicant by itself: fees, room, food and
    local transport, which are the same on every start. ``acceptance`` is the chance
    that the host accepts, the general assumption where the catalog has none. Both,
    and ``standing``, are None without an offering. ``rating`` is 0 and ``level``
    unknown without a program. ``words`` is what a search looks through.
    """

    key: str
    name: str
    place: Place
    program: Program | None
    offering: Offering | None
    level: Receptiveness
    rating: int
    standing: Availability | None
    usd: int | None
    acceptance: float | None
    areas: tuple[str, ...]
    words: str

    @property
    def is_possible(self) -> bool:
        """Whether there is a rotation that is open, or may be, on free dates."""
        return self.standing is not None and self.standing.is_possible


def entries(problem: Problem, listing: Listing) -> tuple[Entry, ...]:
    """Every entry of a list: offerings by id, then programs that offer nothing.

    A list of programs leaves out offerings that belong to no program.
    """
    catalog = problem.catalog
    pairs = [(problem.program_of(o), o) for o in catalog.offerings]
    if listing == "offerings":
        return tuple(_of_an_offering(problem, p, o) for p, o in pairs)
    offering = {program for program, _ in pairs if program}
    return (
        *(_of_a_program(problem, p, o) for p, o in pairs if p),
        *(
            _of_a_program(problem, p, None)
            for p in catalog.programs
            if p not in offering
        ),
    )


@lru_cache(maxsize=4096)
def search_text(text: str) -> str:
    """Text as a search compares it: no case, no accents, a space before each word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(f" {word}" for word in re.findall(r"\w+", letters))


def _of_an_offering(
    problem: Problem, program: Program | None, offering: Offering
) -> Entry:
    place = problem.place_of(offering)
    return _entry(
        problem,
        (offering.offering_id, offering.host, place, offering.focus),
        program,
        offering,
    )


def _of_a_program(
    problem: Problem, program: Program, offering: Offering | None
) -> Entry:
    place = problem.catalog.place[f"{program.city}, {program.state}"]
    areas = (*program.focus, *(offering.focus if offering else ()))
    return _entry(
        problem,
        (program.program_id, program.name, place, tuple(dict.fromkeys(areas))),
        program,
        offering,
    )


def _entry(
    problem: Problem,
    listed: tuple[str, str, Place, tuple[str, ...]],
    program: Program | None,
    offering: Offering | None,
) -> Entry:
    """An entry listed as (key, name, place, areas)."""
    key, name, place, areas = listed
    standing = availability(problem, offering) if offering else None
    visit = (
        visit_of(problem, offering, standing.start) if offering and standing else None
    )
    return Entry(
        key=key,
        name=name,
        place=place,
        program=program,
        offering=offering,
        level=problem.receptiveness(program) if program else "unknown",
        rating=rating_of(problem, program) if program else 0,
        standing=standing,
        usd=cost.offering_usd(problem, offering) if offering else None,
        acceptance=visit.acceptance if visit else None,
        areas=areas,
        words=search_text(" ".join(_words(program, offering, place, areas))),
    )


def _words(
    program: Program | None,
    offering: Offering | None,
    place: Place,
    areas: tuple[str, ...],
) -> Iterator[str]:
    if program:
        yield from (program.program_id, program.name, program.institution)
        yield from (program.city, program.state, state_name(program.state))
    if offering:
        yield from (offering.offering_id, offering.host, offering.title)
        yield from (offering.city, offering.state, state_name(offering.state))
    yield from (place.metro, place.region)
    for area in areas:
        yield from (area, focus_name(area))
