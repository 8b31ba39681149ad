"""Lines of a list of programs or of offerings, as they stand to this applicant.

An entry is one offering with its program, or a program that offers nothing. A list of
offerings counts entries; a list of programs counts the programs among them, so that
several filters on rotations always speak of one and the same rotation.

Each facet that one may filter them by is one function from entry to options.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.records import (
    Channel,
    Kind,
    Offering,
    Place,
    Program,
    Receptiveness,
    Status,
)
from optimizer.domain.scenario import GRADES
from optimizer.domain.starts import offerings_of
from optimizer.domain.words import focus_name, state_name
from optimizer.model import cost
from optimizer.model.candidates import STANDS, Availability, availability
from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.rotation import visit_of
from optimizer.model.trust import grade_of
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


LEVELS: tuple[Receptiveness, ...] = (
    "very_high",
    "high",
    "mid",
    "low",
    "unknown",
    "none_reported",
)
"""Best first; a level that is not known stands where the match value puts it."""
COST_BANDS_USD = (0, 1_000, 2_000, 3_000, 4_000, 6_000)
ACCEPTANCE_BANDS = (0, 10, 20, 50)
"""Lower ends of the bands, in dollars and percent; each reaches to the next one."""
UNKNOWN, NO_PROGRAM = "unknown", "no_program"
_PERCENT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Facet:
    """The options an entry has, and the order in which options are offered.

    Options that ``order`` does not name come after it, by name.
    """

    options: Callable[[Problem, Entry], Iterable[str]]
    order: tuple[str, ...] = ()


def _of_offering(
    fact: Callable[[Problem, Offering], str],
) -> Callable[[Problem, Entry], Iterable[str]]:
    """One fact of an offering; none of a program that offers nothing."""
    return lambda problem, entry: (
        (fact(problem, entry.offering),) if entry.offering else ()
    )


def _cost(_: Problem, entry: Entry) -> Iterable[str]:
    return () if entry.usd is None else (_band(entry.usd, COST_BANDS_USD),)


def _acceptance(_: Problem, entry: Entry) -> Iterable[str]:
    if entry.offering is None or entry.acceptance is None:
        return ()
    percent = round(entry.acceptance * 100, _PERCENT_DECIMALS)
    return (_band(percent, ACCEPTANCE_BANDS),)


def _visa(_: Problem, entry: Entry) -> Iterable[str]:
    if entry.program is None:
        return (NO_PROGRAM,)
    return entry.program.visa_sponsorship or (UNKNOWN,)


def _policy(problem: Problem, entry: Entry) -> Iterable[str]:
    if entry.program is None:
        return (NO_PROGRAM,)
    if gate_reason(problem, entry.program):
        return ("ruled_out",)
    return (UNKNOWN if policy_unknown(problem, entry.program) else "possible",)


def _marks(problem: Problem, entry: Entry) -> Iterable[str]:
    scenario = problem.scenario
    if entry.program and entry.program.program_id in dict(
        scenario.preferences.programs
    ):
        yield "rated"
    named = (
        ("pinned", replies.required_names(scenario)),
        ("excluded", scenario.exclusions),
        ("answered", tuple(name for name, _ in scenario.answers)),
    )
    for mark, names in named:
        ids = offerings_of(names)
        if entry.offering and entry.offering.offering_id in ids:
            yield mark


def _band(value: float, ends: tuple[int, ...]) -> str:
    return str(ends[bisect_right(ends, value) - 1])


FACETS: dict[str, Facet] = {
    "stand": Facet(
        lambda _, entry: (entry.standing.stand,) if entry.standing else (), STANDS
    ),
    "trust": Facet(_of_offering(grade_of), GRADES),
    "state": Facet(lambda _, entry: (entry.place.state,)),
    "region": Facet(lambda _, entry: (entry.place.region,)),
    "receptiveness": Facet(
        lambda _, entry: (entry.level if entry.program else NO_PROGRAM,),
        (*LEVELS, NO_PROGRAM),
    ),
    "kind": Facet(_of_offering(lambda _, o: o.kind), get_args(Kind)),
    "channel": Facet(_of_offering(lambda _, o: o.channel), get_args(Channel)),
    "cost": Facet(_cost, tuple(map(str, COST_BANDS_USD))),
    "acceptance": Facet(_acceptance, tuple(map(str, reversed(ACCEPTANCE_BANDS)))),
    "focus": Facet(lambda _, entry: entry.areas or (UNKNOWN,)),
    "visa": Facet(_visa, ("J-1", "H-1B", "none", UNKNOWN, NO_PROGRAM)),
    "policy": Facet(_policy, ("possible", UNKNOWN, "ruled_out", NO_PROGRAM)),
    "record": Facet(_of_offering(lambda _, o: o.status), get_args(Status)),
    "marks": Facet(_marks, ("rated", "pinned", "excluded", "answered")),
}
