"""Rules that look at all rotations of a plan: how they lie in time, what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from optimizer.domain import words
from optimizer.domain.applicant import UNCAPPED, WAYS
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import Change, Outside, WayOut, Wish, change
from optimizer.model import cost
from optimizer.model.entry_rules import closed_to_visitors
from optimizer.model.rotation import Rotation
from optimizer.model.rules.base import ScheduleRule
from optimizer.model.travel import (
    days_between,
    shortest_visits,
    stays_too_long,
    visa_cap,
    waits_too_long,
)

SEASON_DAYS = 214
"""No limit in days needs to be wider than a season is long."""
MOST_USD = 100_000


def _apart(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    gap = problem.scenario.gap_days
    return all(days_between(a, b) >= gap for a, b in pairwise(rotations))


def _closer(problem: Problem) -> Iterator[Wish]:
    gap = problem.scenario.gap_days
    if gap > 0:
        steps = tuple(
            change(
                f"Leave {words.count(k, 'day')} between rotations, not {gap}.",
                gap_days=k,
            )
            for k in range(gap - 1, -1, -1)
        )
        sentence = f"at least {words.count(gap, 'day')} between rotations"
        yield Wish("gap", sentence, steps[-1], steps)


def _busy(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    return not waits_too_long(problem, shortest_visits(problem, rotations))


def _longer_waits(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_idle_days
    if most is not None:
        steps = _higher_limits("max_idle_days", most, "Allow up to {} days of waiting.")
        dropped = change("Drop the limit on waiting.", max_idle_days=None)
        yield Wish("idle", f"at most {most} days of waiting", dropped, steps)


def _short_stay(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    return not stays_too_long(problem, shortest_visits(problem, rotations))


def _longer_stay(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_stay_days
    if most is not None:
        steps = _higher_limits("max_stay_days", most, "Allow a stay of up to {} days.")
        dropped = change("Drop the limit on your stay.", max_stay_days=None)
        yield Wish("stay", f"a stay of at most {most} days", dropped, steps)


def _visa_stay(problem: Problem) -> Iterator[Outside]:
    if (days := visa_cap(problem)) is None:
        return
    who = problem.scenario.applicant
    entry = WAYS[who.entry_status]
    uncapped = replace(who, entry_status=UNCAPPED)
    yield Outside(
        "visa",
        f"at most {days} days in the US on {entry.name}",
        entry.source,
        entry.way,
        change(
            "Enter on a visa without such a limit.",
            applicant=uncapped,
            exclusions=(*problem.scenario.exclusions, *closed_to_visitors(problem)),
        ),
    )


def _higher_limits(field: str, from_days: int, sentence: str) -> tuple[Change, ...]:
    days = range(from_days + 1, SEASON_DAYS + 1)
    return tuple(change(sentence.format(k), **{field: k}) for k in days)


def _affordable(problem: Problem, rotations: tuple[Rotation, ...]) -> bool:
    return cost.total(problem, rotations) <= problem.scenario.budget_usd


def _any_budget(problem: Problem) -> Iterator[Wish]:
    yield Wish(
        "budget",
        f"a budget of {words.dollars(problem.scenario.budget_usd)}",
        change("Drop the budget.", budget_usd=MOST_USD),
        (),
    )


SCHEDULE_RULES = (
    ScheduleRule(
        "overlap", "Rotations are far enough apart.", _apart, WayOut(70, _closer)
    ),
    ScheduleRule(
        "idle",
        "You never wait longer than you allow.",
        _busy,
        WayOut(80, _longer_waits),
    ),
    ScheduleRule(
        "stay",
        "Each visit is within your cap and visa.",
        _short_stay,
        WayOut(90, _longer_stay),
        _visa_stay,
    ),
    ScheduleRule(
        "budget",
        "The cost is within your budget.",
        _affordable,
        WayOut(190, _any_budget),
    ),
)
