"""Letters on time and free months: each answer against every plan there is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.solver.solve import TOLERANCE, solve
from optimizer.trade_offs.frontier import (
    MONTHS,
    by_letters,
    by_month,
    months_in_window,
)

EXACT = 1e-9


def may_and_july(**changes) -> Problem:
    """A good program takes in May, a poorer one in July."""
    programs = (make.program("P1", receptiveness_non_us="high"), make.program("P2"))
    offerings = (
        make.offering("E1", "P1", starts="2027-05-03"),
        make.offering("E2", "P2", starts="2027-07-05", gives_letter="no"),
    )
    found = versioned(make.catalog(programs, offerings))
    default = {"min_letters": 0, "max_rotations": 1, "budget_usd": 20_000}
    return make.problem(found, **default | changes)


def months(problem: Problem) -> dict[int, tuple[bool, set[str] | None]]:
    """Of each month whether it is free, and the plan if it were not (or were)."""
    plan = solve(problem)
    assert isinstance(plan, Plan)
    return {
        step.month: (step.free, names(step.outcome)) for step in by_month(problem, plan)
    }


def names(outcome: Plan | NoPlan) -> set[str] | None:
    if isinstance(outcome, NoPlan):
        return None
    return {b.offering.offering_id for b in outcome.blocks}


def test_losing_a_month_that_is_used_leaves_the_next_best():
    found = months(may_and_july())
    assert list(found) == [3, 4, 5, 6, 7, 8, 9]
    assert found[5] == (True, {"E2"})
    assert all(found[m] == (True, {"E1"}) for m in (3, 4, 6, 7, 8, 9))


def test_a_month_that_is_not_free_shows_what_it_would_bring():
    found = months(may_and_july(months=(7,)))
    assert found[5] == (False, {"E1"})
    assert found[7] == (True, None)  # without July there is no month left
    assert found[6] == (False, {"E2"})


def test_a_block_over_two_months_needs_both():
    # 28 June to 23 July
    over = make.offering("E1", "P1", starts="2027-06-28")
    found = versioned(make.catalog((make.program("P1"),), (over,)))
    problem = make.problem(found, min_letters=0, min_rotations=0, months=(6,))
    assert months(problem)[7] == (False, {"E1"})
    assert months(problem)[5] == (False, set())


def test_only_months_of_the_window_are_asked_about():
    problem = may_and_july(window_start=dt.date(2027, 6, 15))
    assert months_in_window(problem) == (6, 7, 8, 9)


def test_each_letter_more_until_there_are_none():
    # one letter in hand; E1 is better and brings one more, E2 brings none
    steps = list(by_letters(may_and_july(us_letters=1)))
    assert [s.letters for s in steps] == [0, 1, 2]
    assert [names(s.outcome) for s in steps] == [{"E1"}, {"E1"}, {"E1"}]
    steps = list(by_letters(may_and_july(us_letters=0, max_rotations=2)))
    assert [names(s.outcome) for s in steps] == [{"E1", "E2"}, {"E1", "E2"}, None]


def test_a_letter_may_cost_match_value():
    # with letters from E2 alone, asking for one means leaving the better program
    problem = may_and_july(us_letters=0)
    poorer = replace(problem.catalog.offering["E2"], gives_letter="yes")
    better = replace(problem.catalog.offering["E1"], gives_letter="no", acceptance=1.0)
    found = versioned(replace(problem.catalog, offerings=(better, poorer)))
    none, one = by_letters(Problem(found, problem.scenario))
    assert (names(none.outcome), names(one.outcome)) == ({"E1"}, {"E2"})
    assert none.outcome.value > one.outcome.value


# ------------------------------------------------------------- against every plan


def check(problem: Problem, outcome: Plan | NoPlan, **changes) -> None:
    """An outcome is the best plan of the scenario with these changes."""
    changed = problem.having(**changes)
    truth = oracle.enumerate_plans(changed)
    if isinstance(outcome, NoPlan):
        assert outcome.reason == "infeasible"
        assert not truth.feasible
        return
    assert oracle.is_valid(changed, outcome.blocks) == []
    assert outcome.value == pytest.approx(oracle.value(changed, outcome.blocks))
    assert truth.value - 2 * TOLERANCE - EXACT <= outcome.value <= truth.value + EXACT


@pytest.mark.parametrize("seed", range(40))
def test_letters_and_months_of_random_problems(seed):
    problem = random_problem(seed)
    for step in by_letters(problem):
        check(problem, step.outcome, min_letters=step.letters)
    plan = solve(problem)
    if isinstance(plan, Plan):
        for month in by_month(problem, plan):
            months = problem.scenario.months
            free = set(MONTHS if months is None else months)
            changed = free - {month.month} if month.free else free | {month.month}
            check(problem, month.outcome, months=tuple(sorted(changed)))
