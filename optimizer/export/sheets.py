"""A plan as tables: rotations, costs, dates, sources and assumptions.

Cells are plain values (text, whole dollars, days, None for nothing); how a file writes
them is its own matter. Nothing here says who the applicant is, and no chance is given:
chances follow from the applicant's scores and visa.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from optimizer.browse.known import NOTHING, is_assumed
from optimizer.domain.plan import CostItem, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program, Season
from optimizer.domain.scenario import Answer
from optimizer.domain.words import CONFIDENCE, KINDS, STATUS, day_in_words, dollars
from optimizer.export.appointments import answer_of, appointments, deadline, is_past
from optimizer.model import cost
from optimizer.model.eligibility import is_stated
from optimizer.model.rotation import Rotation, rotations_of

Cell = str | int | float | dt.date | None
Record = Offering | Program | Place | Season
USD = "US$"
UNKNOWN = "not known"
NOT_ON_RECORD = "nothing on record"
ANSWERS: dict[Answer | None, str] = {
    None: "not asked yet",
    "asked": "asked",
    "silent": "asked, no answer",
    "accepted": "accepted",
    "paid": "accepted and paid",
    "refused": "refused",
}


class SheetColumn(NamedTuple):
    """A column: its heading and its width in characters."""

    name: str
    width: int

    @property
    def usd(self) -> bool:
        """Whether it holds dollars."""
        return self.name.endswith(USD)


def columns_of(told: str) -> tuple[SheetColumn, ...]:
    """Columns from ``Host:38; US$:12``."""
    parts = (column.rsplit(":", 1) for column in told.split("; "))
    return tuple(SheetColumn(name, int(width)) for name, width in parts)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name; ``total`` is the sum of its column of dollars, if wanted."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None = None
    notes: tuple[str, ...] = ()


def sheets(problem: Problem, plan: Plan) -> tuple[Sheet, ...]:
    """Every table of a plan."""
    return (
        plan_sheet(problem, plan),
        costs_sheet(problem, plan),
        dates_sheet(problem, plan),
        sources_sheet(problem, plan),
        assumptions_sheet(problem),
    )


def plan_sheet(problem: Problem, plan: Plan) -> Sheet:
    """One row per rotation, booked ones too, in date order."""
    columns = columns_of(
        "Host:38; What:34; Kind:13; City:16; State:6; Start:12; End:12; "
        "Apply by:12; About that day:32; Answer:18; Letter ready:13; "
        "Letter in time:14; Fees and living, US$:20; Link:60"
    )
    rotations = rotations_of(problem, plan.blocks)
    rows = tuple(_rotation(problem, rotation) for rotation in rotations)
    return Sheet("Plan", columns, rows, notes=_notes(problem, plan))


def _rotation(problem: Problem, rotation: Rotation) -> tuple[Cell, ...]:
    visit, offering = rotation.visit, rotation.visit.offering
    return (
        rotation.visit.host,
        offering.title if offering else "Booked rotation",
        KINDS[visit.kind],
        visit.place.city,
        visit.place.state,
        rotation.start,
        rotation.end,
        deadline(problem, rotation),
        _about_deadline(problem, rotation),
        state_in_words(problem, rotation),
        rotation.letter_ready,
        _in_time(rotation),
        cost.rotation_usd(problem, rotation),
        offering.url if offering else None,
    )


def state_in_words(problem: Problem, rotation: Rotation) -> str:
    """How far a rotation is: booked, or what its host has answered."""
    booked = rotation.visit.booked
    return "booked" if booked else ANSWERS[answer_of(problem, rotation)]


def _about_deadline(problem: Problem, rotation: Rotation) -> str | None:
    offering = rotation.visit.offering
    if offering is None or deadline(problem, rotation) is None:
        return None
    known = is_stated(offering, rotation.start)
    words = "the host's own day" if known else "typical, the host's is not known"
    return f"already past; {words}" if is_past(problem, rotation) else words


def _in_time(rotation: Rotation) -> str:
    if rotation.letter_ready is None:
        return "gives none"
    return "yes" if rotation.letter_on_time else "no"


def _notes(problem: Problem, plan: Plan) -> tuple[str, ...]:
    season = problem.season
    proof = (
        "No better plan was found in the time there was; it is not proven best."
        if plan.proof.status == "feasible"
        else "Proven best for the wishes it was made for, by the model and its data."
    )
    found = (
        f"If every host accepts, all costs {dollars(plan.cost_usd)} at most; averaged"
        f" over who accepts, {dollars(plan.expected_cost_usd)}. Travel, waiting and"
        " arrival are on the sheet Costs.",
        proof,
        f"The dates of the {season.season} season are projected from earlier ones."
        if season.estimated == "yes"
        else "",
        f"Made on {day_in_words(problem.scenario.today)}. Fees, dates and rules are as"
        " last seen: check with the host before you pay or travel.",
    )
    return tuple(note for note in found if note)


def costs_sheet(problem: Problem, plan: Plan) -> Sheet:
    """Every line of the bill; the lines add up to the plan's cost, to the dollar."""
    columns = columns_of("Host:38; Line:38; US$:12; Assumed:12")
    rows = tuple(_cost(problem, item) for item in plan.cost_items)
    notes = ("“Assumed” marks what is not on record: a typical amount stands for it.",)
    return Sheet("Costs", columns, rows, total=plan.cost_usd, notes=notes)


