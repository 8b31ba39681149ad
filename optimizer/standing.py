"""How an offering stands to this applicant over all its starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from optimizer import answers, rules
from optimizer.candidates import eligibility_edges
from optimizer.catalog import Offering
from optimizer.eligibility import eligibility
from optimizer.letters import end_of
from optimizer.plan import Eligibility, Reason, Verdict
from optimizer.problem import Problem
from optimizer.starts import start_dates

Stand = Literal["open", "check", "dates", "closed"]
Days = tuple[dt.date, ...]
STANDS: tuple[Stand, ...] = ("open", "check", "dates", "closed")
"""From best to worst; "dates": possible, but on no date the applicant is free."""

REFUSED = Reason("closed", "answers", "The host refused.", "your answer")
NO_START = Reason("closed", "starts", "It has no start date in this season.")
_DATE_RULES = (*rules.CALENDAR_RULES, rules.ACCEPTED_DATES)


@dataclass(frozen=True, slots=True)
class Standing:
    """The best an offering can be, on which start, and the reasons there.

    ``start`` is the first start on which it stands so; where it is closed, the first
    with the fewest reasons against it; None if there is no start at all.
    """

    stand: Stand
    start: dt.date | None
    eligibility: Eligibility

    @property
    def is_possible(self) -> bool:
        """Whether some start is open, or may be, when the applicant is free."""
        return self.stand in ("open", "check")


def standing(problem: Problem, offering: Offering) -> Standing:
    """How an offering stands, whatever is pinned or excluded.

    Looks at every start of the season and of the applicant's own dates.
    """
    starts = _starts(problem, offering)
    if not starts:
        return Standing("dates", None, Eligibility("closed", (NO_START,)))
    runs = tuple(_runs(problem, offering, starts))
    is_open, to_check = _days(runs, "open"), _days(runs, "check")
    stands: tuple[tuple[Stand, Days], ...] = (("open", is_open), ("check", to_check))
    for stand, days in stands:
        fitting = (day for day in days if _fits(problem, offering, day))
        if start := next(fitting, None):
            return _on(problem, offering, stand, start)
    if possible := is_open or to_check:
        return _on(problem, offering, "dates", possible[0])
    _, days = min(runs, key=lambda run: _against(run[0]))
    return _on(problem, offering, "closed", days[0])


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
    edges = eligibility_edges(problem, offering, starts)
    if offering.offering_id in answers.named(problem.scenario):
        edges = list(range(len(starts) + 1))  # an answer may speak of one date
    for a, b in pairwise(edges):
        yield _judged(problem, offering, starts[a]), starts[a:b]


def _days(runs: tuple[tuple[Eligibility, Days], ...], verdict: Verdict) -> Days:
    return tuple(
        day for found, days in runs if found.verdict == verdict for day in days
    )


def _on(problem: Problem, offering: Offering, stand: Stand, start: dt.date) -> Standing:
    return Standing(stand, start, _judged(problem, offering, start))


def _judged(problem: Problem, offering: Offering, start: dt.date) -> Eligibility:
    answer = answers.answer_to(problem.scenario, offering.offering_id, start)
    if answer == "refused":
        return Eligibility("closed", (REFUSED,))
    return eligibility(problem, offering, start)


def _fits(problem: Problem, offering: Offering, start: dt.date) -> bool:
    end = end_of(offering, start)
    return all(rule.allows(problem, offering, start, end) for rule in _DATE_RULES)


def _against(found: Eligibility) -> int:
    return sum(reason.verdict == "closed" for reason in found.reasons)
