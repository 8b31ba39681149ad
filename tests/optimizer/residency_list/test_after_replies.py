"""List and signals after the answers: against every list, and against the plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import factories as make
import numpy as np
import pytest
from random_problems import versioned
from residency_lists import list_value

from optimizer.domain.applicant import Preferences
from optimizer.domain.problem import Problem
from optimizer.model.rotation import rotation_on
from optimizer.portfolio.branch import TOLERANCE
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.residency_list.after_replies import after_answers
from optimizer.residency_list.tables import ChanceTables
from optimizer.scenario_io.json_file import default_scenario

LEVELS = ("none_reported", "low", "mid", "high", "very_high")


def problem(signals: int, *ratings: int, applications: int = 3) -> Problem:
    """Five programs, two of which take visitors; a rating for each, or none."""
    programs = tuple(
        make.program(f"P{i}", receptiveness_non_us=level)
        for i, level in enumerate(LEVELS)
    )
    offerings = (
        make.offering("E0", "P0", acceptance=0.5),
        make.offering("E2", "P2", acceptance=0.3),
    )
    found = make.catalog(programs, offerings)
    assumptions = tuple(
        replace(a, value=signals, low=signals, high=signals)
        if a.name == "signal_count_2026_season"
        else a
        for a in found.assumptions
    )
    wishes = Preferences(
        where_matters=1.0 if ratings else 0.0,
        programs=tuple((f"P{i}", rating) for i, rating in enumerate(ratings)),
    )
    return make.problem(
        versioned(replace(found, assumptions=assumptions)),
        min_letters=0,
        min_rotations=0,
        applications=applications,
        preferences=wishes,
        budget_usd=30_000,
    )


def every_list(p: Problem, after) -> float:
    """The best value of all lists once the rotations of an outcome are certain."""
    accepted = [rotation_on(p, b.offering, b.start) for b in after.outcome.rotations]
    tables = ChanceTables(p, accepted)
    portfolio = tables.portfolio()
    return max(
        float(list_value(tables, np.array(choice))[0])
        for choice in product(range(3), repeat=len(LEVELS))
        if portfolio.is_allowed(np.array(choice))
    )


@pytest.mark.parametrize("signals", [0, 1, 2, 5])
@pytest.mark.parametrize("ratings", [(), (5, 1, 3, 1, 2), (1, 5, 5, 2, 4)])
def test_it_is_the_best_of_all_lists_and_never_below_the_plan(signals, ratings):
    p = problem(signals, *ratings)
    asked = ask(p)
    assert isinstance(asked, AskList)
    found = after_answers(p, asked)
    assert len(found.outcomes) >= 2
    assert found.share == pytest.approx(sum(o.chance for o in asked.outcomes))
    for after in found.outcomes:
        assert after.redecided == pytest.approx(every_list(p, after), abs=TOLERANCE)
        assert after.redecided >= after.value - TOLERANCE
    mean = sum(a.outcome.chance * a.redeciding_pp for a in found.outcomes)
    assert found.redeciding_adds_pp == pytest.approx(mean / found.share)


def test_a_yes_moves_a_signal_and_a_place():
    p = problem(1)
    asked = ask(p)
    assert isinstance(asked, AskList)
    by_set = {
        tuple(b.offering.offering_id for b in a.outcome.rotations): a
        for a in after_answers(p, asked).outcomes
    }
    assert (by_set[()].gains, by_set[()].loses) == ((), ())
    visited = by_set[("E0",)]  # a program that was not on the list
    assert "P0" in visited.gains
    assert visited.loses


def test_on_the_shipped_catalog_the_plan_leaves_nothing_behind(shipped):
    """What the displaced signal is for: choosing anew adds less than 0.01 points."""
    p = Problem(shipped, default_scenario(shipped, make.TODAY))
    asked = ask(p)
    assert isinstance(asked, AskList)
    found = after_answers(p, asked)
    assert found.share > 0.5
    assert 0 <= found.redeciding_adds_pp < 0.01
