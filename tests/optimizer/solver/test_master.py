"""The CP-SAT master: exact in its rules, never dearer than the truth, never too low."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations
from typing import Any

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from benchmarks.dating import best_dates
from optimizer.domain.problem import Problem
from optimizer.solver.cpsat import money
from optimizer.solver.cpsat.master import VALUE_UNITS, Answer, Choice, Master
from optimizer.solver.cpsat.schedule import State
from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.sets.dated_sets import DatedSet, DatedSets
from optimizer.solver.sets.pool import Pool

MAY = dt.date(2027, 5, 3)


def master_of(search: DatedSets) -> Master:
    b = search.bounds
    states = [
        State(c, float(b.on_time_letters[i]), float(b.late_letters[i]))
        for i, c in enumerate(search.candidates)
    ]
    return Master(search.problem, states, search.booked, search.scheduler)


def only(master: Master, chosen: tuple[int, ...], on_time: Any = None) -> Answer:
    """Solve with exactly this set (and exactly these letters on time), cheapest."""
    for i, x in enumerate(master.chosen):
        master.model.add(x == (i in chosen))
        t = master.on_time[i]
        if on_time is not None and t is not None:
            master.model.add(t == (i in on_time))
    master.model.minimize(master.cost)
    return master.solve(10)


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    places = changes.pop("places", None)
    found = make.catalog(programs, offerings, places)
    defaults = {"min_rotations": 0, "min_letters": 0, "budget_usd": 20_000}
    return make.problem(versioned(found), **defaults | changes)


def on(number: int, start: str = "2027-05-03", **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


def allows(p: Problem, *ids: str) -> bool:
    """Whether the master lets this set pass."""
    search = DatedSets(p)
    index = [c.offering.offering_id for c in search.candidates]
    chosen = tuple(index.index(i) for i in ids)
    return only(master_of(search), chosen).outcome == "optimal"


# ------------------------------------------------------------ against every dated set


def dated(search: DatedSets) -> list[DatedSet]:
    every = range(min(len(search.candidates), 6))
    return [
        found
        for size in range(max(search.most, -1) + 1)
        for s in combinations(every, size)
        if (found := best_dates(search, s)) is not None
    ]


@pytest.mark.parametrize("legs", [600, 0])
@pytest.mark.parametrize("seed", range(700, 718))
def test_no_valid_set_is_refused_or_priced_too_high(seed, legs, monkeypatch):
    """Also where travel enters by each place's shortest leg, not as a path."""
    monkeypatch.setattr(money, "MOST_LEGS", legs)
    search, dice = DatedSets(random_problem(seed)), random.Random(seed)
    found = dated(search)
    for f in dice.sample(found, min(5, len(found))):
        answer = only(master_of(search), f.chosen)
        assert answer.outcome == "optimal"
        assert answer.bound <= f.usd


@pytest.mark.parametrize("seed", range(700, 715))
def test_cuts_do_not_cut_off_a_value(seed):
    """The master's optimum over one set is at least its value, at its letters."""
    search, dice = DatedSets(random_problem(seed)), random.Random(seed)
    found = dated(search)
    if not found or search.most <= 0:
        return
    f = dice.choice(found)
    pool = Pool(search.problem)
    worth = pool.worth
    if f.letters > worth.most_letters:
        return
    offerings, offers = search.problem.catalog.offerings, pool.offers
    number = {
        (offerings[i].offering_id, first): n
        for n, (i, first) in enumerate(zip(offers.index, offers.first, strict=True))
    }
    place = [number[c.offering.offering_id, c.starts[0]] for c in search.candidates]
    ends = worth.ends(f.letters, f.letters)
    master = master_of(search)
    master.maximize_value(f.letters, f.letters, worth.base_letters)
    for g in dice.sample(found, min(3, len(found))):
        touched = [place[i] for i in g.chosen]
        for cut in cuts(worth, ends, touched, np.arange(len(number)), pool.most):
            master.add_cut(cut.only(np.array(place, dtype=int)))
    for i, x in enumerate(master.chosen):
        master.model.add(x == (i in f.chosen))
    answer = master.solve(10)
    assert answer.outcome == "optimal"
    assert answer.bound >= f.value * VALUE_UNITS


