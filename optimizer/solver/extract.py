"""From dated sets to the plan that is shown, checked once more from its blocks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.domain.plan import Plan, Proof
from optimizer.model import cost, rules
from optimizer.model.rotation import Rotation, block_of, rotations_of
from optimizer.model.value.rates import Floats
from optimizer.solver.search import Found, Search

EPSILON = 1e-9


def cheapest_tie(search: Search, found: Iterable[Found], least_value: float) -> Found:
    """Of the sets worth at least this: cheapest, earliest last letter, by id."""
    close = [f for f in found if f.value >= least_value]
    dated = [search.cheapest_dates(f.chosen, least_value) for f in close]
    return min(filter(None, dated), key=search.preference)


def plan_of(search: Search, found: Found, proof: Proof) -> Plan:
    """The plan of a dated set: the only maker of plans."""
    problem = search.problem
    chosen = (block_of(r) for r in search.rotations(found) if not r.visit.booked)
    blocks = tuple(sorted(chosen, key=lambda b: (b.start, b.offering.offering_id)))
    rotations = rotations_of(problem, blocks)
    _check(search, found, rotations)
    return Plan(
        scenario=problem.scenario,
        blocks=blocks,
        value=found.value,
        cost_items=cost.bill(problem, rotations),
        expected_cost_usd=cost.expected_total(problem, rotations),
        letters_on_time=sum(r.letter_on_time for r in rotations),
        proof=proof,
    )


def root_bound(search: Search) -> float:
    """A bound on every plan, for when the time was too short for a better one."""
    bounds, most = search.bounds, max(search.most, 0)
    letters = bounds.base_letters + float(_top(search.best_letters, most))
    level = bounds.level(min(letters, bounds.most_letters))
    return level.value(()) + float(_top(level.gradient(()), most))


def _top(values: Floats, most: int) -> float:
    return float(np.maximum(np.sort(values)[::-1][:most], 0).sum())


def _check(search: Search, found: Found, rotations: tuple[Rotation, ...]) -> None:
    """The plan's rules, cost and value, recomputed: a wrong one must not be shown."""
    broken = rules.broken_rules(search.problem, rotations)
    usd = cost.total(search.problem, rotations)
    value = float(search.bounds.model.value(rotations, search.certain)[0])
    if broken or usd != found.usd or abs(value - found.value) > EPSILON:
        names = [rule.name for rule in broken]
        raise AssertionError(f"{names}, {usd} != {found.usd}, {value} != {found.value}")
