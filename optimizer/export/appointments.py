"""The days of a plan in date order: what to be at and what to do, when.

Deadlines and letters follow the rules of ``eligibility`` and ``letters``. Papers are
got together ``PREPARATION_DAYS`` before the last day to apply. All other things to do
are those of the guide (``optimizer.year``), each on its first day. Nothing here says
who the applicant is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.domain import replies
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer
from optimizer.domain.terms import application_days
from optimizer.domain.words import KINDS, count, day_in_words
from optimizer.model.candidates import PREPARATION_DAYS
from optimizer.model.eligibility import apply_by
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.year.guide import Kind, usual_papers
from optimizer.year.timeline import Item, State, is_sure, year

OWN_NAMES = {"letter-1": "ask for letter", "thanks-1": "thanks"}
"""What rows of the guide were called in calendars before; their ids stay with that."""
TOLD_OTHERWISE = ("letter-6", "apply-4", "apply-6", "apply-7", "apply-8", "day-1")
"""Rows of the guide whose days stand in the calendar with words of their own."""
APPLY_REMINDERS = (14, 3)
ASK_REMINDERS = (3,)
PRIVATE: tuple[Kind, ...] = ("visa", "exams")
"""Kinds of things to do that say something of the applicant: in no file."""
CLAUSE = re.compile(r"[.:;?,]")
AHEAD: tuple[State, ...] = ("now", "later", "if yes")
LETTER_REMINDERS = (7,)
PROJECTED = " Projected from earlier seasons: the official date is not out yet."


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something to be at or to do, on whole days from ``first`` to ``last``.

    ``about`` is the program, the host where there is none, or "" for a date of the
    season; together with ``what`` it stays the same when a plan changes its dates.
    ``reminders`` are days before; those before today are left out. ``sure`` is false
    of a rotation that no host has agreed to yet.
    """

    what: str
    about: str
    first: dt.date
    last: dt.date
    title: str
    note: str
    place: str = ""
    reminders: tuple[int, ...] = ()
    sure: bool = True


def appointments(problem: Problem, plan: Plan) -> tuple[Appointment, ...]:
    """Every day of the plan and of its season, in date order."""
    rotations = rotations_of(problem, plan.blocks)
    found = [*_season(problem), *_guide(problem, rotations)]
    for rotation in rotations:
        found += _of_rotation(problem, rotation)
    return tuple(sorted(found, key=lambda a: (a.first, a.last, a.about, a.what)))


def answer_of(problem: Problem, rotation: Rotation) -> Answer | None:
    """What the host has answered, if it was asked; what is booked is accepted."""
    visit = rotation.visit
    if visit.booked or visit.offering is None:
        return "accepted"
    offering_id = visit.offering.offering_id
    return replies.answer_to(problem.scenario, offering_id, rotation.start)


def deadline(problem: Problem, rotation: Rotation) -> dt.date | None:
    """Last day to apply; None for what is booked."""
    visit = rotation.visit
    if visit.booked or visit.offering is None:
        return None
    return apply_by(problem, visit.offering, rotation.start)


def is_past(problem: Problem, rotation: Rotation) -> bool:
    """Whether the last day to apply is over and the host was not asked in time."""
    until = deadline(problem, rotation)
    late = until is not None and until < problem.scenario.today
    return late and answer_of(problem, rotation) is None


def _of_rotation(problem: Problem, rotation: Rotation) -> Iterator[Appointment]:
    yield _stay(problem, rotation)
    yield from _application(problem, rotation)
    if rotation.letter_ready is not None:
        yield _letter(problem, rotation, rotation.letter_ready)


def _guide(problem: Problem, rotations: tuple[Rotation, ...]) -> Iterator[Appointment]:
    """What the guide asks for and is still to be done; reading is one appointment."""
    groups: dict[tuple[str, dt.date, str], list[Item]] = defaultdict(list)
    for item in year(problem, (), rotations).items:
        hidden = item.kind in PRIVATE or item.step_id in TOLD_OTHERWISE
        if item.state in AHEAD and not hidden:
            day = max(item.day, min(item.until, problem.scenario.today))
            what = item.kind if item.kind == "prepare" else item.step_id
            groups[item.item_id.partition("@")[2], day, what].append(item)
    for (about, day, what), items in groups.items():
        name = OWN_NAMES.get(what, what)
        yield _to_do(problem, name, about, day, items)


def _to_do(
    problem: Problem, what: str, about: str, day: dt.date, items: list[Item]
) -> Appointment:
    first = items[0]
    begin = CLAUSE.split(first.what)[0] if what != "prepare" else "Prepare"
    told = " ".join(item.what for item in items)
    until = f"Until {day_in_words(max(item.until for item in items))}."
    return Appointment(
        what=what,
        about=about,
        first=day,
        last=day,
        title=f"{begin}: {first.host}" if first.host else begin,
        note=f"{told} {until}",
        reminders=_ahead(problem, day, ASK_REMINDERS),
    )


