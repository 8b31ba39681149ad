"""What the solver says of its answer is true."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, product

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.rotation import booked_rotations, rotations_of
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.scenario_io.json_file import default_scenario
from optimizer.solver.cpsat.master import Answer, Master
from optimizer.solver.extract import preferred_rotations
from optimizer.solver.search.goal import Best, Found
from optimizer.solver.search.search import Search
from optimizer.solver.search.work import TooMuch
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.pool import Pool
from optimizer.solver.solve import (
    MOST_USD,
    TOLERANCE,
    OutOfWork,
    Solver,
    cheapest,
    is_possible,
    solve,
)

MAY = dt.date(2027, 5, 3)
SEEDS = range(900, 924)


def changed(p: Problem, **changes) -> Problem:
    return p.having(**changes)


def problem(*offerings, **changes) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    numbers = changes.pop("assumptions", {})
    places = changes.pop("places", None)
    found = make.catalog(programs, offerings, places, **numbers)
    return make.problem(versioned(found), **{"min_letters": 0} | changes)


def on(number: int, start: str = "2027-05-03", **changes):
    fields = {"program_id": f"P{number}"} | changes
    return make.offering(f"E{number}", starts=start, **fields)


AT_ONE_PROGRAM = (on(1), on(2, "2027-07-05", program_id="P1"))


def ids(plan: Plan | NoPlan) -> list[str]:
    assert isinstance(plan, Plan)
    return [b.offering.offering_id for b in plan.blocks]


# ---------------------------------------------------------------------------- bounds


@pytest.mark.parametrize("seed", SEEDS)
def test_an_optimal_plan_is_within_twice_the_tolerance_of_its_bound(seed):
    plan = solve(random_problem(seed))
    if isinstance(plan, NoPlan):
        assert plan.reason == "infeasible"
        return
    assert plan.proof.status == "optimal"
    assert plan.value <= plan.proof.bound <= plan.value + 2 * TOLERANCE + 1e-12
    assert plan.proof.seconds > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_for_lack_of_work_holds_for_every_plan(seed):
    search = DatedSets(random_problem(seed))
    bound = Solver(search.problem).root_bound()
    every = range(min(len(search.candidates), 6))
    for size in range(max(search.most, -1) + 1):
        for chosen in combinations(every, size):
            found = search.date(chosen)
            if found is not None and search.obeys_tallies(found):
                assert found.value <= bound + 1e-12


@pytest.mark.parametrize("seed", [*SEEDS[:8]])
def test_too_little_work_never_claims_a_proof(seed, monkeypatch):
    p = random_problem(seed)
    whole = solve(p)
    late = solve(changed(p, work_limit=1e-9))
    if isinstance(late, NoPlan):
        assert late.reason == "undecided" or late.reason == whole.reason
        assert (late.reason == "infeasible") <= isinstance(whole, NoPlan)
        return
    assert isinstance(whole, Plan)
    assert late.proof.bound >= late.value
    assert late.proof.bound >= whole.value - 1e-9
    if late.proof.status == "optimal":
        assert late.value >= whole.value - 2 * TOLERANCE
    broken = rules.broken_rules(p, rotations_of(p, late.blocks))
    assert not broken


@pytest.mark.parametrize("units", [0.000_1, 0.000_2, 0.1])
def test_little_work_on_the_shipped_catalog(shipped: Catalog, units: float):
    scenario = make.scenario(budget_usd=7_000, max_rotations=4, work_limit=units)
    p = Problem(shipped, scenario)
    plan = solve(p)
    if isinstance(plan, Plan):
        assert plan.proof.bound >= plan.value
        assert not rules.broken_rules(p, rotations_of(p, plan.blocks))
        assert plan.cost_usd <= 7_000
    else:
        assert plan.reason == "undecided"


def test_too_little_work_to_prove_infeasibility_leaves_it_undecided():
    p = make.too_far_apart(work_limit=1e-9)
    assert solve(p).reason == "undecided"
    with pytest.raises(OutOfWork):
        is_possible(p)
    with pytest.raises(OutOfWork):
        cheapest(p)
    patient = changed(p, work_limit=10.0)
    assert solve(patient).reason == "infeasible"
    assert isinstance(solve(changed(patient, budget_usd=10_000)), Plan)


def test_two_at_one_program_are_refuted_by_counting():
    p = problem(*AT_ONE_PROGRAM, min_rotations=2, work_limit=1e-9)
    assert solve(p).reason == "infeasible"
    assert not is_possible(p)
    assert cheapest(p) is None


@pytest.mark.parametrize(
    ("with_presolve", "without", "reason"),
    [
        ("unknown", "unknown", "undecided"),
        ("infeasible", "unknown", "undecided"),  # not confirmed
        ("infeasible", "infeasible", "infeasible"),
    ],
)
def test_cpsat_alone_confirms_that_there_is_no_plan(
    with_presolve, without, reason, monkeypatch
):
    def solved(self, units, *, presolve=True):
        return Answer(with_presolve if presolve else without, None, 0.0)

    monkeypatch.setattr(Master, "solve", solved)
    p = make.too_far_apart()
    assert solve(p, engine="cpsat").reason == reason


@pytest.mark.parametrize("seed", range(930, 950))
def test_cpsat_alone_finds_no_better_plan(seed):
    p = random_problem(seed)
    ours, alone = solve(p), solve(p, engine="cpsat")
    if isinstance(ours, NoPlan):
        assert alone == ours
        return
    assert alone.proof.status == "optimal"
    assert abs(ours.value - alone.value) <= 2 * TOLERANCE


@pytest.mark.parametrize("seed", range(930, 950))
def test_past_the_work_cap_cpsat_goes_on_alone(seed, monkeypatch):
    p = random_problem(seed)
    ours = solve(p)

    searched = Search.run

    def tired(search):
        if isinstance(search.goal, Best):
            raise TooMuch
        searched(search)

    monkeypatch.setattr(Search, "run", tired)
    alone = solve(p)
    if isinstance(ours, Plan):
        assert alone.proof.status == "optimal"
        assert abs(ours.value - alone.value) <= 2 * TOLERANCE


# ------------------------------------------------------------------------ same answers


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_the_same_problem_has_the_same_plan(seed):
    p = random_problem(seed)
    again = Problem(replace(p.catalog), replace(p.scenario))
    first, second = solve(p), solve(again)
    assert first == second
    if isinstance(first, Plan):
        assert first.proof.bound == second.proof.bound


# ------------------------------------------------------------------------------- ties


def test_of_equally_good_offerings_the_cheaper_is_chosen():
    # alike but for five dollars
    p = problem(on(1, application_fee_usd=5), on(2), max_rotations=1)
    assert ids(solve(p)) == ["E2"]


def test_no_budget_pays_more_for_a_plan_that_another_finds_cheaper(shipped):
    default = default_scenario(shipped, dt.date(2026, 11, 22))
    p = Problem(shipped, replace(default, acceptance="certain"))
    budgets = (8_000, 10_000, 14_000, 20_000, 25_000, 40_000)
    plans = {usd: solve(changed(p, budget_usd=usd)) for usd in budgets}
    for (usd, one), other in product(plans.items(), plans.values()):
        if other.cost_usd <= usd and other.value >= one.value:
            assert one.cost_usd <= other.cost_usd


def test_of_plans_within_the_tolerance_the_cheapest_is_chosen():
    # E1 is a hair better and dearer by a dollar
    p = problem(on(1, acceptance=0.5001, tuition_usd=1), on(2), max_rotations=1)
    assert ids(solve(p)) == ["E2"]
    p = problem(on(1, acceptance=0.6, tuition_usd=1), on(2), max_rotations=1)
    assert ids(solve(p)) == ["E1"]


def shown(p: Problem, *sets: tuple[int, ...]) -> list[str]:
    """The offerings shown if these sets of offers were equally good."""
    pool = Pool(p)
    found = []
    for members in sets:
        timely = tuple(bool(pool.can_be_on_time[i]) for i in members)
        usd = int(pool.offers.usd[list(members)].sum())
        found.append(Found(0.0, usd, members, timely))
    rotations = preferred_rotations(pool, found)
    return [r.visit.offering.offering_id for r in rotations]


def test_of_equally_cheap_plans_the_last_letter_is_earliest():
    p = problem(on(1, "2027-05-10"), on(2, "2027-05-03"), max_rotations=1)
    assert shown(p, (0,), (1,)) == ["E2"]
    # the same dates: the quicker writer
    p = problem(on(1, letter_days=22), on(2), max_rotations=1)
    assert shown(p, (0,), (1,)) == ["E2"]


def test_the_cheaper_goes_before_the_earlier_letter():
    p = problem(on(1, "2027-05-10"), on(2, tuition_usd=1), max_rotations=1)
    assert shown(p, (0,), (1,)) == ["E1"]


def test_time_to_apply_goes_before_the_earlier_letter_up_to_four_weeks():
    # on 22 November 2026; the last days to apply are in 1, 3 and 4 weeks, and in 8
    def at(number: int, start: str):
        return on(number, start, apply_lead_weeks=20)

    few = (at(1, "2027-04-19"), at(2, "2027-05-03"))
    assert shown(problem(*few, max_rotations=1), (0,), (1,)) == ["E2"]
    enough = (at(1, "2027-05-10"), at(2, "2027-06-07"))
    assert shown(problem(*enough, max_rotations=1), (0,), (1,)) == ["E1"]


def test_what_is_worth_too_little_is_not_shown_however_cheap():
    p = problem(on(1, tuition_usd=9), on(2, acceptance=0.1), max_rotations=1)
    assert ids(solve(p)) == ["E1"]


def test_a_cheaper_plan_within_the_tolerance_is_found_wherever_it_is():
    # E1 and E2 are best; E3 in place of E2 is as good within tau and saves a dollar
    offers = (
        on(1),
        on(2, "2027-06-07", tuition_usd=1, acceptance=0.5001),
        on(3, "2027-06-07"),
    )
    p = problem(*offers, max_rotations=2, min_rotations=2)
    assert ids(solve(p)) == ["E1", "E3"]


def test_a_letter_is_late_where_that_costs_nothing_and_saves_money():
    # the letter adds nothing at all: the dates without waiting are shown
    offers = (on(1, "2027-05-03;2027-07-12"),)
    booked = (make.booked(dt.date(2027, 8, 9), program_id="P3"),)
    p = problem(
        *offers,
        booked=booked,
        letters_by=dt.date(2027, 7, 2),
        assumptions={"letter_logit_2": 0, "letter_logit_3": 0},
    )
    assert solve(p).blocks[0].start == dt.date(2027, 7, 12)


def test_of_plans_alike_in_everything_the_first_id_is_chosen():
    assert ids(solve(problem(on(2), on(1), max_rotations=1))) == ["E1"]


def test_of_equally_good_dates_the_earliest_with_time_to_apply_is_chosen():
    # on 22 November 2026 the lead of 20 weeks and four weeks more end on 9 May 2027
    starts = "2027-05-03;2027-05-10;2027-05-17"
    plan = solve(problem(on(1, starts, apply_lead_weeks=20)))
    assert [b.start for b in plan.blocks] == [dt.date(2027, 5, 10)]
    plan = solve(problem(on(1, starts, apply_lead_weeks=12)))
    assert [b.start for b in plan.blocks] == [MAY]


# --------------------------------------------------------------------- nothing, booked


def test_the_empty_plan_is_a_plan_if_no_rotation_is_asked_for():
    p = problem(min_rotations=0, spent_usd=11)
    plan = solve(p)
    assert isinstance(plan, Plan)
    assert plan.blocks == ()
    assert plan.cost_usd == plan.expected_cost_usd == 11
    assert plan.value == pytest.approx(float(match_model(p).value((), False)[0]))
    assert plan.letters_on_time == 0
    assert solve(changed(p, min_rotations=1)).reason == "infeasible"


def test_the_empty_plan_is_best_where_nothing_adds_to_the_value():
    # the program takes no IMGs and the host writes no letter
    shut = make.program("P1", accepts_img="no")
    offering = make.offering(gives_letter="no")
    p = make.problem(
        versioned(make.catalog((shut, make.program("P2")), (offering,))),
        min_rotations=0,
    )
    assert ids(solve(p)) == []


def test_what_is_booked_is_a_plan_by_itself():
    booked = (make.booked(MAY, program_id="P1", cost_usd=600),)
    p = problem(booked=booked, max_rotations=1)
    plan = solve(p)
    assert ids(plan) == []
    assert plan.cost_usd == 1_800
    model = match_model(p)
    expected = float(model.value(booked_rotations(p), certain=False)[0])
    assert plan.value == pytest.approx(expected)
    assert plan.letters_on_time == 1
    assert solve(changed(p, budget_usd=1_800)) != solve(changed(p, budget_usd=1_799))
    assert solve(changed(p, budget_usd=1_799)).reason == "infeasible"


def test_what_is_booked_is_exempt_from_window_months_and_eligibility():
    # from February, on a day of no free month, by a graduate at a host that takes none
    booked = (make.booked(dt.date(2027, 2, 8)),)
    p = make.problem(
        versioned(make.catalog(offerings=(make.offering(graduates="no"),))),
        booked=booked,
        status="graduate",
        months=(5,),
        blackouts=((dt.date(2027, 1, 1), dt.date(2027, 2, 1)),),
    )
    assert ids(solve(p)) == []


def test_what_is_booked_must_be_apart_too():
    both = (make.booked(MAY, program_id="P1"), make.booked(MAY, program_id="P2"))
    assert solve(problem(booked=both)).reason == "infeasible"


def test_a_booked_place_on_the_way_may_be_cheaper_than_the_direct_trip():
    # A, B and C lie in a row, 126 miles apart: by ground 72 + 72, by air 168. Greedy
    # takes E3, the best alone; E1, what is booked in B, and E2 are better together
    a, b, c = (make.place(n, "TX", lat=29 + 1.83 * i) for i, n in enumerate("ABC"))
    programs = (make.program("P1"), make.program("P2"), make.program("P3", city="B"))
    offerings = (
        on(1, city="A"),
        on(2, "2027-06-28", city="C"),
        on(3, "2027-06-28", city="C", program_id="P1", acceptance=0.6),
    )
    catalog = versioned(make.catalog(programs, offerings, (a, b, c)))
    booked = (make.booked(dt.date(2027, 5, 31), program_id="P3"),)
    price = 1_200 + 2 * 1_800 + 2 * 72
    p = make.problem(catalog, booked=booked, budget_usd=price)
    assert ids(solve(p)) == ["E1", "E2"]
    assert solve(p).cost_usd == price
    assert ids(solve(changed(p, budget_usd=price - 1))) == ["E3"]


# ------------------------------------------------------------------ cheapest, possible


@pytest.mark.parametrize("seed", SEEDS[:15])
def test_the_cheapest_plan_is_possible_and_nothing_is_cheaper(seed):
    p = random_problem(seed)
    usd = cheapest(p)
    if usd is None:
        assert not is_possible(changed(p, budget_usd=MOST_USD))
        return
    assert is_possible(changed(p, budget_usd=usd))
    assert not is_possible(changed(p, budget_usd=usd - 1))


def test_cheapest_leaves_the_budget_out():
    # 1,200 + 4 x 450 + 7
    p = problem(on(1, tuition_usd=7), on(2, tuition_usd=8), budget_usd=0)
    assert cheapest(p) == 3_007
    assert cheapest(changed(p, pins=("E2",))) == 3_008
    assert cheapest(changed(p, min_rotations=2, max_rotations=2)) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_possible_and_solved_agree(seed):
    p = random_problem(seed)
    assert is_possible(p) == isinstance(solve(p), Plan)


def test_a_wait_shorter_than_a_weekend_is_impossible_and_told_at_once():
    # a block ends on a Friday and the next starts on a Monday: two days lie between
    asked = {"max_idle_days": 1, "lives_in_us": True}
    p = problem(*(on(i, "mondays") for i in range(1, 5)), **asked)
    two = replace(p.scenario, min_rotations=2)
    answer = solve(Problem(p.catalog, two))
    assert isinstance(answer, NoPlan)
    assert answer.reason == "infeasible"
    fixed = solve(Problem(p.catalog, replace(two, max_idle_days=2, budget_usd=50_000)))
    assert isinstance(fixed, Plan)
