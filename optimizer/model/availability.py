"""How an offering stands to this applicant over all its starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from optimizer.domain import replies
from optimizer.domain.plan import Eligibility, Reason
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import start_dates
from optimizer.model.candidates import Days, runs
from optimizer.model.eligibility import WORST, eligibility, turning_days
from optimizer.model.letters import end_of
from optimizer.model.rules import rules

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
        yield _eligibility_on(problem, offering, alike[0]), alike


def _on(
    problem: Problem, offering: Offering, stand: Stand, start: dt.date
) -> Availability:
    return Availability(stand, start, _eligibility_on(problem, offering, start))


def _eligibility_on(
    problem: Problem, offering: Offering, start: dt.date
) -> Eligibility:
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
