"""What is not in the plan, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.explain.left_out import (
    ALONE,
    GATED,
    WORTH_LESS,
    reason_groups,
    reasons_left_out,
    unknown_policies,
)
from optimizer.solver.solve import solve

PROGRAMS = tuple(make.program(f"P{i}") for i in range(1, 4))


def problem(*offerings: Any, programs: Any = PROGRAMS, **changes: Any) -> Problem:
    """E1 of P1 is best; what else is offered is for the test."""
    best = make.offering("E1", "P1", acceptance=1.0)
    found = make.catalog(programs, (best, *offerings), changes.pop("places", None))
    defaults = {"min_letters": 0, "max_rotations": 1}
    return make.problem(versioned(found), **defaults | changes)


def other(**changes: Any):
    return make.offering("E2", **{"program_id": "P2", "acceptance": 0.1} | changes)


def reasons(p: Problem) -> tuple[str, ...]:
    """Why E2 is out."""
    return dict(reasons_left_out(p, solve(p)))["E2"]


@pytest.mark.parametrize("seed", range(1_100, 1_120))
def test_every_offering_outside_the_plan_has_a_reason(seed):
    p = random_problem(seed)
    plan = solve(p)
    found = dict(reasons_left_out(p, plan))
    inside = (
        {b.offering.offering_id for b in plan.blocks}
        if isinstance(plan, Plan)
        else set()
    )
    assert found.keys() | inside == p.catalog.offering.keys()
    assert not found.keys() & inside
    assert all(r and all(s.endswith(".") for s in r) for r in found.values())
    grouped = [name for g in reason_groups(p, plan) for name in g.offering_ids]
    assert sorted(grouped) == sorted(found)


def test_what_is_possible_adds_less():
    assert reasons(problem(other())) == (WORTH_LESS,)


def test_without_a_plan_what_is_possible_alone_is_said_to_be_so():
    p = problem(other(), min_rotations=3, max_rotations=3)
    assert reasons(p) == (ALONE,)
    assert dict(reasons_left_out(p, None))["E1"] == (ALONE,)


def test_too_dear_alone():
    p = problem(other(tuition_usd=1), budget_usd=3_000)
    assert reasons(p) == ("On its own it costs more than the budget.",)
    assert reasons(problem(other(), budget_usd=3_000)) == (WORTH_LESS,)


def test_a_program_that_cannot_match():
    shut = make.program("P2", visa_sponsorship=("none",))
    p = problem(other(), programs=(PROGRAMS[0], shut))
    assert reasons(p) == (GATED.format("Sponsors no visa."),)


def test_excluded():
    assert reasons(problem(other(), exclusions=("E2",))) == ("You excluded it.",)


def test_of_the_other_kind():
    p = problem(other(kind="observership"), kind="hands_on")
    assert reasons(p) == ("It is not of the kind you want.",)


def test_no_start_in_the_season():
    p = problem(other(starts="2026-05-04"))
    assert reasons(p) == ("It has no start date in this season.",)


def test_closed_to_the_applicant_with_every_reason():
    p = problem(other(students="no", us_persons_only="yes"))
    assert reasons(p) == (
        "Takes no students of foreign schools.",
        "Only for US citizens and permanent residents.",
    )


def test_to_be_checked_is_a_reason_only_if_that_is_left_out():
    p = problem(other(students="unknown"), include_unverified=False)
    assert reasons(p) == ("Not known whether it takes students of foreign schools.",)
    assert reasons(problem(other(students="unknown"))) == (WORTH_LESS,)


def test_too_late_to_apply():
    p = problem(other(starts="2027-03-01", apply_lead_weeks=20))
    assert reasons(p) == ("The time to apply is over for every start.",)


def test_the_calendar_misses_by_so_many_days():
    # four weeks from Monday 26 July end on 20 August: 26 to 30 July are in, and of
    # August 20 days are not; in May three days: 1 to 3 June are out
    p = problem(other(starts="2027-05-10;2027-07-26"), months=(5,))
    assert reasons(p) == (
        "No 4-week block of it fits May; the nearest misses by 4 days.",
    )
    p = problem(other(starts="2027-06-07", weeks=1), window_end=dt.date(2027, 6, 10))
    assert reasons(p) == (
        "No block of it fits your dates; the nearest misses by 1 day.",
    )


def test_no_month_is_free():
    p = problem(other(), months=(), min_rotations=0)
    assert reasons(p) == ("No month is free.",)


def test_a_date_that_is_ruled_out_by_a_pin_elsewhere():
    p = problem(other(starts="2027-05-03"), exclusions=("E2@2027-05-03",))
    assert reasons(p) == ("No start date of it obeys every rule on its own.",)


def test_groups_are_largest_first():
    offers = [
        make.offering("E2", "P2", acceptance=0.1),
        make.offering("E3", "P3", acceptance=0.1),
        make.offering("E4", "P3", students="no"),
    ]
    p = problem(*offers)
    groups = reason_groups(p, solve(p))
    assert [(g.reason, g.offering_ids) for g in groups] == [
        (WORTH_LESS, ("E2", "E3")),
        ("Takes no students of foreign schools.", ("E4",)),
    ]


def test_unknown_policies_are_counted_among_the_programs_applied_to():
    unknown = make.program("P2", visa_sponsorship=())
    p = problem(programs=(PROGRAMS[0], unknown))
    assert unknown_policies(p) == (1, 2)
    p = problem(programs=(PROGRAMS[0], unknown), applications=1)
    assert unknown_policies(p) == (0, 1)
