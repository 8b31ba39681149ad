"""An answer as JSON: every public field, consistent with the plan."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.export.as_json import report
from optimizer.model.plan_chances import chances, rotation_details
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)
FIELDS = [
    "status",
    "value",
    "bound",
    "forgone",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "match_probability_if_all_accept",
    "baseline_match_probability",
    "chance_any_accepts",
    "chance_all_accept",
    "cost_usd",
    "expected_cost_usd",
    "cost_items",
    "letters_on_time",
    "visits",
    "rotations",
    "entry",
    "excluded",
    "conflicts",
    "fixes",
    "seconds",
]
ROTATION = [
    "offering_id",
    "program_id",
    "start",
    "end",
    "kind",
    "trust",
    "cost_usd",
    "gain_pp",
    "letter_ready",
    "letter_on_time",
    "eligibility",
    "alternate_starts",
    "checks",
    "program_checks",
]


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    found = make.catalog(programs, offerings)
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def on(number: int, start: str = "2027-05-03", **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


def told(p: Problem) -> dict[str, Any]:
    """The report, by way of JSON."""
    text = json.dumps(report(p, solve(p)), allow_nan=False)
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("seed", range(1_304, 1_312))
def test_every_field_is_there_and_agrees_with_the_plan(seed):
    p = random_problem(seed)
    answer = solve(p)
    found = json.loads(json.dumps(report(p, answer), allow_nan=False))
    assert set(found) == set(FIELDS)
    for rotation in found["rotations"]:
        assert list(rotation) == ROTATION
    for item in found["cost_items"]:
        assert list(item) == ["label", "offering_id", "usd"]
    for item in found["excluded"]:
        assert list(item) == ["offering_id", "reasons"]
    for fix in found["fixes"]:
        assert list(fix) == ["change", "sentence"]
    if isinstance(answer, NoPlan):
        assert found["status"] == answer.reason == "infeasible"
        assert found["value"] is found["cost_usd"] is found["letters_on_time"] is None
        assert found["rotations"] == found["cost_items"] == found["visits"] == []
        assert found["conflicts"]
        return
    assert found["status"] == answer.proof.status
    assert sum(i["usd"] for i in found["cost_items"]) == found["cost_usd"]
    assert found["bound"] >= found["value"]
    assert found["conflicts"] == found["fixes"] == []
    assert found["letters_on_time"] == answer.letters_on_time
    rotations = len(answer.blocks) + len(p.scenario.booked)
    assert sum(visit["rotations"] for visit in found["visits"]) == rotations


def test_one_rotation_in_full():
    p = problem(on(1, "2027-05-03;2027-05-10", tuition_usd=50))
    found = told(p)
    (detail,) = rotation_details(p, solve(p))
    assert found["rotations"] == [
        {
            "offering_id": "E1",
            "program_id": "P1",
            "start": "2027-05-03",
            "end": "2027-05-28",
            "kind": "hands_on",
            "trust": "likely",
            "cost_usd": 1_850,
            "gain_pp": detail.gain.total_pp,
            "letter_ready": "2027-07-02",
            "letter_on_time": True,
            "eligibility": "open",
            "alternate_starts": ["2027-05-10"],
            "checks": [],
            "program_checks": [],
        }
    ]
    assert found["cost_usd"] == 3_050
    assert found["letters_on_time"] == 1
    assert found["chance_any_accepts"] == found["chance_all_accept"] == 0.5


def test_no_letter_is_null():
    found = told(problem(on(1, gives_letter="no")))
    assert found["rotations"][0]["letter_ready"] is None
    assert found["rotations"][0]["letter_on_time"] is False


@pytest.mark.parametrize("acceptance", ["expected", "certain"])
def test_the_probability_counts_refusals_as_the_scenario_does(acceptance):
    p = problem(on(1), acceptance=acceptance)
    plan, found = solve(p), told(p)
    exact = chances(p, plan)
    shown = exact.expected if acceptance == "expected" else exact.if_all_accept
    assert found["match_probability"] == exact.counted.value == shown
    assert found["match_probability_low"] == exact.counted.low < shown
    assert found["match_probability_high"] == exact.counted.high > shown
    assert found["match_probability_if_all_accept"] == exact.if_all_accept
    assert found["baseline_match_probability"] == exact.baseline


def test_left_out_offerings_have_reasons():
    found = told(problem(on(1), on(2, students="no"), max_rotations=1))
    assert found["excluded"] == [
        {"offering_id": "E2", "reasons": ["Takes no students of foreign schools."]}
    ]


def test_conflicts_and_fixes_of_no_plan():
    found = told(problem(on(1), months=(7,), kind=None))
    assert found["status"] == "infeasible"
    assert "only July free" in found["conflicts"][0]
    changes = [fix["change"] for fix in found["fixes"]]
    assert {"months": [5, 7]} in changes


def test_dates_in_a_fix_are_text():
    p = problem(on(1), min_letters=2, letters_by=dt.date(2027, 6, 1))
    changes = [fix["change"] for fix in told(p)["fixes"]]
    assert {"letters_by": "2027-07-02"} in changes


def test_region_limits_in_a_fix_can_be_put_into_the_file():
    # as in the scenario file: an object, not a list of pairs
    p = problem(on(1), max_per_region=(("South", 0),))
    changes = [fix["change"] for fix in told(p)["fixes"]]
    assert {"max_per_region": {"South": 1}} in changes


def test_too_little_work_gives_no_verdict():
    p = make.too_far_apart(work_limit=1e-9)
    found = told(p)
    assert found["status"] == "undecided"
    assert found["conflicts"] == found["fixes"] == []


def test_too_little_work_to_explain_leaves_the_explanation_out(monkeypatch):
    p = make.too_far_apart()
    answer = solve(p)
    assert isinstance(answer, NoPlan)
    late = p.having(work_limit=1e-9)
    found = report(late, answer)
    assert found["status"] == "infeasible"
    assert found["conflicts"] == found["fixes"] == []


def test_a_plan_with_booked_rotations_lists_only_the_chosen_ones():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P2", cost_usd=3),)
    p = problem(on(1), booked=booked, budget_usd=20_000)
    assert isinstance(solve(p), Plan)
    found = told(p)
    assert [r["offering_id"] for r in found["rotations"]] == ["E1"]
    assert {"label": "Booked, Houston", "offering_id": None, "usd": 3} in found[
        "cost_items"
    ]


def test_it_says_what_stands_before_a_chance():
    """A visa office, a host that does not say, and New York's weeks."""
    p = problem(make.offering("E1", "P1", pmr_available="unknown"), entry_status="F-1")
    found = report(p, solve(p))
    assert found["entry"]["if_you_may_enter"] is True
    fields = [check["field"] for check in found["rotations"][0]["checks"]]
    assert sorted(fields) == ["kind", "pmr_available"]
    at_home = p.having(applicant=replace(p.scenario.applicant, us_school=True))
    assert report(at_home, solve(at_home))["entry"]["made_for_you"] is False
