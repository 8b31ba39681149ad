"""The best plans at different programs, against every plan there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import factories as make
import numpy as np
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import (
    MOST,
    Alternative,
    best_plans,
    compare_plans,
    programs_of,
)
from optimizer.model.value.rates import draws
from optimizer.solver.solve import TOLERANCE, Solver, solve

EXACT = 1e-9


def hosts(count: int, *extra, **changes) -> Problem:
    """Programs P1 ... with one elective each, the later the likelier to accept."""
    programs = tuple(make.program(f"P{i}") for i in range(1, count + 1))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.1 * i) for i in range(1, count + 1)
    )
    found = versioned(make.catalog(programs, (*offerings, *extra)))
    default = {"budget_usd": 20_000, "min_letters": 0, "max_rotations": 2}
    return make.problem(found, **default | changes)


def best_of(problem: Problem) -> Plan:
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return plan


def sets(problem: Problem, most: int = MOST) -> list[set[str]]:
    found = best_plans(problem, best_of(problem), most)
    return [set(programs_of(problem, p)) for p in found if isinstance(p, Plan)]


def test_the_best_come_first_and_are_different():
    # the sum of two acceptances decides: 5 + 4, 5 + 3, then 5 + 2 and 4 + 3 ...
    found = sets(hosts(5))
    assert found[:2] == [{"P5", "P4"}, {"P5", "P3"}]
    assert len(found) == len({frozenset(s) for s in found}) == MOST


def test_dates_and_offerings_at_one_program_are_no_other_plan():
    second = make.offering("E9", "P2", acceptance=0.19)
    assert sets(hosts(2, second)) == [{"P1", "P2"}, {"P2"}, {"P1"}]


def test_the_better_offering_of_a_program_is_taken():
    second = make.offering("E9", "P2", acceptance=0.9)
    problem = hosts(2, second)
    for plan in best_plans(problem, best_of(problem)):
        if isinstance(plan, Plan) and "P2" in programs_of(problem, plan):
            assert "E9" in {b.offering.offering_id for b in plan.blocks}


def test_fewer_than_asked_for_end_with_a_proof_that_there_are_no_more():
    problem = hosts(2, min_rotations=0)
    *plans, last = best_plans(problem, best_of(problem))
    assert [len(p.blocks) for p in plans if isinstance(p, Plan)] == [2, 1, 1, 0]
    assert isinstance(last, NoPlan)
    assert last.reason == "infeasible"


def test_a_host_without_a_program_counts_as_one():
    clinic = make.offering("E9", "", host="Clinic", acceptance=0.5)
    assert {"host:Clinic"} in sets(hosts(1, clinic))


def test_what_is_out_of_time_is_told(monkeypatch):
    problem = hosts(3)
    best = best_of(problem)
    late = NoPlan(problem.scenario, "undecided", 20.0)
    monkeypatch.setattr(Solver, "run", lambda self: late)
    assert list(best_plans(problem, best)) == [best, late]


# ------------------------------------------------------------------------- compared


def test_what_leaves_and_what_comes():
    problem = hosts(3)
    best, second, *_ = best_plans(problem, best_of(problem))
    told = compare_plans(problem, best, second)
    assert [b.offering.offering_id for b in told.leaves] == ["E2"]
    assert [b.offering.offering_id for b in told.comes] == ["E1"]
    assert told.more_usd == second.cost_usd - best.cost_usd
    gain = oracle.value(problem, second.blocks) - oracle.value(problem, best.blocks)
    assert told.gain_pp == pytest.approx(100 * gain)
    same = compare_plans(problem, best, best)
    assert (same.gain_pp, same.low_pp, same.high_pp) == (0, 0, 0)
    assert same.leaves == same.comes == ()


@pytest.mark.parametrize(
    ("acceptance", "other"), [("expected", "E2"), ("certain", "E9")]
)
def test_the_range_is_that_of_the_same_draws_for_both(acceptance, other):
    # hands-on against observership: which is better depends on the assumptions
    watch = make.offering("E9", "P3", kind="observership", acceptance=0.9)
    problem = hosts(2, max_rotations=1, acceptance=acceptance)
    catalog = replace(
        problem.catalog,
        programs=(*problem.catalog.programs, make.program("P3")),
        offerings=(*problem.catalog.offerings, watch),
    )
    problem = Problem(versioned(catalog), problem.scenario)
    best = best_of(problem)
    second = best_of(problem.having(pins=(other,)))
    told = compare_plans(problem, best, second)
    drawn = draws(problem)
    gains = []
    for n in range(len(drawn["sigma_quality"])):
        values = {name: float(column[n]) for name, column in drawn.items()}
        world = replace(problem.catalog, assumptions=make.assumptions(**values))
        there = Problem(versioned(world), problem.scenario)
        gains.append(
            oracle.value(there, second.blocks) - oracle.value(there, best.blocks)
        )
    low, high = np.percentile(gains, [10, 90])
    assert (told.low_pp, told.high_pp) == pytest.approx((100 * low, 100 * high))
    assert told.low_pp < told.high_pp


@pytest.mark.parametrize(
    ("gain", "low", "high", "tie"),
    [
        (-0.04, -0.5, -0.01, "search"),
        (0.04, 0.01, 0.5, "search"),
        (-0.05, -0.5, 0.1, "model"),
        (-0.05, -0.5, 0.0, "model"),
        (-0.05, -0.5, -0.01, "none"),
    ],
)
def test_near_ties_say_what_cannot_tell_them_apart(gain, low, high, tie):
    plan = best_of(hosts(1))
    assert Alternative(plan, gain, low, high, 0, (), ()).tie == tie


# ------------------------------------------------------------- against every plan


def every_set(problem: Problem) -> list[float]:
    """The best value of each set of programs, the best first."""
    w = oracle.world_of(problem)
    best: dict[frozenset[object], float] = {}
    for plan in oracle.every_plan(problem):
        keys = frozenset(r.site for r in plan if not r.booked)
        best[keys] = max(best.get(keys, -1.0), w.value(plan))
    return sorted(best.values(), reverse=True)


def check(problem: Problem) -> int:
    """The top five of a problem; how many it has."""
    expected = every_set(problem)
    best = solve(problem)
    if isinstance(best, NoPlan):
        assert expected == []
        return 0
    *plans, last = [*best_plans(problem, best), None]
    if last is None and isinstance(plans[-1], NoPlan):
        last = plans.pop()
    found = [p for p in plans if isinstance(p, Plan)]
    assert len(found) == min(MOST, len(expected))
    assert (last is not None) == (len(expected) < MOST)
    assert len({programs_of(problem, p) for p in found}) == len(found)
    values = sorted((p.value for p in found), reverse=True)
    for value, true in zip(values, expected, strict=False):
        assert true - 2 * TOLERANCE - EXACT <= value <= true + EXACT
    for plan in found:
        assert plan.proof.status == "optimal"
        assert oracle.is_valid(problem, plan.blocks) == []
        assert oracle.value(problem, plan.blocks) == pytest.approx(plan.value)
        assert oracle.cost(problem, plan.blocks) == plan.cost_usd
    return len(found)


@pytest.mark.parametrize("seed", range(0, 240, 40))
def test_the_top_five_of_random_problems(seed):
    counts = Counter(check(random_problem(n)) for n in range(seed, seed + 40))
    assert counts[MOST]
    assert any(0 < count < MOST for count in counts)
