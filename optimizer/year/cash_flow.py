"""When each dollar is due if all say yes, and what is gone by any day.

What has no refund terms on record counts as gone once it is paid. Days are rules of
thumb: fees for asking on the last day to ask, flights, tuition and other fees two
months before the start, and living on the first day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from optimizer.domain.columns import OFFERING
from optimizer.domain.plan import CostItem, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.terms import Refunds, parse_refunds
from optimizer.model import cost
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request
from optimizer.year.guide import shift_day

BOOKED_AHEAD = "-2m"
_PAID_AHEAD = {OFFERING[name].label for name in ("tuition_usd", "other_fees_usd")}
_FEE = OFFERING["application_fee_usd"].label
_TUITION = OFFERING["tuition_usd"].label
_GONE = (cost.SPENT, cost.OTHER_REQUESTS)
_NEVER, _UNTIL_START = Refunds(), Refunds(((0, 100),))


@dataclass(frozen=True, slots=True)
class Payment:
    """What is due on a day, and to whom; ``host`` "" is nobody in particular.

    ``refunds`` say what comes back of it before ``start``; None: not on record.
    ``paid``: it is gone already, on a day that need not be known; ``day`` is today.
    """

    day: dt.date
    usd: int
    what: str
    host: str
    refunds: Refunds | None = None
    start: dt.date | None = None
    paid: bool = False

    def back_usd(self, on: dt.date, *, visa_refused: bool = False) -> int:
        """What comes back of it for sure if all is cancelled on a day."""
        if self.refunds is None or self.start is None:
            return 0
        share = self.refunds.percent(self.start, on, visa_refused=visa_refused)
        return self.usd * share // 100


@dataclass(frozen=True, slots=True)
class Loss:
    """What is gone if all is cancelled on a day; ``unknown_usd`` of it may come back.

    That part has no terms on record.
    """

    gone_usd: int
    unknown_usd: int


def loss(due: Sequence[Payment], on: dt.date, *, visa_refused: bool = False) -> Loss:
    """What is lost if one cancels on a day, or if the visa is refused then."""
    paid = [payment for payment in due if payment.day <= on]
    return Loss(
        sum(p.usd - p.back_usd(on, visa_refused=visa_refused) for p in paid),
        sum(p.usd for p in paid if p.refunds is None),
    )


def turning_days(due: Sequence[Payment]) -> tuple[dt.date, ...]:
    """The days on which something is due or less comes back than the day before."""
    days = {payment.day for payment in due}
    for p in due:
        if p.refunds and p.start:
            steps = p.refunds.steps(visa_refused=True)
            ends = (p.start - dt.timedelta(days=ahead - 1) for ahead, _ in steps)
            days |= {day for day in ends if day > p.day}
    return tuple(sorted(days))


def payments(problem: Problem, found: PlannedList) -> tuple[Payment, ...]:
    """Every payment of the list and of the plan if all on it say yes, by day.

    They add up to the cost of that plan, which holds the fees of all requests.
    """
    plan = found.if_all_say_yes
    blocks = found.blocks_if_all_say_yes
    rotations = rotations_of(problem, blocks)
    requests = [asked.request for asked in found.requests]
    planned = {b.offering.offering_id for b in blocks}
    asking = [_for_asking(r) for r in requests if r.fee_usd and not r.names(planned)]
    due = [*asking, *_of_plan(problem, plan, rotations, requests)]
    if isinstance(plan, Plan) and asking:
        # One line of the bill holds them too; what it holds beyond is gone already.
        place = next(i for i, p in enumerate(due) if p.what == cost.OTHER_REQUESTS)
        gone = due.pop(place)
        left = gone.usd - sum(p.usd for p in asking)
        due += [replace(gone, usd=left)] if left else []
    return tuple(sorted(due, key=lambda p: (p.day, not p.paid, p.host, p.what)))


def _for_asking(request: Request) -> Payment:
    offering = request.candidates[0].offering
    terms = _terms(_FEE, offering)
    start = request.starts[-1]
    return Payment(request.first_by, request.fee_usd, _FEE, offering.host, terms, start)


def _terms(label: str, offering: Offering | None) -> Refunds | None:
    """What a host pays back of a line of the bill; None: not on record."""
    if offering and label == _FEE:
        return {"yes": _UNTIL_START, "no": _NEVER}.get(offering.fee_refunded)
    if offering and label == _TUITION:
        return parse_refunds(offering.refunds)
    return None


def _of_plan(
    problem: Problem,
    plan: object,
    rotations: tuple[Rotation, ...],
    requests: Sequence[Request],
) -> Iterator[Payment]:
    items = plan.cost_items if isinstance(plan, Plan) else cost.bill(problem, rotations)
    for item in items:
        rotation = _rotation_of(item, rotations)
        host = rotation.visit.host if rotation and item.offering_id else ""
        offering = rotation.visit.offering if rotation and item.offering_id else None
        sent = item.label == _FEE and offering and cost.gone_for(problem, offering)
        paid = bool(sent) or item.label in _GONE
        today = problem.scenario.today
        day = today if paid else _day(today, item, rotation, rotations, requests)
        terms = _terms(item.label, offering)
        start = rotation.start if rotation else None
        yield Payment(day, item.usd, item.label, host, terms, start, paid)


def _rotation_of(item: CostItem, rotations: tuple[Rotation, ...]) -> Rotation | None:
    """The rotation that a line belongs to; a trip belongs to where it ends."""
    for rotation in rotations:
        offering = rotation.visit.offering
        if item.offering_id and offering and offering.offering_id == item.offering_id:
            return rotation
    ends = [r for r in rotations if item.label.endswith(r.visit.place.city)]
    return ends[-1] if ends else None


def _day(
    today: dt.date,
    item: CostItem,
    rotation: Rotation | None,
    rotations: tuple[Rotation, ...],
    requests: Sequence[Request],
) -> dt.date:
    start = rotation.start if rotation else rotations[0].start
    offering = rotation.visit.offering if rotation else None
    if item.label == _FEE and offering and cost.fee_is_due_for_asking(offering):
        asked = (r for r in requests if offering.offering_id in r.offering_ids)
        return next((max(r.first_by, today) for r in asked), today)
    ahead = item.label in _PAID_AHEAD or item.label == _FEE or rotation is None
    return max(shift_day(start, BOOKED_AHEAD) if ahead else start, today)


def dearest_day(due: Sequence[Payment]) -> tuple[dt.date, int]:
    """The day on which most is still to be paid, and how much."""
    days: dict[dt.date, int] = {}
    for payment in due:
        if not payment.paid:
            days[payment.day] = days.get(payment.day, 0) + payment.usd
    return max(days.items(), key=lambda pair: (pair[1], -pair[0].toordinal()))
