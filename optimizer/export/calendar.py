"""A plan as a calendar file (RFC 5545): whole days, reminders, ids that stay.

An id names season, program (or host) and what is to do there, so a file of a changed
plan updates what an earlier one brought in. What a calendar cannot be told is that
something has gone from the plan: the page advises a calendar of its own.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid5

from icalendar import STATUS, TRANSP, Alarm, Calendar, Event

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.appointments import Appointment, appointments

PRODUCT = "-//RotaMatch//Plan of away rotations//EN"
IDS = UUID("6d1f7c0e-2f5b-4f0b-9a37-0c3c1d5e8b42")
"""Namespace of the ids; another one would double every event of those who import."""
NINE = dt.timedelta(hours=9)
DAY = dt.timedelta(days=1)
FIRST_VERSION = dt.date(2000, 1, 1)
VERIFY = "As last seen, and planned with RotaMatch: check every date with the host."


def calendar_file(problem: Problem, plan: Plan) -> bytes:
    """Write the plan as an iCalendar file; the same plan gives the same bytes.

    Stamps and the number of the version come from the scenario's day, not the clock: a
    file of a later day counts as newer.
    """
    season = str(problem.scenario.season)
    made = Calendar.new(
        name=f"RotaMatch {season}", prodid=PRODUCT, uid=_id(season, "calendar")
    )
    made.calscale = "GREGORIAN"
    for appointment in appointments(problem, plan):
        made.add_component(_event(problem, appointment))
    return bytes(made.to_ical())


def _event(problem: Problem, found: Appointment) -> Event:
    season, today = str(problem.scenario.season), problem.scenario.today
    stamp = dt.datetime.combine(today, dt.time(), dt.UTC)
    event = Event.new(
        uid=_id(season, found.about, found.what),
        start=found.first,
        end=found.last + DAY,  # the first day that is no longer part of it
        summary=_one_line(found.title),
        description=_one_line(f"{found.note} {VERIFY}"),
        location=_one_line(found.place) or None,
        stamp=stamp,
        last_modified=stamp,
        sequence=(today - FIRST_VERSION).days,
        status=STATUS.CONFIRMED if found.sure else STATUS.TENTATIVE,
        transparency=TRANSP.OPAQUE if found.what == "rotation" else TRANSP.TRANSPARENT,
    )
    for days in found.reminders:
        event.add_component(_alarm(found, days))
    return event


def _alarm(found: Appointment, days: int) -> Alarm:
    """At nine in the morning, some days before: midnight would be the start's."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _one_line(found.title))
    alarm.add("trigger", NINE - dt.timedelta(days=days))
    return alarm


def _id(*names: str) -> str:
    return str(uuid5(IDS, "\n".join(names)))


def _one_line(text: str) -> str:
    """Text without what no calendar can hold: controls and foreign line ends."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())
