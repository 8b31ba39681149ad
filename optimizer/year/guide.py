"""The table of all there is to do, in our own words: ``data/guide.csv``.

A row with an anchor has days: ``first`` is counted from the first day of the anchor,
``last`` from its last, in days (-14) or calendar months (-9m). A row without is advice.
It applies if every condition holds; of ``focus:`` ones, if any does. ``asks:`` is a
paper that a host asks for. ``rescue`` says
what can still be done once the last day is over.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from optimizer.catalog_io.read import DATA
from optimizer.domain import records
from optimizer.domain.applicant import is_student
from optimizer.domain.problem import Problem
from optimizer.domain.terms import parse_documents

Part = Literal[
    "choose",
    "papers",
    "write",
    "before",
    "during",
    "letters",
    "season",
    "story",
    "after",
]
Kind = Literal[
    "hosts",
    "requests",
    "papers",
    "visa",
    "exams",
    "prepare",
    "rotation",
    "letter",
    "application",
    "thanks",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
FILE = DATA / "guide.csv"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table; ``anchor`` "" has no days."""

    step_id: str
    part: Part
    kind: Kind
    anchor: str
    first: str
    last: str
    applies: tuple[str, ...]
    text: str
    rescue: str


@cache
def steps() -> tuple[Step, ...]:
    """Every row, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_step(row) for row in csv.DictReader(file))


@cache
def step(step_id: str) -> Step | None:
    """The row of an id."""
    return next((one for one in steps() if one.step_id == step_id), None)


@cache
def usual_papers() -> tuple[str, ...]:
    """Papers that most hosts ask of everybody."""
    anchors = ("first_ask", "papers")
    return tuple(
        one.text for one in steps() if one.anchor in anchors and not one.applies
    )


def shift_day(day: dt.date, offset: str) -> dt.date:
    """A day some days or calendar months on; of a shorter month, its last day."""
    if not offset.endswith("m"):
        return day + dt.timedelta(days=int(offset or 0))
    year, month = divmod(day.year * MONTHS + day.month - 1 + int(offset[:-1]), MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _step(row: dict[str, str]) -> Step:
    applies = tuple(name for name in row.pop("applies").split(";") if name)
    return Step(step_id=row.pop("id"), applies=applies, **row)  # type: ignore[arg-type]


STRONG_STEP2 = 250
"""A score from which mixing in well-known programs is advised; a rule of thumb."""
FOCUS, ASKS = "focus:", "asks:"


@dataclass(frozen=True, slots=True)
class Case:
    """An applicant, and the hosts that something is about: one, or all of the year."""

    problem: Problem
    offerings: tuple[records.Offering, ...]
    kinds: frozenset[records.Kind]
    letter: bool = True

    @property
    def focus(self) -> frozenset[str]:
        """What these hosts show; empty: nothing is on record."""
        return frozenset(area for o in self.offerings for area in o.focus)

    @property
    def asks(self) -> frozenset[str]:
        """The papers that these hosts ask for, as far as they are on record."""
        cells = (parse_documents(o.documents) for o in self.offerings)
        return frozenset(document.name for found in cells for document in found)


def _strong(case: Case) -> bool:
    who = case.problem.scenario.applicant
    failed = who.step1_failures or who.step2_failures
    return (who.step2_ck or 0) >= STRONG_STEP2 and not failed


def _student(case: Case) -> bool:
    scenario = case.problem.scenario
    return is_student(scenario.applicant, scenario.today)


def _visa(case: Case) -> bool:
    return not case.problem.scenario.applicant.us_work_authorized


def _waiver(case: Case) -> bool:
    return case.problem.scenario.applicant.entry_status == "WB"


def is_new_to_us(problem: Problem) -> bool:
    """Whether there is no US letter yet and no rotation booked."""
    return not problem.letters_in_hand and not problem.scenario.booked


CONDITIONS: dict[str, Callable[[Case], bool]] = {
    "student": _student,
    "graduate": lambda case: not _student(case),
    "visa": _visa,
    "stamp": lambda case: _visa(case) and not _waiver(case),
    "waiver": lambda case: _visa(case) and _waiver(case),
    "no_vslo": lambda case: not case.problem.scenario.applicant.home_school_in_vslo,
    "no_score": lambda case: case.problem.scenario.applicant.step2_ck is None,
    "strong": _strong,
    "average": lambda case: not _strong(case),
    "no_us": lambda case: is_new_to_us(case.problem),
    "hands_on": lambda case: "hands_on" in case.kinds,
    "observership": lambda case: "observership" in case.kinds,
    "only_observerships": lambda case: case.kinds == {"observership"},
    "letter": lambda case: case.letter,
}


def applies(step: Step, case: Case) -> bool:
    """Whether a row of the table is for this case."""
    areas = [n.removeprefix(FOCUS) for n in step.applies if n.startswith(FOCUS)]
    seen = not areas or not case.focus or any(area in case.focus for area in areas)
    asked = [n.removeprefix(ASKS) for n in step.applies if n.startswith(ASKS)]
    others = [name for name in step.applies if ":" not in name]
    return (
        seen
        and case.asks.issuperset(asked)
        and all(CONDITIONS[name](case) for name in others)
    )
