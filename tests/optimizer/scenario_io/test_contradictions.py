"""What is told to be impossible is: against the solver, the oracle, and by hand."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from oracle import enumerate_plans
from random_problems import random_problem, versioned

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.contradictions import CHECKS, contradictions
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)
PRESSED: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("min_letters", (3, 4, 5, 6)),
    ("min_hands_on", (1, 2, 3, 4)),
    ("min_receptive", (2, 3, 4)),
    ("min_in_ties", (1, 2, 3)),
    ("min_focus_areas", (1, 2, 3)),
    ("required_states", (("TX",), ("TX", "IL"), ("TX", "IL", "NY", "MD"))),
    ("max_rotations", (1, 2)),
    ("min_rotations", (0, 1, 2)),
    ("kind", ("observership", None)),
    ("months", ((), (3,), (9,), (5, 6))),
    ("spent_usd", (0, 2_000, 9_000)),
    ("max_idle_days", (0, 1, 3)),
    ("gap_days", (2, 5)),
)


def pressed(problem: Problem, seed: int) -> Problem:
    """A random problem with some wishes too many."""
    dice = random.Random(seed)
    changes = {n: dice.choice(v) for n, v in dice.sample(PRESSED, 4)}
    scenario = replace(problem.scenario, **changes)
    offerings = [o.offering_id for o in problem.catalog.offerings]
    if dice.random() < 0.4:
        few = tuple(dice.sample(offerings, min(len(offerings), dice.randint(1, 3))))
        also = few[:1] if dice.random() < 0.3 else ()
        scenario = replace(scenario, pins=few, exclusions=also)
    low = min(scenario.min_rotations, scenario.max_rotations)
    return Problem(problem.catalog, replace(scenario, min_rotations=low))


@pytest.mark.parametrize("start", range(0, 400, 40))
def test_what_is_told_has_no_plan(start: int) -> None:
    told = 0
    for seed in range(start, start + 40):
        p = pressed(random_problem(seed), seed)
        if list(contradictions(p)):
            told += 1
            outcome = solve(p)
            assert isinstance(outcome, NoPlan)
            assert outcome.reason == "infeasible"
            if told <= 3:
                assert not enumerate_plans(p).feasible
    assert told


def asked(**changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", starts=str(MAY + dt.timedelta(weeks=5 * i - 5)))
        for i in range(1, 4)
    )
    catalog = versioned(make.catalog(programs, offerings))
    return make.problem(catalog, **{"budget_usd": 50_000, "min_letters": 0} | changes)


BOOKED = make.booked(MAY, program_id="P1")

# What is one too many, and the same with one less of it, of which there is a plan.
PAIRS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("min_letters", {"min_letters": 5}, {"min_letters": 4}),
    (
        "min_hands_on",
        {"min_hands_on": 3, "max_rotations": 2},
        {"min_hands_on": 2, "max_rotations": 2},
    ),
    (
        "required_states",
        {"required_states": ("TX", "IL"), "max_rotations": 1},
        {"required_states": ("TX",), "max_rotations": 1},
    ),
    (
        "pins",
        {"pins": ("E1", "E2"), "max_rotations": 1},
        {"pins": ("E1",), "max_rotations": 1},
    ),
    ("pins", {"pins": ("E1",), "exclusions": ("E1",)}, {"pins": ("E1",)}),
    ("pins", {"pins": ("E1",), "answers": (("E1", "refused"),)}, {"pins": ("E1",)}),
    (
        "max_rotations",
        {"booked": (BOOKED,), "min_rotations": 0, "max_rotations": 0},
        {"booked": (BOOKED,), "min_rotations": 0, "max_rotations": 1},
    ),
    ("budget_usd", {"budget_usd": 1_100}, {"budget_usd": 1_100, "min_rotations": 0}),
    ("months", {"months": ()}, {"months": (), "min_rotations": 0}),
    (
        "months",
        {"months": (4,), "window_start": MAY},
        {"months": (6, 7), "window_start": MAY},
    ),
    (
        "min_hands_on",
        {"kind": "observership", "min_hands_on": 1},
        {"min_hands_on": 1},
    ),
    ("min_in_ties", {"min_in_ties": 1}, {"min_in_ties": 1, "ties": ("TX",)}),
    (
        "max_idle_days",
        {"min_rotations": 2, "gap_days": 5, "max_idle_days": 4, "lives_in_us": True},
        {"min_rotations": 1, "gap_days": 5, "max_idle_days": 4},
    ),
)


@pytest.mark.parametrize(("where", "too_much", "less"), PAIRS)
def test_one_too_many_is_told_and_one_less_is_not(
    where: str, too_much: dict[str, Any], less: dict[str, Any]
) -> None:
    p = asked(**too_much)
    (fault,) = contradictions(p)
    assert fault.where == where
    assert fault.allowed
    raw = re.search(r"(?<!Host )\bE\d|\d{4}-\d", f"{fault.what} {fault.allowed}")
    assert not raw, "an id, or a day as a file writes it"
    assert isinstance(solve(p), NoPlan)
    assert not list(contradictions(asked(**less)))
    assert isinstance(solve(asked(**less)), Plan)


def test_fields_that_nobody_named_cannot_be_counted() -> None:
    p = asked()
    wishes = replace(p.scenario.preferences, focus=("pain",))
    scenario = replace(p.scenario, preferences=wishes, min_focus_areas=2)
    (fault,) = contradictions(Problem(p.catalog, scenario))
    assert fault.where == "min_focus_areas"
    assert not list(
        contradictions(Problem(p.catalog, replace(scenario, min_focus_areas=1)))
    )


def test_the_default_contradicts_nothing() -> None:
    p = asked()
    assert not list(contradictions(Problem(p.catalog, Scenario(2027, make.TODAY))))
    assert len(CHECKS) == len(set(CHECKS))
