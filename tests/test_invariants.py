"""What must hold between two answers, whatever the numbers are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from oracle import baseline
from random_problems import problems, random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve

TOLERANCE = 2 * 0.0002 + 1e-9
SEEDS = 40
TODAY = dt.date(2026, 11, 22)
MORE_USD = (0, 500, 2_000, 8_000)

few = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@cache
def best(problem: Problem) -> float:
    """Value of the plan, -1 if there is none."""
    answer = solve(problem)
    if isinstance(answer, Plan):
        return answer.value
    assert answer.reason == "infeasible"
    return -1.0


def changed(problem: Problem, **changes: Any) -> Problem:
    """The problem with other wishes."""
    return problem.having(**changes)


def with_offerings(problem: Problem, **changes: Any) -> Problem:
    """The problem with a change of every offering."""
    offerings = tuple(replace(o, **changes) for o in problem.catalog.offerings)
    catalog = versioned(replace(problem.catalog, offerings=offerings))
    return Problem(catalog, problem.scenario)


def more_budget(p: Problem) -> Problem:
    return changed(p, budget_usd=p.scenario.budget_usd + 1_500)


def more_months(p: Problem) -> Problem:
    months = p.scenario.months
    wider = None if months is None else tuple(sorted({*months, 4, 5, 8}))
    return changed(p, months=wider)


def more_rotations(p: Problem) -> Problem:
    return changed(p, max_rotations=p.scenario.max_rotations + 1)


def smaller_gap(p: Problem) -> Problem:
    return changed(p, gap_days=p.scenario.gap_days // 2)


def unverified_too(p: Problem) -> Problem:
    return changed(p, include_unverified=True)


def no_longer_excluded(p: Problem) -> Problem:
    return changed(p, exclusions=())


def fewer_demands(p: Problem) -> Problem:
    return changed(
        p,
        min_letters=0,
        min_hands_on=0,
        min_receptive=0,
        min_in_ties=0,
        min_focus_areas=0,
        required_states=(),
    )


def fewer_limits(p: Problem) -> Problem:
    return changed(
        p,
        kind=None,
        max_per_region=(),
        max_stay_days=None,
        max_idle_days=None,
        blackouts=(),
        months=None,
    )


def no_pins(p: Problem) -> Problem:
    return changed(p, pins=())


def surer_hosts(p: Problem) -> Problem:
    """Each host accepts halfway more often."""

    def surer(chance: float | None) -> float | None:
        return None if chance is None else (1 + chance) / 2

    offerings = tuple(
        replace(o, acceptance=surer(o.acceptance)) for o in p.catalog.offerings
    )
    catalog = versioned(replace(p.catalog, offerings=offerings))
    return Problem(catalog, p.scenario)


def certain_hosts(p: Problem) -> Problem:
    return changed(p, acceptance="certain")


LOOSER: list[Callable[[Problem], Problem]] = [
    more_budget,
    more_months,
    more_rotations,
    smaller_gap,
    unverified_too,
    no_longer_excluded,
    fewer_demands,
    fewer_limits,
    no_pins,
    surer_hosts,
    certain_hosts,
]


@pytest.mark.parametrize("loosen", LOOSER, ids=lambda f: f.__name__)
def test_more_room_never_lowers_the_value(loosen):
    lower = []
    for seed in range(2_000, 2_000 + SEEDS):
        problem = random_problem(seed)
        freer = loosen(problem)
        if freer.scenario == problem.scenario and freer.catalog == problem.catalog:
            continue
        if best(freer) < best(problem) - TOLERANCE:
            lower.append(seed)
    assert not lower


@few
@given(problems())
def test_a_pin_never_raises_the_value(problem):
    assume(not problem.scenario.pins)
    value = best(problem)
    for offering in problem.catalog.offerings:
        pinned = changed(problem, pins=(offering.offering_id,))
        assert best(pinned) <= value + TOLERANCE


@few
@given(problems())
def test_hosts_that_refuse_for_sure_add_nothing(problem):
    refused = with_offerings(problem, acceptance=0.0)
    refused = changed(refused, acceptance="expected", answers=())
    value = best(refused)
    assert value == -1 or value == pytest.approx(baseline(refused), abs=1e-9)


@few
@given(problems())
def test_the_same_input_gives_the_same_plan(problem):
    again = Problem(versioned(problem.catalog), problem.scenario)
    assert solve(problem) == solve(again)


@few
@given(problems())
def test_the_order_of_rows_changes_nothing(problem):
    catalog = problem.catalog
    turned = replace(
        catalog,
        programs=catalog.programs[::-1],
        offerings=catalog.offerings[::-1],
        places=catalog.places[::-1],
        assumptions=catalog.assumptions[::-1],
    )
    other = Problem(versioned(turned), problem.scenario)
    assert solve(other) == solve(problem)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_of_equal_plans_more_money_never_buys_a_cheaper_one(seed):
    """What is bought with more money and fits less is bought with less, or cheaper."""
    problem = random_problem(seed)
    usd = problem.scenario.budget_usd
    plans = [solve(changed(problem, budget_usd=usd + more)) for more in MORE_USD]
    for more, rich in zip(MORE_USD, plans, strict=True):
        for less, poor in zip(MORE_USD, plans, strict=True):
            if less < more and isinstance(rich, Plan) and rich.cost_usd <= usd + less:
                assert isinstance(poor, Plan)
                assert poor.cost_usd <= rich.cost_usd


def test_twenty_five_thousand_buy_no_cheaper_plan_than_twenty(shipped):
    for preset in PRESETS.values():
        problem = Problem(shipped, preset(default_scenario(shipped, TODAY)))
        less, more = (
            solve(changed(problem, budget_usd=usd)) for usd in (20_000, 25_000)
        )
        assert isinstance(less, Plan)
        assert isinstance(more, Plan)
        if more.cost_usd <= 20_000:
            assert less.cost_usd <= more.cost_usd
