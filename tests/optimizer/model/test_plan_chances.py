"""What a plan means: chances, ranges, other starts, prices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.plan_chances import (
    alternate_starts,
    chance_all_accept,
    chance_any_accepts,
    chances,
    chances_of,
    plan_gain,
    rotation_details,
)
from optimizer.model.rotation import booked_rotations, rotation_on, rotations_of
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import draws
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    sources = changes.pop("sources", ())
    numbers = changes.pop("assumptions", {})
    found = make.catalog(programs, offerings, sources=sources, **numbers)
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def on(number: int, start: str = "2027-05-03", **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


# ------------------------------------------------------------------------- chances


@pytest.mark.parametrize("seed", range(1_000, 1_012))
def test_chances_are_those_of_the_model(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    model, found = match_model(p), chances(p, plan)
    rotations, booked = rotations_of(p, plan.blocks), booked_rotations(p)
    for shown, who, certain in (
        (found.baseline, booked, False),
        (found.if_all_accept, rotations, True),
        (found.expected, rotations, False),
    ):
        assert shown == pytest.approx(float(model.probability(who, certain)[0]))
    assert found.if_all_accept >= found.expected - 1e-12
    assert found.expected >= found.baseline - 1e-12
    for acceptance in ("expected", "certain"):
        q = Problem(p.catalog, replace(p.scenario, acceptance=acceptance))
        each, certain = chances_of(q, plan.blocks), acceptance == "certain"
        drawn = match_model(q, draws(q)).probability(rotations, certain)
        assert each.counted.value == (each.if_all_accept if certain else each.expected)
        ends = np.percentile(drawn, [10, 90])
        assert (each.counted.low, each.counted.high) == pytest.approx(tuple(ends))


def test_a_score_to_come_widens_the_range(shipped, monkeypatch):
    """The same on average, and as good as known where it can only be one number.

    In many draws: of 400 the ends of a range are known to a tenth of its width.
    """
    monkeypatch.setattr("optimizer.model.value.rates.DRAWS", 4_000)

    def found(**score):
        return chances_of(make.problem(shipped, **score), ()).counted

    to_come = {"step2_ck": None, "step2_expected": 240}
    known = found(step2_ck=240)
    sure = found(**to_come, step2_low=240, step2_high=240)
    open_ = found(**to_come, step2_low=220, step2_high=260)
    told = [(each.value, each.low, each.high) for each in (sure, known)]
    assert told[0] == told[1]
    assert open_.high - open_.low > 1.1 * (known.high - known.low)


def test_the_same_draws_every_time():
    p = problem(on(1))
    assert all(np.array_equal(draws(p)[k], v) for k, v in draws(p).items())


def test_no_range_where_nothing_is_uncertain():
    p = problem(on(1, acceptance=1.0))
    fixed = tuple(replace(a, low=a.value, high=a.value) for a in p.catalog.assumptions)
    p = Problem(versioned(replace(p.catalog, assumptions=fixed)), p.scenario)
    found = chances(p, solve(p)).counted
    assert found.low == pytest.approx(found.value)
    assert found.high == pytest.approx(found.value)


def test_an_assumed_acceptance_is_drawn_and_a_known_one_is_not():
    # at a program that only rotating opens: nothing else is uncertain
    def spread(**fields: Any) -> float:
        p = problem(on(1, **fields), applications=0)
        names = ("acceptance_likely",)
        fixed = tuple(
            a if a.name in names else replace(a, low=a.value, high=a.value)
            for a in p.catalog.assumptions
        )
        p = Problem(versioned(replace(p.catalog, assumptions=fixed)), p.scenario)
        found = chances(p, solve(p)).counted
        return found.high - found.low

    assert spread(acceptance=None) > 0.001
    assert spread(acceptance=0.15) == pytest.approx(0)


# chance that any accepts, and that all do


def test_the_chances_that_any_and_that_all_accept():
    """1 - 0.5 x 0.75 and 0.5 x 0.25; what is booked needs no acceptance.

    Without a host none accepts, and none is missing.
    """
    p = problem(
        on(1, acceptance=0.5),
        on(2, acceptance=0.25),
        booked=(make.booked(dt.date(2027, 8, 2), program_id="P3"),),
    )
    asked = tuple(rotation_on(p, o, MAY) for o in p.catalog.offerings)
    for found in (asked, (*asked, *booked_rotations(p))):
        assert chance_any_accepts(found) == pytest.approx(0.625)
        assert chance_all_accept(found) == pytest.approx(0.125)
    assert chance_any_accepts(()) == 0
    assert chance_all_accept(booked_rotations(p)) == chance_all_accept(()) == 1


@pytest.mark.parametrize("answer", ["accepted", "paid"])
def test_a_host_that_accepted_counts_as_one_in_the_chance_of_all(answer):
    offerings = (on(1, acceptance=0.5), on(2, "2027-06-14", acceptance=0.25))
    p = problem(*offerings, max_rotations=2, min_rotations=2, budget_usd=20_000)
    assert chances(p, solve(p)).all_accept == pytest.approx(0.125)
    p = Problem(p.catalog, replace(p.scenario, answers=(("E1", answer),)))
    assert chances(p, solve(p)).all_accept == pytest.approx(0.25)


def test_the_chance_of_all_is_told_even_if_the_scenario_counts_no_refusal():
    p = problem(on(1, acceptance=0.25), acceptance="certain")
    found = chances(p, solve(p))
    assert found.all_accept == pytest.approx(0.25)
    assert found.counted.value == found.if_all_accept


# ----------------------------------------------------------------- rotation by rotation


def test_details_of_each_rotation_in_date_order():
    p = problem(
        on(1, "2027-05-31", acceptance=0.5, tuition_usd=9),
        on(2, students="unknown"),
        max_rotations=2,
        budget_usd=20_000,
    )
    second, first = rotation_details(p, solve(p))[::-1]
    assert first.block.offering.offering_id == "E2"
    assert first.eligibility.verdict == "check"
    assert second.eligibility.verdict == "open"
    assert (first.cost_usd, second.cost_usd) == (1_800, 1_809)
    assert second.acceptance == 0.5


def test_the_gain_of_a_rotation_is_what_leaving_it_out_loses():
    p = problem(on(1), on(2, "2027-05-31"), max_rotations=2, budget_usd=20_000)
    plan = solve(p)
    model = match_model(p)
    for detail in rotation_details(p, plan):
        rest = tuple(b for b in plan.blocks if b != detail.block)
        without = float(model.value(rotations_of(p, rest), False)[0])
        assert detail.gain.total_pp == pytest.approx(100 * (plan.value - without))


def test_a_gain_may_be_asked_for_both_ways():
    p = problem(on(1, acceptance=0.2))
    plan = solve(p)
    expected = plan_gain(p, plan)
    assert plan_gain(p, plan, certain=False) == expected
    assert plan_gain(p, plan, certain=True).total_pp > 2 * expected.total_pp


def test_alternate_starts_are_the_other_starts_that_keep_the_plan_valid():
    # E2 follows on 31 May; E1 may start on 26 April or 3 May, 10 May overlaps, and
    # on 7 June E2 would be in the way
    starts = "2027-04-26;2027-05-03;2027-05-10;2027-06-28"
    p = problem(on(1, starts), on(2, "2027-05-31"), max_rotations=2, budget_usd=20_000)
    plan = solve(p)
    block = plan.blocks[0]
    assert block.start == MAY
    others = alternate_starts(p, block, rotations_of(p, plan.blocks))
    assert others == (dt.date(2027, 4, 26), dt.date(2027, 6, 28))
    assert rotation_details(p, plan)[0].alternate_starts == others


@pytest.mark.parametrize("seed", range(1_020, 1_030))
def test_no_alternate_start_breaks_a_rule(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    for detail in rotation_details(p, plan):
        rest = tuple(b for b in plan.blocks if b != detail.block)
        for start in detail.alternate_starts:
            moved = rotation_on(p, detail.block.offering, start)
            changed = tuple(
                sorted((*rotations_of(p, rest), moved), key=lambda r: (r.start, r.end))
            )
            assert not rules.broken_rules(p, changed)
            assert cost.total(p, changed) <= p.scenario.budget_usd