def test_every_coefficient_of_a_cut_is_rounded_up():
    p = problem(on(1), on(2, "2027-06-07"), max_rotations=2)
    search = DatedSets(p)
    for constant, worth in ((0.1234561, 0.0123451), (0.2, 0.0000001)):
        master = master_of(search)
        master.maximize_value(0, 4, search.bounds.base_letters)
        cut = Cut(constant, np.array([worth, worth]), 0.0)
        master.add_cut(cut)
        for x in master.chosen:
            master.model.add(x == 1)
        bound = master.solve(10).bound
        assert bound >= (constant + 2 * worth) * VALUE_UNITS
        assert bound <= (constant + 2 * worth) * VALUE_UNITS + 3


# ---------------------------------------------------------------- each rule, by hand


def test_the_budget_holds_in_the_master():
    # 1,200 + 1,800
    assert allows(problem(on(1), budget_usd=3_000), "E1")
    p = problem(on(1, application_fee_usd=1), budget_usd=3_000)
    assert not DatedSets(p).candidates  # so dear that it is no candidate at all
    two = (on(1), on(2, "2027-05-31"))
    assert allows(problem(*two, budget_usd=4_800), "E1", "E2")
    assert not allows(problem(*two, budget_usd=4_799), "E1", "E2")


def test_travel_and_waiting_are_priced_exactly_for_two_rotations():
    # two degrees are 75; one week is left out: 6 days
    places = (make.place(), make.place("B", "TX", lat=31.76))
    two = (on(1), on(2, "2027-06-07", city="B"))
    price = 1_200 + 2 * 1_800 + 75 + 300
    p = problem(*two, places=places, budget_usd=price)
    search = DatedSets(p)
    assert only(master_of(search), (0, 1)).bound == price
    p = problem(*two, places=places, budget_usd=price - 1)
    assert not allows(p, "E1", "E2")


def test_travel_is_the_cheapest_path_through_four_places():
    # four cities in a row, two degrees apart, visited in a zigzag: three legs of 75
    cities = "ABCD"
    places = tuple(make.place(c, "TX", lat=30 + 2 * i) for i, c in enumerate(cities))
    starts = ("2027-04-05", "2027-05-31", "2027-05-03", "2027-06-28")
    offers = [on(i + 1, s, city=cities[i]) for i, s in enumerate(starts)]
    p = problem(*offers, places=places, max_rotations=4)
    bound = only(master_of(DatedSets(p)), (0, 1, 2, 3)).bound
    assert bound == 1_200 + 4 * 1_800 + 3 * 75
    exact = best_dates(DatedSets(p), (0, 1, 2, 3))
    assert exact.usd > bound


def test_travel_reaches_the_place_far_off():
    # three cities at one point, 40 apart as metros of their own, and one far away: 198
    places = [make.place(c, "TX") for c in "ABC"] + [make.place("D", "TX", lat=39.76)]
    starts = ("2027-04-05", "2027-05-03", "2027-05-31", "2027-06-28")
    offers = [on(i + 1, s, city="ABCD"[i]) for i, s in enumerate(starts)]
    p = problem(*offers, places=tuple(places), max_rotations=4)
    bound = only(master_of(DatedSets(p)), (0, 1, 2, 3)).bound
    assert bound == 1_200 + 4 * 1_800 + 2 * 40 + 198
    assert best_dates(DatedSets(p), (0, 1, 2, 3)).usd == bound


def test_travel_is_a_path_and_not_a_star():
    # D lies between A and B, C beside it: from D all are near, 75, but no trip can
    # leave it three times. A to C to D, and on to B
    points = {"A": (37, -95), "B": (33, -95), "C": (35, -92.6), "D": (35, -95)}
    places = [make.place(c, "TX", lat=y, lon=x) for c, (y, x) in points.items()]
    starts = ("2027-04-05", "2027-06-28", "2027-05-03", "2027-05-31")
    offers = [on(i + 1, s, city="ABCD"[i]) for i, s in enumerate(starts)]
    p = problem(*offers, places=tuple(places), max_rotations=4)
    exact = best_dates(DatedSets(p), (0, 1, 2, 3)).usd
    assert exact > 1_200 + 4 * 1_800 + 3 * 75
    assert only(master_of(DatedSets(p)), (0, 1, 2, 3)).bound == exact


