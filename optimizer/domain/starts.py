"""When an offering may start: the five ways to write ``starts``, and their dates.

``mondays``; ``first_mondays`` (the first of each month); ``months`` (whole calendar
months); ``every:28d:2027-03-01`` (that day and every 28 days after it); or dates
separated by ``;``, each alone or as a range ``2027-06-01/2027-06-30``. A range and a
month say themselves when they end; else a block ends with the last weekday before its
weeks are over.

Beside it, when a host takes applications, by month and day of every year:
``12-01/12-31 for 04-01/06-30`` (December, for starts from April to June); several are
separated by ``;``, and one end of a window may be left out.
The last day to apply for residency is a month and a day of every season: ``10-31``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from optimizer.domain.faults import shown

ALLOWED = (
    "mondays, first_mondays, months, every:28d:2027-03-01 (whole weeks from a day),"
    " or dates and ranges such as 2027-06-01/2027-06-30 separated by ;"
)
MOST_DAYS = 366
"""No range is longer."""
ALLOWED_WINDOWS = (
    "windows such as 12-01/12-31 for 04-01/06-30, separated by ; and without starts"
    " in common"
)
NO_LAST_DAY = "none"
ALLOWED_LAST_DAYS = "a month and a day such as 10-31, or none"
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEK = dt.timedelta(days=7)
WEEKEND_DAYS = 2
"""Between the Friday a block ends on and the Monday the next one starts on."""

_DAY, _FIVE_WEEKS, _FRIDAY = dt.timedelta(days=1), dt.timedelta(days=31), 4
_OPEN = dt.date.max
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EVERY = re.compile(r"every:(\d{1,3})d:(.+)", re.ASCII)
_MONTH_DAY = r"\d{2}-\d{2}"
_WINDOW = re.compile(
    rf"({_MONTH_DAY})?/({_MONTH_DAY})? for ({_MONTH_DAY})/({_MONTH_DAY})", re.ASCII
)
_A_LEAP_YEAR = 2000

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Starts:
    """A parsed ``starts``; ``dates`` are its dates, or the one day of ``every``.

    ``ends``: the last day of the block that starts on each, where it is said.
    """

    pattern: Literal["mondays", "first_mondays", "months", "every", "dates"]
    dates: tuple[dt.date, ...] = ()
    ends: tuple[dt.date | None, ...] = ()
    step: dt.timedelta = WEEK


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


def iso_date(text: str) -> dt.date | None:
    """Read a date written as 2027-03-01; None if it is no such date or far away."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


@lru_cache(maxsize=4096)
def parse_starts(text: str) -> Starts:
    """Read a ``starts`` cell.

    Raises
    ------
    ValueError
        With a message that says what is wrong.
    """
    if text == "mondays":
        return Starts("mondays")
    if text == "first_mondays":
        return Starts("first_mondays")
    if text == "months":
        return Starts("months")
    if text.startswith("every:"):
        return _parse_every(text)
    spans = sorted({_span(part.strip()) for part in text.split(";") if part.strip()})
    if not spans:
        raise ValueError("there is no start")
    days = tuple(first for first, _ in spans)
    if len(set(days)) < len(days):
        raise ValueError("two blocks start on one day")
    return Starts("dates", days, tuple(None if b == _OPEN else b for _, b in spans))


