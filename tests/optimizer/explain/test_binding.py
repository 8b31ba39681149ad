"""Which rules limit the plan, against enumeration and by hand."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import factories as make
import pytest
from oracle import enumerate_plans, enumerate_relaxed
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import compare_plans
from optimizer.explain.binding import (
    GAIN,
    Limit,
    limit,
    limits,
    rule_names,
    with_ranges,
)
from optimizer.explain.loosening import letter_date, wishes
from optimizer.model.plan_chances import models
from optimizer.model.rotation import rotations_of
from optimizer.solver.solve import solve

TAU = 0.0002
OFF = 2 * TAU + 1e-9  # what two proven values may be off together
MAY, JUNE = "2027-05-03", "2027-06-07"
# our rule: the oracle's, where dropping means the same
SAME = {
    "budget": "budget",
    "min_hands_on": "hands_on",
    "min_receptive": "receptive",
    "min_in_ties": "ties",
    "min_focus_areas": "focus",
    "states": "states",
    "regions": "regions",
    "kind": "kind",
    "months": "months",
    "free_dates": "free dates",
    "blackouts": "blackouts",
    "idle": "idle",
    "pins": "pins",
    "exclusions": "exclusions",
    "letters": "letters",
}


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, **{"min_letters": 0} | changes)


def on(number: int, starts: str = MAY, **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=starts, **changes)


@cache
def every_limit(p: Problem, plan: Plan) -> tuple[Limit, ...]:
    return tuple(limits(p, plan))


def bound(p: Problem, name: str) -> Limit:
    plan = solve(p)
    assert isinstance(plan, Plan)
    return limit(p, plan, name)


# --------------------------------------------------------------- against enumeration


@pytest.mark.parametrize("start", range(100, 140, 10))
def test_verdicts_and_gains_are_those_of_enumeration(start):
    for seed in range(start, start + 10):
        p = random_problem(seed)
        plan = solve(p)
        if isinstance(plan, Plan):
            assert_true(p, plan)


def assert_true(p: Problem, plan: Plan) -> None:
    relaxed = enumerate_relaxed(p)
    for found in every_limit(p, plan):
        (wish,) = (w for w in (*wishes(p), letter_date(p)) if w.name == found.name)
        dropped = Problem(p.catalog, wish.dropped.apply(p.scenario))
        gain = enumerate_plans(dropped).value - relaxed.value
        assert found.dropped.proven
        assert found.dropped.gain_pp / 100 == pytest.approx(gain, abs=OFF)
        assert (found.verdict == "binds") == (found.dropped.gain_pp / 100 > GAIN)
        if gain > GAIN + OFF:
            assert found.verdict == "binds", (found.name, gain)
        if gain < 1e-9:
            assert found.verdict == "slack", found.name
        if found.name in SAME:  # the oracle's own reading of "without this rule"
            other = relaxed.without[SAME[found.name]] - relaxed.value
            assert gain == pytest.approx(other, abs=1e-9), found.name
        for step in found.steps:
            after = enumerate_plans(Problem(p.catalog, step.scenario))
            more = after.value - relaxed.value
            assert step.gain_pp / 100 == pytest.approx(more, abs=OFF)
            assert step.gain_pp <= found.dropped.gain_pp + 100 * OFF


@pytest.mark.parametrize("seed", range(200, 215))
def test_the_next_budget_is_the_smallest_that_helps(seed):
    p = random_problem(seed)
    p = p.having(budget_usd=5_000)
    plan = solve(p)
    if not isinstance(plan, Plan) or bound(p, "budget").verdict == "slack":
        return
    first = next(s for s in bound(p, "budget").steps if s.helps)
    before = enumerate_plans(p).value
    enough = first.scenario.budget_usd
    assert enumerate_plans(at(p, enough)).value > before + GAIN - OFF
    assert enumerate_plans(at(p, enough - 1)).value < before + GAIN + OFF


def at(p: Problem, usd: int) -> Problem:
    return p.having(budget_usd=usd)


# ------------------------------------------------------------------------- by hand


def test_a_budget_that_binds_names_the_dollar_that_buys_something():
    # E1 1,200 + 1,800; E2 after 9 days: 1,800 and 6 days of waiting at 50
    p = problem(on(1), on(2, JUNE), budget_usd=3_000)
    found = bound(p, "budget")
    assert found.verdict == "binds"
    usd = 1_800 + 6 * 50
    said = [(step.sentence, step.helps, step.usd) for step in found.steps]
    assert said == [
        ("Raise the budget by $500 to $3,500.", False, 0),
        ("Raise the budget by $1,000 to $4,000.", False, 0),
        ("Raise the budget by $2,100 to $5,100.", True, usd),
    ]


def test_the_next_dollar_that_buys_something_is_not_skipped():
    # one free date: 3,000 dollars for E1, 3,100 and 3,250 for better ones
    p = problem(
        on(1, acceptance=0.3),
        on(2, acceptance=0.5, tuition_usd=100),
        on(3, acceptance=0.9, tuition_usd=250),
        budget_usd=3_000,
    )
    budgets = [step.scenario.budget_usd for step in bound(p, "budget").steps]
    assert budgets == [3_100, 3_500, 4_000]


def test_rules_that_do_not_bind_are_named_without_steps():
    p = problem(on(1), budget_usd=50_000, min_receptive=1)
    for name in ("budget", "min_receptive", "gap", "most"):
        found = bound(p, name)
        assert (found.verdict, found.steps) == ("slack", ())
        assert found.dropped.gain_pp == pytest.approx(0)


def test_one_rotation_more():
    p = problem(on(1), on(2, JUNE), budget_usd=50_000, max_rotations=1)
    found = bound(p, "most")
    assert found.verdict == "binds"
    assert found.steps[0].sentence == "Allow two rotations."
    assert found.steps[0].usd == 1_800 + 6 * 50
    assert found.best is found.steps[0]


def test_the_best_month_comes_first_and_months_that_do_not_help_are_left_out():
    starts = {"2027-04-05": 0.3, MAY: 0.5, "2027-08-02": 0.9}
    found = bound(
        problem(
            *(on(i, s, acceptance=a) for i, (s, a) in enumerate(starts.items(), 1)),
            months=(5,),
            budget_usd=50_000,
        ),
        "months",
    )
    assert [s.sentence for s in found.steps] == ["Free August too.", "Free April too."]


def test_a_unit_that_does_not_help_is_followed_by_the_fewest_that_do():
    # 3 May to 28 May, 7 June to 2 July: 61 days from first to last
    p = problem(on(1), on(2, JUNE), budget_usd=50_000, max_stay_days=50)
    one, enough = bound(p, "stay").steps
    assert (one.sentence, one.helps) == ("Allow a stay of up to 51 days.", False)
    assert (enough.sentence, enough.helps) == ("Allow a stay of up to 61 days.", True)


def test_letters_a_week_later():
    # over on 20 August, ready three and two weeks later, on 24 September
    late = on(1, "2027-07-26")
    p = problem(late, budget_usd=50_000)
    found = bound(p, "letters_by")
    assert found.verdict == "binds"
    assert (
        found.steps[0].sentence == "Count letters that are ready by 29 September 2027."
    )
    assert found.steps[0].helps


def test_a_pin_and_an_exclusion_are_priced_one_by_one():
    p = problem(
        on(1, acceptance=0.2),
        on(2, acceptance=0.9),
        on(3, JUNE, acceptance=0.9),
        pins=("E1",),
        exclusions=("E3",),
        budget_usd=50_000,
    )
    (pin,) = bound(p, "pins").steps
    assert pin.sentence == "Release the pin on Host E1 (PM&R elective)."
    (exclusion,) = bound(p, "exclusions").steps
    assert exclusion.sentence == "Allow Host E3 (PM&R elective) again."
    assert exclusion.gain_pp > 0


def test_rules_come_one_by_one_under_names_of_their_own():
    p = random_problem(3)
    assert len(set(rule_names(p))) == len(rule_names(p))
    assert dt.date(2027, 5, 3) < letter_date(p).dropped.fields[0][1]


def test_a_search_without_time_is_unknown_and_never_slack():
    p = problem(on(1), on(2, JUNE), budget_usd=50_000)
    plan = solve(p)
    hurried = p.having(time_limit_s=1e-9)
    assert {x.verdict for x in limits(hurried, plan)} == {"unknown"}


# ------------------------------------------------------------------------ ranges


@pytest.mark.parametrize("seed", range(100, 140, 4))
def test_ranges_compare_the_two_plans_draw_by_draw(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    nominal, _ = models(p)
    certain = p.scenario.acceptance == "certain"
    for found in (with_ranges(p, plan, each) for each in every_limit(p, plan)):
        for step in filter(None, (found.dropped, *found.steps)):
            assert (step.range_pp is not None) == (
                found.verdict == "binds" and step.helps
            )
            own = Problem(p.catalog, step.scenario)
            rotations = rotations_of(own, step.plan.blocks)
            # The model of the problem values the other plan as its own problem does.
            value = float(nominal.value(rotations, certain)[0])
            assert value == pytest.approx(step.plan.value, abs=1e-12)
            if step.range_pp and own.letters_by == p.letters_by:
                other = compare_plans(p, plan, step.plan)
                assert step.range_pp == pytest.approx((other.low_pp, other.high_pp))


def test_the_range_of_a_later_letter_date_counts_the_letter_as_on_time():
    # E1 ends on 28 May, its letter is ready 21 + 14 days later, a day after the date.
    p = problem(on(1), letters_by=dt.date(2027, 7, 1), min_rotations=1)
    plan = solve(p)
    assert isinstance(plan, Plan)
    found = with_ranges(p, plan, limit(p, plan, "letters_by"))
    assert found.verdict == "binds"
    assert plan.blocks[0].block_id == found.best.plan.blocks[0].block_id
    low, high = found.best.range_pp
    # the same rotation: all of it is the letter, which may be worth nothing
    assert 0 <= low < high


def test_what_does_not_bind_has_no_range():
    p = problem(on(1), budget_usd=90_000)
    plan = solve(p)
    assert isinstance(plan, Plan)
    slack = limit(p, plan, "budget")
    assert slack.verdict == "slack"
    assert with_ranges(p, plan, slack) is slack
