"""What is not in the plan and why, offering by offering and grouped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from optimizer.domain import replies, words
from optimizer.domain.columns import OFFERING
from optimizer.domain.plan import LeftOut, NoPlan, Plan, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.model import cost
from optimizer.model.calendars import allowed_starts
from optimizer.model.candidates import candidates
from optimizer.model.eligibility import eligibility
from optimizer.model.gates import gate_reason, policy_unknown
from optimizer.model.letters import end_of
from optimizer.model.rotation import booked_rotations, rotation_on
from optimizer.model.rules import rules
from optimizer.model.value.application_list import application_list

WORTH_LESS = "Possible, but it adds less than the plan shown, or costs more."
ALONE = "Possible on its own, but not together with all your rules."
GATED = "Possible, but its program cannot match you: {}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against it, its source, and what would have to be true instead."""

    sentence: str
    source: str = ""
    needed: str = ""


def reasons_left_out(
    problem: Problem, plan: Plan | NoPlan | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every offering outside the plan with its reasons, in id order."""
    found = isinstance(plan, Plan)
    chosen = (
        {b.offering.offering_id for b in plan.blocks}
        if isinstance(plan, Plan)
        else set()
    )
    otherwise = WORTH_LESS if found else ALONE
    possible = {c.offering.offering_id for c in candidates(problem)}
    return tuple(
        (o.offering_id, _reasons(problem, o, o.offering_id in possible, otherwise))
        for o in problem.catalog.offerings
        if o.offering_id not in chosen
    )


def reason_groups(problem: Problem, plan: Plan | NoPlan | None) -> tuple[LeftOut, ...]:
    """Offerings outside the plan grouped by their first reason, largest group first."""
    groups: dict[str, list[str]] = {}
    for offering_id, reasons in reasons_left_out(problem, plan):
        groups.setdefault(reasons[0], []).append(offering_id)
    grouped = [LeftOut(reason, tuple(ids)) for reason, ids in groups.items()]
    return tuple(sorted(grouped, key=lambda g: (-len(g.offering_ids), g.reason)))


def unknown_policies(problem: Problem) -> tuple[int, int]:
    """Programs applied to whose visa or IMG policy is unknown, and all applied to.

    A visa that nobody speaks of counts by the chance that it is sponsored; an unknown
    IMG policy counts as possible.
    """
    applied = [problem.catalog.program[name] for name in application_list(problem)]
    return sum(policy_unknown(problem, p) for p in applied), len(applied)


def _reasons(
    problem: Problem, offering: Offering, possible: bool, otherwise: str
) -> tuple[str, ...]:
    chosen = tuple(_own_choices(problem, offering))
    if possible and not chosen:
        return (_not_worth_it(problem, offering, otherwise),)
    found = tuple(dict.fromkeys((*chosen, *_obstacles(problem, offering))))
    return found or ("No start date of it obeys every rule on its own.",)


def _not_worth_it(problem: Problem, offering: Offering, otherwise: str) -> str:
    scenario = problem.scenario
    alone = cost.still_usd(problem, offering) + problem.arrival_usd
    if alone + cost.gone_usd(problem) > scenario.budget_usd:
        return "On its own it costs more than the budget."
    program = problem.program_of(offering)
    reason = gate_reason(problem, program) if program else None
    return GATED.format(reason) if reason else otherwise


def _obstacles(problem: Problem, offering: Offering) -> Iterator[str]:
    """Why no start is allowed: by the calendar, by eligibility, by your choices."""
    first, last = problem.season.window_start, problem.season.window_end
    starts = start_dates(offering.starts, first, last)
    if not starts:
        yield "It has no start date in this season."
        return
    reasons = _closing(problem, offering, starts, partial(_counts, problem))
    yield from map(without_date, reasons)
    if not reasons and not any(_fits(problem, offering, start) for start in starts):
        yield _nearest_miss(problem, offering, starts)


def _own_choices(problem: Problem, offering: Offering) -> Iterator[str]:
    scenario = problem.scenario
    if replies.answer_to(scenario, offering.offering_id) == "refused":
        yield "The host refused."
    if offering.offering_id in scenario.exclusions:
        yield "You excluded it."
    if scenario.kind not in (None, offering.kind):
        yield "It is not of the kind you want."


def _closing(
    problem: Problem,
    offering: Offering,
    starts: tuple[dt.date, ...],
    counts: Callable[[Reason], bool],
) -> tuple[Reason, ...]:
    """Reasons that count against every start: those of the nearest to open.

    One start that is open leaves none.
    """
    closing: list[tuple[Reason, ...]] = []
    for start in starts:
        found = eligibility(problem, offering, start).reasons
        closing.append(tuple(filter(counts, found)))
        if not closing[-1]:
            break
    return min(closing, key=len, default=())


def _counts(problem: Problem, reason: Reason) -> bool:
    unverified = not problem.scenario.include_unverified
    return _is_closed(reason) or (reason.verdict == "check" and unverified)


def without_date(reason: Reason) -> str:
    """The reason without its date, so that offerings share it."""
    if reason.field in ("apply_lead_weeks", "application_window", "starts"):
        return "The time to apply is over for every start."
    return reason.sentence


def _fits(problem: Problem, offering: Offering, start: dt.date) -> bool:
    end = end_of(offering, start)
    return all(r.allows(problem, offering, start, end) for r in rules.CALENDAR_RULES)


def _nearest_miss(
    problem: Problem, offering: Offering, starts: tuple[dt.date, ...]
) -> str:
    """Its blocks touch days that are not free: by how few, at best."""
    scenario = problem.scenario
    if scenario.months == ():
        return "No month is free."
    days = min(_missed_days(problem, offering, start) for start in starts)
    when = "your dates" if scenario.months is None else words.months(scenario.months)
    blocks = "block" if offering.weeks == 1 else f"{offering.weeks}-week block"
    return (
        f"No {blocks} of it fits {when}; the nearest misses by "
        f"{words.count(days, 'day')}."
    )


def _missed_days(problem: Problem, offering: Offering, start: dt.date) -> int:
    length = (end_of(offering, start) - start).days + 1
    days = [start + dt.timedelta(days=i) for i in range(length)]
    return sum(not _fits_day(problem, offering, day) for day in days)


def _fits_day(problem: Problem, offering: Offering, day: dt.date) -> bool:
    return all(r.allows(problem, offering, day, day) for r in rules.CALENDAR_RULES)


# ---- one offering that is asked about ---------------------------------------------


def obstacles(
    problem: Problem, offering: Offering, start: dt.date | None
) -> Iterator[Obstacle]:
    """What stands against it by itself: dates, eligibility, rules, what is booked."""
    season = problem.season
    starts = start_dates(offering.starts, season.window_start, season.window_end)
    if start and start not in starts:
        source = _source(problem, offering, "starts")
        yield Obstacle(
            f"It has no start on {words.day_in_words(start)} in this season.",
            source,
            "The host would have to offer that start.",
        )
        return
    asked = (start,) if start else starts
    against = _closing(problem, offering, asked, _is_closed)
    said = [r.sentence if start else without_date(r) for r in against]
    for reason, sentence in zip(against, said, strict=True):
        yield Obstacle(sentence, reason.source, OFFERING[reason.field].needed)
    yield from (
        Obstacle(sentence)
        for sentence in _broken(problem, offering, start)
        if sentence not in said
    )


def _broken(
    problem: Problem, offering: Offering, start: dt.date | None
) -> Iterator[str]:
    """Rules of the scenario against it, of which each has its own way out."""
    if start is None:
        if not allowed_starts(problem, offering):
            yield from _reasons(problem, offering, possible=False, otherwise=ALONE)
            return
        start = allowed_starts(problem, offering)[0]
    end = end_of(offering, start)
    for rule in rules.BLOCK_RULES:
        allowed = rule.allows(problem, offering, start, end)
        if rule is not rules.ELIGIBILITY and not allowed:
            yield f"On that date it breaks a rule: {rule.sentence}"
    beside = (*booked_rotations(problem), rotation_on(problem, offering, start))
    for tally in rules.TALLIES:
        high = rules.CountLimits(high=tally.limits(problem).high)
        if not rules.counts_within(problem, tally, beside, high):
            yield f"It breaks a rule: {tally.sentence}"


def _is_closed(reason: Reason) -> bool:
    return reason.verdict == "closed"


def _source(problem: Problem, offering: Offering, field: str) -> str:
    found = problem.catalog.source_of.get(
        ("offerings.csv", offering.offering_id, field)
    )
    return found.source if found else ""
