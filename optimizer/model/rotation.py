"""Rotations: what cost, value and rules look at, for chosen blocks and booked ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from optimizer.domain import replies
from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind, Offering, Place, Program
from optimizer.domain.words import SPECIALTIES
from optimizer.model.eligibility import LATE_FACTOR, steps_late
from optimizer.model.letters import end_of, letter_ready
from optimizer.model.trust import acceptances


@dataclass(frozen=True, slots=True)
class Visit:
    """A rotation without its dates: where, what, with whom.

    ``key`` is the program id, or the host where there is no program: at most one
    rotation per key. ``acceptance`` is the host's, 1 for a booked rotation; ``late``:
    steps begun since the last day to ask (``steps_late``), which it falls with.
    """

    offering: Offering | None
    booked: Booked | None
    program: Program | None
    key: str
    place: Place
    kind: Kind
    acceptance: float
    late: int = 0

    @property
    def in_pmr(self) -> bool:
        """Whether it is in PM&R; else it gives a letter of another kind."""
        return self.booked is None or self.booked.in_pmr

    @property
    def host(self) -> str:
        """Who receives the applicant; of another specialty only that is known."""
        if self.booked and not self.in_pmr:
            return SPECIALTIES[self.booked.specialty]
        if self.offering:
            return self.offering.host
        return self.program.name if self.program else ""

    @property
    def focus(self) -> tuple[str, ...]:
        """Focus areas of the offering; none are known of a bare booked program."""
        return self.offering.focus if self.offering else ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """A visit with its dates and its letter; ``letter_ready`` None: it gives none."""

    visit: Visit
    start: dt.date
    end: dt.date
    letter_ready: dt.date | None
    letter_on_time: bool


def visit_of(
    problem: Problem, offering: Offering, start: dt.date | None = None
) -> Visit:
    """The visit an offering stands for; on a start that may be asked for late."""
    late = steps_late(problem, offering, start) if start else 0
    acceptance = acceptance_of(problem, offering) * late_factor(problem) ** late
    return visit_at(problem.catalog, offering, acceptance, late)


def visit_at(
    catalog: Catalog, offering: Offering, acceptance: float, late: int
) -> Visit:
    """The visit an offering stands for, its chance of a yes and lateness known."""
    program = catalog.program.get(offering.program_id)
    key = key_of(program, offering)
    place = catalog.place[offering.place]
    return Visit(offering, None, program, key, place, offering.kind, acceptance, late)


def key_of(program: Program | None, offering: Offering | None) -> str:
    """Whom one visits, at most once each: the program, or the host without one."""
    if program:
        return program.program_id
    return f"host:{offering.host if offering else ''}"


def late_factor(problem: Problem) -> float:
    """What the chance of a yes is multiplied by for each step asked too late."""
    return problem.optional(LATE_FACTOR, 1.0)


def door_of(problem: Problem, offering: Offering) -> str:
    """Who is asked for an offering: one fee, one answer and one rotation for all.

    The office that several rows share; else, or where it takes a visitor more than
    once, the program, or the host without one.
    """
    if most_at_doors(problem.catalog).get(offering.door) == 1:
        return offering.door
    return key_of(problem.program_of(offering), offering)


@lru_cache(maxsize=8)
def most_at_doors(catalog: Catalog) -> dict[str, int]:
    """The most rotations of one visitor at each office: one if none of its rows says.

    Whoever answers for several programs answers once; we know of no second rotation.
    """
    stated: dict[str, list[int]] = {}
    for offering in catalog.offerings:
        if offering.door:
            most = offering.max_per_visitor
            stated.setdefault(offering.door, []).extend([most] if most else [])
    return {door: min(found, default=1) for door, found in stated.items()}


def acceptance_of(problem: Problem, offering: Offering) -> float:
    """Chance that the host accepts: 1 once it has, else its own or the assumption."""
    if replies.accepts(problem.scenario, offering.offering_id):
        return 1.0
    return acceptance_before_reply(problem, offering)


def acceptance_before_reply(problem: Problem, offering: Offering) -> float:
    """Chance that the host accepts, whatever it has said meanwhile."""
    return acceptances(problem)[offering.offering_id]


def rotation_on(problem: Problem, offering: Offering, start: dt.date) -> Rotation:
    """The rotation of ``offering`` that starts on ``start``."""
    visit = visit_of(problem, offering, start)
    return _rotation_between(problem, visit, start, end_of(offering, start))


def booked_rotations(problem: Problem) -> tuple[Rotation, ...]:
    """The rotations that are already arranged, in date order; without the past."""
    return _in_order(problem, problem.booked)


def past_rotations(problem: Problem) -> tuple[Rotation, ...]:
    """Rotations that ended before the first day of a plan, in date order."""
    return _in_order(problem, problem.past)


def _in_order(problem: Problem, booked: Iterable[Booked]) -> tuple[Rotation, ...]:
    dated = sorted(booked, key=lambda b: (b.start, b.end))
    return tuple(_booked_rotation(problem, b) for b in dated)


def rotations_of(problem: Problem, blocks: tuple[Block, ...]) -> tuple[Rotation, ...]:
    """Every rotation of a plan with these blocks, booked ones included, by date."""
    chosen = [rotation_on(problem, b.offering, b.start) for b in blocks]
    return in_date_order((*booked_rotations(problem), *chosen))


def in_date_order(rotations: tuple[Rotation, ...]) -> tuple[Rotation, ...]:
    """Sorted by start; ties (which no valid plan has) by end and key."""
    return tuple(sorted(rotations, key=lambda r: (r.start, r.end, r.visit.key)))


def block_of(rotation: Rotation) -> Block:
    """The block of a chosen rotation."""
    offering = rotation.visit.offering
    assert offering is not None, "only a booked rotation has no offering"
    return Block(
        offering,
        rotation.start,
        rotation.end,
        rotation.letter_ready,
        rotation.letter_on_time,
    )


def blocks_of(rotations: Iterable[Rotation]) -> tuple[Block, ...]:
    """The blocks of chosen rotations, by start."""
    chosen = (block_of(r) for r in rotations if not r.visit.booked)
    return tuple(sorted(chosen, key=lambda b: (b.start, b.offering.offering_id)))


def _booked_rotation(problem: Problem, booked: Booked) -> Rotation:
    offering = problem.catalog.offering.get(booked.offering_id or "")
    program = problem.program_of(booked)
    key = key_of(program, offering)
    if not booked.in_pmr:
        key = f"{booked.specialty} {booked.start}"
    place = problem.place_of(booked)
    visit = Visit(offering, booked, program, key, place, booked.kind, 1.0)
    return _rotation_between(problem, visit, booked.start, booked.end)


def _rotation_between(
    problem: Problem, visit: Visit, start: dt.date, end: dt.date
) -> Rotation:
    expected = visit.booked is None or visit.booked.letters_expected > 0
    ready = letter_ready(problem, visit.offering, start, end) if expected else None
    on_time = ready is not None and ready <= problem.letters_by
    return Rotation(visit, start, end, ready, on_time)
