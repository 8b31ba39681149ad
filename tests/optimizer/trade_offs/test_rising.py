"""Why a larger plan adds more than the one before: facts, each in a case of its own."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import factories as make
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.solver.solve import OutOfWork
from optimizer.trade_offs.returns import best_of_each_size, levels
from optimizer.trade_offs.rising import SLACK_PP, Rise, obstacle, rises


def problem(programs, offerings, numbers=None, **changes) -> Problem:
    """Money and time for anything, in one city, unless the case is about them."""
    default = {"budget_usd": 30_000, "min_letters": 0, "arrival_usd": 0}
    found = versioned(make.catalog(tuple(programs), tuple(offerings), **numbers or {}))
    return make.problem(found, **default | changes)


def pair_or_one(**changes) -> Problem:
    """Eight weeks at the best program, or four at each of two middling ones."""
    levels_ = {"P1": "very_high", "P2": "mid", "P3": "mid"}
    programs = [make.program(k, receptiveness_non_us=v) for k, v in levels_.items()]
    offerings = [
        make.offering("E1", "P1", weeks=8, tuition_usd=2_000),
        make.offering("E2", "P2"),
        make.offering("E3", "P3"),
    ]
    return problem(programs, offerings, **changes)


def best(p: Problem, size: int) -> Plan:
    (step,) = best_of_each_size(p, [size])
    assert isinstance(step.if_all_accept, Plan)
    return step.if_all_accept


@cache
def up_to_three(p: Problem) -> tuple[Any, ...]:
    """The best plans of no to three rotations."""
    return tuple(best_of_each_size(p, range(4)))


def found(p: Problem, *, certain: bool) -> tuple[Rise, ...]:
    return rises(p, levels(p, up_to_three(p), certain=certain))


# ---------------------------------------------------------------- what keeps them apart


@pytest.mark.parametrize(
    ("changes", "holding"),
    [
        ({}, "choice"),
        # E1 costs 5,600 and E2 or E3 1,800
        ({"budget_usd": 7_399}, "budget"),
        ({"budget_usd": 7_400}, "choice"),
        # eight weeks fill July and August
        ({"months": (7, 8)}, "calendar"),
        ({"window_start": dt.date(2027, 7, 1), "months": (7, 8)}, "calendar"),
        ({"months": (7, 8), "budget_usd": 5_600}, "budget and calendar"),
        ({"max_per_region": (("South", 1),)}, "rules"),
    ],
)
def test_what_keeps_a_plan_of_two_from_holding_the_best_of_one(changes, holding):
    p = (
        pair_or_one(**changes | {"max_per_region": (("South", 1),)})
        if ("max_per_region" in changes)
        else pair_or_one(**changes)
    )
    one = best(p, 1)
    assert [b.offering.offering_id for b in one.blocks] == ["E1"]
    assert obstacle(p, one, 2) == holding


def test_what_is_not_decided_is_unknown(monkeypatch):
    def late(_):
        raise OutOfWork

    p = pair_or_one()
    one = best(p, 1)
    monkeypatch.setattr("optimizer.trade_offs.rising.is_possible", late)
    assert obstacle(p, one, 2) == "unknown"


# ------------------------------------------------------------------------- the reasons


def test_falling_gains_need_no_reason():
    """Three like programs in one city at one price, if every host accepts."""
    programs = [make.program(f"P{i}") for i in (1, 2, 3)]
    offerings = [make.offering(f"E{i}", f"P{i}") for i in (1, 2, 3)]
    assert found(problem(programs, offerings), certain=True) == ()


def test_another_set_that_costs_little_more_is_named_with_its_price():
    """July and August: E1 alone for 5,600, then E2 and E3 together for 3,600."""
    p = pair_or_one(months=(7, 8))
    counted = levels(p, best_of_each_size(p, range(3)), certain=True)
    (rise,) = rises(p, counted)
    assert (rise.size, rise.before, rise.by) == (2, 1, "gain per $1,000")
    assert any("cannot be extended in your free months" in r for r in rise.reasons)
    assert "It costs $2,000 less than the smaller plan." in rise.reasons


def test_a_new_kind_is_named():
    """An observership is all there is until the calendar leaves room for two."""
    programs = [make.program(f"P{i}") for i in (1, 2, 3)]
    offerings = [
        make.offering("E1", "P1", kind="observership", tuition_usd=0),
        make.offering("E2", "P2", tuition_usd=0),
    ]
    # Hands-on alone is barred: at least one rotation must be in New York.
    offerings[0] = make.offering(
        "E1", "P1", kind="observership", city="New York", state="NY"
    )
    p = problem(programs, offerings, required_states=("NY",))
    counted = levels(p, best_of_each_size(p, range(3)), certain=True)
    # Doing nothing breaks the rule too, so the first size has no size before it.
    assert [x.size for x in counted] == [1, 2]
    assert rises(p, counted) == ()
    free = problem(programs, offerings, kind=None)
    zero = levels(free, best_of_each_size(free, [0]), certain=True)
    (rise,) = rises(p, (*zero, *counted))
    assert "It brings the first hands-on rotation." in rise.reasons
    assert any(reason.startswith("Its auditions add") for reason in rise.reasons)


def test_several_rotations_at_once_are_named():
    p = problem(
        [make.program(f"P{i}") for i in (1, 2, 3)],
        [make.offering(f"E{i}", f"P{i}") for i in (1, 2, 3)],
    )
    steps = list(best_of_each_size(p, [0, 1, 3]))
    (rise,) = rises(p, levels(p, steps, certain=True))
    assert rise.reasons[0] == (
        "It adds 2 rotations at once: no size in between has a plan."
    )


def test_refusals_are_a_reason_where_the_same_plans_would_fall_more():
    """Two like programs; the first step also pays for getting to the US."""
    programs = [make.program(f"P{i}") for i in (1, 2)]
    offerings = [make.offering(f"E{i}", f"P{i}", acceptance=0.3) for i in (1, 2)]
    weak = {"p_strong_letter_handson": 0.3}  # or letters alone would make gains rise
    p = problem(programs, offerings, weak, arrival_usd=1_200)
    (rise,) = found(p, certain=False)
    assert rise.by == "gain per $1,000"
    (told,) = [r for r in rise.reasons if r.startswith("If every host accepted")]
    one, two = (best(p, size).value for size in (1, 2))
    nothing = best(p, 0).value
    assert f"add {100 * (one - nothing):.2f} pp and then" in told
    assert f"then {100 * (two - one):.2f} pp" in told
    (full,) = found(p, certain=True)
    assert not any("refusals" in reason for reason in full.reasons)


# With refusals counted gains rarely rise by much: in these they do.
RISING = (104, 110, 157)


@pytest.mark.parametrize("certain", [True, False])
def test_a_rise_is_where_a_gain_is_above_the_one_before_and_has_a_reason(certain):
    """On random problems, by a plain comparison of values."""
    seen = 0
    for seed in (*range(12), *RISING):
        p = random_problem(seed)
        counted = levels(p, up_to_three(p), certain=certain)
        above = {
            third.size
            for first, second, third in zip(
                counted, counted[1:], counted[2:], strict=False
            )
            if second.marginal
            and 100 * (third.plan.value - second.plan.value)
            > 100 * (second.plan.value - first.plan.value) + SLACK_PP
        }
        found_ = rises(p, counted)
        assert {rise.size for rise in found_ if rise.by == "gain"} == above
        assert all(rise.reasons for rise in found_)
        seen += len(found_)
    assert seen > 0
