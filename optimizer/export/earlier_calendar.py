"""A calendar file that was taken away before: what the next one has to go on from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from icalendar import Calendar, Event

from optimizer.domain.faults import DataError, Fault

PRODUCT = "-//RotaMatch//Plan of away rotations//EN"
BYTES = 1_000_000
ENTRIES = 500
"""A plan of six rotations and its season have about fifty."""
CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class EarlierEvent:
    """An event: its id, its first day, the day after its last, and its title."""

    uid: str
    start: dt.date
    end: dt.date
    title: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a calendar file holds: its key, its highest version and its events."""

    key: UUID
    version: int
    entries: tuple[EarlierEvent, ...]


def read_earlier(content: bytes) -> Earlier:
    """Read a calendar file that was written here.

    Raises
    ------
    DataError
        With exactly one sentence; a calendar of other origin is refused, since the
        next file would cancel all that is in it.
    """
    if len(content) > BYTES:
        raise _file_error("it is too large to be one of ours")
    try:
        found = Calendar.from_ical(content.decode())
        if not isinstance(found, Calendar) or str(found.get("PRODID")) != PRODUCT:
            raise _file_error("it was not made here")
        events = found.events[:ENTRIES]
        return Earlier(
            key=UUID(str(found.get("UID"))),
            version=max((int(event.get("SEQUENCE", 0)) for event in events), default=0),
            entries=tuple(_entry(event) for event in events),
        )
    except (ValueError, TypeError, AttributeError, LookupError):
        raise _file_error("it is damaged") from None


def one_line(text: str) -> str:
    """Text without what no calendar can hold: controls and foreign line ends."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())


def _entry(event: Event) -> EarlierEvent:
    start, end = event.DTSTART, event.DTEND
    if type(start) is not dt.date or type(end) is not dt.date or end <= start:
        raise ValueError("not on whole days")
    uid, title = (one_line(str(event.get(name))) for name in ("UID", "SUMMARY"))
    return EarlierEvent(uid[:CHARACTERS], start, end, title[:CHARACTERS])


def _file_error(what: str) -> DataError:
    return DataError([Fault("Calendar file", what)])