@lru_cache(maxsize=8192)
def start_dates(starts: str, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """List the starts from ``first`` to ``last``, both included, in order."""
    parsed = parse_starts(starts)
    if parsed.pattern == "dates":
        return tuple(day for day in parsed.dates if first <= day <= last)
    if parsed.pattern == "months":
        every = (first + n * _DAY for n in range((last - first).days + 1))
        return tuple(day for day in every if day.day == 1)
    anchor = parsed.dates[0] if parsed.dates else _next_monday(first)
    days = _stepped(anchor, parsed.step, first, last)
    if parsed.pattern == "first_mondays":
        return tuple(day for day in days if day.day <= WEEK.days)
    return days


@lru_cache(maxsize=65_536)
def end_of(starts: str, weeks: int, start: dt.date) -> dt.date:
    """The last day of a block: as it is said, else the last weekday of its weeks."""
    parsed = parse_starts(starts)
    if parsed.pattern == "months":
        return (start + _FIVE_WEEKS).replace(day=1) - _DAY
    said = dict(zip(parsed.dates, parsed.ends, strict=False)).get(start)
    if said:
        return said
    last = start + weeks * WEEK - _DAY
    return last - max(last.weekday() - _FRIDAY, 0) * _DAY


def usual_days(weeks: int) -> int:
    """Days of a block from a Monday to the Friday that ends its last week."""
    return WEEK.days * weeks - WEEKEND_DAYS


@lru_cache(maxsize=4096)
def is_usual(starts: str) -> bool:
    """Whether every block runs from a Monday to a Friday, its weeks long."""
    parsed = parse_starts(starts)
    mondays = all(day.weekday() == 0 for day in parsed.dates)
    return parsed.pattern != "months" and mondays and not any(parsed.ends)


def leaves_weekend(starts: tuple[int, ...], days: int) -> bool:
    """Whether blocks of such starts (ordinals) all run from a Monday to a Friday."""
    whole = (days + WEEKEND_DAYS) % WEEK.days == 0
    return whole and all(start % WEEK.days == 1 for start in starts)


@lru_cache(maxsize=4096)
def parse_windows(text: str) -> tuple[Window, ...]:
    """Read an ``application_window`` cell; none where it is empty.

    Raises
    ------
    ValueError
        With a message that says what is wrong.
    """
    windows = tuple(_window(part.strip()) for part in text.split(";") if part.strip())
    year = (dt.date(_A_LEAP_YEAR, 1, 1) + dt.timedelta(days=i) for i in range(366))
    if any(sum(window.holds(day) for window in windows) > 1 for day in year):
        raise ValueError("two windows are for the same starts")
    return windows


def application_days(
    windows: str, start: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day to apply for a start; None where not known."""
    for window in parse_windows(windows):
        if window.holds(start):
            return window.days(start)
    return None, None


def _window(text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if not found:
        raise ValueError(f"{shown(text)} is no window")
    first, last, from_, to = (_month_day(part) for part in found.groups())
    if first is None and last is None:
        raise ValueError(f"{shown(text)} has neither a first nor a last day")
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


def _parse_every(text: str) -> Starts:
    found = _EVERY.fullmatch(text)
    if not found:
        raise ValueError("the pattern is not every:<days>d:<date>")
    days = int(found[1])
    if days == 0 or days % WEEK.days:
        raise ValueError(f"{days} days is not a number of whole weeks")
    return Starts("every", (_day(found[2]),), step=dt.timedelta(days=days))


def _span(text: str) -> tuple[dt.date, dt.date]:
    """A date or a range; without an end it is open."""
    first, is_range, last = (part.strip() for part in text.partition("/"))
    start, end = _day(first), _day(last) if is_range else _OPEN
    if end < start:
        raise ValueError(f"{last} is before {first}")
    if is_range and (end - start).days >= MOST_DAYS:
        raise ValueError(f"{text} is longer than a year")
    return start, end


def _day(text: str) -> dt.date:
    day = iso_date(text)
    if day is None:
        raise ValueError(f"{shown(text)} is neither a pattern nor a real date")
    return day


def _next_monday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=-day.weekday() % WEEK.days)


def _stepped(
    anchor: dt.date, step: dt.timedelta, first: dt.date, last: dt.date
) -> tuple[dt.date, ...]:
    skipped = max(0, -((anchor - first) // step))
    begin = anchor + skipped * step
    count = max(0, (last - begin) // step + 1)
    return tuple(begin + i * step for i in range(count))


def last_day(text: str, season: int) -> dt.date | None:
    """The last day to apply for residency in a season, from ``10-31``.

    None where there is none (``none``) or it is not known (empty). From July on it is
    of the year before the one that names the season.

    Raises
    ------
    ValueError
        With a message that says what is wrong.
    """
    if text in ("", NO_LAST_DAY):
        return None
    year = season - 1 if text >= "07" else season
    found = iso_date(f"{year}-{text}")
    if found is None or text == "02-29":
        raise ValueError(f"{shown(text)} is no day of every year")
    return found
