"""The dates of a plan, one row per rotation: what the schedule and its table show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from charts import words
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.replies import answer_to
from optimizer.model.eligibility import apply_by, is_stated, missed_day
from optimizer.model.letters import last_on_time_start
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.model.travel import WAITING_FREE_DAYS
from optimizer.requests.ask_list import Asked

_MARGIN = dt.timedelta(days=9)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One rotation with every date that belongs to it.

    ``apply_by`` is the start minus the host's lead (``lead_assumed``: a typical one),
    None once the host was asked; ``last_start`` the last day on which a start still
    gives a letter in time; ``over`` a sentence where the last day to apply is over.
    """

    name: str
    start: dt.date
    end: dt.date
    kind: str
    booked: bool = False
    apply_by: dt.date | None = None
    lead_assumed: bool = False
    letter_ready: dt.date | None = None
    letter_on_time: bool = False
    last_start: dt.date | None = None
    over: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """First and last of the days strictly between two rotations."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.end - self.start).days + 1


def rows(problem: Problem, blocks: tuple[Block, ...]) -> tuple[TimelineRow, ...]:
    """Every rotation with these blocks, booked ones included, in date order."""
    return tuple(_row(problem, r) for r in rotations_of(problem, blocks))


def waits(timeline: tuple[TimelineRow, ...]) -> tuple[Wait, ...]:
    """The times between consecutive rotations that are longer than a weekend."""
    day = dt.timedelta(days=1)
    gaps = (Wait(a.end + day, b.start - day) for a, b in pairwise(timeline))
    return tuple(gap for gap in gaps if gap.days > WAITING_FREE_DAYS)


def span(
    problem: Problem, timeline: tuple[TimelineRow, ...]
) -> tuple[dt.date, dt.date]:
    """First and last day of the axis: from the first date still ahead to the last."""
    today = problem.scenario.today
    deadlines = [max(row.apply_by, today) for row in timeline if row.apply_by]
    ready = [row.letter_ready for row in timeline if row.letter_ready]
    first = min([problem.window[0], *(row.start for row in timeline), *deadlines])
    last = max([problem.season.program_access, *(r.end for r in timeline), *ready])
    return first - _MARGIN, max(last, problem.letters_by) + _MARGIN


@dataclass(frozen=True, slots=True)
class HostDates:
    """When a host that is asked may be visited: first and last days, in date order.

    ``use``: chance that its rotation is done.
    """

    name: str
    spans: tuple[tuple[dt.date, dt.date], ...]
    use: float


def host_dates(requests: Iterable[Asked]) -> tuple[HostDates, ...]:
    """The possible dates of each request, those used most first."""
    found = sorted(requests, key=lambda asked: -asked.use)
    hosts = [asked.request.candidates[0].offering.host for asked in found]
    names = words.short_names(hosts)
    return tuple(
        HostDates(
            names[host],
            tuple(_join_spans(s for c in asked.request.candidates for s in c.spans)),
            asked.use,
        )
        for host, asked in zip(hosts, found, strict=True)
    )


def _join_spans(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[dt.date, dt.date]]:
    """Spans of ordinals that touch, as one: a weekend does not part them."""
    whole: list[list[int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1] + WAITING_FREE_DAYS:
            whole[-1][1] = max(whole[-1][1], end)
        else:
            whole.append([start, end])
    for start, end in whole:
        yield dt.date.fromordinal(start), dt.date.fromordinal(end)


def season_dates(problem: Problem) -> tuple[tuple[dt.date, str], ...]:
    """List the dates every plan works towards, in date order."""
    season = problem.season
    named: dict[dt.date, list[str]] = {}
    for date, name in (
        (season.submit_open, "submit from"),
        (problem.letters_by, "letters due"),
        (season.program_access, "programs read"),
    ):
        named.setdefault(date, []).append(name)
    return tuple((date, ", ".join(named[date])) for date in sorted(named))


def _row(problem: Problem, rotation: Rotation) -> TimelineRow:
    visit = rotation.visit
    offering = visit.offering
    asked = None if visit.booked else offering
    # Who was written to, or has said yes, needs no last day to apply.
    unasked = asked
    if asked and answer_to(problem.scenario, asked.offering_id, rotation.start):
        unasked = None
    return TimelineRow(
        name=host_name(rotation),
        start=rotation.start,
        end=rotation.end,
        kind=words.KINDS[visit.kind],
        booked=visit.booked is not None,
        apply_by=apply_by(problem, unasked, rotation.start) if unasked else None,
        lead_assumed=unasked is not None and not is_stated(unasked, rotation.start),
        letter_ready=rotation.letter_ready,
        letter_on_time=rotation.letter_on_time,
        last_start=last_on_time_start(problem, asked) if asked else None,
        over=last_day_over(problem, asked, rotation.start) if asked else "",
    )


def last_day_over(problem: Problem, offering: Offering, start: dt.date) -> str:
    """Say that the last day to apply for a start is over; empty if it is not."""
    day = missed_day(problem, offering, start)
    if day is None:
        return ""
    if is_stated(offering, start):
        return f"The last day to apply was {words.full_day(day)}."
    return f"The last day to apply is over: about {words.full_day(day)} (assumed)."


def host_name(rotation: Rotation) -> str:
    """Who receives the applicant, short."""
    return words.short(rotation.visit.host)
