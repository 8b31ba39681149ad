"""Rules on one block: whether its host takes the applicant, and what is named.

Named are pins, exclusions, and what hosts answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from functools import partial

from optimizer.domain import replies, words
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import GRADES, Answer
from optimizer.domain.starts import BlockId, is_dated, offerings_of
from optimizer.domain.ways_out import Outside, WayOut, Wish, change, without
from optimizer.model.eligibility import (
    apply_by,
    follows_student_rules,
    is_open_on,
    is_stated,
    turning_days,
)
from optimizer.model.letters import end_of
from optimizer.model.rules.base import BlockRule
from optimizer.model.trust import is_trusted


def _eligible(problem: Problem, offering: Offering, start: dt.date, _: dt.date) -> bool:
    return is_open_on(problem, offering, start)


def _facts(problem: Problem, offering: Offering, start: dt.date) -> Hashable:
    """All of a start that decides the verdict: the facts of ``turning_days``.

    And whether the last day to apply is the host's own word.
    """
    if replies.unsettled(problem.scenario, offering.offering_id):
        return start
    return (
        start < problem.scenario.today,
        apply_by(problem, offering, start) < problem.scenario.today,
        is_stated(offering, start),
        follows_student_rules(problem, end_of(offering, start)),
    )


def _unverified_hosts(problem: Problem) -> Iterator[Wish]:
    if not problem.scenario.include_unverified:
        dropped = change(
            "Include hosts that must still be asked.", include_unverified=True
        )
        yield Wish("unverified", "only hosts known to take you", dropped, (dropped,))


def _of_the_host(_: Problem) -> Iterator[Outside]:
    yield Outside(
        "eligibility",
        "what hosts and your visa allow",
        "Each host's page says whom it takes; the page Programs names the source.",
        "Ask the host, and record what it says under Programs.",
    )


def _trusted(problem: Problem, offering: Offering, _: dt.date, __: dt.date) -> bool:
    accepted = replies.accepts(problem.scenario, offering.offering_id)
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


ELIGIBILITY = BlockRule(
    "eligibility",
    "You are eligible for each rotation, or may be.",
    _eligible,
    WayOut(130, _unverified_hosts),
    turning_days,
    outside=_of_the_host,
    facts=_facts,
)
TRUST = BlockRule(
    "trust",
    "It is as sure as you ask that each host takes you.",
    _trusted,
    WayOut(125, _less_sure),
    _on_no_date,
)


def _name(problem: Problem, block_id: str) -> str:
    """What an offering, or an offering on a date, is called in a sentence."""
    block = BlockId.parse(block_id)
    offering = problem.catalog.offering.get(block.offering_id)
    if offering is None:
        return block_id
    name = f"{offering.host} ({offering.title})"
    return f"{name} from {words.day_in_words(block.start)}" if block.start else name


def _not_excluded(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    ids = {offering.offering_id, str(BlockId(offering.offering_id, start))}
    return ids.isdisjoint(replies.excluded_names(problem.scenario))


def _fewer_exclusions(problem: Problem) -> Iterator[Wish]:
    excluded, name = problem.scenario.exclusions, partial(_name, problem)
    if excluded:
        yield Wish(
            "exclusions",
            f"the exclusion of {words.join_names([*map(name, excluded)])}",
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
            f"the pinned {words.join_names([*map(name, pins)])}",
            change("Release every pin.", pins=()),
            without(pins, "pins", "Release the pin on {}.", name),
        )


def _on_accepted_date(
    problem: Problem, offering: Offering, start: dt.date, _: dt.date
) -> bool:
    dates = replies.accepted_dates(problem.scenario, offering.offering_id)
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


def paid_rotations(problem: Problem) -> Iterator[Outside]:
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


def pinned_dates(problem: Problem, offering: Offering) -> set[dt.date]:
    """The start dates to which pins, or what is paid, tie an offering."""
    pins = map(BlockId.parse, replies.required_names(problem.scenario))
    return {p.start for p in pins if p.start and p.offering_id == offering.offering_id}


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
