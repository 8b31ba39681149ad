"""Rules that look at one block: its dates, whether it is open, what is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from optimizer.domain import replies as answers
from optimizer.domain import words
from optimizer.domain.block_id import BlockId, is_dated, offerings_of
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import GRADES, Answer
from optimizer.domain.ways_out import Outside, WayOut, Wish, change, weeks, without
from optimizer.model.eligibility import turning_days, verdict_on
from optimizer.model.hosts.trust import is_trusted
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


def _season(problem: Problem) -> Iterator[Outside]:
    season = problem.season
    estimated = " It is an estimate so far." if season.estimated == "yes" else ""
    yield Outside(
        "season",
        f"the season {season.season}, {words.day(season.window_start)} to"
        f" {words.day(season.window_end)}",
        f"The catalog sets in which months rotations count for a season.{estimated}",
        "Look at another season under Advanced.",
    )


def _in_free_months(problem: Problem, start: dt.date, end: dt.date) -> bool:
    months = problem.scenario.months
    if months is None:
        return True
    later = 12 * (end.year - start.year) + end.month - start.month
    touched = {(start.month - 1 + n) % 12 + 1 for n in range(later + 1)}
    return touched <= set(months)


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


def _outside_blackouts(problem: Problem, start: dt.date, end: dt.date) -> bool:
    spans = problem.scenario.blackouts
    return all(end < a or start > b for a, b in spans if a < b)


def _fewer_blackouts(problem: Problem) -> Iterator[Wish]:
    spans = tuple((a, b) for a, b in problem.scenario.blackouts if a < b)
    if spans:
        steps = tuple(
            change(
                f"Free {words.day(a)} to {words.day(b)}.",
                blackouts=tuple(x for x in problem.scenario.blackouts if x != (a, b)),
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


# ---- trust ------------------------------------------------------------------------


def _trusted(problem: Problem, offering: Offering, _: dt.date, __: dt.date) -> bool:
    accepted = answers.accepts(problem.scenario, offering.offering_id)
    return accepted or is_trusted(problem, offering)


def _on_no_date(_: Problem, __: Offering) -> tuple[dt.date, ...]:
    """A grade is that of the day of the scenario, on every start."""
    return ()


def _less_sure(problem: Problem) -> Iterator[Wish]:
    least = problem.scenario.least_trust
    worse = GRADES[GRADES.index(least) + 1 :]
    if worse:
        steps = tuple(
            change(f"Include hosts that are {grade}.", least_trust=grade)
            for grade in worse
        )
        yield Wish("trust", f"only hosts that are {least} or better", steps[-1], steps)


# ---- what the scenario names ------------------------------------------------------


def _name(problem: Problem, block_id: str) -> str:
    """What an offering, or an offering on a date, is called in a sentence."""
    block = BlockId.parse(block_id)
    offering = problem.catalog.offering.get(block.offering_id)
    if offering is None:
        return block_id
    name = f"{offering.host} ({offering.title})"
    return f"{name} from {words.day(block.start)}" if block.start else name


def _not_excluded(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    ids = {offering.offering_id, str(BlockId(offering.offering_id, start))}
    return ids.isdisjoint(answers.ruled_out(problem.scenario))


def _fewer_exclusions(problem: Problem) -> Iterator[Wish]:
    excluded, name = problem.scenario.exclusions, partial(_name, problem)
    if excluded:
        yield Wish(
            "exclusions",
            f"the exclusion of {words.listed([*map(name, excluded)])}",
            change("Allow everything you excluded.", exclusions=()),
            without(excluded, "exclusions", "Allow {} again.", name),
        )


def _on_pinned_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = pinned_dates(problem, offering)
    return not dates or dates == {start}


def _fewer_pins(problem: Problem) -> Iterator[Wish]:
    pins, name = problem.scenario.pins, partial(_name, problem)
    if pins:
        yield Wish(
            "pins",
            f"the pinned {words.listed([*map(name, pins)])}",
            change("Release every pin.", pins=()),
            without(pins, "pins", "Release the pin on {}.", name),
        )


def _on_accepted_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = answers.accepted_dates(problem.scenario, offering.offering_id)
    return not dates or start in dates


def _answered_dates(problem: Problem) -> Iterator[Outside]:
    given = problem.scenario.answers
    dated = {n for n, answer in given if answer == "accepted" and is_dated(n)}
    if dated:
        others = tuple((n, answer) for n, answer in given if n not in dated)
        yield Outside(
            "accepted dates",
            "the dates that hosts accepted",
            "Hosts set these dates.",
            "Ask the host whether another date is possible.",
            change("Take back the dates that hosts accepted.", answers=others),
        )


def paid(problem: Problem) -> Iterator[Outside]:
    """What is paid is in every plan, whatever the wishes."""
    given = problem.scenario.answers
    names = {name for name, answer in given if answer == "paid"}
    if names:
        moved: dict[str, Answer] = {n: a for n, a in given if n not in names}
        moved |= dict.fromkeys(offerings_of(names), "accepted")
        yield Outside(
            "paid",
            "what you have paid for",
            "What is paid stays in every plan.",
            "Ask a host whether it moves your dates or pays you back; then change its"
            " answer.",
            change(
                "Count what is paid as accepted, on any date.",
                answers=tuple(sorted(moved.items())),
            ),
        )


def _of_the_host(_: Problem) -> Iterator[Outside]:
    yield Outside(
        "eligibility",
        "what hosts and your visa allow",
        "Each host's page says whom it takes; the page Programs names the source.",
        "Ask the host, and record what it says under Programs.",
    )


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
        _season,
    ),
    DateRule(
        "months",
        "Each rotation lies in your free months.",
        _in_free_months,
        WayOut(180, _more_months),
    ),
    DateRule(
        "blackouts",
        "No rotation touches a blackout of several days.",
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
    outside=_of_the_host,
)
TRUST = BlockRule(
    "trust",
    "It is as sure as you ask that each host takes you.",
    _trusted,
    WayOut(125, _less_sure),
    _on_no_date,
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
    outside=_answered_dates,
)
BLOCK_RULES = (
    *CALENDAR_RULES,
    ELIGIBILITY,
    TRUST,
    EXCLUSIONS,
    PINNED_DATES,
    ACCEPTED_DATES,
)
