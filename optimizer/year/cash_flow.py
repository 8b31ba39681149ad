"""When each dollar is due if all say yes, and what is gone by any day.

No refund terms are on record, so what is paid counts as gone. Days are rules of thumb:
fees for asking on the last day to ask, flights, tuition and other fees two months
before the start, and living on the first day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from optimizer.domain.columns.columns import OFFERING
from optimizer.domain.plan import CostItem, Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.requests.ask_list import AskList
from optimizer.requests.request import Request
from optimizer.year.guide import shift_day
from optimizer.year.timeline import host_of

BOOKED_AHEAD = "-2m"
_PAID_AHEAD = {OFFERING[name].label for name in ("tuition_usd", "other_fees_usd")}
_FEE = OFFERING["application_fee_usd"].label
_GONE = (cost.SPENT, cost.OTHER_REQUESTS)


@dataclass(frozen=True, slots=True)
class Payment:
    """What is due on a day, and to whom; ``host`` "" is nobody in particular."""

    day: dt.date
    usd: int
    what: str
    host: str


def payments(problem: Problem, found: AskList) -> tuple[Payment, ...]:
    """Every payment of the list and of the plan if all on it say yes, by day.

    They add up to the cost of that plan, which holds the fees of all requests.
    """
    plan = found.if_all_say_yes
    blocks = found.blocks_if_all_say_yes
    rotations = rotations_of(problem, blocks)
    requests = [asked.request for asked in found.requests]
    planned = {b.offering.offering_id for b in blocks}
    asking = [
        Payment(r.ask_by, r.fee_usd, _FEE, r.candidates[0].offering.host)
        for r in requests
        if r.fee_usd and not r.names(planned)
    ]
    due = [*asking, *_of_plan(problem, plan, rotations, requests)]
    if isinstance(plan, Plan) and asking:
        # One line of the bill holds them too; what it holds beyond is gone already.
        place = next(i for i, p in enumerate(due) if p.what == cost.OTHER_REQUESTS)
        gone = due.pop(place)
        left = gone.usd - sum(p.usd for p in asking)
        due += [replace(gone, usd=left)] if left else []
    return tuple(sorted(due, key=lambda p: (p.day, p.host, p.what)))


def _of_plan(
    problem: Problem,
    plan: object,
    rotations: tuple[Rotation, ...],
    requests: Sequence[Request],
) -> Iterator[Payment]:
    items = plan.cost_items if isinstance(plan, Plan) else cost.bill(problem, rotations)
    for item in items:
        rotation = _rotation_of(item, rotations)
        host = host_of(rotation) if rotation and item.offering_id else ""
        day = _day(problem, item, rotation, rotations, requests)
        yield Payment(day, item.usd, item.label, host)


def _rotation_of(item: CostItem, rotations: tuple[Rotation, ...]) -> Rotation | None:
    """The rotation that a line belongs to; a trip belongs to where it ends."""
    for rotation in rotations:
        offering = rotation.visit.offering
        if item.offering_id and offering and offering.offering_id == item.offering_id:
            return rotation
    ends = [r for r in rotations if item.label.endswith(r.visit.place.city)]
    return ends[-1] if ends else None


def _day(
    problem: Problem,
    item: CostItem,
    rotation: Rotation | None,
    rotations: tuple[Rotation, ...],
    requests: Sequence[Request],
) -> dt.date:
    today = problem.scenario.today
    if item.label in _GONE or not rotations:
        return today
    start = rotation.start if rotation else rotations[0].start
    offering = rotation.visit.offering if rotation else None
    if item.label == _FEE and offering and cost.fee_is_due_for_asking(offering):
        asked = (r for r in requests if offering.offering_id in r.offering_ids)
        return next((max(r.ask_by, today) for r in asked), today)
    ahead = item.label in _PAID_AHEAD or item.label == _FEE or rotation is None
    return max(shift_day(start, BOOKED_AHEAD) if ahead else start, today)


def dearest_day(due: Sequence[Payment]) -> tuple[dt.date, int]:
    """The day on which most is due, and how much."""
    days: dict[dt.date, int] = {}
    for payment in due:
        days[payment.day] = days.get(payment.day, 0) + payment.usd
    return max(days.items(), key=lambda pair: (pair[1], -pair[0].toordinal()))
