"""Things to do with their days and their state, until Match Day and after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from optimizer.domain import replies
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import WEEK, offering_of
from optimizer.model.eligibility import apply_from
from optimizer.model.letters import asking_day
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request
from optimizer.year.guide import Case, Kind, Step, applies, shift_day, steps

T = TypeVar("T")
Span = tuple[dt.date, dt.date]
"""What things to do are counted from; of a single day, first and last are the same."""
ASKING = "-6m"
"""From half a year before its last day a request is there to be written."""
State = Literal["done", "late", "now", "later", "if yes", "over"]


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do from ``day`` to ``until``; ``host`` "" concerns all.

    ``state``: "late" can still be done, as ``rescue`` says; "over" cannot; "if yes"
    waits for a host that has not accepted. ``slack_days`` of a letter: how much later
    it may come and still be on time, negative if it is late.
    """

    item_id: str
    day: dt.date
    until: dt.date
    what: str
    host: str
    kind: Kind
    state: State
    rescue: str = ""
    slack_days: int | None = None

    @property
    def late(self) -> bool:
        """Whether its last day is over, and something can still be done."""
        return self.state == "late"

    @property
    def step_id(self) -> str:
        """The row of the table it comes from."""
        return self.item_id.partition("@")[0]


@dataclass(frozen=True, slots=True)
class Year:
    """Everything to do in the order of last days, and advice that has no day."""

    today: dt.date
    items: tuple[Item, ...]
    advice: tuple[Step, ...]

    @property
    def this_week(self) -> tuple[Item, ...]:
        """What can be done now or begins within a week, the nearest last day first."""
        soon = self.today + WEEK
        return tuple(
            i
            for i in self.items
            if i.state == "now" or (i.state == "later" and i.day < soon)
        )

    @property
    def late(self) -> tuple[Item, ...]:
        """What is late already and can still be done."""
        return tuple(item for item in self.items if item.late)


def year_of(problem: Problem, found: PlannedList | NoPlan) -> Year:
    """The year of an ask list and of the plan if all on it say yes."""
    if isinstance(found, NoPlan):
        return year(problem, (), rotations_of(problem, ()))
    requests = [asked.request for asked in found.requests]
    return year(problem, requests, rotations_of(problem, found.blocks_if_all_say_yes))


def year(
    problem: Problem, requests: Sequence[Request], rotations: Sequence[Rotation]
) -> Year:
    """The year of these requests, and of the rotations of a plan (booked ones too)."""
    found = [*_of_season(problem, requests, rotations)]
    for request in requests:
        found += _of_request(problem, request)
    visits: Counter[str] = Counter()
    for rotation in rotations:
        key = rotation.visit.key
        visits[key] += 1
        again = f" {visits[key]}" if visits[key] > 1 else ""
        found += _of_rotation(problem, rotation, key + again)
    found.sort(key=lambda i: (i.until, i.step_id))  # hosts as they are given
    whole = _case(problem, requests, rotations)
    advice = tuple(s for s in steps() if not s.anchor and applies(s, whole))
    return Year(problem.scenario.today, tuple(found), advice)


def _case(
    problem: Problem, requests: Sequence[Request], rotations: Sequence[Rotation]
) -> Case:
    named = [c.offering for r in requests for c in r.candidates]
    visited = [r.visit.offering for r in rotations if r.visit.offering]
    kinds = {o.kind for o in named} | {r.visit.kind for r in rotations}
    return Case(problem, (*named, *visited), frozenset(kinds))


def _of_season(
    problem: Problem, requests: Sequence[Request], rotations: Sequence[Rotation]
) -> Iterator[Item]:
    spans = _season_spans(problem, requests)
    case = _case(problem, requests, rotations)
    for step, span in _dated_steps(spans, case):
        yield _item(problem, step, span, "", "", sure=True)


def _of_request(problem: Problem, request: Request) -> Iterator[Item]:
    offerings = tuple(c.offering for c in request.candidates)
    case = Case(problem, offerings, frozenset(o.kind for o in offerings))
    host = offerings[0].host
    for step, span in _dated_steps(_request_spans(problem, request), case):
        yield _item(problem, step, span, host, request.door, sure=True)


def _of_rotation(problem: Problem, rotation: Rotation, key: str) -> Iterator[Item]:
    visit = rotation.visit
    offerings = (visit.offering,) if visit.offering else ()
    letter = rotation.letter_ready is not None
    case = Case(problem, offerings, frozenset({visit.kind}), letter)
    host = rotation.visit.host
    sure = is_sure(problem, rotation)
    slack = letter_slack(problem, rotation)
    for step, span in _dated_steps(_rotation_spans(problem, rotation), case):
        days = slack if step.kind == "letter" else None
        yield _item(problem, step, span, host, key, sure=sure, slack=days)


