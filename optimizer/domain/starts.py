"""When an offering may start: the four ways to write ``starts``, and their dates.

``mondays``; ``first_mondays`` (the first of each month); ``every:28d:2027-03-01``
(that Monday and every 28 days after it); or Monday dates separated by ``;``.

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
    "mondays, first_mondays, every:28d:2027-03-01 (whole weeks from a Monday),"
    " or Monday dates separated by ;"
)
NO_LAST_DAY = "none"
ALLOWED_LAST_DAYS = "a month and a day such as 10-31, or none"
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEK = dt.timedelta(days=7)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EVERY = re.compile(r"every:(\d{1,3})d:(.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Starts:
    """A parsed ``starts``; ``dates`` are its dates, or the one Monday of ``every``."""

    pattern: Literal["mondays", "first_mondays", "every", "dates"]
    dates: tuple[dt.date, ...] = ()
    step: dt.timedelta = WEEK


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
    if text.startswith("every:"):
        return _parse_every(text)
    days = {_monday(part.strip()) for part in text.split(";") if part.strip()}
    if not days:
        raise ValueError("there is no start")
    return Starts("dates", tuple(sorted(days)))


@lru_cache(maxsize=8192)
def start_dates(starts: str, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """List the starts from ``first`` to ``last``, both included, in order."""
    parsed = parse_starts(starts)
    if parsed.pattern == "dates":
        return tuple(day for day in parsed.dates if first <= day <= last)
    anchor = parsed.dates[0] if parsed.dates else _next_monday(first)
    days = _stepped(anchor, parsed.step, first, last)
    if parsed.pattern == "first_mondays":
        return tuple(day for day in days if day.day <= WEEK.days)
    return days


def _parse_every(text: str) -> Starts:
    found = _EVERY.fullmatch(text)
    if not found:
        raise ValueError("the pattern is not every:<days>d:<Monday>")
    days = int(found[1])
    if days == 0 or days % WEEK.days:
        raise ValueError(f"{days} days is not a number of whole weeks")
    return Starts("every", (_monday(found[2]),), dt.timedelta(days=days))


def _monday(text: str) -> dt.date:
    day = iso_date(text)
    if day is None:
        raise ValueError(f"{shown(text)} is neither a pattern nor a real date")
    if day.weekday():
        raise ValueError(f"{text} is a {day:%A}, not a Monday")
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
