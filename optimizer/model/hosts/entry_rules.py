"""Rules of states, and of the US on nationalities and visas: what they leave open.

They come from the catalog and close nothing, since each has exemptions that only an
office can judge: they are checks, with the question and the date of the rule. Whether
one may come at all is not in the chance that a host says yes, so whoever shows that
chance says "if you may enter" first (``eligibility.entry_open``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from optimizer.domain.applicant import Applicant, is_student
from optimizer.domain.plan import Block, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import EntryRule, Offering, Program
from optimizer.domain.visas import WAYS, EntryStatus
from optimizer.domain.words import COUNTRIES, count, day_in_words, state_name

CANADA = "CA"
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
