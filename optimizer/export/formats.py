"""The files a plan can be taken away as, by the ending of their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.calendar import calendar_file, read_earlier
from optimizer.export.pdf import pdf_file
from optimizer.export.workbook import csv_file, tabbed_file, workbook


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file: its media type, what writes it, and what writes it on.

    ``update`` takes an earlier file of the kind too and raises ``DataError`` if that is
    none of ours; None: a new file has nothing to do with the one before it.
    """

    mime: str
    write: Callable[[Problem, Plan], bytes]
    update: Callable[[Problem, Plan, bytes], bytes] | None = None


def _updated_calendar(problem: Problem, plan: Plan, earlier: bytes) -> bytes:
    return calendar_file(problem, plan, read_earlier(earlier))


EXPORTS = {
    ".ics": Export("text/calendar", calendar_file, _updated_calendar),
    ".xlsx": Export(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook
    ),
    ".pdf": Export("application/pdf", pdf_file),
    ".csv": Export("text/csv", csv_file),
    ".tab.csv": Export("text/csv", tabbed_file),
}


def kind_of(name: str) -> Export | None:
    """Kind of file that a name asks for by its ending, the longest one that fits."""
    fitting = [ending for ending in EXPORTS if name.lower().endswith(ending)]
    return EXPORTS[max(fitting, key=len)] if fitting else None


def file_name(problem: Problem, ending: str) -> str:
    """Name of the file of a season's plan: the same one each time."""
    return f"rotamatch-{problem.scenario.season}{ending}"
