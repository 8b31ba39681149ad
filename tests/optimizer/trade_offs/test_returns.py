"""Diminishing returns: the best plan of each size."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import factories as make
import numpy as np
import pytest
from oracle import enumerate_plans, world_of
from random_problems import random_problem, versioned

from optimizer.domain.plan import BestOfSize, Estimate, NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.model.rotation import rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import draws
from optimizer.trade_offs import returns
from optimizer.trade_offs.returns import (
    SIZES,
    Marginal,
    SizeLevel,
    best_of_each_size,
    levels,
    most,
    recommended_size,
)

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
    assert [s.size for s in steps] == list(SIZES) == list(range(7))
    assert ids(steps[0].with_refusals) == set()
    assert ids(steps[1].with_refusals) == {"E3"}
    assert ids(steps[2].with_refusals) == {"E2", "E3"}
    assert ids(steps[3].with_refusals) == {"E1", "E2", "E3"}
    # there are three programs
    for step in steps[4:]:
        assert isinstance(step.with_refusals, NoPlan)
        assert isinstance(step.if_all_accept, NoPlan)
        assert step.if_all_accept.scenario.acceptance == "certain"
        assert step.with_refusals.scenario.acceptance == "expected"


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


TAU = 0.0002


@cache
def solved(seed: int) -> tuple[Problem, list[BestOfSize]]:
    asked = random_problem(seed)
    return asked, list(best_of_each_size(asked, range(5)))


@pytest.mark.parametrize("seed", range(10))
def test_every_size_agrees_with_enumeration(seed):
    """Of random problems: both ways of counting, sizes with and without a plan."""
    asked, steps = solved(seed)
    for step in steps:
        for plan in (step.if_all_accept, step.with_refusals):
            exact = replace(
                asked.scenario,
                min_rotations=step.size,
                max_rotations=step.size,
                acceptance=plan.scenario.acceptance,
            )
            truth = enumerate_plans(Problem(asked.catalog, exact))
            assert isinstance(plan, Plan) == truth.feasible
            if isinstance(plan, Plan):
                assert truth.value - 2 * TAU <= plan.value <= truth.value + 1e-9


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("certain", [True, False])
def test_levels_agree_with_enumerated_values_and_costs(seed, certain):
    asked, steps = solved(seed)
    counting = "certain" if certain else "expected"
    world = world_of(asked.having(acceptance=counting))
    value, usd = world.value(world.booked), world.cost(world.booked)
    for level in levels(asked, steps, certain=certain):
        chosen = [world.block(b.offering, b.start) for b in level.plan.blocks]
        every = [*world.booked, *chosen]
        price = world.cost(every) if certain else world.expected_cost(every)
        assert level.value.value == pytest.approx(world.value(every))
        assert level.usd == pytest.approx(price, abs=0.5)
        if level.marginal is not None:
            more = world.value(every) - value
            assert level.marginal.gain.value == pytest.approx(100 * more)
            assert level.marginal.usd == pytest.approx(price - usd, abs=1)
        value, usd = world.value(every), price


# ----------------------------------------------------------------- one way of counting


def test_full_gain_goes_with_full_cost_and_expected_with_expected():
    """Two free rotations of four weeks at 450 a week in one city, no arrival."""
    p = problem(arrival_usd=0)
    one, two = list(best_of_each_size(p, [1, 2]))
    full = levels(p, [one, two], certain=True)[1]
    # E2 and E3 are the best two; both in Houston, so no trip between them
    assert (full.usd, full.weeks) == (3_600, 8)
    assert (full.marginal.usd, full.marginal.weeks) == (1_800, 4)
    expected = levels(p, [one, two], certain=False)[1]
    # E3 accepts 60 of 100 times and E2 40; a refused application is free
    assert expected.usd == round(0.6 * 1_800 + 0.4 * 1_800)
    assert expected.weeks == pytest.approx(4.0)
    assert expected.marginal.usd == pytest.approx(720)
    assert expected.marginal.weeks == pytest.approx(1.6)
    rate = expected.marginal.per_1000
    assert rate.value == pytest.approx(expected.marginal.gain.value / 0.72)
    assert expected.marginal.per_week.low == expected.marginal.gain.low / 1.6


def test_the_range_of_a_gain_has_both_plans_under_the_same_draws():
    p = problem()
    steps = list(best_of_each_size(p, [0, 1, 2]))
    level = levels(p, steps, certain=False)[2]
    model = match_model(p, draws(p))
    one, two = (
        model.value(rotations_of(p, step.with_refusals.blocks), False)
        for step in steps[1:]
    )
    low, high = np.percentile(100 * (two - one), [10, 90])
    gain = level.marginal.gain
    assert (gain.low, gain.high) == pytest.approx((low, high))
    assert gain.low < gain.value < gain.high
    # unpaired, the range would be far wider
    apart = 100 * (np.percentile(two, 90) - np.percentile(one, 10))
    assert gain.high < apart / 2


def test_doing_nothing_adds_nothing_and_the_first_plan_is_held_against_it():
    """Where the rules bar doing nothing, the first size is still compared with it."""
    p = problem(min_letters=1, us_letters=0)
    steps = list(best_of_each_size(p, [0, 1]))
    assert isinstance(steps[0].with_refusals, NoPlan)
    (first,) = levels(p, steps, certain=False)
    assert (first.size, first.before) == (1, 0)
    nothing = float(match_model(p).value((), False)[0])
    added = 100 * (first.plan.value - nothing)
    assert first.marginal.gain.value == pytest.approx(added)
    none, _ = levels(problem(), best_of_each_size(problem(), [0, 1]), certain=False)
    assert none.marginal is None


def test_a_booked_rotation_is_part_of_doing_nothing_more():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P1", cost_usd=500),)
    p = problem(booked=booked)
    one, two = levels(p, best_of_each_size(p, [1, 2]), certain=True)
    assert (one.marginal, one.usd, one.weeks) == (None, 1_700, 0)
    assert (two.before, two.marginal.weeks) == (1, 4)


def test_plans_of_different_sizes_need_not_be_nested():
    """One rotation of eight weeks at the best program, or two of four elsewhere."""
    programs = (
        make.program("P1", receptiveness_non_us="very_high"),
        make.program("P2"),
        make.program("P3"),
    )
    offerings = (
        make.offering("E1", "P1", weeks=8),
        make.offering("E2", "P2"),
        make.offering("E3", "P3"),
    )
    p = make.problem(
        versioned(make.catalog(programs, offerings)),
        months=(7, 8),
        gap_days=2,
        min_letters=0,
        budget_usd=20_000,
    )
    one, two = levels(p, best_of_each_size(p, [1, 2]), certain=True)
    assert ids(one.plan) == {"E1"}
    assert ids(two.plan) == {"E2", "E3"}
    assert (one.nested, two.nested, two.shared) == (True, False, ())


def test_nested_plans_say_which_programs_they_share():
    _, two = levels(problem(), best_of_each_size(problem(), [1, 2]), certain=False)
    assert two.nested
    assert two.shared == ("P3",)


def test_every_size_is_sought_as_long_as_the_scenario_says(monkeypatch):
    limits = []

    def note(asked):
        limits.append(asked.scenario.work_limit)
        return NoPlan(asked.scenario, "undecided", 0.0)

    monkeypatch.setattr(returns, "solve", note)
    list(best_of_each_size(problem(work_limit=20.0), [4, 5]))
    assert limits == [20.0, 20.0]


# ------------------------------------------------------------------------ where to stop


def level(size: int, value: float, usd: int) -> SizeLevel:
    """A level of which only value (in percent) and cost matter."""
    scenario = make.scenario()
    plan = Plan(scenario, (), value / 100, (), 0, 0, Proof("optimal", 1.0, 0.1))
    exact = Estimate(value / 100, value / 100, value / 100)
    return SizeLevel(size, plan, True, exact, usd, 4.0 * size, size - 1, None, (), True)


FALLING = (
    level(0, 30, 0),
    level(1, 36, 3_000),
    level(2, 39, 6_000),
    level(3, 40, 9_000),
)


@pytest.mark.parametrize(
    ("threshold", "size"),
    [(0, 3), (0.3, 3), (0.34, 2), (0.9, 2), (1.1, 1), (1.9, 1), (2.1, 0)],
)
def test_where_gains_fall_the_last_marginal_gain_above_the_line_decides(
    threshold, size
):
    """2, 1 and 1/3 pp for each $1,000."""
    assert recommended_size(FALLING, threshold) == size


def test_a_good_step_does_not_make_up_for_poor_ones_before_it():
    """4 pp for $4,000; nothing for $3,000; 3 pp for $1,000: at 2 none is worth it."""
    rising = (level(0, 30, 0), level(1, 34, 4_000), level(2, 34.1, 7_000))
    rising = (*rising, level(3, 37, 8_000))
    assert recommended_size(rising, 2) == 0
    assert recommended_size(rising, 0.9) == 1  # 3 for $4,000 more is 0.75
    assert recommended_size(rising, 0.7) == 3


def test_sizes_without_a_plan_are_passed_over():
    gap = (level(0, 30, 0), level(3, 36, 6_000))
    assert recommended_size(gap, 0.9) == 3
    assert recommended_size(gap, 1.1) == 0
    assert (
        recommended_size((level(2, 30, 9_000),), 50) == 2
    )  # there is no smaller choice
    assert recommended_size((), 1) is None
    assert most(()) is None


def test_a_larger_plan_that_costs_less():
    better = (level(1, 34, 4_000), level(2, 34.5, 3_900))
    assert recommended_size(better, 1_000) == 2
    worse = (level(1, 34, 4_000), level(2, 33.9, 3_900))
    assert recommended_size(worse, 0.5) == 1  # saves $100, loses 0.1 pp
    assert recommended_size(worse, 1.5) == 2
    assert most(worse) == 1


def test_what_is_within_the_tolerance_is_no_gain():
    assert most((level(1, 34, 4_000), level(2, 34.019, 5_000))) == 1
    assert most((level(1, 34, 4_000), level(2, 34.021, 5_000))) == 2
    assert most((*FALLING, level(4, 39.5, 9_500))) == 3


@pytest.mark.parametrize("threshold", [0.0, 0.2, 1.0, 3.0])
@pytest.mark.parametrize("certain", [True, False])
def test_the_recommended_size_has_the_most_gain_after_its_price(threshold, certain):
    """On random problems, against a plain maximum; each tie may cost the tolerance."""
    for seed in range(10):
        asked, steps = solved(seed)
        found = levels(asked, steps, certain=certain)
        net = {x.size: 100 * x.value.value - threshold * x.usd / 1_000 for x in found}
        chosen = recommended_size(found, threshold)
        if net:
            assert net[chosen] >= max(net.values()) - 100 * TAU - 1e-9
        else:
            assert chosen is None


def test_without_more_dollars_or_weeks_there_is_no_rate():
    gain = Estimate(1.0, 0.5, 2.0)
    for units in (None, 0, -5):
        assert Marginal(gain, units, units).per_1000 is None
        assert Marginal(gain, units, units).per_week is None
    assert Marginal(gain, 500, 4).per_1000 == Estimate(2.0, 1.0, 4.0)
    assert Marginal(gain, 500, 4).per_week == Estimate(0.25, 0.125, 0.5)
