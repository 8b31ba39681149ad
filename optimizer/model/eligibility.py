"""May this applicant do this block? Open, to be checked, or closed, with reasons.

Facts come from the catalog; nothing here is legal advice. A field leads to "check"
only if its unfavourable value would close the block for this applicant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from optimizer.domain import replies, words
from optimizer.domain.applicant import is_student
from optimizer.domain.columns import OFFERING
from optimizer.domain.found_out import with_asking
from optimizer.domain.plan import Block, Eligibility, Reason, Verdict
from optimizer.domain.problem import Problem
from optimizer.domain.records import Known, Offering
from optimizer.domain.starts import is_usual, usual_days
from optimizer.domain.terms import application_days
from optimizer.model.entry_rules import conditions, entry_checks, of_the_visa, reason
from optimizer.model.letters import end_of

_SINGLE_DAY = (
    "You are not free on {}, which lies in it.",
    "I have an exam on {}: could I be away on that day?",
)
_CLOSED_BY_NO: dict[Known, Verdict]
_CLOSED_BY_NO = {"yes": "open", "unknown": "check", "no": "closed"}
WORST: dict[Verdict, int] = {"open": 0, "check": 1, "closed": 2}
ENTRY = {"kind", "state", "entry_statuses"}
"""Columns that a check on entry speaks of."""
LATE_FACTOR, LATE_STEP_DAYS = "late_request_factor", 28


def verdict(reasons: tuple[Reason, ...]) -> Verdict:
    """The worst verdict among the reasons; open if there is none."""
    return max((r.verdict for r in reasons), key=WORST.__getitem__, default="open")


def eligibility(problem: Problem, offering: Offering, start: dt.date) -> Eligibility:
    """Verdict on the block of ``offering`` that starts on ``start``, with reasons."""
    found = _reasons(problem, offering, start)
    reasons = (
        *(_with_source(problem, offering, one) for one in found),
        *_warnings(problem, start, end_of(offering, start)),
    )
    return Eligibility(verdict(reasons), reasons)


def is_open_on(problem: Problem, offering: Offering, start: dt.date) -> bool:
    """Whether no reason closes a block, nor leaves a question if none may be left.

    For whoever asks about every start of every offering: it looks no further than that.
    """
    unsure = problem.scenario.include_unverified
    found = _reasons(problem, offering, start, closing=unsure)
    return all(r.verdict == "open" or (unsure and r.verdict == "check") for r in found)


def closed_throughout(problem: Problem, offering: Offering) -> bool:
    """Whether its host or the visa closes it on every day of the window.

    Of an answer, which may be for one date, this says nothing.
    """
    if replies.answered(problem.scenario, offering.offering_id):
        return False
    day = problem.window[0]
    return all(
        any(r.verdict == "closed" for r in _lasting(problem, offering, day, student))
        for student in {follows_student_rules(problem, d) for d in problem.window}
    )


def turning_days(problem: Problem, offering: Offering) -> Iterable[dt.date] | None:
    """The days from which a start may get another verdict; None: any day.

    The verdict depends on the date only through three facts: whether the start is
    past, whether the time to apply is, and whether one is still a student at the end.
    Not so where an answer may be for one date.
    """
    if replies.unsettled(problem.scenario, offering.offering_id):
        return None
    if offering.application_window:
        return None  # a window is for a part of the year
    if not is_usual(offering.starts):
        return None  # blocks may differ in length
    today = problem.scenario.today
    days = [today, today + (today - apply_by(problem, offering, today))]
    graduation = problem.scenario.applicant.graduation_date
    if graduation is not None:
        days.append(graduation - dt.timedelta(days=usual_days(offering.weeks) - 2))
    return days


def entry_open(problem: Problem, blocks: Iterable[Block]) -> str:
    """What a chance of these rotations begins with: "" or "If you may enter:".

    The latter while a visa, a rule on a nationality or one of a state is a question:
    no chance that a host says yes speaks of those.
    """
    asked = any(hangs_on_entry(problem, b.offering, b.start) for b in blocks)
    return "If you may enter:" if asked else ""


def hangs_on_entry(problem: Problem, offering: Offering, start: dt.date) -> bool:
    """Whether it is still to be asked how one may enter the US for a rotation."""
    reasons = eligibility(problem, offering, start).reasons
    return any(r.verdict == "check" and r.field in ENTRY for r in reasons)


def _reasons(
    problem: Problem, offering: Offering, start: dt.date, *, closing: bool = False
) -> Iterator[Reason]:
    """Every reason, or without those that at worst leave a question."""
    student = follows_student_rules(problem, end_of(offering, start))
    yield from _lead_time(problem, offering, start)  # what is over is said first
    yield from _lasting(problem, offering, start, student, closing=closing)
    if not closing:
        yield from entry_checks(problem, offering, student)


def _warnings(problem: Problem, first: dt.date, last: dt.date) -> Iterator[Reason]:
    for day in single_days(problem, first, last):
        said, ask = (text.format(words.day_in_words(day)) for text in _SINGLE_DAY)
        yield Reason("open", "blackouts", said, ask=ask)


def single_days(problem: Problem, first: dt.date, last: dt.date) -> list[dt.date]:
    """Single days, such as of an exam, on which one is not free within a rotation."""
    days = (a for a, b in problem.scenario.blackouts if a == b)
    return sorted(day for day in days if first <= day <= last)


def follows_student_rules(problem: Problem, end: dt.date) -> bool:
    """Whether the applicant is still a student on the last day of a block."""
    return is_student(problem.scenario.applicant, end)


def apply_by(problem: Problem, offering: Offering, start: dt.date) -> dt.date:
    """Last day to apply: the host's lead before the start, and the end of its window.

    The earlier of the two; the assumed lead where the host states neither.
    """
    weeks = offering.apply_lead_weeks
    _, last = application_days(offering.application_window, start)
    if last:
        stated = start if weeks is None else start - dt.timedelta(weeks=weeks)
        return min(last, stated)
    lead = problem.parameter("unknown_lead_weeks") if weeks is None else weeks
    return start - dt.timedelta(days=round(7 * lead))


def apply_from(offering: Offering, start: dt.date) -> dt.date | None:
    """First day on which the host takes applications for a start; None: not known."""
    return application_days(offering.application_window, start)[0]


def is_stated(offering: Offering, start: dt.date) -> bool:
    """Whether the last day to apply is the host's own word, not assumed."""
    if offering.apply_lead_weeks is not None:
        return True
    return application_days(offering.application_window, start)[1] is not None


