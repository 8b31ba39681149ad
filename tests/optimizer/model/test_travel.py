"""Visits: when one goes home between two rotations, and what that costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import factories as make
import pytest
from random_problems import versioned

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost, travel
from optimizer.model.rotation import Rotation, in_date_order, rotation_on
from optimizer.model.rules.rules import SCHEDULE_RULES
from optimizer.scenario_io.json_file import scenario_of
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)  # a Monday; four weeks end on Friday 28 May
WEEK = dt.timedelta(weeks=1)
TWO = versioned(
    make.catalog(
        (make.program("P1"), make.program("P2")),
        (make.offering("E1", "P1"), make.offering("E2", "P2")),
    )
)


def problem(**changes) -> Problem:
    return make.problem(TWO, **{"budget_usd": 20_000, "home_trip_usd": 700} | changes)


def apart(p: Problem, weeks: int) -> tuple[Rotation, ...]:
    """Four weeks in May, and four that begin so many weeks after the first do."""
    offering = p.catalog.offering
    chosen = [rotation_on(p, offering["E1"], MAY)]
    return in_date_order((*chosen, rotation_on(p, offering["E2"], MAY + weeks * WEEK)))


def way(p: Problem, weeks: int) -> tuple[bool, int]:
    (leg,) = travel.route(p, apart(p, weeks))
    return leg.home, leg.usd


@pytest.mark.parametrize(
    ("weeks", "changes", "found"),
    [
        (6, {}, (False, 650)),  # 16 days, 13 of them paid
        (7, {}, (True, 700)),  # 20 days of waiting cost 1,000
        (7, {"lives_in_us": True}, (False, 1_000)),
        (7, {"us_work_authorized": True}, (False, 1_000)),
        (7, {"us_work_authorized": True, "lives_in_us": False}, (True, 700)),
        (7, {"home_trip_usd": 1_000}, (False, 1_000)),  # as cheap: one stays
        (7, {"home_trip_usd": None, "arrival_usd": 900}, (True, 900)),
        (7, {"home_trip_usd": None, "arrival_usd": 1_200}, (False, 1_000)),
        (5, {"home_trip_usd": 0}, (False, 300)),  # nine days are too few
        (6, {"max_idle_days": 15}, (True, 700)),
        (6, {"max_stay_days": 60}, (True, 700)),
        (9, {"entry_status": "WB", "waiting_usd_per_day": 0}, (False, 0)),
        (10, {"entry_status": "WB", "waiting_usd_per_day": 0}, (True, 700)),
    ],
)
def test_one_goes_home_where_it_is_cheaper_or_needed(weeks, changes, found):
    assert way(problem(**changes), weeks) == found


def test_a_catalog_says_how_long_a_trip_home_takes():
    slow = versioned(make.catalog(TWO.programs, TWO.offerings, home_days=17))
    p = make.problem(slow, home_trip_usd=0)
    assert way(p, 6) == (False, 650)
    assert way(p, 7) == (True, 0)


def test_the_bill_names_the_trip_home_and_visits_are_between():
    p = problem()
    rotations = apart(p, 8)
    lines = {item.label: item.usd for item in cost.bill(p, rotations)}
    assert lines["Home and back, before Houston"] == 700
    assert not [label for label in lines if label.startswith(("Travel", "Waiting"))]
    assert [len(visit) for visit in travel.visits(p, rotations)] == [1, 1]
    assert [len(visit) for visit in travel.visits(p, apart(p, 4))] == [2]
    assert travel.visits(p, ()) == ()


@pytest.mark.parametrize("rule", ["stay", "idle"])
def test_what_no_trip_home_can_mend_is_broken(rule):
    limit = {"max_stay_days": 60} if rule == "stay" else {"max_idle_days": 8}
    found = {r.name: r for r in SCHEDULE_RULES}[rule]
    p = problem(**limit)
    assert not found.holds(p, apart(p, 5))
    assert found.holds(p, apart(p, 6))
    assert not found.holds(p.having(home_trip_usd=None), apart(p, 5))


def solved(**fields) -> Plan:
    catalog = read_catalog(Path(__file__).parents[3] / "data")
    given = {"today": "2026-11-26", "budget_usd": 20_000, **fields}
    found = solve(Problem(catalog, scenario_of(given, catalog, dt.date(2026, 11, 26))))
    assert isinstance(found, Plan)
    return found


def test_a_visa_waiver_allows_two_visits():
    """E126: the host of E092 has closed it to students of foreign schools since."""
    plan = solved(
        applicant={"entry_status": "WB"},
        pins=["E099@2027-03-01", "E126@2027-07-05"],
        min_letters=0,
    )
    assert {"E099@2027-03-01", "E126@2027-07-05"} <= {b.block_id for b in plan.blocks}
    assert len(plan.visits) > 1
    assert all(visit.days <= 90 for visit in plan.visits)


def test_going_home_is_cheaper_than_waiting_for_months():
    plan = solved(
        pins=["E099@2027-03-01", "E126@2027-08-02"],
        max_rotations=2,
    )
    assert ("Home and back, before Boston", 1_200) in [
        (item.label, item.usd) for item in plan.cost_items
    ]
    assert [(v.days, v.rotations) for v in plan.visits] == [(26, 1), (26, 1)]


def test_days_before_the_first_rotation_cost_and_count_for_each_visit():
    plain = solved(pins=["E099@2027-03-01", "E126@2027-08-02"], max_rotations=2)
    settled = solved(
        pins=["E099@2027-03-01", "E126@2027-08-02"], max_rotations=2, settle_days=4
    )
    # four days at 50 dollars, on arriving and again after going home
    assert settled.cost_usd == plain.cost_usd + 2 * 4 * 50
    lines = {item.label: item.usd for item in settled.cost_items}
    assert lines["Before the first rotation, 4 days"] == 200
    assert lines["Home and back, before Boston"] == 1_400


@pytest.mark.parametrize(("settle", "possible"), [(0, True), (2, True), (3, False)])
def test_days_before_the_first_rotation_are_days_of_the_stay(settle, possible):
    p = make.problem(TWO, max_stay_days=28, settle_days=settle, min_letters=0)
    assert isinstance(solve(p.having(max_rotations=1)), Plan) == possible