def test_travel_makes_no_use_of_places_that_are_not_visited():
    # A and B are 198 apart; C is beside A and D beside B, but nobody goes there
    lat = {"A": 29.76, "B": 39.76, "C": 29.76, "D": 39.76}
    places = [make.place(c, "TX", lat=y) for c, y in lat.items()]
    offers = [on(i + 1, "2027-05-03;2027-05-31", city="ABCD"[i]) for i in range(4)]
    p = problem(*offers, places=tuple(places), max_rotations=4)
    bound = only(master_of(DatedSets(p)), (0, 1)).bound
    assert bound == 1_200 + 2 * 1_800 + 198


def test_travel_to_what_is_booked_is_priced():
    places = (make.place(), make.place("B", "TX", lat=31.76))
    booked = make.booked(dt.date(2027, 5, 31), program_id="P4", cost_usd=11)
    p = problem(on(1, city="B"), places=places, booked=(booked,))
    assert only(master_of(DatedSets(p)), (0,)).bound == 1_200 + 11 + 1_800 + 75
    assert only(master_of(DatedSets(p)), ()).bound == 1_200 + 11


def test_arrival_is_priced_only_if_anything_is_chosen():
    p = problem(on(1), spent_usd=5)
    assert only(master_of(DatedSets(p)), ()).bound == 5
    assert only(master_of(DatedSets(p)), (0,)).bound == 5 + 1_200 + 1_800


@pytest.mark.parametrize(("gap", "possible"), [(2, True), (3, False)])
def test_the_gap_holds_in_the_master(gap, possible):
    p = problem(on(1), on(2, "2027-05-31"), gap_days=gap)
    assert allows(p, "E1", "E2") is possible


@pytest.mark.parametrize(("gap", "possible"), [(2, True), (3, False)])
def test_the_gap_holds_towards_what_is_booked(gap, possible):
    booked = (make.booked(dt.date(2027, 5, 31), program_id="P4"),)
    assert allows(problem(on(1), booked=booked, gap_days=gap), "E1") is possible
    booked = (make.booked(dt.date(2027, 4, 5), program_id="P4"),)
    assert allows(problem(on(1), booked=booked, gap_days=gap), "E1") is possible


@pytest.mark.parametrize(("stay", "possible"), [(54, True), (53, False)])
def test_the_stay_holds_in_the_master(stay, possible):
    p = problem(on(1), on(2, "2027-05-31"), max_stay_days=stay, lives_in_us=True)
    assert allows(p, "E1", "E2") is possible


@pytest.mark.parametrize(("stay", "possible"), [(54, True), (53, False)])
def test_the_stay_counts_what_is_booked(stay, possible):
    booked = (make.booked(dt.date(2027, 5, 31), program_id="P4"),)
    p = problem(on(1), booked=booked, max_stay_days=stay, lives_in_us=True)
    assert allows(p, "E1") is possible


@pytest.mark.parametrize(("idle", "possible"), [(9, True), (8, False)])
def test_the_idle_limit_holds_for_two_rotations(idle, possible):
    asked = {"max_idle_days": idle, "waiting_usd_per_day": 0, "lives_in_us": True}
    p = problem(on(1), on(2, "2027-06-07"), **asked)
    assert allows(p, "E1", "E2") is possible


