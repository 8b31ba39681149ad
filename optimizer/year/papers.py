"""Papers: what each host asks for, how old it may be, and what is not ticked yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.domain.problem import Problem
from optimizer.domain.records import Channel, Offering
from optimizer.domain.terms import GUIDE_ROWS, Document, parse_documents
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request
from optimizer.year.guide import Case, applies, shift_day, step

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
