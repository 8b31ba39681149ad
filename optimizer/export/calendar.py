"""A plan as a calendar file (RFC 5545): whole days, reminders, ids that stay.

The file has a random key, and an id is made of it, the season, the program (or host)
and what is to do there: no two people's files share an id, and none says whose it is.
A file made from an earlier one keeps its key, so it updates what that brought in, and
it cancels what has left the plan since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from icalendar import STATUS, TRANSP, Alarm, Calendar, Event

from optimizer.domain.faults import DataError, Fault
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.appointments import Appointment, appointments

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

    ``DataError`` with exactly one sentence; a calendar of other origin is refused,
    since the next file would cancel all that is in it.
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


NINE = dt.timedelta(hours=9)
DAY = dt.timedelta(days=1)
FIRST_VERSION = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
HIGHEST_VERSION = 2**31 - 1
CANCELLED = "Cancelled: "
VERIFY = "As last seen, and planned with RotaMatch: check every date with the host."


def calendar_file(
    problem: Problem,
    plan: Plan,
    earlier: Earlier | None = None,
    now: dt.datetime | None = None,
) -> bytes:
    """Write the plan as an iCalendar file.

    Stamps are of ``now``, by default the clock's. Without an ``earlier`` file the key
    is new. An entry of the earlier file that is not in the plan is cancelled, unless it
    is over.
    """
    now = (now or dt.datetime.now(dt.UTC)).replace(microsecond=0)
    key, version = earlier.key if earlier else uuid4(), _version(earlier, now)
    made = _empty(problem, key)
    events = [_event(problem, key, found) for found in appointments(problem, plan)]
    ids = {str(event.uid) for event in events}
    for gone in earlier.entries if earlier else ():
        if gone.uid not in ids and gone.end > now.date():
            events.append(_cancellation(gone))
    for event in events:
        event.DTSTAMP = event.LAST_MODIFIED = now
        event.sequence = version
        made.add_component(event)
    return bytes(made.to_ical())


def _version(earlier: Earlier | None, now: dt.datetime) -> int:
    """A later second is a higher number, even where the clock went back."""
    seconds = int((now - FIRST_VERSION).total_seconds())
    return min(max(seconds, earlier.version + 1 if earlier else 0), HIGHEST_VERSION)


def _empty(problem: Problem, key: UUID) -> Calendar:
    name = f"RotaMatch {problem.scenario.season}"
    made = Calendar.new(name=name, prodid=PRODUCT, uid=str(key))
    made.calscale = "GREGORIAN"
    return made


def _event(problem: Problem, key: UUID, found: Appointment) -> Event:
    names = (str(problem.scenario.season), found.about, found.what)
    event = Event.new(
        uid=str(uuid5(key, "\n".join(names))),
        start=found.first,
        end=found.last + DAY,  # the first day that is no longer part of it
        summary=one_line(found.title),
        description=one_line(f"{found.note} {VERIFY}"),
        location=one_line(found.place) or None,
        status=STATUS.CONFIRMED if found.sure else STATUS.TENTATIVE,
        transparency=TRANSP.OPAQUE if found.what == "rotation" else TRANSP.TRANSPARENT,
    )
    for days in found.reminders:
        event.add_component(_alarm(found, days))
    return event


def _cancellation(gone: EarlierEvent) -> Event:
    return Event.new(
        uid=gone.uid,
        start=gone.start,
        end=gone.end,
        summary=f"{CANCELLED}{gone.title.removeprefix(CANCELLED)}",
        description="It is no longer part of the plan.",
        status=STATUS.CANCELLED,
        transparency=TRANSP.TRANSPARENT,
    )


def _alarm(found: Appointment, days: int) -> Alarm:
    """At nine in the morning, some days before: midnight would be the start's."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(found.title))
    alarm.add("trigger", NINE - dt.timedelta(days=days))
    return alarm
