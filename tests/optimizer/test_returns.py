"""Diminishing returns: the best plan of each size."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned

from optimizer.applications import match_model
from optimizer.plan import NoPlan, Plan
from optimizer.problem import Problem
from optimizer.returns import SIZES, best_of_each_size
from optimizer.rotation import rotations_of

MAY = dt.date(2027, 5, 3)


def problem(**changes) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * i) for i in range(1, 4)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, **{"budget_usd": 20_000, "min_letters": 0} | changes)


def ids(plan: Plan | NoPlan) -> set[str]:
    assert isinstance(plan, Plan)
    return {b.offering.offering_id for b in plan.blocks}


def test_each_size_is_the_best_of_its_size():
    steps = list(best_of_each_size(problem()))
    assert [s.size for s in steps] == list(SIZES) == [0, 1, 2, 3, 4]
    assert ids(steps[0].with_refusals) == set()
    assert ids(steps[1].with_refusals) == {"E3"}
    assert ids(steps[2].with_refusals) == {"E2", "E3"}
    assert ids(steps[3].with_refusals) == {"E1", "E2", "E3"}
    # there are three programs
    assert isinstance(steps[4].with_refusals, NoPlan)
    assert isinstance(steps[4].if_all_accept, NoPlan)


@pytest.mark.parametrize("acceptance", ["expected", "certain"])
def test_both_ways_of_counting_refusals_whatever_the_scenario_counts(acceptance):
    (step,) = best_of_each_size(problem(acceptance=acceptance), [2])
    model = match_model(problem())
    for certain, plan in ((True, step.if_all_accept), (False, step.with_refusals)):
        assert isinstance(plan, Plan)
        rotations = rotations_of(problem(), plan.blocks)
        assert plan.value == pytest.approx(float(model.value(rotations, certain)[0]))
    assert step.if_all_accept.value > step.with_refusals.value + 0.01


def test_the_best_of_a_size_may_differ_by_how_refusals_count():
    # E1 is at the better program and seldom accepts
    programs = (make.program("P1", receptiveness_non_us="high"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1", acceptance=0.01),
        make.offering("E2", "P2", acceptance=0.9),
    )
    p = make.problem(versioned(make.catalog(programs, offerings)), min_letters=0)
    (step,) = best_of_each_size(p, [1])
    assert ids(step.if_all_accept) == {"E1"}
    assert ids(step.with_refusals) == {"E2"}


def test_booked_rotations_count_in_the_size():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P1"),)
    none, one, two = best_of_each_size(problem(booked=booked), [0, 1, 2])
    assert isinstance(none.with_refusals, NoPlan)
    assert ids(one.with_refusals) == set()
    assert len(ids(two.with_refusals)) == 1


def test_a_size_the_rules_bar_has_no_plan():
    one, two = best_of_each_size(problem(budget_usd=4_799), [1, 2])
    assert ids(one.with_refusals) == {"E3"}
    assert isinstance(two.with_refusals, NoPlan)


def test_a_step_gives_the_values_of_its_plans():
    one, none = best_of_each_size(problem(), [1, 4])
    assert one.certain == one.if_all_accept.value
    assert one.expected == one.with_refusals.value
    assert (none.certain, none.expected) == (None, None)


def test_a_larger_size_adds_to_the_value():
    steps = list(best_of_each_size(problem(), [0, 1, 2, 3]))
    for plans in ([s.if_all_accept for s in steps], [s.with_refusals for s in steps]):
        values = [p.value for p in plans if isinstance(p, Plan)]
        assert values == sorted(values)
        assert len(values) == 4
