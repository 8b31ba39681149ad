"""A request: what is asked of one host at once, and on which terms.

One e-mail, form or VSLO application names every offering of a host that is asked for
on the same terms, on every date that is still possible: one fee, one answer. What was
asked already stays as it was asked.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from optimizer.domain import replies
from optimizer.domain.problem import Problem
from optimizer.domain.records import Channel, Offering
from optimizer.domain.scenario import Answer
from optimizer.domain.starts import BlockId, offering_of
from optimizer.model import cost
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.eligibility import apply_by
from optimizer.model.rotation import door_of

_HOURS: dict[Channel, str] = {
    "VSLO": "request_hours_vslo",
    "portal": "request_hours_portal",
    "direct": "request_hours_email",
}
_BEST_ANSWER: tuple[Answer, ...] = ("paid", "accepted", "asked", "silent")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the offerings of one request have in common.

    ``door`` is the office that several programs share, else the program, or the host
    where there is none: it is asked once, and does one rotation at most. ``fee_usd``
    is due for asking, ``fee_if_yes_usd`` if the rotation is done.
    """

    door: str
    channel: Channel
    acceptance: float
    fee_usd: int
    fee_if_yes_usd: int
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one host: every offering and start that is named.

    ``fee_usd`` and ``hours`` are what it still takes: nothing if it was sent. After
    ``first_by`` its first start is gone, after ``ask_by`` every one that gives a letter
    on time (every one at all, if none does).
    """

    name: str
    terms: Terms
    candidates: tuple[Candidate, ...]
    fee_usd: int
    hours: float
    first_by: dt.date
    ask_by: dt.date

    @property
    def door(self) -> str:
        """The office, the program or the host that is asked."""
        return self.terms.door

    @property
    def acceptance(self) -> float:
        """The chance of a yes as things stand."""
        return self.terms.acceptance

    @property
    def late(self) -> int:
        """Steps begun since the assumed last day to ask (``steps_late``)."""
        return self.candidates[0].visit.late

    @property
    def certain(self) -> bool:
        """Whether the host has said yes."""
        return self.terms.answer in replies.YES

    @property
    def sent(self) -> bool:
        """Whether it was asked already."""
        return self.terms.answer is not None

    @property
    def offering_ids(self) -> tuple[str, ...]:
        """What it names, the offering it is called after first."""
        return tuple(dict.fromkeys(c.offering.offering_id for c in self.candidates))

    def names(self, offering_ids: Collection[str]) -> bool:
        """Whether it names any of these."""
        return any(i in offering_ids for i in self.offering_ids)

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """Every start that it names, of whichever offering."""
        days = {s for c in self.candidates for s in c.starts}
        return tuple(dt.date.fromordinal(day) for day in sorted(days))


def requests_of(problem: Problem) -> tuple[Request, ...]:
    """Every request that was sent, or can be sent in time and may be answered by yes.

    In the order of their names. A door whose answer is open or positive is not asked
    for anything else; one that refused is not asked again in the same way.
    """
    groups: dict[Terms, list[Candidate]] = defaultdict(list)
    for _, own in groupby(candidates(problem), key=lambda c: c.offering.offering_id):
        for candidate in _to_name(problem, list(own)):
            groups[_terms(problem, candidate)].append(candidate)
    waiting = {terms.door for terms in groups if terms.answer}
    refused = _refused_doors(problem)
    found = [
        _request(problem, terms, named)
        for terms, named in groups.items()
        if terms.acceptance > 0
        and (terms.answer or terms.door not in waiting)
        and (terms.answer or (terms.door, terms.channel) not in refused)
    ]
    return tuple(sorted(found, key=lambda request: request.name))


def _to_name(problem: Problem, own: list[Candidate]) -> list[Candidate]:
    """What a request names of one offering's candidates.

    The starts one can ask for in time. If there are none, those equally late that one
    asks for least late, if possible with a letter on time.
    """
    found = [_in_time(problem, candidate) for candidate in own]
    found = [candidate for candidate in found if candidate.starts]
    best = min(found, key=_lateness, default=None)
    return [c for c in found if best and c.visit.late == best.visit.late]


def _lateness(candidate: Candidate) -> tuple[bool, bool, int]:
    late = candidate.visit.late
    return late > 0, late > 0 and not candidate.can_be_on_time, late


def _in_time(problem: Problem, candidate: Candidate) -> Candidate:
    """A candidate with the starts that were asked for, or can be asked for."""
    asked = _asked_dates(problem, candidate.offering)
    if not asked and candidate.visit.late:
        return candidate
    if not asked:
        return replace(candidate, starts=_starts_in_time(problem, candidate))
    days = [dt.date.fromordinal(start) for start in candidate.starts]
    kept = [day for day in days if None in asked or day in asked]
    return replace(candidate, starts=tuple(day.toordinal() for day in kept))


def _starts_in_time(problem: Problem, candidate: Candidate) -> tuple[int, ...]:
    offering, today = candidate.offering, problem.scenario.today
    if not offering.application_window and candidate.starts:
        first = dt.date.fromordinal(candidate.starts[0])  # the same lead before all
        least = (today + (first - apply_by(problem, offering, first))).toordinal()
        return candidate.starts[bisect_left(candidate.starts, least) :]
    days = [dt.date.fromordinal(start) for start in candidate.starts]
    kept = [day for day in days if apply_by(problem, offering, day) >= today]
    return tuple(day.toordinal() for day in kept)


def _asked_dates(problem: Problem, offering: Offering) -> set[dt.date | None]:
    """The dates that were asked for; None among them: any date."""
    return {
        BlockId.parse(name).start
        for name, answer in problem.scenario.answers
        if answer != "refused" and offering_of(name) == offering.offering_id
    }


def answer_to_request(problem: Problem, offering: Offering) -> Answer | None:
    """The best answer to requests for an offering; a refusal is no request any more."""
    given = {
        answer
        for name, answer in problem.scenario.answers
        if offering_of(name) == offering.offering_id
    }
    return next((answer for answer in _BEST_ANSWER if answer in given), None)


def _terms(problem: Problem, candidate: Candidate) -> Terms:
    offering = candidate.offering
    answer = answer_to_request(problem, offering)
    chance = candidate.visit.acceptance
    if answer == "silent":
        chance *= problem.optional("silent_acceptance_factor", 1.0)
    fee = cost.asking_usd(problem, offering)
    later = cost.application_fee(problem, offering) - fee
    door = door_of(problem, offering)
    return Terms(door, offering.channel, chance, fee, later, answer)


def _request(problem: Problem, terms: Terms, named: list[Candidate]) -> Request:
    """The request on these terms; it is called after its longest hands-on offering."""
    first = sorted(named, key=lambda c: (c.visit.kind, -c.days, c.offering.offering_id))
    ask_by = max(last_day(problem, candidate) for candidate in first)
    return Request(
        name=first[0].offering.offering_id,
        terms=terms,
        candidates=tuple(first),
        fee_usd=cost.to_ask_usd(problem, first[0].offering),
        hours=0.0 if terms.answer else problem.optional(_HOURS[terms.channel], 0.0),
        first_by=min(_first_day(problem, first), ask_by),
        ask_by=ask_by,
    )


def _first_day(problem: Problem, named: Sequence[Candidate]) -> dt.date:
    """The last day to ask for the first start; today where that is over."""
    start = min(candidate.starts[0] for candidate in named)
    day = dt.date.fromordinal(start)
    until = max(apply_by(problem, c.offering, day) for c in named if start in c.starts)
    return max(until, problem.scenario.today)


def last_day(problem: Problem, candidate: Candidate) -> dt.date:
    """The last day to ask for the last start with a letter on time, or for the last.

    Today where the assumed day is over.
    """
    until = candidate.on_time_until
    timely = [s for s in candidate.starts if until is not None and s <= until]
    start = dt.date.fromordinal((timely or candidate.starts)[-1])
    day = apply_by(problem, candidate.offering, start)
    return max(day, problem.scenario.today) if candidate.visit.late else day


def _refused_doors(problem: Problem) -> set[tuple[str, Channel]]:
    """Doors that have said no, and how they were asked."""
    offerings = (
        problem.catalog.offering[i] for i in replies.refused_offerings(problem.scenario)
    )
    return {(door_of(problem, o), o.channel) for o in offerings}


def split_by_date(problem: Problem, request: Request) -> Iterator[Request]:
    """A request for each offering and start that one names."""
    for candidate in request.candidates:
        for start in candidate.starts:
            day = dt.date.fromordinal(start)
            dated = replace(candidate, starts=(start,))
            until = last_day(problem, dated)
            yield replace(
                request,
                name=str(BlockId(candidate.offering.offering_id, day)),
                candidates=(dated,),
                first_by=until,
                ask_by=until,
            )
