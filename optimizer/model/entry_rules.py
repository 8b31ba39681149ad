"""Rules of states, of the US on nationalities and visas, and of hosts.

Rules close nothing, since each has exemptions that only an office can judge: they are
checks, with the question and the date of the rule. Whether one may come at all is not
in the chance that a host says yes, so whoever shows that chance says "if you may enter"
first (``eligibility.entry_open``). Of a host each column speaks where its catalog has
it; what is not known closes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.domain import words
from optimizer.domain.applicant import (
    VISITORS,
    WAYS,
    Applicant,
    EntryStatus,
    is_student,
)
from optimizer.domain.columns import OFFERING
from optimizer.domain.plan import Block, Reason, Verdict
from optimizer.domain.problem import Problem
from optimizer.domain.records import EntryRule, Offering, Program
from optimizer.domain.replies import accepts
from optimizer.domain.words import COUNTRIES, count, day_in_words, state_name

CANADA = "CA"
_FAM = "9 FAM 402.2-5, US Department of State"
MADE_FOR = (
    "RotaMatch is not made for students of US schools: its chances, and what hosts say"
    " of visitors, are of graduates of schools abroad. Dates, prices, distances and"
    " what is on record of each program still hold."
)
"""What someone at a US school is told."""


def entering(who: Applicant) -> EntryStatus:
    """How an applicant enters; Canadians need no visa for a visit (8 CFR 212.1)."""
    visits = ("none", "B-1", "WB")
    canadian = who.nationality == CANADA and who.entry_status in visits
    return "not_needed" if canadian else who.entry_status


def of_the_visa(
    problem: Problem, offering: Offering, student: bool
) -> Iterator[Reason]:
    """What the visa allows, whatever the host says."""
    who = problem.scenario.applicant
    entry = entering(who)
    if who.us_work_authorized or offering.kind != "hands_on":
        return
    if not student:
        closed = "Hands-on work by a graduate needs US work authorization."
        yield Reason("closed", "kind", closed, _FAM)
    elif entry in ("F-1", "none"):
        way = WAYS[entry].name
        words = f"Hands-on work with {way} depends on the visa office."
        ask = "Which visa do you require for a hands-on elective?"
        yield Reason("check", "kind", words, _FAM, ask)


def entry_checks(
    problem: Problem, offering: Offering, student: bool
) -> Iterator[Reason]:
    """What rules leave open about a rotation, whatever its host says."""
    yield from _stopped_visas(problem)
    if student and offering.kind == "hands_on":
        for rule in _in_force(problem, "state", offering.state, "elective"):
            ask = f"Does {state_name(offering.state)} let me do this elective?"
            yield _check("state", _with_date(rule, rule.meaning), rule, ask)


def residency_checks(
    problem: Problem, program: Program, blocks: Iterable[Block] = ()
) -> Iterator[Reason]:
    """What rules leave open about a residency, after these rotations."""
    who, known = problem.scenario.applicant, program.visa_sponsorship
    yield from _weeks_abroad(problem, program.state, blocks)
    if who.us_work_authorized:
        return
    if known == ("H-1B",):
        for rule in _in_force(problem, "visa", "H-1B"):
            ask = "Do you still sponsor an H-1B visa, with the payment due for it?"
            yield _check("visa_sponsorship", _with_date(rule, rule.meaning), rule, ask)
    for rule in _in_force(problem, "nationality", who.nationality):
        stopped = [visa for visa in known or ("J-1", "H-1B") if visa in rule.stops]
        if stopped and not who.visa_in_hand:
            yield _stop_reason(rule, who, " and ".join(stopped), "visa_sponsorship")


def plan_checks(problem: Problem, blocks: Iterable[Block]) -> tuple[Reason, ...]:
    """What rules of states leave open about residencies once a plan is done."""
    done = tuple(blocks)
    states = dict.fromkeys(program.state for program in problem.catalog.programs)
    return tuple(
        reason for state in states for reason in _weeks_abroad(problem, state, done)
    )


def _stopped_visas(problem: Problem) -> Iterator[Reason]:
    """Visas for visits that nationals of a country do not get."""
    who = problem.scenario.applicant
    if who.us_work_authorized or who.visa_in_hand:
        return
    status = entering(who)
    for rule in _in_force(problem, "nationality", who.nationality):
        if status in rule.stops:
            yield _stop_reason(rule, who, WAYS[status].name, "entry_statuses")
        elif status == "none" and "B-1" in rule.stops:
            yield _stop_reason(rule, who, WAYS["B-1"].name, "entry_statuses")


def _stop_reason(rule: EntryRule, who: Applicant, visa: str, field: str) -> Reason:
    country = COUNTRIES.get(who.nationality or "", who.nationality)
    said = f"Entry on {visa} is stopped for nationals of {country}."
    ask = (
        "May I enter, or am I exempt: another passport, a green card, a visa that is"
        " still valid? A US consulate says."
    )
    return _check(field, _with_date(rule, said), rule, ask)


def _weeks_abroad(
    problem: Problem, state: str, blocks: Iterable[Block]
) -> Iterator[Reason]:
    """States that bar who did too many clerkships outside the country of the school."""
    who = problem.scenario.applicant
    planned = sum(
        block.offering.weeks
        for block in blocks
        if block.offering.kind == "hands_on" and is_student(who, block.end)
    )
    weeks = who.weeks_abroad + planned
    for rule in _in_force(problem, "state", state, "residency"):
        if rule.limit is None or rule.unit != "weeks" or weeks <= rule.limit:
            continue
        if who.school_approved:
            continue
        said = f"{count(weeks, 'week')} of clerkships abroad, {planned} of them planned"
        ask = f"Has {state_name(state)} approved my school, and do electives count?"
        yield _check("state", _with_date(rule, f"{said}. {rule.meaning}"), rule, ask)


def _in_force(
    problem: Problem, scope: str, name: str | None, stops: str = ""
) -> Iterator[EntryRule]:
    """Rules about a state, a nationality or a visa that have not ended."""
    today = problem.scenario.today
    for rule in problem.catalog.entry_rules:
        ended = rule.until is not None and rule.until < today
        about = rule.scope == scope and name in rule.applies_to
        if about and not ended and (not stops or stops in rule.stops):
            yield rule


def _with_date(rule: EntryRule, said: str) -> str:
    """A sentence with the day since when the rule is in force, or that of the page."""
    when = f"since {day_in_words(rule.since)}" if rule.since else f"page: {rule.as_of}"
    return f"{said.rstrip('.')} ({when})."


def _check(field: str, said: str, rule: EntryRule, ask: str) -> Reason:
    return Reason("check", field, said, rule.url or rule.source, ask)


def reason(field: str, found: Verdict, said: str, ask: str = "") -> Reason:
    """A reason that lies in the catalog; the question is for what must be checked."""
    return Reason(found, field, said, "", ask if found == "check" else "")


def conditions(
    problem: Problem, offering: Offering, student: bool, closing: bool
) -> Iterator[Reason]:
    """What these columns say of an offering; all, or only those that may close it."""
    yield from _pmr(offering)
    yield from _entry(problem, offering)
    if closing:
        return
    yield from _requirements(offering, student)
    yield from _sponsor(offering)
    yield from _english(problem, offering)


def _pmr(offering: Offering) -> Iterator[Reason]:
    ask = OFFERING["pmr_available"].ask
    if offering.pmr_available == "no":
        yield reason("pmr_available", "closed", "Takes no visitors in PM&R.")
    elif offering.pmr_available == "unknown":
        said = "Not known whether PM&R takes visitors."
        yield reason("pmr_available", "check", said, ask)


def _entry(problem: Problem, offering: Offering) -> Iterator[Reason]:
    """Closed to a visitor where only students' and exchange visas are taken.

    Who would enter on one of those may still come on another, if the host sends papers.
    """
    who, taken = problem.scenario.applicant, offering.entry_statuses
    yours = entering(who)
    ways = VISITORS if yours == "not_needed" else {yours}
    if who.us_work_authorized or not taken or ways & {*taken}:
        return
    closed = yours in (*VISITORS, "not_needed") and not VISITORS & {*taken}
    other = "you have not said how" if yours == "none" else f"you on {WAYS[yours].name}"
    said = f"Takes visitors who enter on {words.join_names(taken)}; {other}."
    found: Verdict = "closed" if closed else "check"
    yield reason("entry_statuses", found, said, OFFERING["entry_statuses"].ask)


def closed_to_visitors(problem: Problem) -> tuple[str, ...]:
    """Offerings that take no visitor on a B-1 visa or a waiver; not those accepted."""
    return tuple(
        o.offering_id
        for o in problem.catalog.offerings
        if o.entry_statuses and not VISITORS & {*o.entry_statuses}
        if not accepts(problem.scenario, o.offering_id)
    )


def _requirements(offering: Offering, student: bool) -> Iterator[Reason]:
    """What is asked of graduates; of students the column on students speaks."""
    if student or not offering.requirements:
        return
    asked = words.join_names([words.REQUIREMENTS[one] for one in offering.requirements])
    ask = f"Do you take me, and is what I have enough? You ask for {asked}."
    yield reason("requirements", "check", f"Asks for {asked}.", ask)


def _sponsor(offering: Offering) -> Iterator[Reason]:
    if offering.sponsor_first == "yes":
        said = "A physician there must agree first to take you."
        ask = "Would a physician of PM&R take me as a visitor?"
        yield reason("sponsor_first", "check", said, ask)


def _english(problem: Problem, offering: Offering) -> Iterator[Reason]:
    """Proof of English is the applicant's to bring: it leaves the host no doubt."""
    if offering.min_english and problem.scenario.applicant.img_type == "non_us_img":
        said = f"Wants proof of English: {offering.min_english}."
        yield reason("min_english", "open", said)
