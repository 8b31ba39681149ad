"""From sets with dates to the plan that is shown, checked once more from its blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from optimizer.domain.plan import Plan, Proof, Stay
from optimizer.model import cost, rules, travel
from optimizer.model.candidates import PREPARATION_DAYS
from optimizer.model.eligibility import apply_by
from optimizer.model.rotation import (
    Rotation,
    block_of,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.solver.search.goal import Found
from optimizer.solver.sets.pool import Pool

EPSILON = 1e-9
DECIMALS = 12


def chosen_dates(pool: Pool, found: Found) -> tuple[Rotation, ...]:
    """The cheapest dates of a set with its letters on time, in date order.

    Of equally cheap ones those that leave time to apply, then the earliest.
    """
    stops = pool.stops(found.members, found.timely)
    own = int(pool.offers.usd[list(found.members)].sum())
    schedule = pool.scheduler.cheapest(stops, found.usd - own, found.orders)
    assert schedule is not None, "the set has dates"
    starts = zip(found.members, schedule.starts, strict=False)
    chosen = [
        rotation_on(pool.problem, pool.candidate(i).offering, dt.date.fromordinal(s))
        for i, s in starts
    ]
    return in_date_order((*pool.booked, *chosen))


def preferred(pool: Pool, found: Iterable[Found]) -> tuple[Rotation, ...]:
    """The dates shown of sets that are equally good.

    The cheapest; then most time to apply, up to four weeks; then the earliest last
    letter; then by id.
    """

    def order(rotations: tuple[Rotation, ...]) -> tuple[object, ...]:
        ready = [r.letter_ready for r in rotations if r.letter_ready]
        return (
            cost.total(pool.problem, rotations),
            -_time_to_apply(pool, rotations),
            max(ready, default=dt.date.min),
            sorted(r.visit.offering.offering_id for r in rotations if r.visit.offering),
        )

    return min((chosen_dates(pool, f) for f in found), key=order)


def _time_to_apply(pool: Pool, rotations: tuple[Rotation, ...]) -> int:
    """Days until the first last day to apply of what is chosen, at most four weeks."""
    chosen = [(r.visit.offering, r.start) for r in rotations if not r.visit.booked]
    today = pool.problem.scenario.today
    left = [(apply_by(pool.problem, o, s) - today).days for o, s in chosen if o]
    return min([*left, PREPARATION_DAYS.days])


def plan_of(
    pool: Pool, rotations: tuple[Rotation, ...], least: float, proof: Proof
) -> Plan:
    """The plan of dated rotations: the only maker of plans.

    By the search it is worth ``least`` or more. Rules and value are worked out once
    more from the blocks: a wrong plan must not be shown.
    """
    problem = pool.problem
    chosen = (block_of(r) for r in rotations if not r.visit.booked)
    blocks = tuple(sorted(chosen, key=lambda b: (b.start, b.offering.offering_id)))
    rotations = rotations_of(problem, blocks)
    broken = rules.broken_rules(problem, rotations)
    # rounded: the order of a catalog's rows must not decide the last bit
    value = round(pool.value(rotations), DECIMALS)
    if broken or value < least - EPSILON:
        raise AssertionError(f"{[rule.name for rule in broken]}, {value} < {least}")
    return Plan(
        scenario=problem.scenario,
        blocks=blocks,
        value=value,
        cost_items=cost.bill(problem, rotations),
        expected_cost_usd=cost.expected_total(problem, rotations),
        letters_on_time=sum(r.letter_on_time for r in rotations),
        proof=replace(proof, bound=max(proof.bound, value)),
        visits=tuple(
            Stay(visit[0].start, max(r.end for r in visit), len(visit))
            for visit in travel.visits(problem, rotations)
        ),
    )