@pytest.mark.parametrize("limit", [{"max_stay_days": 53}, {"max_idle_days": 1}])
def test_a_trip_home_splits_a_visit_in_the_master(limit):
    p = problem(on(1), on(2, "2027-06-14"), waiting_usd_per_day=0, **limit)
    assert allows(p, "E1", "E2")
    assert not allows(p.having(budget_usd=1_200 + 2 * 1_800 + 1_199), "E1", "E2")
    assert allows(p.having(budget_usd=1_200 + 2 * 1_800 + 1_200), "E1", "E2")


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ({"max_rotations": 1}, {"max_rotations": 2}),
        ({"min_rotations": 3}, {"min_rotations": 2}),
        ({"min_letters": 4}, {"min_letters": 3}),
        ({"min_hands_on": 2}, {"min_hands_on": 1}),
        ({"min_in_ties": 1}, {"min_in_ties": 1, "ties": ("TX",)}),
        ({"required_states": ("IL",)}, {"required_states": ("TX",)}),
        ({"max_per_region": (("South", 1),)}, {"max_per_region": (("South", 2),)}),
        ({"min_focus_areas": 3}, {"min_focus_areas": 2}),
        ({"min_receptive": 3}, {"min_receptive": 2}),
        ({"pins": ("E1", "E2", "E3")}, {"pins": ("E1", "E2")}),
    ],
)
def test_tallies_hold_in_the_master(rule, limit):
    offers = (
        on(1, focus=("a", "b")),
        on(2, "2027-05-31", kind="observership", focus=("b",)),
        on(3, "2027-06-28"),
    )
    assert not allows(problem(*offers, **rule), "E1", "E2")
    assert allows(problem(*offers, **limit), "E1", "E2")


def test_a_letter_is_on_time_only_from_an_early_start():
    # the letter from 3 May is ready on 2 July, from 10 May on 9 July
    p = problem(
        on(1, "2027-05-03;2027-05-10"),
        booked=(make.booked(MAY, weeks=1, program_id="P4"),),
        letters_by=dt.date(2027, 7, 2),
    )
    search = DatedSets(p)
    assert only(master_of(search), (0,), on_time=()).outcome == "optimal"
    assert only(master_of(search), (0,), on_time=(0,)).outcome == "infeasible"


def test_letters_stay_in_their_interval():
    # one hands-on rotation adds 0.4 to the letter in hand
    search = DatedSets(problem(on(1)))
    for low, high, outcome in ((1.4, 1.4, "optimal"), (1.5, 2.0, "infeasible")):
        master = master_of(search)
        master.maximize_value(low, high, search.bounds.base_letters)
        master.model.add(master.chosen[0] == 1)
        assert master.solve(10).outcome == outcome


def test_a_forbidden_set_is_not_chosen_again_and_others_are():
    search = DatedSets(problem(on(1), on(2, "2027-05-31")))
    for chosen, outcome in (((0,), "infeasible"), ((0, 1), "optimal"), ((), "optimal")):
        master = master_of(search)
        master.forbid(Choice((0,), frozenset()))
        assert only(master, chosen).outcome == outcome


def test_only_higher_values_and_lower_costs_are_of_interest():
    search = DatedSets(problem(on(1)))
    master = master_of(search)
    master.maximize_value(1, 4, search.bounds.base_letters)
    master.add_cut(Cut(0.1, np.array([0.1]), 0.0))
    master.require_value(0.1999)
    answer = master.solve(10)
    assert answer.choice == Choice((0,), frozenset({0}))
    master.require_value(0.2)
    assert master.solve(10).outcome == "infeasible"


def test_no_time_gives_no_verdict():
    search = DatedSets(random_problem(3))
    answer = master_of(search).solve(0.0)
    assert answer.outcome in ("unknown", "optimal", "infeasible")


def test_a_long_wait_after_something_booked_long_ago_can_be_priced():
    # four years of waiting at a dollar a day: 1,431 days beyond three
    booked = (make.booked(dt.date(2023, 5, 1), program_id="P4"),)
    asked = {"waiting_usd_per_day": 1, "entry_status": "J-1", "lives_in_us": True}
    asked["window_start"] = dt.date(2023, 5, 1)
    p = problem(on(1), booked=booked, **asked)
    exact = best_dates(DatedSets(p), (0,))
    assert exact.usd == 1_200 + 1_800 + 1_434
    answer = only(master_of(DatedSets(p)), (0,))
    assert answer.outcome == "optimal"
    assert answer.bound <= exact.usd
