"""One thing goes wrong: what is left of a plan, its best repair, and the best anew.

An event is said with the fields of a scenario wherever they can say it: a refusal is an
exclusion and a fee spent, late letters an earlier letter date, dearer prices a smaller
budget, a cancellation a day on which everything else is booked. Only one writer being
late needs an offering that differs.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from optimizer.domain.applicant import Booked
from optimizer.domain.block_id import offering_of
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model import cost
from optimizer.model.letters import writing_days_later
from optimizer.model.rotation import (
    block_of,
    booked_rotations,
    key_of,
    rotation_on,
    visit_of,
)
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.risks.worlds import rotations_in, with_offering
from optimizer.solver.solve import solve

Kind = Literal["refused", "writer late", "all writers late", "dearer", "cancelled"]

LATE_DAYS = 14
NOTICE_DAYS = 14
"""A cancellation comes so many days before the rotation would have begun."""
DEARER_PERCENT = 20
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Event:
    """What goes wrong, and at which rotation of the plan, if at one."""

    kind: Kind
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """What is planned, as it stands: chance, match value, cost and letters on time.

    ``broken`` names the rules it breaks; ``proven`` is False where a better plan may
    exist that was not found in time.
    """

    blocks: tuple[Block, ...]
    chance: float
    value: float
    cost_usd: int
    letters_on_time: int
    broken: tuple[str, ...] = ()
    proven: bool = True


@dataclass(frozen=True, slots=True)
class ShockOutcome:
    """An event, the plan before and after it, its best repair and the best plan anew.

    ``before`` is the plan as if the event had not happened, seen with what it tells:
    who cancels had accepted. ``repair`` keeps as many of the unharmed rotations on
    their dates as the rules allow; None: nothing obeys the rules. ``harmless``: the
    plan stands as it was, and is still the best. ``scenario`` says the event, without
    pins for the repair.
    """

    event: Event
    before: PlanNow
    left: PlanNow
    repair: PlanNow | None
    anew: PlanNow | None
    harmless: bool
    scenario: Scenario

    def adopt(self, plan: PlanNow) -> Scenario:
        """The scenario of the event with every rotation of a plan pinned."""
        return replace(self.scenario, pins=tuple(b.block_id for b in plan.blocks))


def events(problem: Problem, plan: Plan) -> tuple[Event, ...]:
    """Everything that is asked about a plan."""
    lettered = [b for b in plan.blocks if b.letter_ready is not None]
    return (
        *(Event("refused", b) for b in plan.blocks),
        *(Event("writer late", b) for b in lettered),
        *([Event("all writers late")] if len(lettered) > 1 else []),
        *([Event("dearer")] if plan.blocks else []),
        *(Event("cancelled", b) for b in plan.blocks),
    )


def outcomes(problem: Problem, plan: Plan) -> Iterator[ShockOutcome]:
    """Every event and what comes of it, one by one."""
    for event in events(problem, plan):
        yield outcome(problem, plan, event)


def outcome(problem: Problem, plan: Plan, event: Event) -> ShockOutcome:
    """What is left after an event, the best repair and the best plan anew."""
    there, blocks = _HAPPEN[event.kind](problem, plan, event.block)
    scenario, before = there.scenario, _before(problem, plan, event)
    left = _standing(there, event, blocks)
    whole = len(blocks) == len(plan.blocks) and not left.broken
    if whole and left.value > before.value - _SAME:
        return ShockOutcome(event, before, left, left, left, True, scenario)
    unharmed = tuple(b for b in blocks if _letter_stays(there, b))
    repair = _plan_now(there, event, _repair_plan(there, unharmed))
    anew = _plan_now(there, event, solve(there))
    return ShockOutcome(event, before, left, repair, anew, False, scenario)


def _before(problem: Problem, plan: Plan, event: Event) -> PlanNow:
    """The plan without the event; a host that cancels, and all others, had accepted."""
    if event.kind == "cancelled":
        problem = problem.having(acceptance="certain")
    return _standing(problem, Event("refused"), plan.blocks)


def _standing(
    there: Problem, event: Event, blocks: tuple[Block, ...], *, proven: bool = True
) -> PlanNow:
    rotations = rotations_in(there, blocks)
    model, certain = match_model(there), there.scenario.acceptance == "certain"
    return PlanNow(
        blocks=tuple(block_of(r) for r in rotations if not r.visit.booked),
        chance=float(model.probability(rotations, certain)[0]),
        value=float(model.value(rotations, certain)[0]),
        cost_usd=_paid_usd(there, event, cost.total(there, rotations)),
        letters_on_time=rules.letters_on_time(rotations),
        broken=tuple(r.name for r in rules.broken_rules(there, rotations)),
        proven=proven,
    )


def _plan_now(there: Problem, event: Event, plan: Plan | NoPlan) -> PlanNow | None:
    if isinstance(plan, NoPlan):
        return None
    proven = plan.proof.status == "optimal"
    return _standing(there, event, plan.blocks, proven=proven)


def _paid_usd(there: Problem, event: Event, usd: int) -> int:
    """Dollars that a cost at the catalog's prices comes to."""
    if event.kind != "dearer":
        return usd
    fixed = cost.fixed_usd(there, booked_rotations(there))
    return fixed + math.ceil((usd - fixed) * (100 + DEARER_PERCENT) / 100)


