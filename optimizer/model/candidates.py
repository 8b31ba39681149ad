"""Candidates: offerings a plan may choose, with the starts the block rules allow."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any

from optimizer.domain import replies as answers
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.model import cost, rules
from optimizer.model.eligibility import apply_by
from optimizer.model.letters import end_of, last_on_time_start, rotation_days
from optimizer.model.rotation import Visit, visit_of

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
    def spans(self) -> tuple[tuple[int, int], ...]:
        """First and last day of each of its blocks."""
        return tuple((start, start + self.days - 1) for start in self.starts)

    @property
    def can_be_on_time(self) -> bool:
        """Whether its first start still gives a letter on time."""
        return self.on_time_until is not None and self.starts[0] <= self.on_time_until

    @property
    def can_be_late(self) -> bool:
        """Whether its last start gives a late letter."""
        return self.on_time_until is not None and self.starts[-1] > self.on_time_until


# What no candidate depends on. Problems that differ in these alone share theirs; None,
# so that a rule which came to read one of them would fail and not be wrong.
_BLANK: dict[str, Any] = dict.fromkeys(
    (
        "budget_usd",
        "arrival_usd",
        "spent_usd",
        "waiting_usd_per_day",
        "gap_days",
        "max_stay_days",
        "max_idle_days",
        "min_rotations",
        "max_rotations",
        "min_letters",
        "min_hands_on",
        "kind",
        "min_receptive",
        "min_in_ties",
        "required_states",
        "max_per_region",
        "min_focus_areas",
        "booked",
        "preferences",
        "applications",
        "acceptance",
        "time_limit_s",
    )
)


def candidates(problem: Problem) -> tuple[Candidate, ...]:
    """Every offering with at least one allowed start, in id order."""
    return _candidates(problem.having(**_BLANK))


@lru_cache(maxsize=64)
def _candidates(problem: Problem) -> tuple[Candidate, ...]:
    allowed = _Allowed(problem)
    found = (
        _candidate(problem, allowed.starts(o), o) for o in problem.catalog.offerings
    )
    return tuple(sorted((c for c in found if c), key=lambda c: c.offering.offering_id))


def allowed_starts(problem: Problem, offering: Offering) -> tuple[dt.date, ...]:
    """The starts of an offering that every block rule allows."""
    return _Allowed(problem).starts(offering)


_CALENDAR = attrgetter("starts", "weeks")
_ELIGIBILITY = attrgetter(
    "starts",
    "weeks",
    "apply_lead_weeks",
    "kind",
    "students",
    "graduates",
    "us_persons_only",
    "needs_vslo_school",
    "max_step1_failures",
    "needs_step1_pass",
)
"""All that calendar rules and eligibility read of an offering."""

_NAMED_RULES = tuple(
    rule
    for rule in rules.BLOCK_RULES
    if rule not in rules.CALENDAR_RULES and rule is not rules.ELIGIBILITY
)
"""Rules that speak of offerings by name: exclusions, pins and answers."""


class _Allowed:
    """Allowed starts; offerings that are alike to the rules share their verdicts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.fitting: dict[Any, tuple[dt.date, ...]] = {}
        self.eligible: dict[Any, tuple[dt.date, ...]] = {}
        self.named = answers.named(problem.scenario)

    def starts(self, offering: Offering) -> tuple[dt.date, ...]:
        """Starts of an offering that obey every block rule."""
        if offering.offering_id not in self.named:
            return self._eligible(offering)
        own = (rules.ELIGIBILITY, *_NAMED_RULES)
        fitting = self._fitting(offering)
        return tuple(s for s in fitting if _obeys(self.problem, offering, s, own))

    def _eligible(self, offering: Offering) -> tuple[dt.date, ...]:
        key = _ELIGIBILITY(offering)
        if key not in self.eligible:
            starts = self._fitting(offering)
            edges = eligibility_edges(self.problem, offering, starts)
            self.eligible[key] = tuple(
                start
                for a, b in pairwise(edges)
                if _obeys(self.problem, offering, starts[a], (rules.ELIGIBILITY,))
                for start in starts[a:b]
            )
        return self.eligible[key]

    def _fitting(self, offering: Offering) -> tuple[dt.date, ...]:
        key = _CALENDAR(offering)
        if key not in self.fitting:
            every = start_dates(offering.starts, *self.problem.window)
            self.fitting[key] = tuple(
                s
                for s in every
                if _obeys(self.problem, offering, s, rules.CALENDAR_RULES)
            )
        return self.fitting[key]


def _candidate(
    problem: Problem, allowed: tuple[dt.date, ...], offering: Offering
) -> Candidate | None:
    if not allowed:
        return None
    until = last_on_time_start(problem, offering)
    today = problem.scenario.today
    lead = today - apply_by(problem, offering, today) + PREPARATION_DAYS
    return Candidate(
        visit_of(problem, offering),
        offering,
        tuple(start.toordinal() for start in allowed),
        rotation_days(offering),
        cost.offering_usd(problem, offering),
        until.toordinal() if until else None,
        (today + lead).toordinal(),
    )


def eligibility_edges(
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
