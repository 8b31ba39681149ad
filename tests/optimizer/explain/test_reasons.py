"""Why a rotation is in the plan or not, against enumeration and by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories as make
import pytest
from oracle import enumerate_plans, is_valid
from random_problems import random_problem, versioned

from optimizer.domain.faults import DataError
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import start_dates
from optimizer.explain.reasons import (
    TIE_PP,
    Chosen,
    Impossible,
    Possible,
    Why,
    why,
    with_pin,
    without,
)
from optimizer.solver.solve import solve
from optimizer.solver.standing import standing_plan

TAU = 0.0002
MAY, JUNE = "2027-05-03", "2027-06-07"


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    found = make.catalog(programs, offerings, sources=changes.pop("sources", ()))
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def on(number: int, starts: str = MAY, **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=starts, **changes)


def asked(p: Problem, name: str) -> Why:
    plan = solve(p)
    assert isinstance(plan, Plan)
    return why(p, plan, name)


def changed(p: Problem, **changes: Any) -> Problem:
    return p.having(**changes)


# --------------------------------------------------------------- against enumeration


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_prices_and_verdicts_are_those_of_enumeration(start):
    for seed in range(start, start + 10):
        p = random_problem(seed)
        plan = solve(p)
        if isinstance(plan, Plan):
            best = enumerate_plans(p).value
            for name in names_of(p):
                assert_true(p, plan, name, best)


def names_of(p: Problem) -> list[str]:
    """Every offering, and one block of each."""
    names = []
    for o in p.catalog.offerings:
        names.append(o.offering_id)
        starts = start_dates(o.starts, *p.window)
        names += [f"{o.offering_id}@{starts[-1]}"] if starts else []
    return names


def assert_true(p: Problem, plan: Plan, name: str, best: float) -> None:
    found = why(p, plan, name)
    if isinstance(found, Chosen):
        assert name in (found.block.offering.offering_id, found.block.block_id)
        assert found.block in plan.blocks
        rest = enumerate_plans(Problem(p.catalog, without(p.scenario, name)))
        assert isinstance(found.without, NoPlan) == (rest.count == 0)
        if not isinstance(found.without, NoPlan):
            assert_swap(p, plan, found.without, best - rest.value)
        return
    forced = Problem(p.catalog, with_pin(p.scenario, name))
    with_it = enumerate_plans(forced)
    assert isinstance(found, Possible) == (with_it.count > 0), (name, found)
    if isinstance(found, Possible):
        assert found.block in found.swap.plan.blocks
        assert not is_valid(forced, found.swap.plan.blocks)
        assert found.swap.price_pp > -TIE_PP - 1e-9
        assert bool(found.because) == found.swap.is_tie
        assert_swap(p, plan, found.swap, best - with_it.value)
    if isinstance(found, Impossible):
        assert found.obstacles or found.conflicts
        for fix in found.fixes:
            assert name in fix.scenario.pins
            assert enumerate_plans(Problem(p.catalog, fix.scenario)).count, fix


def assert_swap(p: Problem, plan: Plan, swap, price: float) -> None:
    # both values may be off by twice the tolerance
    assert swap.price_pp / 100 == pytest.approx(price, abs=2 * TAU + 1e-9)
    assert swap.usd == swap.plan.cost_usd - plan.cost_usd
    kept = {b.offering.offering_id for b in plan.blocks}
    new = {b.offering.offering_id for b in swap.plan.blocks}
    assert {b.offering.offering_id for b in swap.leaves} == kept - new
    assert {b.offering.offering_id for b in swap.comes} == new - kept
    moved = {a.offering.offering_id for a, _ in swap.moved}
    dates = {b.block_id for b in (*plan.blocks, *swap.plan.blocks)}
    assert len(dates) == len(kept | new) + len(moved)


# ------------------------------------------------------------------------- by hand


def test_a_chosen_rotation_tells_what_would_come_instead():
    # one free date: E1 accepts more often; without it E2 comes, 500 dollars dearer
    p = problem(on(1, acceptance=0.9), on(2, acceptance=0.5, tuition_usd=500))
    found = asked(p, "E1")
    assert isinstance(found, Chosen)
    assert [b.block_id for b in found.without.comes] == [f"E2@{MAY}"]
    assert found.without.usd == 500
    assert found.without.price_pp > TIE_PP
    assert found.gain.total_pp > found.without.price_pp


def test_a_pinned_rotation_is_let_go_to_see_what_would_come():
    p = problem(on(1), on(2), pins=("E1",))
    assert [b.block_id for b in asked(p, "E1").without.comes] == [f"E2@{MAY}"]


def test_without_the_only_offering_there_is_no_plan():
    found = asked(problem(on(1)), "E1")
    assert isinstance(found.without, NoPlan)
    assert found.without.reason == "infeasible"


def test_a_tie_says_why_the_other_is_shown():
    # the same worth: E1 is 100 dollars cheaper
    p = problem(on(1), on(2, application_fee_usd=100))
    found = asked(p, "E2")
    assert found.swap.is_tie
    assert found.swap.usd == 100
    assert found.because == "Of plans that are as good, the cheapest is shown."


def test_a_cold_host_that_is_hardly_better_says_why_it_gives_way():
    nothing = dict.fromkeys(("students", "graduates", "pmr_available"), "unknown")
    p = problem(
        on(1, acceptance=0.2),
        on(2, acceptance=0.3, **nothing),
        stop_points_per_request=5,
    )
    plan = standing_plan(p)
    assert isinstance(plan, Plan)
    found = why(p, plan, "E2")
    assert isinstance(found, Possible)
    assert found.swap.price_pp == pytest.approx(-100 * plan.proof.forgone)
    assert found.swap.price_pp < -TIE_PP
    assert found.because == (
        "Hosts on record stand before one of which nothing is known and that adds less"
        " than 5 pp."
    )
    assert isinstance(why(p, plan, "E1"), Chosen)


def test_a_tie_at_the_same_cost_goes_to_the_earlier_letter_then_to_the_id():
    later = asked(problem(on(1), on(2, letter_days=28)), "E2")
    assert "last letter is ready first" in later.because
    assert "order of ids" in asked(problem(on(1), on(2)), "E2").because


def test_another_date_of_a_chosen_offering_moves_it():
    p = problem(on(1, f"{MAY};{JUNE}"))
    found = asked(p, f"E1@{JUNE}")
    assert isinstance(found, Possible)
    ((before, after),) = found.swap.moved
    assert (before.block_id, after.block_id) == (f"E1@{MAY}", f"E1@{JUNE}")
    assert found.swap.leaves == found.swap.comes == ()


def test_closed_by_eligibility_says_what_would_have_to_be_true_and_the_source():
    source = make.provenance("offerings.csv", "E2", "students", source="host's page")
    p = problem(on(1), on(2, students="no"), sources=(source,), budget_usd=100_000)
    found = asked(p, "E2")
    assert isinstance(found, Impossible)
    (obstacle,) = found.obstacles
    assert obstacle.sentence == "Takes no students of foreign schools."
    assert obstacle.source == "host's page"
    assert obstacle.needed.startswith("The host would have to take students")
    assert found.fixes == ()  # no money helps


@pytest.mark.parametrize(
    ("offering", "applicant"),
    [
        ({"students": "no"}, {}),
        ({"graduates": "no", "kind": "observership"}, {"status": "graduate"}),
        ({"us_persons_only": "yes"}, {}),
        ({}, {"status": "graduate"}),
        ({"needs_vslo_school": "yes"}, {}),
        ({"needs_step1_pass": "yes"}, {"step1_passed": False}),
        ({"max_step1_failures": 0}, {"step1_failures": 1}),
        ({"apply_lead_weeks": 24}, {}),
        ({}, {"today": dt.date(2027, 5, 10)}),
    ],
)
def test_every_way_to_be_closed_says_what_would_have_to_be_true(offering, applicant):
    p = problem(on(1, **offering), min_rotations=0, **applicant)
    for name in ("E1", f"E1@{MAY}"):
        found = asked(p, name)
        assert isinstance(found, Impossible)
        assert all(o.needed.endswith(".") for o in found.obstacles)
        assert found.fixes == ()


def test_too_dear_is_fixed_to_the_dollar():
    # 1,200 + 1,800 + 900
    p = problem(on(1), on(2, tuition_usd=900), budget_usd=3_500)
    found = asked(p, "E2")
    assert isinstance(found, Impossible)
    assert [fix.sentence for fix in found.fixes] == [
        "Raise the budget by $400 to $3,900.",
        "Take cheap rooms.",  # 400 less in four weeks
    ]
    assert {fix.scenario.pins for fix in found.fixes} == {("E2",)}


def test_the_pin_that_is_asked_about_is_never_released():
    # E1 and E2 share their only date
    p = problem(on(1), on(2), pins=("E1",))
    found = asked(p, "E2")
    assert isinstance(found, Impossible)
    assert [fix.sentence for fix in found.fixes] == [
        "Release the pin on Host E1 (PM&R elective)."
    ]
    assert all("E2" in fix.scenario.pins for fix in found.fixes)


def test_a_date_against_a_pinned_date():
    p = problem(on(1, f"{MAY};{JUNE}"), pins=(f"E1@{MAY}",))
    found = asked(p, f"E1@{JUNE}")
    assert any("A pinned or paid date is kept." in o.sentence for o in found.obstacles)
    assert [f.sentence for f in found.fixes] == [
        "Release the pin on Host E1 (PM&R elective) from 3 May 2027."
    ]


def test_an_excluded_offering_can_be_allowed_again():
    p = problem(on(1), on(2), exclusions=("E2",))
    found = asked(p, "E2")
    assert found.obstacles[0].sentence == "You excluded it."
    assert found.fixes[0].sentence == "Allow Host E2 (PM&R elective) again."


def test_outside_the_free_months():
    p = problem(on(1), on(2, JUNE), months=(5,))
    found = asked(p, f"E2@{JUNE}")
    assert [o.sentence for o in found.obstacles] == [
        "On that date it breaks a rule: Each rotation lies in your free months."
    ]
    # 7 June to 2 July: two months at once
    assert [f.sentence for f in found.fixes] == ["Free June too. Free July too."]
    assert found.fixes[0].scenario.months == (5, 6, 7)


def test_a_program_that_is_booked_already():
    booked = (make.booked(dt.date(2027, 8, 2), program_id="P2"),)
    found = asked(problem(on(1), on(2), booked=booked), "E2")
    assert isinstance(found, Impossible)
    assert "No two rotations at one program" in found.obstacles[0].sentence
    assert found.fixes == ()


def test_a_start_the_host_does_not_offer():
    found = asked(problem(on(1)), "E1@2027-05-10")
    assert isinstance(found, Impossible)
    assert found.obstacles[0].sentence.startswith("It has no start on 10 May 2027")


@pytest.mark.parametrize("name", ["E9", "", "E1@", "E1@soon", "E1@2027-02-30"])
def test_what_is_no_offering_is_refused(name):
    with pytest.raises(DataError):
        asked(problem(on(1)), name)
