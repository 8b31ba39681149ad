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
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from optimizer.catalog_io.read import DATA

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
    return tuple(
        one.text for one in steps() if one.anchor == "papers" and not one.applies
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
