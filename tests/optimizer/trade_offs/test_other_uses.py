"""Other uses of the money and time, priced again by the oracle's own model."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import numpy as np
import pytest
from oracle import world_of
from random_problems import random_problem, versioned

from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.plan_chances import chances
from optimizer.model.rotation import rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.draws import draws
from optimizer.solver.solve import solve
from optimizer.trade_offs.other_uses import Option, elsewhere
from optimizer.trade_offs.returns import best_of_each_size, levels

FEES = {"eras_fee_1_30", "eras_fee_31_plus"}
WITH_PLAN = (0, 1, 2, 7, 8, 9, 11, 13, 14)
"""Seeds of random problems that have a plan."""


def problem(programs: int = 6, **changes) -> Problem:
    found = make.catalog(
        tuple(make.program(f"P{i}") for i in range(programs)),
        tuple(make.offering(f"E{i}", f"P{i}") for i in range(2)),
    )
    default = {"budget_usd": 20_000, "min_letters": 0, "applications": 3}
    return make.problem(versioned(found), **default | changes)


def options(p: Problem, *, certain: bool = False) -> dict[str, list[Option]]:
    plan = solve(p)
    assert isinstance(plan, Plan)
    counted = levels(p, best_of_each_size(p, range(5)), certain=certain)
    found: dict[str, list[Option]] = {}
    for option in elsewhere(p, plan, counted, certain=certain):
        found.setdefault(option.name, []).append(option)
    return found


def one(p: Problem, name: str, *, certain: bool = False) -> Option:
    (found,) = options(p, certain=certain)[name]
    return found


def oracle_pp(p: Problem, scenario: Scenario, plan: Plan, *, certain: bool) -> float:
    """What a changed scenario adds to the plan's value, by the oracle."""
    counting = "certain" if certain else "expected"
    worlds = [
        world_of(Problem(p.catalog, replace(s, acceptance=counting)))
        for s in (p.scenario, scenario)
    ]
    before, after = (
        w.value([*w.booked, *(w.block(b.offering, b.start) for b in plan.blocks)])
        for w in worlds
    )
    return 100 * (after - before)


# ------------------------------------------------------------------------ applications


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("seed", WITH_PLAN)
def test_more_applications_and_letters_agree_with_the_oracle(seed, certain):
    p = random_problem(seed)
    plan = solve(p)
    assert isinstance(plan, Plan)
    who = p.scenario.applicant
    for option in elsewhere(p, plan, (), certain=certain):
        if option.name == "applications" and option.marginal:
            total = int(option.what.split("(")[1].split()[0])
            changed = replace(p.scenario, applications=total)
        elif option.name == "letter":
            more = replace(who, us_letters=who.us_letters + 1)
            changed = replace(p.scenario, applicant=more)
        else:
            continue
        truth = oracle_pp(p, changed, plan, certain=certain)
        assert option.marginal.gain.value == pytest.approx(truth, abs=1e-9)


def test_ten_more_and_all_that_are_left_to_programs_that_could_match():
    """24 programs, 3 applied to, one closed to IMGs: 20 are left."""
    programs = [make.program(f"P{i:02d}") for i in range(24)]
    programs[23] = make.program("P23", accepts_img="no")
    p = make.problem(
        versioned(make.catalog(tuple(programs), (make.offering("E1", "P00"),))),
        applications=3,
        min_letters=0,
    )
    ten, every = options(p)["applications"]
    assert (ten.marginal.usd, every.marginal.usd) == (110, 220)
    assert every.what == "20 more ERAS applications (23 in all)"
    assert (
        0 < ten.marginal.gain.low < ten.marginal.gain.value < every.marginal.gain.value
    )


def test_nothing_is_left_to_apply_to():
    option = one(problem(applications=60), "applications")
    assert option.marginal is None
    assert option.note.startswith("You apply to every program that could match you")


def test_what_was_left_out_is_not_left_to_apply_to():
    out = tuple((p.program_id, "out") for p in problem().catalog.programs)
    option = one(problem(applications=0).having(list_wishes=out), "applications")
    assert option.marginal is None