def _stay(problem: Problem, rotation: Rotation) -> Appointment:
    visit, host = rotation.visit, rotation.visit.host
    sure = is_sure(problem, rotation)
    title = visit.offering.title if visit.offering else "Booked rotation"
    kind = KINDS[visit.kind]
    return Appointment(
        what="rotation",
        about=visit.key,
        first=rotation.start,
        last=rotation.end,
        title=f"Rotation: {host}" if sure else f"Rotation (planned): {host}",
        note=f"{title}, {kind}." + ("" if sure else " The host has not accepted yet."),
        place=visit.place.place,
        sure=sure,
    )


def _application(problem: Problem, rotation: Rotation) -> Iterator[Appointment]:
    until = deadline(problem, rotation)
    if until is None:
        return
    host, today = rotation.visit.host, problem.scenario.today
    lead, assumed = _lead(problem, rotation)
    if answer_of(problem, rotation) is not None:
        title, note = f"Applied: {host}", f"You have asked this host. {lead}"
        yield _task(rotation, "apply by", until, title, note)
    elif until < today:
        title = f"Day to apply{assumed} already past: {host}"
        note = (
            f"It was over when this was made, on {day_in_words(today)}. Ask the host"
            " whether it still takes applications for"
            f" {day_in_words(rotation.start)}. {lead}"
        )
        yield _task(rotation, "apply by", until, title, note)
    else:
        begin = max(until - PREPARATION_DAYS, today)
        papers = f"{' '.join(usual_papers())} The host's own list counts."
        yield _task(rotation, "documents", begin, f"Get papers ready: {host}", papers)
        title = f"Last day to apply{assumed}: {host}"
        reminders = _ahead(problem, until, APPLY_REMINDERS)
        yield _task(rotation, "apply by", until, title, lead, reminders)


def _lead(problem: Problem, rotation: Rotation) -> tuple[str, str]:
    """Where the last day to apply comes from, and its mark if it is assumed."""
    offering = rotation.visit.offering
    assert offering is not None, "only an offering has a last day to apply"
    opens, last = application_days(offering.application_window, rotation.start)
    if last is not None:
        first = f" from {day_in_words(opens)}" if opens else ""
        return f"The host takes applications{first} until {day_in_words(last)}.", ""
    if (weeks := offering.apply_lead_weeks) is not None:
        first = f", and takes applications from {day_in_words(opens)}" if opens else ""
        return f"The host asks for {count(weeks, 'week')} before the start{first}.", ""
    typical = round(problem.parameter("unknown_lead_weeks"))
    return (
        "The host's own deadline is not known: this day assumes"
        f" {count(typical, 'week')} before the start, so ask early."
    ), " (assumed)"


def _letter(problem: Problem, rotation: Rotation, ready: dt.date) -> Appointment:
    offering = rotation.visit.offering
    unsure = offering is None or offering.gives_letter == "unknown"
    late = "" if rotation.letter_on_time else ", too late for the first look"
    title = f"Letter should be in{late}: {rotation.visit.host}"
    note = (
        "Written and processed by now if all takes its usual time. If it is missing,"
        " remind the writer. It counts in full until"
        f" {day_in_words(problem.letters_by)}."
        + (" It is not known whether this host writes letters." if unsure else "")
    )
    reminders = _ahead(problem, ready, LETTER_REMINDERS)
    return _task(rotation, "letter ready", ready, title, note, reminders)


def _task(
    rotation: Rotation,
    what: str,
    on: dt.date,
    title: str,
    note: str,
    reminders: tuple[int, ...] = (),
) -> Appointment:
    key = rotation.visit.key
    return Appointment(what, key, on, on, title, note, reminders=reminders)


def _ahead(problem: Problem, on: dt.date, days: tuple[int, ...]) -> tuple[int, ...]:
    today = problem.scenario.today
    return tuple(n for n in days if on - dt.timedelta(days=n) >= today)


def _season(problem: Problem) -> Iterator[Appointment]:
    s, own = problem.season, problem.scenario.letters_by is not None
    last = s.interviews_end
    for what, first, title in (
        ("submit open", s.submit_open, "Residency applications open"),
        ("letters by", problem.letters_by, "Last day for letters"),
        ("program access", s.program_access, "Programs begin to read"),
        ("interviews", s.interviews_start, "Interview season"),
        ("rank deadline", s.rank_deadline, "Rank lists are due"),
        ("match day", s.match_day, "Match Day"),
    ):
        letters = what == "letters by"
        guessed = s.estimated == "yes" and not (own and letters)
        yield Appointment(
            what=what,
            about="",
            first=first,
            last=last if what == "interviews" else first,
            title=f"{title} (estimated)" if guessed else title,
            note=f"Match season {s.season}." + (PROJECTED if guessed else ""),
            reminders=_ahead(problem, first, LETTER_REMINDERS) if letters else (),
        )
