"""Hosts on record stand before cold ones that are hardly better."""

from __future__ import annotations

import factories as make
import pytest

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model.trust import cold_margin, grade_of
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE, solve
from optimizer.solver.standing import standing_plan

NOTHING = {"students": "unknown", "graduates": "unknown", "pmr_available": "unknown"}


def problem(known: float, **changes) -> Problem:
    """One rotation: a host on record that says yes so often, or a cold one at 0.3."""
    programs = (make.program("P1"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1", acceptance=known),
        make.offering("E2", "P2", acceptance=0.3, **NOTHING),
    )
    changes = {"max_rotations": 1, "min_letters": 0, "min_rotations": 0} | changes
    return make.problem(make.catalog(programs, offerings), **changes)


def planned(p: Problem) -> list[str]:
    plan = standing_plan(p)
    assert isinstance(plan, Plan)
    return [b.offering.offering_id for b in plan.blocks]


def of(p: Problem, pin: str) -> float:
    plan = solve(p.having(pins=(pin,)))
    assert isinstance(plan, Plan)
    return 100 * plan.value


def test_a_host_on_record_stands_before_a_cold_one_within_the_margin():
    p = problem(0.2)
    loss = of(p, "E2") - of(p, "E1")
    assert loss > 0.1
    assert planned(p.having(stop_points_per_request=0.9 * loss)) == ["E2"]
    wide = p.having(stop_points_per_request=1.1 * loss)
    plan, best = standing_plan(wide), solve(wide)
    assert isinstance(plan, Plan)
    assert isinstance(best, Plan)
    assert planned(wide) == ["E1"]
    assert plan.proof.forgone == pytest.approx(loss / 100)
    assert plan.proof.bound == best.proof.bound >= plan.value + plan.proof.forgone


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": (("E2", "asked"),)},
        {"pins": ("E2",)},
        {"acceptance": "certain", "pins": ("E2",), "max_rotations": 2},
    ],
    ids=str,
)
def test_whom_one_is_bound_to_does_not_give_way(changes):
    assert "E2" in planned(problem(0.2, stop_points_per_request=100.0, **changes))


def test_if_all_say_yes_grades_play_no_part():
    p = problem(0.2, acceptance="certain", stop_points_per_request=100.0)
    assert standing_plan(p) == solve(p)


def test_a_cold_host_that_hardly_adds_is_left_out():
    p = problem(0.2, exclusions=("E1",))
    plan = solve(p)
    assert isinstance(plan, Plan)
    none = solve(p.having(exclusions=("E1", "E2")))
    assert isinstance(none, Plan)
    assert none.blocks == ()
    gain = 100 * (plan.value - none.value)
    assert planned(p.having(stop_points_per_request=1.1 * gain)) == []
    assert planned(p.having(stop_points_per_request=0.9 * gain)) == ["E2"]


@pytest.mark.parametrize("preset", PRESETS)
def test_typical_applicants_forgo_less_than_the_margin(shipped, preset):
    p = Problem(shipped, PRESETS[preset](default_scenario(shipped, make.TODAY)))
    plan, best = standing_plan(p), solve(p)
    assert isinstance(plan, Plan)
    assert isinstance(best, Plan)
    names = cold_in(p, plan)
    if preset in ("Only July and August", "Texas ties"):
        assert cold_in(p, best)
        assert not names
    fewer = len(cold_in(p, best)) - len(names)
    assert 0 <= plan.proof.forgone <= fewer * cold_margin(p) + 2 * TOLERANCE


def cold_in(p: Problem, plan: Plan) -> list[str]:
    grades = {b.offering.offering_id: grade_of(p, b.offering) for b in plan.blocks}
    return [name for name, grade in grades.items() if grade == "cold"]
