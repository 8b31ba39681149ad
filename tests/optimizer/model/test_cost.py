"""What a plan costs, each case worked out by hand in a comment."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise
from typing import Any

import factories as make
import numpy as np
import pytest
from random_problems import versioned

from optimizer.domain.problem import Problem
from optimizer.model import cost, travel
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)  # a Monday; four weeks end on Friday 28 May
WEEK = dt.timedelta(weeks=1)
DEGREE = 3958.7613 * math.pi / 180  # miles of a degree of latitude: 69.09


def problem(*offerings: Any, places: Any = None, **changes: Any) -> Problem:
    """Offerings at the one program P1, or letter only."""
    numbers = changes.pop("assumptions", {})
    found = make.catalog(offerings=offerings, places=places, **numbers)
    return make.problem(versioned(found), **changes)


def plan(p: Problem, **starts: dt.date) -> tuple[Rotation, ...]:
    """Offerings by id on these days, and what is booked."""
    offering = p.catalog.offering
    chosen = [rotation_on(p, offering[name], day) for name, day in starts.items()]
    return in_date_order((*booked_rotations(p), *chosen))


def bill(p: Problem, rotations: tuple[Rotation, ...]) -> dict[str, int]:
    return {item.label: item.usd for item in cost.bill(p, rotations)}


def north(city: str, degrees: float, **changes: Any):
    """A city due north of Houston, in a metro of its own."""
    return make.place(city, "TX", **{"lat": 29.76 + degrees} | changes)


# ---------------------------------------------------------------------- every line


def test_every_line_of_a_bill():
    p = problem(
        make.offering(
            application_fee_usd=75, tuition_usd=900, other_fees_usd=150, weeks=3
        ),
        places=(make.place(),),
        spent_usd=33,
        arrival_usd=1_111,
    )
    rotations = plan(p, E1=MAY)
    assert bill(p, rotations) == {
        "Spent already": 33,
        "Arrival and return": 1_111,
        "Application fee": 75,
        "Tuition or visitor fee": 900,
        "Other fees": 150,
        "Housing": 3 * 300,
        "Food": 3 * 100,
        "Local transport": 3 * 50,
    }
    assert cost.total(p, rotations) == 3_619
    assert cost.rotation_usd(p, rotations[0]) == 75 + 900 + 150 + 3 * 450
    assert cost.offering_usd(p, p.catalog.offerings[0]) == 75 + 900 + 150 + 3 * 450


def test_lines_name_their_offering_and_leave_out_what_is_free():
    p = problem(make.offering(tuition_usd=5))
    items = cost.bill(p, plan(p, E1=MAY))
    assert [(i.label, i.offering_id) for i in items] == [
        ("Arrival and return", None),
        ("Tuition or visitor fee", "E1"),
        ("Housing", "E1"),
        ("Food", "E1"),
        ("Local transport", "E1"),
    ]


def test_unknown_prices_take_the_assumption():
    # 100 + 1,000 + 250, and 60 a week in place of an unknown transport
    p = problem(
        make.offering(application_fee_usd=None, tuition_usd=None, other_fees_usd=None),
        places=(make.place(transport_week_usd=None),),
    )
    lines = bill(p, plan(p, E1=MAY))
    assert lines["Application fee"] == 100
    assert lines["Tuition or visitor fee"] == 1_000
    assert lines["Other fees"] == 250
    assert lines["Local transport"] == 4 * 60
    assert cost.application_fee(p, p.catalog.offerings[0]) == 100


def test_who_is_cautious_counts_unknown_prices_as_high_as_they_may_be():
    """The budget then holds whatever they turn out to be; what is known stays."""
    fields = {"application_fee_usd": 70, "tuition_usd": None, "other_fees_usd": None}
    usual = make.problem(make.catalog(offerings=(make.offering(**fields),)))
    cautious = usual.having(budget_counts="cautious")
    (offering,) = usual.catalog.offerings
    names = ("unknown_tuition_usd", "unknown_other_fees_usd")
    assumed = [usual.catalog.assumption[name] for name in names]
    more = sum(round(a.high) - round(a.value) for a in assumed)
    assert more > 0
    dearer = cost.offering_usd(cautious, offering)
    assert dearer == cost.offering_usd(usual, offering) + more


def test_a_known_price_of_nothing_is_no_unknown_price():
    p = problem(make.offering(), places=(make.place(transport_week_usd=0),))
    assert cost.total(p, plan(p, E1=MAY)) == 1_200 + 4 * 400


@pytest.mark.parametrize(
    ("housing", "place", "week"),
    [
        ("low", {}, 200),
        ("mid", {}, 300),
        ("high", {}, 450),
        ("low", {"housing_week_low": None}, 300),
        ("high", {"housing_week_high": None}, 300),
        ("low", {"housing_week_low": 0}, 0),
    ],
)
def test_housing_of_each_level(housing, place, week):
    p = problem(make.offering(), places=(make.place(**place),), housing=housing)
    assert cost.housing_week_usd(p, p.catalog.places[0]) == week
    assert bill(p, plan(p, E1=MAY)).get("Housing", 0) == 4 * week


def test_free_housing_is_only_where_it_is():
    p = problem(make.offering(), free_housing=("Houston, TX",))
    assert cost.total(p, plan(p, E1=MAY)) == 1_200 + 4 * 150
    p = problem(make.offering(), free_housing=("Dallas, TX",))
    assert cost.total(p, plan(p, E1=MAY)) == 1_200 + 4 * 450


def test_arrival_is_paid_once_and_not_without_a_rotation():
    p = problem(make.offering(), make.offering("E2", ""), spent_usd=7)
    assert cost.total(p, ()) == 7
    assert cost.total(p, plan(p, E1=MAY)) == 7 + 1_200 + 1_800
    two = plan(p, E1=MAY, E2=MAY + 4 * WEEK)
    assert cost.total(p, two) == 7 + 1_200 + 2 * 1_800


def test_a_booked_rotation_costs_what_it_costs():
    # 700 in place of fees, bed, food and transport; arrival is paid all the same
    p = problem(
        make.offering(tuition_usd=900), booked=(make.booked(MAY, cost_usd=700),)
    )
    items = cost.bill(p, plan(p))
    assert [(i.label, i.usd, i.offering_id) for i in items] == [
        ("Arrival and return", 1_200, None),
        ("Booked, Houston", 700, "E1"),
    ]


def test_the_lines_of_a_solved_plan_add_up():
    p = problem(make.offering(tuition_usd=123), spent_usd=5)
    found = solve(p)
    assert sum(i.usd for i in found.cost_items) == found.cost_usd == 3_128


# --------------------------------------------------------------------------- trips


@pytest.mark.parametrize(
    ("degrees", "usd"),
    [
        (0.0, 40),  # the base of a ground trip
        (2.0, 75),  # 40 + 0.25 x 138.19 = 74.55
        (3.618, 102),  # 40 + 0.25 x 249.98 = 102.495
        (3.62, 168),  # 250.12 miles: 150 + 0.07 x 250.12 = 167.51
        (10.0, 198),  # 150 + 0.07 x 690.93 = 198.37
    ],
)
def test_a_trip_by_distance(degrees, usd):
    catalog = make.catalog(offerings=(), places=(make.place(), north("A", degrees)))
    p = make.problem(versioned(catalog))
    a, b = p.catalog.places
    assert travel.leg_usd(p, a, b) == travel.leg_usd(p, b, a) == usd


def test_a_trip_of_exactly_the_ground_limit_is_by_ground():
    a, b = make.place(), north("A", 1)
    miles = travel.great_circle_miles(a, b)
    found = make.catalog(places=(a, b), leg_ground_max_miles=miles)
    assert travel.leg_usd(make.problem(versioned(found)), a, b) == 57  # 40 + 69.09 / 4


def test_distances_on_the_globe():
    assert travel.great_circle_miles(make.place(), north("A", 1)) == pytest.approx(
        DEGREE
    )
    pole = make.place("Pole", "NO", lat=90.0, lon=0.0)
    equator = make.place("Equator", "EQ", lat=0.0, lon=77.0)
    assert travel.great_circle_miles(pole, equator) == pytest.approx(90 * DEGREE)
    opposite = make.place("Opposite", "EQ", lat=0.0, lon=-103.0)
    assert travel.great_circle_miles(equator, opposite) == pytest.approx(180 * DEGREE)
    assert travel.great_circle_miles(pole, pole) == 0


def test_no_trip_within_a_metro_however_far():
    found = make.catalog(places=(make.place(), north("A", 5, metro="Houston")))
    p = make.problem(versioned(found))
    assert travel.leg_usd(p, *p.catalog.places) == 0


def test_trips_follow_the_order_of_dates():
    # B is 2 degrees north, C 4: B to C 74.55, Houston to C 169.35. In the order
    # Houston, C, B: 169 + 75
    places = (make.place(), north("B", 2), north("C", 4))
    p = problem(
        make.offering("E1"),
        make.offering("E2", "", city="B"),
        make.offering("E3", "", city="C"),
        places=places,
        budget_usd=9_000,
    )
    lines = bill(p, plan(p, E1=MAY, E2=MAY + 8 * WEEK, E3=MAY + 4 * WEEK))
    assert lines["Travel, Houston to C"] == 169
    assert lines["Travel, C to B"] == 75
    assert "Travel, Houston to B" not in lines


def test_trips_to_what_is_booked_are_paid():
    # booked at a bare program: its own city counts
    there = make.program("P2", city="B")
    found = make.catalog((make.program(), there), places=(make.place(), north("B", 2)))
    booked = make.booked(MAY + 4 * WEEK, program_id="P2")
    p = make.problem(versioned(found), booked=(booked,))
    assert bill(p, plan(p, E1=MAY))["Travel, Houston to B"] == 75


def test_tables_of_legs_and_of_trips_with_stops():
    # Houston - B 75, B - C 75, Houston - C 169: by way of B it is 150
    places = (make.place(), north("B", 2), north("C", 4))
    catalog = versioned(make.catalog(offerings=(), places=places))
    names = [p.city for p in catalog.places]
    b, c, houston = (names.index(n) for n in ("B", "C", "Houston"))
    legs, trips = travel.legs(catalog), travel.trips(catalog)
    assert legs[houston, c] == legs[c, houston] == 169
    assert trips[houston, c] == trips[c, houston] == 150
    assert legs[houston, b] == trips[houston, b] == 75
    assert np.diag(legs).sum() == np.diag(trips).sum() == 0


# ------------------------------------------------------------------------- waiting


@pytest.mark.parametrize(("days", "paid"), [(0, 0), (2, 0), (3, 0), (4, 1), (9, 6)])
def test_the_first_three_days_of_waiting_are_free(days, paid):
    booked = make.booked(MAY + dt.timedelta(days=26 + days), program_id="P2")
    programs = (make.program(), make.program("P2"))
    p = make.problem(versioned(make.catalog(programs)), booked=(booked,))
    assert travel.waiting_days(days) == paid
    lines = bill(p, plan(p, E1=MAY))
    assert sum(v for k, v in lines.items() if k.startswith("Waiting")) == paid * 50


def test_waiting_costs_the_rate_of_the_scenario():
    p = problem(make.offering(), make.offering("E2", ""), waiting_usd_per_day=11)
    lines = bill(p, plan(p, E1=MAY, E2=MAY + 5 * WEEK))
    assert lines["Waiting, 6 days before Houston"] == 66


def test_waiting_days_are_not_free_across_several_gaps():
    # gaps of 2 and 9 days: 0 + 6, not (2 + 9) - 2 x 3 = 5
    p = problem(*(make.offering(f"E{i}", "", host=f"H{i}") for i in (1, 2, 3)))
    found = plan(p, E1=MAY, E2=MAY + 4 * WEEK, E3=MAY + 9 * WEEK)
    assert cost.total(p, found) == 1_200 + 3 * 1_800 + 6 * 50


# ---------------------------------------------------------------------------- legs


def test_the_legs_of_a_route():
    # B is 2 degrees north: 138.19 miles by ground; C 10: 552.75 from B, by air 188.69
    places = (make.place(), north("B", 2), north("C", 10), north("D", 1, metro="C"))
    p = problem(
        make.offering("E1"),
        make.offering("E2", "", city="B"),
        make.offering("E3", "", city="C", host="C"),
        make.offering("E4", "", city="D", host="D"),
        places=places,
        waiting_usd_per_day=20,
    )
    found = plan(p, E1=MAY, E2=MAY + 6 * WEEK, E3=MAY + 10 * WEEK, E4=MAY + 15 * WEEK)
    legs = travel.route(p, found)
    assert [(leg.before, leg.after) for leg in legs] == list(pairwise(found))
    assert [leg.trip.mode for leg in legs] == ["ground", "air", "metro"]
    assert [leg.trip.miles for leg in legs] == pytest.approx(
        [2 * DEGREE, 8 * DEGREE, 9 * DEGREE]
    )
    assert [leg.trip.usd for leg in legs] == [75, 189, 0]
    assert [leg.waiting_days for leg in legs] == [13, 0, 6]
    assert [leg.usd for leg in legs] == [75 + 260, 189, 120]


def test_the_legs_add_up_to_travel_and_waiting_of_the_shipped_plan(shipped):
    for size in (2, 4):
        p = make.problem(
            shipped, min_rotations=size, max_rotations=size, budget_usd=30_000
        )
        found = solve(p)
        lines = [
            item.usd
            for item in found.cost_items
            if item.label.startswith(("Travel, ", "Waiting, "))
        ]
        legs = travel.route(p, rotations_of(p, found.blocks))
        assert len(legs) == size - 1
        assert sum(leg.usd for leg in legs) == sum(lines)


def test_no_legs_with_fewer_than_two_rotations():
    p = problem(make.offering())
    assert travel.route(p, ()) == travel.route(p, plan(p, E1=MAY)) == ()


# ------------------------------------------------------------------------ expected


def test_expected_cost_of_one_host_that_may_refuse():
    # 0.25 x (1,200 + 80 + 1,800) + 0.75 x 80 = 770 + 60
    p = problem(make.offering(application_fee_usd=80, acceptance=0.25))
    assert cost.expected_total(p, plan(p, E1=MAY)) == 830


def test_expected_cost_of_two_hosts_and_the_trip_between():
    # B is 75 away, a week of waiting costs 6 x 50. Both (1/8): 1,200 + 3,600 + 75 +
    # 300 + 30; only E1 (3/8): 3,000 + 30; only E2 (1/8): 3,000 + 30; none (3/8): 30
    p = problem(
        make.offering(application_fee_usd=10, acceptance=0.5),
        make.offering("E2", "", city="B", application_fee_usd=20, acceptance=0.25),
        places=(make.place(), north("B", 2)),
        spent_usd=1_000,
    )
    mean = 1_030 + (5_175 + 3 * 3_000 + 3_000) / 8
    found = plan(p, E1=MAY, E2=MAY + 5 * WEEK)
    assert cost.expected_total(p, found) == round(mean) == 3_177
    assert cost.total(p, found) == 1_000 + 30 + 5_175


def test_what_is_booked_is_expected_for_sure():
    # 1,200 + 700; with 0.5: 1,800 more, and no fee is asked for what is booked
    p = problem(
        make.offering(application_fee_usd=40),
        make.offering("E2", "", acceptance=0.5),
        booked=(make.booked(MAY, cost_usd=700),),
    )
    assert cost.expected_total(p, plan(p, E2=MAY + 4 * WEEK)) == 1_900 + 900


def test_certain_acceptance_does_not_change_the_expected_cost():
    fields = {"application_fee_usd": 80, "acceptance": 0.25}
    p = problem(make.offering(**fields), acceptance="certain")
    assert cost.expected_total(p, plan(p, E1=MAY)) == 830


@pytest.mark.parametrize(
    ("due", "channel", "fee", "asking"),
    [
        ("unknown", "VSLO", 15, 15),
        ("unknown", "portal", None, 100),
        ("unknown", "direct", 40, 40),
        ("unknown", "direct", None, 0),
        ("asking", "direct", None, 100),
        ("accepting", "VSLO", 15, 0),
    ],
)
def test_what_a_request_costs_before_any_answer(due, channel, fee, asking):
    one = make.offering(fee_due=due, channel=channel, application_fee_usd=fee)
    found = make.catalog(offerings=(one,), unknown_application_fee_usd=100)
    waiting = make.problem(found)
    sent = make.problem(found, answers=(("E1", "asked"),))
    full = cost.offering_usd(waiting, one)
    assert cost.asking_usd(waiting, one) == asking
    assert (cost.gone_usd(waiting), cost.still_usd(waiting, one)) == (0, full)
    assert (cost.gone_usd(sent), cost.still_usd(sent, one)) == (asking, full - asking)
    for p in (waiting, sent):  # in the plan it costs the same either way
        assert cost.total(p, plan(p, E1=MAY)) == full + p.scenario.arrival_usd


def test_a_refusal_costs_what_asking_did():
    one = make.offering(channel="direct", application_fee_usd=None)
    free = make.problem(make.catalog(offerings=(one,)), answers=(("E1", "refused"),))
    assert cost.gone_usd(free) == 0
    due = make.offering(channel="direct", application_fee_usd=None, fee_due="asking")
    paid = Problem(make.catalog(offerings=(due,)), free.scenario)
    assert cost.gone_usd(paid) == cost.application_fee(paid, due) > 0