def is_sure(problem: Problem, rotation: Rotation) -> bool:
    """Whether a rotation is booked, or its host has accepted it on its dates."""
    offering = rotation.visit.offering
    if rotation.visit.booked or offering is None:
        return True
    offering_id, start = offering.offering_id, rotation.start
    return replies.answer_to(problem.scenario, offering_id, start) in replies.YES


def letter_slack(problem: Problem, rotation: Rotation) -> int | None:
    """Days from a letter to the last on which it is on time; None: it gives none."""
    ready = rotation.letter_ready
    return (problem.letters_by - ready).days if ready else None


def _dated_steps(spans: dict[str, Span], case: Case) -> Iterator[tuple[Step, Span]]:
    for step in steps():
        if step.anchor in spans and applies(step, case):
            first, last = spans[step.anchor]
            yield step, (shift_day(first, step.first), shift_day(last, step.last))


def _item(
    problem: Problem,
    step: Step,
    span: Span,
    host: str,
    key: str,
    *,
    sure: bool,
    slack: int | None = None,
) -> Item:
    item_id = f"{step.step_id}@{key}" if key else step.step_id
    state = _state(problem, item_id, step, span, sure)
    return Item(
        item_id=item_id,
        day=span[0],
        until=span[1],
        what=step.text,
        host=host,
        kind=step.kind,
        state=state,
        rescue=step.rescue,
        slack_days=slack,
    )


def _state(problem: Problem, item_id: str, step: Step, span: Span, sure: bool) -> State:
    today = problem.scenario.today
    if item_id in problem.scenario.done:
        return "done"
    if span[1] < today:
        return "late" if step.rescue and sure else "over"
    if not sure:
        return "if yes"
    return "now" if span[0] <= today else "later"


# ---- the days that things to do are counted from ----------------------------------


def _season_spans(problem: Problem, requests: Sequence[Request]) -> dict[str, Span]:
    """Those of the season, and of what is needed for the requests to write.

    ``first_ask``: an e-mail takes these papers at first, so they are due with the first
    start. ``papers``: the last day of the first request, for what comes after.
    """
    s = problem.season
    found = {
        "season": (s.submit_open, s.program_access),
        "opens": (s.submit_open, s.submit_open),
        "read": (s.program_access, s.program_access),
        "invited": (s.interviews_start, s.interviews_start),
        "interviews": (s.interviews_start, s.interviews_end),
        "rank": (s.interviews_end, s.rank_deadline),
        "match": (s.match_day, s.match_day),
    }
    if to_write := [request for request in requests if not request.sent]:
        last = min(request.ask_by for request in to_write)
        first = min(request.first_by for request in to_write)
        found["papers"] = (last, last)
        found["first_ask"] = (min(shift_day(last, ASKING), first), first)
    return found


def _request_spans(problem: Problem, request: Request) -> dict[str, Span]:
    """Those of a request that is to be written, waits, or has to be confirmed."""
    found = {"starts": (request.starts[0], request.starts[-1])}
    if not request.sent:
        found["ask"] = (_opens(request), request.first_by)
    asked = _noted_day(problem.scenario.reply_days, request)
    if request.sent and not request.certain and asked and asked.asked:
        found["asked"] = (asked.asked, asked.asked)
    until = _noted_day(problem.scenario.answer_by, request)
    if request.terms.answer == "accepted" and until:
        found["confirm"] = (until, until)
    return found


def _rotation_spans(problem: Problem, rotation: Rotation) -> dict[str, Span]:
    """Those of a rotation; a letter that comes late is due when it comes."""
    found = {
        "start": (rotation.start, rotation.start),
        "end": (rotation.end, rotation.end),
    }
    if ready := rotation.letter_ready:
        due = max(ready, problem.letters_by)
        asking = asking_day(problem, rotation.start, rotation.end)
        found |= {"letter": (ready, ready), "due": (due, due)}
        found |= {"asking": (asking, asking)}
    return found


def _opens(request: Request) -> dt.date:
    """The first day to write: that of the host, or half a year before the last.

    It is no later than the last day for the first start.
    """
    first = request.candidates[0]
    opens = apply_from(first.offering, dt.date.fromordinal(first.starts[0]))
    return min(opens or shift_day(request.ask_by, ASKING), request.first_by)


def _noted_day(days: Sequence[tuple[str, T]], request: Request) -> T | None:
    names = request.offering_ids
    return next((day for name, day in days if offering_of(name) in names), None)
