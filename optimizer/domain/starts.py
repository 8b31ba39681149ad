"""When an offering may start, and the ids of what starts.

Five ways to write ``starts``: ``mondays``; ``first_mondays`` (the first of each month);
``months`` (whole calendar months); ``every:28d:2027-03-01`` (that day and every 28 days
after it); or dates separated by ``;``, each alone or as a range
``2027-06-01/2027-06-30``. A range and a month say themselves when they end; else a
block ends with the last weekday before its weeks are over.

Pins, exclusions, answers, picks and links name blocks: E012 is an offering on whatever
date, E012@2027-05-03 the same offering from that Monday on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Self

from optimizer.domain.faults import quote_value

ALLOWED = (
    "mondays, first_mondays, months, every:28d:2027-03-01 (whole weeks from a day),"
    " or dates and ranges such as 2027-06-01/2027-06-30 separated by ;"
)
MOST_DAYS = 366
"""No range is longer."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEK = dt.timedelta(days=7)
WEEKEND_DAYS = 2
"""Between the Friday a block ends on and the Monday the next one starts on."""

_DAY, _FIVE_WEEKS, _FRIDAY = dt.timedelta(days=1), dt.timedelta(days=31), 4
_OPEN = dt.date.max
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EVERY = re.compile(r"every:(\d{1,3})d:(.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Starts:
    """A parsed ``starts``; ``dates`` are its dates, or the one day of ``every``.

    ``ends``: the last day of the block that starts on each, where it is said.
    """

    pattern: Literal["mondays", "first_mondays", "months", "every", "dates"]
    dates: tuple[dt.date, ...] = ()
    ends: tuple[dt.date | None, ...] = ()
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
    """Read a ``starts`` cell; ``ValueError`` with a message that says what is wrong."""
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
    days = _step_days(anchor, parsed.step, first, last)
    if parsed.pattern == "first_mondays":
        return tuple(day for day in days if day.day <= WEEK.days)
    return days


@lru_cache(maxsize=65_536)
def block_end(starts: str, weeks: int, start: dt.date) -> dt.date:
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
        raise ValueError(f"{quote_value(text)} is neither a pattern nor a real date")
    return day


def _next_monday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=-day.weekday() % WEEK.days)


def _step_days(
    anchor: dt.date, step: dt.timedelta, first: dt.date, last: dt.date
) -> tuple[dt.date, ...]:
    skipped = max(0, -((anchor - first) // step))
    begin = anchor + skipped * step
    count = max(0, (last - begin) // step + 1)
    return tuple(begin + i * step for i in range(count))


@dataclass(frozen=True, slots=True)
class BlockId:
    """An offering and its start; without a start, the offering on any date."""

    offering_id: str
    start: dt.date | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read E012 or E012@2027-05-03.

        ``ValueError`` if what follows the @ is no date.
        """
        offering_id, at, day = text.partition("@")
        start = iso_date(day)
        if at and start is None:
            raise ValueError(f"{day} is no date")
        return cls(offering_id, start)

    def __str__(self) -> str:
        return f"{self.offering_id}@{self.start}" if self.start else self.offering_id


def offering_of(name: str) -> str:
    """Id of the offering of a block's id, or of an offering's own, whatever its date.

    Unlike ``BlockId.parse`` it takes every text: what strangers wrote, for instance.
    """
    return name.partition("@")[0]


def is_dated(name: str) -> bool:
    """Whether a name speaks of an offering on one date, not on any."""
    return "@" in name


def offerings_of(names: Iterable[str]) -> set[str]:
    """Ids of the offerings that ids of blocks or offerings speak of."""
    return {offering_of(name) for name in names}
