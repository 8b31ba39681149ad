"""From sets with dates to the plan that is shown, checked once more from its blocks."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from optimizer.domain import replies as answers
from optimizer.domain.plan import Plan, Proof, Stay
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.model import cost, rules, travel
from optimizer.model.candidates import PREPARATION_DAYS
from optimizer.model.dating import Schedule
from optimizer.model.eligibility import apply_by
from optimizer.model.letters import end_of, letter_ready
from optimizer.model.rotation import (
    Rotation,
    block_of,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.solver.search.goal import Found
from optimizer.solver.sets.pool import Pool

Starts = list[tuple[int, ...]]
"""Possible starts of each member, as ordinals."""
EPSILON = 1e-9
DECIMALS = 12


def chosen_dates(pool: Pool, found: Found) -> tuple[Rotation, ...]:
    """The cheapest dates of a set with its letters on time, in date order.

    Of equally cheap ones those with most time to apply, up to four weeks; then with
    the earliest last letter; then the earliest.
    """
    own = int(pool.offers.usd[list(found.members)].sum())
    stops = pool.stops(found.members, found.timely)
    chosen = [pool.candidate(i).offering for i in found.members]

    def cheapest(starts: Starts) -> Schedule | None:
        some = [replace(s, starts=d) for s, d in zip(stops, starts, strict=False)]
        some += stops[len(starts) :]
        return pool.scheduler.cheapest(some, found.usd - own, found.orders)

    starts = [stop.starts for stop in stops[: len(chosen)]]
    for rank in (_time_left, _letter_day):
        ranks = [
            {day: rank(pool.problem, o, dt.date.fromordinal(day)) for day in days}
            for o, days in zip(chosen, starts, strict=True)
        ]
        starts = _highest(starts, ranks, cheapest)
    schedule = cheapest(starts)
    assert schedule is not None, "the set has dates"
    days = map(dt.date.fromordinal, schedule.starts)
    dated = [
        rotation_on(pool.problem, o, day) for o, day in zip(chosen, days, strict=False)
    ]
    return in_date_order((*pool.booked, *dated))


def _highest(
    starts: Starts,
    ranks: Sequence[dict[int, int]],
    dated: Callable[[Starts], Schedule | None],
) -> Starts:
    """The starts of the highest rank that still have dates, and all above it."""
    levels = sorted({level for of in ranks for level in of.values()})

    def above(level: int) -> Starts:
        every = zip(starts, ranks, strict=True)
        return [tuple(d for d in days if of[d] >= level) for days, of in every]

    possible = bisect_left(levels, True, key=lambda level: dated(above(level)) is None)
    return above(levels[possible - 1]) if possible else starts


def preferred(pool: Pool, found: Iterable[Found]) -> tuple[Rotation, ...]:
    """The dates shown of sets that are equally good.

    The cheapest; then most time to apply, up to four weeks; then the earliest last
    letter; then by id.
    """

    def order(rotations: tuple[Rotation, ...]) -> tuple[object, ...]:
        chosen = [(r.visit.offering, r.start) for r in rotations if not r.visit.booked]
        offers = [(o, start) for o, start in chosen if o]
        return (
            cost.total(pool.problem, rotations),
            -min([_time_left(pool.problem, *o) for o in offers], default=0),
            -min([_letter_day(pool.problem, *o) for o in offers], default=0),
            sorted(o.offering_id for o, _ in offers),
        )

    return min((chosen_dates(pool, f) for f in found), key=order)


def _time_left(problem: Problem, offering: Offering, start: dt.date) -> int:
    """Days until the last day to apply, at most four weeks; below 0 if it is over."""
    most = PREPARATION_DAYS.days
    if answers.accepts(problem.scenario, offering.offering_id):
        return most
    left = apply_by(problem, offering, start) - problem.scenario.today
    return min(left.days, most)


def _letter_day(problem: Problem, offering: Offering, start: dt.date) -> int:
    """Less the later the letter is ready; most without one."""
    ready = letter_ready(problem, offering, end_of(offering, start))
    return 0 if ready is None else -ready.toordinal()


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