def _repair_plan(there: Problem, unharmed: tuple[Block, ...]) -> Plan | NoPlan:
    """The best plan that keeps as many of these blocks as can be kept."""
    for size in range(len(unharmed), 0, -1):
        kept = combinations(unharmed, size)
        found = [solve(_with_pins(there, blocks)) for blocks in kept]
        plans = [plan for plan in found if isinstance(plan, Plan)]
        if plans:
            return max(plans, key=lambda plan: (plan.value, -plan.cost_usd))
    return solve(there)


def _with_pins(there: Problem, blocks: tuple[Block, ...]) -> Problem:
    pins = (*there.scenario.pins, *(b.block_id for b in blocks))
    return there.having(pins=tuple(dict.fromkeys(pins)))


def _letter_stays(there: Problem, block: Block) -> bool:
    offering = there.catalog.offering[block.offering.offering_id]
    moved = rotation_on(there, offering, block.start)
    return moved.letter_on_time == block.letter_on_time


# ---- what happens: the problem that is then asked, and the blocks that are left ------

Happened = tuple[Problem, tuple[Block, ...]]


def _refusal(problem: Problem, plan: Plan, block: Block | None) -> Happened:
    """The host takes nobody; what asking cost is lost."""
    assert block is not None
    fee = cost.to_ask_usd(problem, block.offering)
    return _lose_host(problem, plan, block, fee)


def _cancellation(problem: Problem, plan: Plan, block: Block | None) -> Happened:
    """Shortly before it begins, all fees paid; everything else is arranged by then."""
    assert block is not None
    gone = cost.gone_for(problem, block.offering)
    fees = cost.fees_usd(problem, block.offering) - gone
    there, others = _lose_host(problem, plan, block, fees)
    notice = block.start - dt.timedelta(days=NOTICE_DAYS)
    asked = there.having(
        today=max(notice, problem.scenario.today),
        booked=(*there.scenario.booked, *(_booking(problem, b) for b in others)),
        pins=_pins_without(problem, plan.blocks),
    )
    return asked, ()


def _writer_late(problem: Problem, plan: Plan, block: Block | None) -> Happened:
    assert block is not None
    length = (block.end - block.start).days + 1
    days = writing_days_later(problem, block.offering, length, LATE_DAYS)
    late = replace(block.offering, letter_days=days)
    return with_offering(problem, late), plan.blocks


def _all_late(problem: Problem, plan: Plan, _: Block | None) -> Happened:
    """Every letter so many days later is the letter date so many days earlier."""
    day = problem.letters_by - dt.timedelta(days=LATE_DAYS)
    return problem.having(letters_by=day), plan.blocks


def _dearer(problem: Problem, plan: Plan, _: Block | None) -> Happened:
    """What is not paid or booked yet costs more: as if the money for it were less."""
    fixed = cost.fixed_usd(problem, booked_rotations(problem))
    left = max(0, problem.scenario.budget_usd - fixed)
    budget = fixed + left * 100 // (100 + DEARER_PERCENT)
    return problem.having(budget_usd=budget), plan.blocks


_HAPPEN = {
    "refused": _refusal,
    "writer late": _writer_late,
    "all writers late": _all_late,
    "dearer": _dearer,
    "cancelled": _cancellation,
}


def _lose_host(problem: Problem, plan: Plan, block: Block, usd: int) -> Happened:
    """Nothing more at this host, and so many dollars spent on it."""
    key = visit_of(problem, block.offering).key
    closed = {
        o.offering_id
        for o in problem.catalog.offerings
        if key_of(problem.program_of(o), o) == key
    }
    there = problem.having(
        spent_usd=problem.scenario.spent_usd + usd,
        exclusions=tuple(
            dict.fromkeys((*problem.scenario.exclusions, *sorted(closed)))
        ),
        pins=_pins_without(problem, (block,)),
    )
    return there, tuple(b for b in plan.blocks if b != block)


def _pins_without(problem: Problem, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    gone = {b.offering.offering_id for b in blocks}
    return tuple(p for p in problem.scenario.pins if offering_of(p) not in gone)


def _booking(problem: Problem, block: Block) -> Booked:
    offering = block.offering
    usd = cost.rotation_usd(problem, rotation_on(problem, offering, block.start))
    return Booked(
        start=block.start,
        end=block.end,
        kind=offering.kind,
        offering_id=offering.offering_id,
        cost_usd=usd,
        letters_expected=problem.scenario.letters_each,
    )
