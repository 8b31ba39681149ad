"""What a host asks for and pays back, and when it takes applications, as cells say it.

``documents`` are names of ``DOCUMENTS``; ``tb_test<12m`` may be twelve months old at
most. ``refunds`` say how much of the tuition comes back: ``60:75`` is 75 % until 60
days before the start, ``visa 60:75`` the same once a visa was refused, and ``none``
nothing ever. An empty cell is not known.

A window is written by month and day of every year: ``12-01/12-31 for 04-01/06-30``
(December, for starts from April to June); several are separated by ``;``, and one end
of a window may be left out. The last day to apply for residency is a month and a day of
every season: ``10-31``.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from optimizer.domain.faults import quote_value
from optimizer.domain.starts import iso_date

with Path(__file__).with_name("documents.csv").open(encoding="utf-8") as file:
    _ROWS = list(csv.DictReader(file))
DOCUMENTS = {row["name"]: row["label"] for row in _ROWS}
GUIDE_ROWS = {row["name"]: row["row"] for row in _ROWS}
"""The row of the guide for each document."""
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


ALLOWED_WINDOWS = (
    "windows such as 12-01/12-31 for 04-01/06-30, separated by ; and without starts"
    " in common"
)
NO_LAST_DAY = "none"
ALLOWED_LAST_DAYS = "a month and a day such as 10-31, or none"
_MONTH_DAY = r"\d{2}-\d{2}"
_WINDOW = re.compile(
    rf"({_MONTH_DAY})?/({_MONTH_DAY})? for ({_MONTH_DAY})/({_MONTH_DAY})", re.ASCII
)
_A_LEAP_YEAR = 2000

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """When applications are taken, for starts of a part of the year.

    ``first`` or ``last`` None: that end is not known. A part of the year may go over
    its end, as October to February does.
    """

    first: MonthDay | None
    last: MonthDay | None
    from_: MonthDay
    to: MonthDay

    def holds(self, start: dt.date) -> bool:
        """Whether it is the window for a start."""
        day = (start.month, start.day)
        if self.from_ <= self.to:
            return self.from_ <= day <= self.to
        return day >= self.from_ or day <= self.to

    def days(self, start: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day to apply for a start.

        The window is the last one that closes before the start; where its end is not
        known, the last one that opens before the part of the year begins.
        """
        if self.last:
            last = _latest(self.last, start)
            return (_latest(self.first, last) if self.first else None), last
        opens = _latest(self.first, _latest(self.from_, start)) if self.first else None
        return opens, None


@lru_cache(maxsize=4096)
def parse_windows(text: str) -> tuple[Window, ...]:
    """Read an ``application_window`` cell; none where it is empty.

    ``ValueError`` with a message that says what is wrong.
    """
    windows = tuple(_window(part.strip()) for part in text.split(";") if part.strip())
    year = (dt.date(_A_LEAP_YEAR, 1, 1) + dt.timedelta(days=i) for i in range(366))
    if any(sum(window.holds(day) for window in windows) > 1 for day in year):
        raise ValueError("two windows are for the same starts")
    return windows


@lru_cache(maxsize=8192)
def application_days(
    windows: str, start: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day to apply for a start; None where not known."""
    for window in parse_windows(windows) if windows else ():
        if window.holds(start):
            return window.days(start)
    return None, None


def last_day(text: str, season: int) -> dt.date | None:
    """The last day to apply for residency in a season, from ``10-31``.

    None where there is none (``none``) or it is not known (empty). From July on it is
    of the year before the one that names the season. ``ValueError`` with a message that
    says what is wrong.
    """
    if text in ("", NO_LAST_DAY):
        return None
    year = season - 1 if text >= "07" else season
    found = iso_date(f"{year}-{text}")
    if found is None or text == "02-29":
        raise ValueError(f"{quote_value(text)} is no day of every year")
    return found


def touched_months(first: dt.date, last: dt.date) -> tuple[int, ...]:
    """The months that the days from one to another touch, in the order of the year."""
    later = min(12 * (last.year - first.year) + last.month - first.month, 11)
    return tuple(sorted({(first.month - 1 + n) % 12 + 1 for n in range(later + 1)}))


def _window(text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if not found:
        raise ValueError(f"{quote_value(text)} is no window")
    first, last, from_, to = (_month_day(part) for part in found.groups())
    if first is None and last is None:
        raise ValueError(f"{quote_value(text)} has neither a first nor a last day")
    assert from_, "the pattern has both"
    assert to, "the pattern has both"
    return Window(first, last, from_, to)


def _month_day(text: str | None) -> MonthDay | None:
    if text is None:
        return None
    try:
        day = dt.date(_A_LEAP_YEAR, int(text[:2]), int(text[3:]))
    except ValueError:
        raise ValueError(f"{text} is no day of a year") from None
    return day.month, day.day


def _latest(day: MonthDay, until: dt.date) -> dt.date:
    """The latest such day of a year up to a date; 29 February is the 28th elsewhere."""
    year = until.year if day <= (until.month, until.day) else until.year - 1
    try:
        return dt.date(year, *day)
    except ValueError:
        return dt.date(year, 2, 28)
