"""What a host asks for and what it pays back, as the cells of the catalog say it.

``documents`` are names of ``DOCUMENTS``; ``tb_test<12m`` may be twelve months old at
most. ``refunds`` say how much of the tuition comes back: ``60:75`` is 75 % until 60
days before the start, ``visa 60:75`` the same once a visa was refused, and ``none``
nothing ever. An empty cell is not known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

DOCUMENTS = {
    "cv": "CV",
    "transcript": "transcript",
    "enrolment": "proof of enrolment",
    "diploma": "diploma",
    "deans_letter": "dean's letter",
    "scores": "USMLE results",
    "immunizations": "immunization record",
    "tb_test": "tuberculosis test",
    "background": "background check",
    "drug_screen": "drug screen",
    "english": "proof of English",
    "malpractice": "malpractice cover",
    "health_insurance": "health insurance",
    "passport": "copy of the passport",
    "recommendation": "letter of recommendation",
    "statement": "statement",
    "translations": "certified translations",
}
_DOCUMENT = rf"({'|'.join(DOCUMENTS)})(?:<([1-9]\d?)m)?"
_REFUND = r"(visa )?(\d{1,3}):(\d{1,2}|100)"
DOCUMENTS_FORM = (
    re.compile(rf"{_DOCUMENT}( *; *{_DOCUMENT})*", re.ASCII),
    f"{', '.join(DOCUMENTS)}; each with an age such as tb_test<12m",
)
REFUNDS_FORM = (
    re.compile(rf"none|{_REFUND}( *; *{_REFUND})*", re.ASCII),
    "none, or days and percent such as 60:75;visa 60:100",
)

Step = tuple[int, int]
"""Days before the start, and the percent that comes back until then."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and how many months old it may be; None: not known."""

    name: str
    months: int | None

    @property
    def label(self) -> str:
        """What it is called in a sentence."""
        return DOCUMENTS[self.name]


@dataclass(frozen=True, slots=True)
class Refunds:
    """What comes back if one cancels, and what else once a visa was refused."""

    cancelled: tuple[Step, ...] = ()
    visa_refused: tuple[Step, ...] = ()

    def percent(self, start: dt.date, on: dt.date, *, visa_refused: bool) -> int:
        """How much comes back if that happens on a day, 0 to 100."""
        ahead = (start - on).days
        steps = self.steps(visa_refused=visa_refused)
        return max((share for days, share in steps if ahead >= days), default=0)

    def steps(self, *, visa_refused: bool) -> tuple[Step, ...]:
        """Days before the start and percent, the most days first."""
        also = self.visa_refused if visa_refused else ()
        return tuple(sorted({*self.cancelled, *also}, reverse=True))


def parse_documents(cells: Iterable[str]) -> tuple[Document, ...]:
    """Read a cell that has ``DOCUMENTS_FORM``."""
    found = (re.fullmatch(_DOCUMENT, cell) for cell in cells)
    return tuple(Document(m[1], int(m[2]) if m[2] else None) for m in found if m)


def parse_refunds(cells: tuple[str, ...]) -> Refunds | None:
    """Read a cell that has ``REFUNDS_FORM``; None where it is empty."""
    if not cells:
        return None
    found = [m for cell in cells if (m := re.fullmatch(_REFUND, cell))]
    steps = [(bool(m[1]), (int(m[2]), int(m[3]))) for m in found]
    return Refunds(
        tuple(step for visa, step in steps if not visa),
        tuple(step for visa, step in steps if visa),
    )
