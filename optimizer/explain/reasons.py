"""Why a rotation is in the best plan or not, and what it would take.

What is asked about is an offering (E012) or an offering on a date (E012@2027-05-03).
Each answer is a re-solve: the best plan without it, the best plan with it forced in,
or the smallest changes with which a plan can hold it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, nearest, quote_value
from optimizer.domain.plan import Block, Fix, Gain, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import BlockId, is_dated, offering_of
from optimizer.explain.infeasibility import diagnose
from optimizer.explain.left_out import Obstacle, obstacles
from optimizer.model.calendars import allowed_starts
from optimizer.model.plan_chances import PP, rotation_details
from optimizer.solver.solve import TOLERANCE, OutOfWork
from optimizer.solver.standing import standing_plan

TIE_PP = 2 * TOLERANCE * PP
"""Two plans closer than this, in pp, are as good as each other: both are within tau."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Another plan beside the best one: its price, and what differs.

    ``price_pp`` is the match value of the best plan less this one's, in pp; ``usd``
    this one's cost less the best's. ``moved`` are offerings in both, (before, after).
    """

    plan: Plan
    price_pp: float
    usd: int
    leaves: tuple[Block, ...]
    comes: tuple[Block, ...]
    moved: tuple[tuple[Block, Block], ...]

    @property
    def is_tie(self) -> bool:
        """Whether the two plans are as good as each other, within the tolerance."""
        return abs(self.price_pp) <= TIE_PP


@dataclass(frozen=True, slots=True)
class Chosen:
    """It is in the plan: its gain, and the best plan without it (NoPlan: none)."""

    block: Block
    gain: Gain
    without: Swap | NoPlan


@dataclass(frozen=True, slots=True)
class Possible:
    """It is not in the plan but could be: the best plan with it.

    ``because``: for a tie, or a plan that is better, why it is not the one shown.
    """

    block: Block
    swap: Swap
    because: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """No plan can hold it: why, and changes with which one can, each solved."""

    obstacles: tuple[Obstacle, ...]
    conflicts: tuple[str, ...]
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """The work limit was reached before it was known whether a plan can hold it."""


Why = Chosen | Possible | Impossible | Undecided


def why(problem: Problem, plan: Plan, asked: str) -> Why:
    """Why an offering, or an offering on a date, is in the best plan or is not.

    ``DataError`` if the catalog has no such offering, or the date is none.
    """
    offering, start = parse_block(problem.catalog, asked)
    for block in plan.blocks:
        if block.offering == offering and start in (None, block.start):
            return _inclusion(problem, plan, block, asked)
    if not _allowed(problem, offering, start):
        return _impossible(problem, offering, start)
    forced = standing_plan(Problem(problem.catalog, with_pin(problem.scenario, asked)))
    if isinstance(forced, Plan):
        swap = swap_of(plan, forced)
        (block,) = (b for b in forced.blocks if b.offering == offering)
        return Possible(block, swap, _because(plan, swap))
    if forced.reason == "undecided":
        return Undecided()
    return _impossible(problem, offering, start)


def parse_block(catalog: Catalog, asked: str) -> tuple[Offering, dt.date | None]:
    """Read E012 or E012@2027-05-03; raises DataError where there is none such."""
    offering_id = offering_of(asked)
    offering = catalog.offering.get(offering_id)
    if offering is None:
        allowed = nearest(offering_id, catalog.offering)
        raise DataError(
            [Fault("offering", f"{quote_value(offering_id)} is unknown", allowed)]
        )
    try:
        return offering, BlockId.parse(asked).start
    except ValueError:
        day = quote_value(asked.removeprefix(f"{offering_id}@"))
        allowed = "a date such as 2027-05-03"
        raise DataError([Fault("offering", f"{day} is no date", allowed)]) from None


def with_pin(scenario: Scenario, asked: str) -> Scenario:
    """The scenario with an offering, or an offering on a date, forced in."""
    if asked in scenario.pins:
        return scenario
    return replace(scenario, pins=(*scenario.pins, asked))


def without(scenario: Scenario, asked: str) -> Scenario:
    """The scenario with an offering, or one date of it, ruled out."""
    let_go = {asked} if is_dated(asked) else _pins_of(scenario, asked)
    return replace(
        scenario,
        pins=tuple(pin for pin in scenario.pins if pin not in let_go),
        exclusions=(*scenario.exclusions, asked),
    )


def swap_of(plan: Plan, other: Plan) -> Swap:
    """What another plan costs beside the best one, and how it differs."""
    before = {b.offering.offering_id: b for b in plan.blocks}
    after = {b.offering.offering_id: b for b in other.blocks}
    both = ((b, after[name]) for name, b in before.items() if name in after)
    return Swap(
        plan=other,
        price_pp=PP * (plan.value - other.value),
        usd=other.cost_usd - plan.cost_usd,
        leaves=tuple(b for name, b in before.items() if name not in after),
        comes=tuple(b for name, b in after.items() if name not in before),
        moved=tuple((a, b) for a, b in both if a.start != b.start),
    )


def _pins_of(scenario: Scenario, offering_id: str) -> set[str]:
    return {pin for pin in scenario.pins if offering_of(pin) == offering_id}


def _inclusion(problem: Problem, plan: Plan, block: Block, asked: str) -> Chosen:
    (gain,) = (d.gain for d in rotation_details(problem, plan) if d.block == block)
    other = standing_plan(Problem(problem.catalog, without(problem.scenario, asked)))
    return Chosen(
        block, gain, swap_of(plan, other) if isinstance(other, Plan) else other
    )


def _because(plan: Plan, swap: Swap) -> str:
    """Why a plan as good is not the one shown: trust, cost, last letter, ids."""
    if swap.price_pp < 0 and plan.proof.forgone > 0:
        return (
            "Hosts on record stand before one of which nothing is known and that adds"
            f" less than {plan.scenario.stop_points_per_request:g} pp."
        )
    if not swap.is_tie:
        return ""
    mine, other = _preference(plan), _preference(swap.plan)
    if mine > other:
        return (
            "The search stops once no plan can be better by more than "
            f"{TOLERANCE * PP:g} pp; it need not meet every plan that is as good."
        )
    if mine[0] < other[0]:
        return "Of plans that are as good, the cheapest is shown."
    if mine[1] < other[1]:
        return "At the same cost, the plan whose last letter is ready first is shown."
    return "At the same cost and letter dates, the order of ids decides."


def _preference(plan: Plan) -> tuple[int, dt.date, tuple[str, ...]]:
    ready = (b.letter_ready for b in plan.blocks if b.letter_ready)
    ids = sorted(b.offering.offering_id for b in plan.blocks)
    return plan.cost_usd, max(ready, default=dt.date.min), tuple(ids)


# ---- impossible -------------------------------------------------------------------


def _impossible(
    problem: Problem, offering: Offering, start: dt.date | None
) -> Impossible | Undecided:
    asked = str(BlockId(offering.offering_id, start))
    against = tuple(dict.fromkeys(obstacles(problem, offering, start)))
    if any(obstacle.needed for obstacle in against):
        return Impossible(against, (), ())
    pinned = Problem(problem.catalog, with_pin(problem.scenario, asked))
    try:
        found = diagnose(pinned, keep=asked)
    except OutOfWork:
        return Undecided()
    return Impossible(against, found.conflicts, found.fixes)


def _allowed(problem: Problem, offering: Offering, start: dt.date | None) -> bool:
    starts = allowed_starts(problem, offering)
    return start in starts if start else bool(starts)
