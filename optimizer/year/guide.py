"""The table of all there is to do, in our own words: ``data/guide.csv``.

A row with an anchor has days: ``first`` is counted from the first day of the anchor,
``last`` from its last, in days (-14) or calendar months (-9m). A row without is advice.
It applies if every condition holds; of ``focus:`` ones, if any does. ``asks:`` is a
paper that a host asks for. ``rescue`` says what can still be done once the last day is
over. Then papers: what each host asks for, how old it may be, what is not ticked yet.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from optimizer.catalog_io.read import DATA
from optimizer.domain import records
from optimizer.domain.applicant import is_student
from optimizer.domain.problem import Problem
from optimizer.domain.records import Channel, Offering
from optimizer.domain.terms import GUIDE_ROWS, Document, parse_documents
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request

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


AT_FIRST = ("cv", "transcript")
"""What an e-mail takes with it."""
USUAL = (
    *AT_FIRST,
    *("enrolment", "diploma", "deans_letter", "scores", "immunizations"),
)
"""What most hosts want, where nothing is on record."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document for one host: whether it is ready, and the oldest day it may bear."""

    document: Document
    ready: bool
    not_before: dt.date | None


@dataclass(frozen=True, slots=True)
class HostPapers:
    """What one host asks for; where nothing is ``on_record``, what is usual.

    ``until`` is the last day to write; None: it was written to.
    """

    host: str
    channel: Channel
    until: dt.date | None
    on_record: bool
    papers: tuple[Paper, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not ready, in words."""
        return tuple(p.document.label for p in self.papers if not p.ready)


def papers(problem: Problem, found: PlannedList) -> tuple[HostPapers, ...]:
    """What each host of the list asks for, the next last day first."""
    hosts = [_of_host(problem, found, asked.request) for asked in found.requests]
    return tuple(sorted(hosts, key=lambda h: (h.until is None, h.until or dt.date.min)))


def documents(offering: Offering) -> tuple[Document, ...]:
    """What is on record of the papers that a host asks for."""
    found = list(parse_documents(offering.documents))
    named = {document.name for document in found}
    if offering.min_english and "english" not in named:
        found.append(Document("english", None))
    if offering.needs_step1_pass == "yes" and "scores" not in named:
        found.append(Document("scores", None))
    return tuple(found)


def _of_host(problem: Problem, found: PlannedList, request: Request) -> HostPapers:
    offering = request.candidates[0].offering
    known = documents(offering)
    names = AT_FIRST if offering.channel == "direct" else USUAL
    wanted = known or [Document(name, None) for name in names]
    case = Case(problem, (offering,), frozenset({offering.kind}))
    until = None if request.sent else request.first_by
    last = _last_day(found, request)
    return HostPapers(
        host=offering.host,
        channel=offering.channel,
        until=until,
        on_record=bool(known),
        papers=tuple(
            Paper(
                document,
                _is_ticked(problem.scenario.done, document, request.door),
                _not_before(document, until or problem.scenario.today, last),
            )
            for document in wanted
            if (row := step(GUIDE_ROWS[document.name])) and applies(row, case)
        ),
    )


def _is_ticked(done: Sequence[str], document: Document, door: str) -> bool:
    row = GUIDE_ROWS[document.name]
    return row in done or f"{row}@{door}" in done


def _not_before(document: Document, asked: dt.date, last: dt.date) -> dt.date | None:
    """Proof of English counts back from the application, a test from the last day."""
    if document.months is None:
        return None
    day = asked if document.name == "english" else last
    return shift_day(day, f"-{document.months}m")


def _last_day(found: PlannedList, request: Request) -> dt.date:
    """The last day of its rotation in the plan, else of the last that it names."""
    ends = [
        block.end
        for block in found.blocks_if_all_say_yes
        if block.offering.offering_id in request.offering_ids
    ]
    spans = [end for c in request.candidates for _, end in c.spans]
    return ends[-1] if ends else dt.date.fromordinal(max(spans))
