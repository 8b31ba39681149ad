"""Both readings of the evidence: gains and regrets against the oracle's values."""

from __future__ import annotations

import datetime as dt

import oracle
import pytest

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.risks.evidence import READINGS, both_readings
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.solve import TOLERANCE, solve


@pytest.fixture(scope="module")
def average(shipped):
    scenario = default_scenario(shipped, dt.date(2026, 11, 26))
    return Problem(shipped, scenario)


def test_each_plan_adds_and_loses_what_the_oracle_says(average):
    plan = solve(average)
    found = both_readings(average, plan)
    assert [one.best_for for one in found] == [None, "central", "cautious"]
    assert found[0].plan == plan
    for reading in READINGS:
        there = average.having(evidence=reading)
        nothing = oracle.baseline(there)
        gains = []
        for one in found:
            gain = 100 * (oracle.value(there, one.plan.blocks) - nothing)
            assert one.gain_pp[reading] == pytest.approx(gain, abs=1e-7)
            gains.append(gain)
        for one, gain in zip(found, gains, strict=True):
            assert one.regret_pp[reading] == pytest.approx(max(gains) - gain, abs=1e-7)
        own = next(one for one in found if one.best_for == reading)
        assert own.regret_pp[reading] <= 100 * 2 * TOLERANCE


def test_the_readings_choose_other_rotations(average):
    plan = solve(average)
    shown, guessed, careful = both_readings(average, plan)
    assert guessed.hosts != careful.hosts
    # more than the plans are proven to
    assert guessed.regret_pp["cautious"] > 100 * TOLERANCE
    assert careful.regret_pp["central"] > 100 * TOLERANCE
    # the plan for the mean loses less in its worse case than either of the others
    worst = [max(one.regret_pp.values()) for one in (shown, guessed, careful)]
    assert worst[0] <= min(worst[1:]) + 100 * 2 * TOLERANCE


def test_without_a_proven_plan_nothing_is_compared(average):
    plan = solve(average)
    assert isinstance(plan, Plan)

    def late(problem: Problem) -> NoPlan:
        return NoPlan(problem.scenario, "timeout", 1.0)

    assert both_readings(average, plan, late) == ()
