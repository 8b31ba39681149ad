"""Candidates: offerings a plan may choose, with the starts the block rules allow."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from optimizer import answers, cost, rules
from optimizer.catalog import Offering
from optimizer.eligibility import apply_by
from optimizer.letters import end_of, last_on_time_start, rotation_days
from optimizer.problem import Problem
from optimizer.rotation import Visit, visit_of
from optimizer.starts import start_dates

PREPARATION_DAYS = dt.timedelta(days=28)
"""Time to get an application together; equally good dates that leave it go first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering that may be chosen; days are ordinals (``date.toordinal``).

    ``on_time_until``: the last start with a letter on time; None if it gives none.
    ``safe_from``: the first start that leaves ``PREPARATION_DAYS`` until the (stated
    or assumed) last day to apply.
    """

    visit: Visit
    offering: Offering
    starts: tuple[int, ...]
    days: int
    usd: int
    on_time_until: int | None
    safe_from: int

    @property
    def can_be_on_time(self) -> bool:
        """Whether its first start still gives a letter on time."""
        return self.on_time_until is not None and self.starts[0] <= self.on_time_until

    @property
    def can_be_late(self) -> bool:
        """Whether its last start gives a late letter."""
        return self.on_time_until is not None and self.starts[-1] > self.on_time_until


def candidates(problem: Problem) -> tuple[Candidate, ...]:
    """Every offering with at least one allowed start, in id order."""
    calendar = _Calendar(problem)
    found = (_candidate(problem, calendar, o) for o in problem.catalog.offerings)
    return tuple(sorted((c for c in found if c), key=lambda c: c.offering.offering_id))


def allowed_starts(problem: Problem, offering: Offering) -> tuple[dt.date, ...]:
    """The starts of an offering that every block rule allows."""
    return _allowed(problem, _Calendar(problem), offering)


class _Calendar:
    """Calendar rules by (start rule, weeks): most offerings share a few of these."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.known: dict[tuple[str, int], tuple[dt.date, ...]] = {}
        self.named = answers.named(problem.scenario)

    def starts(self, offering: Offering) -> tuple[dt.date, ...]:
        key = (offering.starts, offering.weeks)
        if key not in self.known:
            first, last = self.problem.window
            every = start_dates(offering.starts, first, last)
            self.known[key] = tuple(
                d
                for d in every
                if _obeys(self.problem, offering, d, rules.CALENDAR_RULES)
            )
        return self.known[key]


_NAMED_RULES = tuple(
    rule
    for rule in rules.BLOCK_RULES
    if rule not in rules.CALENDAR_RULES and rule is not rules.ELIGIBILITY
)
"""Rules that speak of offerings by name: exclusions, pins and answers."""


def _candidate(
    problem: Problem, calendar: _Calendar, offering: Offering
) -> Candidate | None:
    starts = tuple(d.toordinal() for d in _allowed(problem, calendar, offering))
    if not starts:
        return None
    until = last_on_time_start(problem, offering)
    today = problem.scenario.today
    lead = today - apply_by(problem, offering, today) + PREPARATION_DAYS
    return Candidate(
        visit_of(problem, offering),
        offering,
        starts,
        rotation_days(offering),
        cost.offering_usd(problem, offering),
        until.toordinal() if until else None,
        (today + lead).toordinal(),
    )


def _allowed(
    problem: Problem, calendar: _Calendar, offering: Offering
) -> tuple[dt.date, ...]:
    starts = calendar.starts(offering)
    is_named = offering.offering_id in calendar.named
    edges = (
        range(len(starts) + 1)
        if is_named
        else _eligibility_edges(problem, offering, starts)
    )
    eligible = [
        start
        for a, b in pairwise(edges)
        if _obeys(problem, offering, starts[a], (rules.ELIGIBILITY,))
        for start in starts[a:b]
    ]
    if is_named:
        named = [s for s in eligible if _obeys(problem, offering, s, _NAMED_RULES)]
        return tuple(named)
    return tuple(eligible)


def _eligibility_edges(
    problem: Problem, offering: Offering, starts: tuple[dt.date, ...]
) -> list[int]:
    """Where the verdict on sorted starts can change: indices from 0 to their number.

    Eligibility depends on the date only through three facts: whether the start is
    past, whether the time to apply is, and whether one is still a student at the end.
    Not so where an answer speaks of one date: there every start is looked at.
    """
    today = problem.scenario.today
    lead = today - apply_by(problem, offering, today)
    edges = {
        0,
        len(starts),
        bisect_left(starts, today),
        bisect_left(starts, today + lead),
    }
    graduation = problem.scenario.applicant.graduation_date
    if graduation is not None:
        last = graduation - dt.timedelta(days=rotation_days(offering) - 1)
        edges.add(bisect_right(starts, last))
    return sorted(edges)


def _obeys(
    problem: Problem,
    offering: Offering,
    start: dt.date,
    of: tuple[rules.BlockRule, ...],
) -> bool:
    end = end_of(offering, start)
    return all(rule.allows(problem, offering, start, end) for rule in of)
