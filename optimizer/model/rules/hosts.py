"""Rules on hosts: whether one takes the applicant, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import GRADES
from optimizer.domain.ways_out import Outside, WayOut, Wish, change
from optimizer.model.eligibility import (
    apply_by,
    follows_student_rules,
    is_stated,
    turning_days,
    verdict_on,
)
from optimizer.model.letters import end_of
from optimizer.model.rules.base import BlockRule
from optimizer.model.trust import is_trusted


def _eligible(problem: Problem, offering: Offering, start: dt.date, _: dt.date) -> bool:
    found = verdict_on(problem, offering, start)
    return found == "open" or (found == "check" and problem.scenario.include_unverified)


def _facts(problem: Problem, offering: Offering, start: dt.date) -> Hashable:
    """All of a start that decides the verdict: the facts of ``turning_days``.

    And whether the last day to apply is the host's own word.
    """
    if replies.answered(problem.scenario, offering.offering_id):
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
