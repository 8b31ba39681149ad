"""Things to do with their days and their state, until Match Day and after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from optimizer.domain import replies
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.requests.ask_list import AskList
from optimizer.requests.request import Request
from optimizer.year import anchors
from optimizer.year.conditions import Case, applies
from optimizer.year.guide import Kind, Step, shift_day, steps

State = Literal["done", "late", "now", "later", "if yes", "over"]
WEEK = dt.timedelta(days=7)


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


def year_of(problem: Problem, found: AskList | NoPlan) -> Year:
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
    found.sort(key=lambda i: (i.until, i.day, i.step_id, i.host, i.item_id))
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
    spans = anchors.of_season(problem, requests)
    case = _case(problem, requests, rotations)
    for step, span in _dated_steps(spans, case):
        yield _item(problem, step, span, "", "", sure=True)


def _of_request(problem: Problem, request: Request) -> Iterator[Item]:
    offerings = tuple(c.offering for c in request.candidates)
    case = Case(problem, offerings, frozenset(o.kind for o in offerings))
    host = offerings[0].host
    for step, span in _dated_steps(anchors.of_request(problem, request), case):
        yield _item(problem, step, span, host, request.door, sure=True)


def _of_rotation(problem: Problem, rotation: Rotation, key: str) -> Iterator[Item]:
    visit = rotation.visit
    offerings = (visit.offering,) if visit.offering else ()
    letter = rotation.letter_ready is not None
    case = Case(problem, offerings, frozenset({visit.kind}), letter)
    host = host_of(rotation)
    sure = is_sure(problem, rotation)
    slack = letter_slack(problem, rotation)
    for step, span in _dated_steps(anchors.of_rotation(problem, rotation), case):
        days = slack if step.kind == "letter" else None
        yield _item(problem, step, span, host, key, sure=sure, slack=days)


def host_of(rotation: Rotation) -> str:
    """Who receives the applicant."""
    return rotation.visit.host


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


def _dated_steps(
    spans: dict[str, anchors.Span], case: Case
) -> Iterator[tuple[Step, anchors.Span]]:
    for step in steps():
        if step.anchor in spans and applies(step, case):
            first, last = spans[step.anchor]
            yield step, (shift_day(first, step.first), shift_day(last, step.last))


def _item(
    problem: Problem,
    step: Step,
    span: anchors.Span,
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


def _state(
    problem: Problem, item_id: str, step: Step, span: anchors.Span, sure: bool
) -> State:
    today = problem.scenario.today
    if item_id in problem.scenario.done:
        return "done"
    if span[1] < today:
        return "late" if step.rescue and sure else "over"
    if not sure:
        return "if yes"
    return "now" if span[0] <= today else "later"