def _cost(problem: Problem, item: CostItem) -> tuple[Cell, ...]:
    offering = problem.catalog.offering.get(item.offering_id or "")
    host = offering.host if offering else None
    return host, item.label, item.usd, "yes" if is_assumed(problem, item) else "no"


def dates_sheet(problem: Problem, plan: Plan) -> Sheet:
    """Everything with a day, as in the calendar file."""
    columns = columns_of("From:12; To:12; What:60; Where:22; Note:100")
    rows = tuple(
        (found.first, found.last, found.title, found.place or None, found.note)
        for found in appointments(problem, plan)
    )
    return Sheet("Dates", columns, rows)


def sources_sheet(problem: Problem, plan: Plan) -> Sheet:
    """Where each field comes from that the plan's records hold."""
    columns = columns_of(
        "About:40; Field:24; Value:40; Source:50; Link:50; As of:12; "
        "Confidence:12; Status:38"
    )
    rows = tuple(
        _source(problem, file, record_id, about, field, value)
        for file, record_id, about, record in _records(problem, plan)
        for field, value in _values(record)
    )
    return Sheet("Sources", columns, rows)


def _records(problem: Problem, plan: Plan) -> tuple[tuple[str, str, str, Record], ...]:
    """File, id, name and content of what the plan rests on, each once."""
    found: dict[tuple[str, str], tuple[str, Record]] = {}
    for rotation in rotations_of(problem, plan.blocks):
        visit = rotation.visit
        if visit.offering:
            key = ("offerings.csv", visit.offering.offering_id)
            found[key] = (visit.offering.host, visit.offering)
        if visit.program:
            key = ("programs.csv", visit.program.program_id)
            found[key] = (visit.program.name, visit.program)
        found["places.csv", visit.place.place] = (visit.place.place, visit.place)
    season = problem.season
    found["seasons.csv", str(season.season)] = (f"Season {season.season}", season)
    return tuple((*key, *about) for key, about in found.items())


def _values(record: Record) -> Iterator[tuple[str, object]]:
    for field in fields(record):
        if field.name not in ("program_id", "offering_id", "season"):
            yield field.name, getattr(record, field.name)


def _source(
    problem: Problem, file: str, record_id: str, about: str, field: str, value: object
) -> tuple[Cell, ...]:
    known = problem.catalog.source_of.get((file, record_id, field))
    if known is None:
        return (about, field, _value(value), NOT_ON_RECORD, None, None, None, None)
    return (
        about,
        field,
        _value(value),
        known.source,
        known.url or None,
        known.as_of or None,
        known.confidence,
        STATUS[known.status],
    )


def _value(value: object) -> Cell:
    if value in NOTHING:
        return UNKNOWN
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, (str, int, float, dt.date)) else str(value)


def assumptions_sheet(problem: Problem) -> Sheet:
    """Every assumption of the model with its range and its source."""
    columns = columns_of(
        "Assumption:80; Value:10; Low:10; High:10; Unit:14; How sure:24; "
        "Source:80; Name in the data:40"
    )
    rows = tuple(
        (
            a.meaning or a.name,
            a.value,
            a.low,
            a.high,
            a.unit or None,
            CONFIDENCE.get(a.confidence, a.confidence),
            a.source or None,
            a.name,
        )
        for a in problem.catalog.assumptions
    )
    return Sheet("Assumptions", columns, rows)
