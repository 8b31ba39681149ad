"""A plan as a calendar file (RFC 5545): whole days, reminders, ids that stay.

The file has a random key, and an id is made of it, the season, the program (or host)
and what is to do there: no two people's files share an id, and none says whose it is.
A file made from an earlier one keeps its key, so it updates what that brought in, and
it cancels what has left the plan since.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4, uuid5

from icalendar import STATUS, TRANSP, Alarm, Calendar, Event

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.appointments import Appointment, appointments
from optimizer.export.earlier_calendar import PRODUCT, Earlier, EarlierEvent, one_line

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
