"""Rules on the dates of a block, and on how all lie in time and what they cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from optimizer.domain import words
from optimizer.domain.applicant import UNCAPPED, WAYS
from optimizer.domain.problem import Problem
from optimizer.domain.records import MOST_USD
from optimizer.domain.starts import WEEK
from optimizer.domain.terms import touched_months
from optimizer.domain.ways_out import Change, Outside, WayOut, Wish, change, weeks
from optimizer.model import cost
from optimizer.model.entry_rules import closed_to_visitors
from optimizer.model.rotation import Rotation
from optimizer.model.rules.base import DateRule, ScheduleRule
from optimizer.model.travel import (
    days_between,
    shortest_visits,
    stays_too_long,
    visa_cap,
    waits_too_long,
)


def _in_window(problem: Problem, start: dt.date, end: dt.date) -> bool:
    first, last = problem.window
    return first <= start and end <= last


def _wider(problem: Problem) -> Iterator[Wish]:
    season = problem.season
    first, last = problem.window
    sentence = f"from {words.day_in_words(first)} to {words.day_in_words(last)}"
    if first > season.window_start or last < season.window_end:
        opened = change(
            f"Use the whole season, {words.day_in_words(season.window_start)} to "
            f"{words.day_in_words(season.window_end)}.",
            window_start=None,
            window_end=None,
        )
        ends = [
            change(f"Start up to {words.day_in_words(d)}.", window_start=d)
            for d in weeks(first, season.window_start, -7)
        ] + [
            change(f"Stay until {words.day_in_words(d)}.", window_end=d)
            for d in weeks(last, season.window_end, 7)
        ]
        yield Wish("window", sentence, opened, (*ends, opened))


def _season(problem: Problem) -> Iterator[Outside]:
    season = problem.season
    estimated = " It is an estimate so far." if season.estimated == "yes" else ""
    yield Outside(
        "season",
        f"the season {season.season}, {words.day_in_words(season.window_start)} to"
        f" {words.day_in_words(season.window_end)}",
        f"The catalog sets in which months rotations count for a season.{estimated}",
        "Look at another season.",
    )


def _in_free_months(problem: Problem, start: dt.date, end: dt.date) -> bool:
    months = problem.scenario.months
    if months is None:
        return True
    return set(months).issuperset(touched_months(start, end))


def _more_months(problem: Problem) -> Iterator[Wish]:
    free = problem.scenario.months
    if free is not None:
        steps = tuple(
            change(f"Free {words.months([m])} too.", months=tuple(sorted({*free, m})))
            for m in problem.months
            if m not in free
        )
        sentence = f"only {words.months(free)} free" if free else "no month free"
        dropped = change("Free every month.", months=None)
        yield Wish("months", sentence, dropped, steps)


def _in_free_dates(problem: Problem, start: dt.date, end: dt.date) -> bool:
    spans = problem.scenario.free_dates
    return not spans or any(a <= start and end <= b for a, b in spans)


def _any_dates(problem: Problem) -> Iterator[Wish]:
    spans = problem.scenario.free_dates
    if spans:
        ends = [
            change(
                f"Be free from {words.day_in_words(a)} to {words.day_in_words(b)}.",
                free_dates=tuple((a, b) if x == (first, last) else x for x in spans),
            )
            for first, last in spans
            for a, b in ((first - WEEK, last), (first, last + WEEK))
        ]
        dropped = change("Be free on all days.", free_dates=())
        yield Wish("free dates", "your free dates", dropped, (*ends, dropped))


def _outside_blackouts(problem: Problem, start: dt.date, end: dt.date) -> bool:
    spans = problem.scenario.blackouts
    return all(end < a or start > b for a, b in spans if a < b)


def _fewer_blackouts(problem: Problem) -> Iterator[Wish]:
    spans = tuple((a, b) for a, b in problem.scenario.blackouts if a < b)
    if spans:
        steps = tuple(
            change(
                f"Free {words.day_in_words(a)} to {words.day_in_words(b)}.",
                blackouts=tuple(x for x in problem.scenario.blackouts if x != (a, b)),
            )
            for a, b in spans
        )
        dropped = change("Free every blackout.", blackouts=())
        yield Wish("blackouts", "your blackouts", dropped, steps)


CALENDAR_RULES = (
    DateRule(
        "window",
        "Each rotation lies inside your dates.",
        _in_window,
        WayOut(150, _wider),
        _season,
    ),
    DateRule(
        "months",
        "Each rotation lies in your free months.",
        _in_free_months,
        WayOut(180, _more_months),
    ),
    DateRule(
        "free dates",
        "Each rotation lies in your free dates.",
        _in_free_dates,
        WayOut(170, _any_dates),
    ),
    DateRule(
        "blackouts",
        "No rotation touches a blackout of several days.",
        _outside_blackouts,
        WayOut(100, _fewer_blackouts),
    ),
)


SEASON_DAYS = 214
"""No limit in days needs to be wider than a season is long."""


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


APART = ScheduleRule(
    "overlap", "Rotations are far enough apart.", _apart, WayOut(70, _closer)
)
SCHEDULE_RULES = (
    APART,
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
