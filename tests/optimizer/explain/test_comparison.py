"""Scenarios side by side: each result is that of solving it alone."""

from __future__ import annotations

import datetime as dt

import factories as make
import oracle
import pytest
from random_problems import random_problem

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import PATHS, differing, value_of
from optimizer.explain.comparison import inputs_that_differ, result
from optimizer.model.plan_chances import chances
from optimizer.solver.solve import solve

PP = 100


def test_each_result_is_that_of_solving_the_scenario_alone():
    plans = 0
    for seed in range(40):
        problem = random_problem(seed)
        found, again = result(problem), solve(problem)
        assert found.outcome == again
        if isinstance(again, NoPlan):
            assert (found.chances, found.gain) == (None, None)
            continue
        plans += 1
        assert found.chances == chances(problem, again)
        before, after = oracle.baseline(problem), oracle.value(problem, again.blocks)
        assert found.gain.total_pp == pytest.approx(PP * (after - before), abs=1e-6)
        counted = found.chances.if_all_accept
        if problem.scenario.acceptance == "expected":
            counted = found.chances.expected
        if problem.scenario.preferences.where_matters == 0:
            assert counted.value == pytest.approx(after, abs=1e-9)
    assert plans > 10


def test_only_inputs_that_differ_are_told():
    catalog = make.catalog()
    scenarios = (
        make.scenario(),
        make.scenario(budget_usd=7_000, step2_ck=250),
        make.scenario(blackouts=((dt.date(2027, 5, 1), dt.date(2027, 5, 9)),)),
    )
    found = inputs_that_differ(tuple(Problem(catalog, s) for s in scenarios))
    assert found == {
        "budget_usd": [10_000, 7_000, 10_000],
        "blackouts": [[], [], [["2027-05-01", "2027-05-09"]]],
        "applicant.step2_ck": [240, 250, 240],
    }


def test_equal_scenarios_differ_in_nothing():
    assert differing(make.scenario(), make.scenario(), make.scenario()) == []
    assert differing(make.scenario()) == []


def test_every_field_has_a_path():
    assert {value_of(make.scenario(), path) is not ... for path in PATHS} == {True}
    assert {"budget_usd", "applicant.ties", "preferences.focus"} <= set(PATHS)
    assert not {"applicant", "preferences"} & set(PATHS)


def test_no_plan_has_a_column_of_its_own():
    poor = make.problem(budget_usd=0)
    found = result(poor)
    assert isinstance(found.outcome, NoPlan)
    assert found.outcome.reason == "infeasible"


def test_a_plan_has_chances():
    found = result(make.problem())
    assert isinstance(found.outcome, Plan)
    assert found.chances.baseline.value < found.chances.if_all_accept.value