def test_a_catalog_without_fees_has_gains_without_a_price():
    p = problem()
    fewer = tuple(a for a in p.catalog.assumptions if a.name not in FEES)
    bare = Problem(versioned(replace(p.catalog, assumptions=fewer)), p.scenario)
    option = one(bare, "applications")
    assert option.marginal.usd is None
    assert option.marginal.per_1000 is None
    assert option.marginal.gain.value > 0


def test_the_budget_for_rotations_does_not_pay_for_applications():
    """A budget spent to the dollar on rotations changes nothing about them."""
    plan = solve(problem())
    tight = problem(budget_usd=plan.cost_usd)
    assert one(tight, "applications") == one(problem(), "applications")


# ----------------------------------------------------- letters, scores, what is unknown


def test_a_letter_has_no_price_and_is_marked_as_a_guess():
    option = one(problem(), "letter")
    assert option.assumed
    assert (option.marginal.usd, option.marginal.weeks) == (None, None)
    assert option.marginal.gain.value > 0


def test_a_fifth_letter_adds_nothing():
    option = one(problem(us_letters=4), "letter")
    assert option.marginal.gain.high == 0
    assert "at most 4 letters" in option.note


def test_a_score_that_is_passed_cannot_be_improved():
    option = one(problem(step2_ck=240), "step 2 ck")
    assert option.marginal is None
    assert "cannot be improved" in option.note


@pytest.mark.parametrize("certain", [True, False])
def test_a_score_not_yet_taken_is_priced_from_the_reference_up(certain):
    p = problem(step2_ck=None)
    # P5 takes no one below 245: ten points more open it.
    gated = replace(p.catalog.program["P5"], min_step2_ck=245)
    programs = (*p.catalog.programs[:5], gated)
    p = Problem(
        versioned(replace(p.catalog, programs=programs)),
        replace(p.scenario, applications=6),
    )
    option = one(p, "step 2 ck", certain=certain)
    plan = solve(p)
    usual, better = (
        replace(p.scenario, applicant=replace(p.scenario.applicant, step2_ck=score))
        for score in (240, 250)
    )
    start = Problem(p.catalog, usual)
    truth = oracle_pp(start, better, plan, certain=certain)
    assert option.marginal.gain.value == pytest.approx(truth)
    assert option.assumed
    assert option.marginal.usd is None


def test_what_no_honest_figure_exists_for_is_not_priced():
    found = options(problem())
    for name in ("research", "signals"):
        (option,) = found[name]
        assert option.marginal is None
        assert option.note


def test_ranges_are_of_pairs_of_draws():
    p = problem()
    plan = solve(p)
    rotations = rotations_of(p, plan.blocks)
    more = p.having(applications=6)
    before, after = (
        match_model(q, draws(q)).value(rotations, False) for q in (p, more)
    )
    low, high = np.percentile(100 * (after - before), [10, 90])
    gain = one(p, "applications").marginal.gain
    assert (gain.low, gain.high) == pytest.approx((low, high))


# --------------------------------------------------------------------------- rotations


def test_the_next_rotation_and_the_last_one_stand_beside_the_rest():
    p = problem(max_rotations=1)
    counted = levels(p, best_of_each_size(p, range(4)), certain=False)
    more, last = options(p)["rotation"]
    assert more.marginal == counted[2].marginal
    assert last.marginal == counted[1].marginal
    assert "2 instead of 1" in more.what
    assert "1 instead of 0" in last.what


def test_without_a_larger_plan_it_says_so():
    more, last = options(problem(max_rotations=2))["rotation"]
    assert more.marginal is None
    assert "No plan with more than two rotations was found" in more.note
    assert last.marginal is not None


# ------------------------------------------------- the fees leave the match model alone


def test_the_fees_move_no_draw_and_no_value(shipped: Catalog):
    fewer = tuple(a for a in shipped.assumptions if a.name not in FEES)
    assert len(fewer) == len(shipped.assumptions) - 2
    bare = versioned(replace(shipped, assumptions=fewer))
    with_fees, without = (
        Problem(catalog, make.scenario()) for catalog in (shipped, bare)
    )
    drawn, before = draws(with_fees), draws(without)
    assert {name: list(v) for name, v in drawn.items() if name not in FEES} == {
        name: list(v) for name, v in before.items()
    }
    plan = solve(with_fees)
    assert plan == solve(without)
    assert chances(with_fees, plan) == chances(without, plan)
