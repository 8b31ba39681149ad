"""Rules that look at one block: its dates, whether it is open, what is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from optimizer.domain import replies as answers
from optimizer.domain import words
from optimizer.domain.block_id import BlockId
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.ways_out import WayOut, Wish, change, weeks, without
from optimizer.model.eligibility import turning_days, verdict_on
from optimizer.model.rule_kinds import BlockRule, DateRule

# ---- dates ------------------------------------------------------------------------


def _in_window(problem: Problem, start: dt.date, end: dt.date) -> bool:
    first, last = problem.window
    return first <= start and end <= last


def _wider(problem: Problem) -> Iterator[Wish]:
    season = problem.season
    first, last = problem.window
    sentence = f"from {words.day(first)} to {words.day(last)}"
    if first > season.window_start or last < season.window_end:
        opened = change(
            f"Use the whole season, {words.day(season.window_start)} to "
            f"{words.day(season.window_end)}.",
            window_start=None,
            window_end=None,
        )
        ends = [
            change(f"Start up to {words.day(d)}.", window_start=d)
            for d in weeks(first, season.window_start, -7)
        ] + [
            change(f"Stay until {words.day(d)}.", window_end=d)
            for d in weeks(last, season.window_end, 7)
        ]
        yield Wish("window", sentence, opened, (*ends, opened))


def _in_free_months(problem: Problem, start: dt.date, end: dt.date) -> bool:
    months = problem.scenario.months
    touched = {(start + dt.timedelta(days=d)).month for d in range((end - start).days)}
    return months is None or {*touched, end.month} <= set(months)


def _more_months(problem: Problem) -> Iterator[Wish]:
    free = problem.scenario.months
    if free is not None:
        steps = tuple(
            change(f"Free {words.months([m])} too.", months=tuple(sorted({*free, m})))
            for m in range(3, 10)
            if m not in free
        )
        sentence = f"only {words.months(free)} free" if free else "no month free"
        dropped = change("Free every month.", months=None)
        yield Wish("months", sentence, dropped, steps)


def _outside_blackouts(problem: Problem, start: dt.date, end: dt.date) -> bool:
    return all(end < a or start > b for a, b in problem.scenario.blackouts)


def _fewer_blackouts(problem: Problem) -> Iterator[Wish]:
    spans = problem.scenario.blackouts
    if spans:
        steps = tuple(
            change(
                f"Free {words.day(a)} to {words.day(b)}.",
                blackouts=tuple(x for x in spans if x != (a, b)),
            )
            for a, b in spans
        )
        dropped = change("Free every blackout.", blackouts=())
        yield Wish("blackouts", "your blackouts", dropped, steps)


# ---- eligibility ------------------------------------------------------------------


def _eligible(problem: Problem, offering: Offering, start: dt.date, _: dt.date) -> bool:
    found = verdict_on(problem, offering, start)
    return found == "open" or (found == "check" and problem.scenario.include_unverified)


def _unverified_too(problem: Problem) -> Iterator[Wish]:
    if not problem.scenario.include_unverified:
        dropped = change(
            "Include hosts that must still be asked.", include_unverified=True
        )
        yield Wish("unverified", "only hosts known to take you", dropped, (dropped,))


# ---- what the scenario names ------------------------------------------------------


def _not_excluded(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    ids = {offering.offering_id, str(BlockId(offering.offering_id, start))}
    return ids.isdisjoint(answers.ruled_out(problem.scenario))


def _fewer_exclusions(problem: Problem) -> Iterator[Wish]:
    excluded = problem.scenario.exclusions
    if excluded:
        yield Wish(
            "exclusions",
            f"the exclusion of {words.listed(excluded)}",
            change("Allow everything you excluded.", exclusions=()),
            without(excluded, "exclusions", "Allow {} again."),
        )


def _on_pinned_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = pinned_dates(problem, offering)
    return not dates or dates == {start}


def _fewer_pins(problem: Problem) -> Iterator[Wish]:
    pins = problem.scenario.pins
    if pins:
        yield Wish(
            "pins",
            f"the pinned {words.listed(pins)}",
            change("Release every pin.", pins=()),
            without(pins, "pins", "Release the pin on {}."),
        )


def _on_accepted_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = answers.accepted_dates(problem.scenario, offering.offering_id)
    return not dates or start in dates


def pinned_dates(problem: Problem, offering: Offering) -> set[dt.date]:
    """The start dates to which pins, or what is paid, tie an offering."""
    pins = map(BlockId.parse, answers.required(problem.scenario))
    return {p.start for p in pins if p.start and p.offering_id == offering.offering_id}


# ---- all of them ------------------------------------------------------------------

CALENDAR_RULES = (
    DateRule(
        "window",
        "Each rotation lies inside your dates.",
        _in_window,
        WayOut(150, _wider),
    ),
    DateRule(
        "months",
        "Each rotation lies in your free months.",
        _in_free_months,
        WayOut(180, _more_months),
    ),
    DateRule(
        "blackouts",
        "No rotation touches a blackout.",
        _outside_blackouts,
        WayOut(100, _fewer_blackouts),
    ),
)
ELIGIBILITY = BlockRule(
    "eligibility",
    "You are eligible for each rotation, or may be.",
    _eligible,
    WayOut(130, _unverified_too),
    turning_days,
)
EXCLUSIONS = BlockRule(
    "exclusions",
    "Nothing you excluded or were refused is in.",
    _not_excluded,
    WayOut(60, _fewer_exclusions),
    by_name=True,
)
RELEASED = WayOut(110, _fewer_pins, (("pins", ()),))
PINNED_DATES = BlockRule(
    "pinned dates",
    "A pinned or paid date is kept.",
    _on_pinned_date,
    RELEASED,
    by_name=True,
)
ACCEPTED_DATES = BlockRule(
    "accepted dates",
    "Dates a host accepted are kept.",
    _on_accepted_date,
    None,  # what a host has answered
    by_name=True,
)
BLOCK_RULES = (*CALENDAR_RULES, ELIGIBILITY, EXCLUSIONS, PINNED_DATES, ACCEPTED_DATES)