def steps_late(problem: Problem, offering: Offering, start: dt.date) -> int:
    """Steps of ``LATE_STEP_DAYS`` begun since the assumed last day, to that of asking.

    0 where the host states a day, has said yes, or was asked on a day not known.
    """
    if LATE_FACTOR not in problem.catalog.assumption or is_stated(offering, start):
        return 0
    answer = replies.answer_to(problem.scenario, offering.offering_id, start)
    asked = replies.request_day_of(problem.scenario, offering.offering_id)
    if answer in replies.YES or (answer and asked is None):
        return 0
    day = asked if answer and asked else problem.scenario.today
    return max(0, -(-(day - apply_by(problem, offering, start)).days // LATE_STEP_DAYS))


def missed_day(problem: Problem, offering: Offering, start: dt.date) -> dt.date | None:
    """The last day to apply for a start, if it is over and one had not asked then."""
    day, today = apply_by(problem, offering, start), problem.scenario.today
    asked = replies.answer_to(problem.scenario, offering.offering_id, start)
    over = steps_late(problem, offering, start) if asked else day < today
    return day if over else None


def _with_source(problem: Problem, offering: Offering, one: Reason) -> Reason:
    """A reason with the source of its field, unless it has one of its own."""
    if one.source:
        return one
    key = ("offerings.csv", offering.offering_id, one.field)
    known = problem.catalog.source_of.get(key)
    return replace(
        one,
        sentence=with_asking(problem.catalog, *key, one.sentence),
        source=known.source if known else "",
    )


def _lasting(
    problem: Problem,
    offering: Offering,
    start: dt.date,
    student: bool,
    *,
    closing: bool = True,
) -> Iterator[Reason]:
    """What the host asks, settled once it has accepted, and what the visa allows."""
    answer = replies.answer_to(problem.scenario, offering.offering_id, start)
    if answer in replies.YES:
        yield Reason("open", "acceptance", "The host has accepted you.", "your answer")
    else:
        yield from _standing(offering, student)
        yield from _us_persons(problem, offering)
        yield from _school_and_exams(problem, offering)
        yield from conditions(problem, offering, student, closing)
    yield from of_the_visa(problem, offering, student)


def _standing(offering: Offering, student: bool) -> Iterator[Reason]:
    field = "students" if student else "graduates"
    who = "students of foreign schools" if student else "graduates of foreign schools"
    known: Known = offering.students if student else offering.graduates
    words = {
        "yes": f"Takes {who}.",
        "no": f"Takes no {who}.",
        "unknown": f"Not known whether it takes {who}.",
    }[known]
    found = _CLOSED_BY_NO[known]
    yield reason(field, found, words, OFFERING[field].ask)


def _us_persons(problem: Problem, offering: Offering) -> Iterator[Reason]:
    who, rule = problem.scenario.applicant, offering.us_persons_only
    if rule == "excluded" and (who.us_work_authorized or who.img_type == "us_img"):
        words = "Takes no US citizens or residents who study abroad."
        yield reason("us_persons_only", "closed", words)
    if who.us_work_authorized or rule == "excluded":
        return
    sure = "Only for US citizens and permanent residents."
    maybe = "May be for US persons only: not known."
    yield from _closed_by_yes("us_persons_only", rule, sure, maybe)


def _school_and_exams(problem: Problem, offering: Offering) -> Iterator[Reason]:
    who = problem.scenario.applicant
    if not who.home_school_in_vslo:
        sure = "Needs a home school that takes part in VSLO."
        maybe, rule = "May need a home school in VSLO.", offering.needs_vslo_school
        yield from _closed_by_yes("needs_vslo_school", rule, sure, maybe)
    if not who.step1_passed:
        sure, maybe = "Needs a pass in Step 1.", "May need a pass in Step 1."
        rule = offering.needs_step1_pass
        yield from _closed_by_yes("needs_step1_pass", rule, sure, maybe)
    limit = offering.max_step1_failures
    if limit is not None and who.step1_failures > limit:
        words = f"Allows {limit} failures of Step 1; you have {who.step1_failures}."
        yield reason("max_step1_failures", "closed", words)


def _closed_by_yes(field: str, rule: Known, sure: str, maybe: str) -> Iterator[Reason]:
    """What a rule closes where it holds, and asks where that is not known."""
    if rule != "no":
        found: Verdict = "closed" if rule == "yes" else "check"
        words = sure if rule == "yes" else maybe
        yield reason(field, found, words, OFFERING[field].ask)


def _lead_time(
    problem: Problem, offering: Offering, start: dt.date
) -> Iterator[Reason]:
    deadline, today = apply_by(problem, offering, start), problem.scenario.today
    if start < today:
        yield reason("starts", "closed", "This start date is over.")
    asked = replies.answer_to(problem.scenario, offering.offering_id, start)
    if start < today or asked:
        return  # what was asked for in time may be answered after the deadline
    if deadline < today:
        yield _too_late(offering, start, deadline)
    elif (opens := apply_from(offering, start)) and opens > today:
        said = f"Takes applications for this start from {opens:%d %b %Y}."
        yield reason("application_window", "open", said)


def _too_late(offering: Offering, start: dt.date, deadline: dt.date) -> Reason:
    day = f"{deadline:%d %b %Y}"
    if not is_stated(offering, start):
        said = f"Applications may have closed about {day} (assumed lead time)."
        ask = f"Do you still take applications for {start:%d %b %Y}?"
        return reason("apply_lead_weeks", "check", said, ask)
    _, last = application_days(offering.application_window, start)
    field = "application_window" if last == deadline else "apply_lead_weeks"
    return reason(field, "closed", f"Applications for this start closed on {day}.")
