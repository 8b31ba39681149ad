"""The files a plan can be taken away as, by the ending of their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.calendar import calendar_file
from optimizer.export.table import csv_file
from optimizer.export.workbook import workbook


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file: its media type and what writes it."""

    mime: str
    write: Callable[[Problem, Plan], bytes]


EXPORTS = {
    ".ics": Export("text/calendar", calendar_file),
    ".xlsx": Export(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook
    ),
    ".csv": Export("text/csv", csv_file),
}


def file_name(problem: Problem, ending: str) -> str:
    """Name of the file of a season's plan: the same one each time."""
    return f"rotamatch-{problem.scenario.season}{ending}"
