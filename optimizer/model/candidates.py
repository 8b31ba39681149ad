"""Candidates: offerings on the starts the block rules allow, and how each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from optimizer.domain import replies
from optimizer.domain.plan import Eligibility, Reason
from optimizer.domain.problem import Problem, Reused
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.model import cost
from optimizer.model.calendars import Calendar, Days, calendars_of, runs
from optimizer.model.dating import Stop
from optimizer.model.eligibility import WORST, apply_by, eligibility, turning_days
from optimizer.model.letters import end_of, last_on_time_start
from optimizer.model.rotation import Visit, visit_of
from optimizer.model.rules import rules

PREPARATION_DAYS = dt.timedelta(days=28)
"""Time to get an application together; equally good dates that leave it go first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering that may be chosen; days are ordinals (``date.toordinal``).

    All its blocks are ``days`` long and as likely to be granted; an offering whose
    blocks differ is several.

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

    def stop(self, on_time: bool) -> Stop:
        """To be dated, with its letter on time if it can be and that is asked."""
        starts = self.starts
        if on_time and self.on_time_until is not None:
            starts = tuple(s for s in starts if s <= self.on_time_until)
        return Stop(starts, self.days, self.visit.place, self.safe_from)


@Reused
def candidates(problem: Problem) -> tuple[Candidate, ...]:
    """Every offering with at least one allowed start, in id order."""
    which, numbers, every = calendars_of(problem)
    usd = cost.still_usd_of_all(problem)
    offered = zip(problem.catalog.offerings, which.tolist(), usd.tolist(), strict=True)
    found = (
        candidate_on(problem, offering, every[number], int(usd))
        for offering, of, usd in offered
        for number in numbers[of]
    )
    return tuple(
        sorted(found, key=lambda c: (c.offering.offering_id, c.days, c.visit.late))
    )


def candidate_on(
    problem: Problem, offering: Offering, calendar: Calendar, usd: int
) -> Candidate:
    """The candidate of an offering on the starts of a calendar, for so much."""
    starts = calendar.starts
    until = last_on_time_start(problem, offering, calendar.days)
    return Candidate(
        visit_of(problem, offering, dt.date.fromordinal(starts[0])),
        offering,
        starts,
        calendar.days,
        usd,
        until.toordinal() if until else None,
        _safe_from(problem, offering, starts),
    )


def _safe_from(problem: Problem, offering: Offering, starts: tuple[int, ...]) -> int:
    """The first start that leaves time to get an application together.

    Without a window the time to apply is the same before every start.
    """
    today, ready = problem.scenario.today, problem.scenario.today + PREPARATION_DAYS
    if not offering.application_window:
        return (ready + (today - apply_by(problem, offering, today))).toordinal()
    days = map(dt.date.fromordinal, starts)
    in_time = (d.toordinal() for d in days if apply_by(problem, offering, d) >= ready)
    return next(in_time, starts[-1] + 1)


Stand = Literal["open", "check", "dates", "closed"]
STANDS: tuple[Stand, ...] = ("open", "check", "dates", "closed")
"""From best to worst; "dates": possible, but on no date the applicant is free."""

REFUSED = Reason("closed", "answers", "The host refused.", "your answer")
NO_START = Reason("closed", "starts", "It has no start date in this season.")
_DATE_RULES = (*rules.CALENDAR_RULES, rules.ACCEPTED_DATES)


@dataclass(frozen=True, slots=True)
class Availability:
    """The best an offering can be, on which start, and the reasons there.

    ``start`` is the first start with the fewest questions (where it is closed, the
    fewest reasons against it) among those on which it stands so; None without any.
    """

    stand: Stand
    start: dt.date | None
    eligibility: Eligibility

    @property
    def is_possible(self) -> bool:
        """Whether some start is open, or may be, when the applicant is free."""
        return self.stand in ("open", "check")


def availability(problem: Problem, offering: Offering) -> Availability:
    """How an offering stands, whatever is pinned or excluded.

    Looks at every start of the season and of the applicant's own dates.
    """
    starts = _starts(problem, offering)
    if not starts:
        return Availability("dates", None, Eligibility("closed", (NO_START,)))
    runs = sorted(_runs(problem, offering, starts), key=lambda run: _worst(run[0]))
    for found, days in runs:
        fitting = (day for day in days if _fits(problem, offering, day))
        if found.verdict != "closed" and (start := next(fitting, None)):
            return _on(problem, offering, found.verdict, start)
    found, days = runs[0]
    stand: Stand = "closed" if found.verdict == "closed" else "dates"
    return _on(problem, offering, stand, days[0])


def _starts(problem: Problem, offering: Offering) -> Days:
    season, (first, last) = problem.season, problem.window
    return start_dates(
        offering.starts,
        min(first, season.window_start),
        max(last, season.window_end),
    )


def _runs(
    problem: Problem, offering: Offering, starts: Days
) -> Iterator[tuple[Eligibility, Days]]:
    """Starts of one verdict in a row, in date order, judged on the first of them."""
    for alike in runs(starts, turning_days(problem, offering)):
        yield _verdict(problem, offering, alike[0]), alike


def _on(
    problem: Problem, offering: Offering, stand: Stand, start: dt.date
) -> Availability:
    return Availability(stand, start, _verdict(problem, offering, start))


def _verdict(problem: Problem, offering: Offering, start: dt.date) -> Eligibility:
    answer = replies.answer_to(problem.scenario, offering.offering_id, start)
    if answer == "refused":
        return Eligibility("closed", (REFUSED,))
    return eligibility(problem, offering, start)


def _fits(problem: Problem, offering: Offering, start: dt.date) -> bool:
    end = end_of(offering, start)
    return all(rule.allows(problem, offering, start, end) for rule in _DATE_RULES)


def _worst(found: Eligibility) -> tuple[int, int, int]:
    """How bad a verdict is: the worst reasons first, then how many of each."""
    verdicts = [reason.verdict for reason in found.reasons]
    return WORST[found.verdict], verdicts.count("closed"), verdicts.count("check")
