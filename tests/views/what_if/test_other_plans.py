"""Other plans on the page: told as solved, and taken with one click."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, said, scenario_of, what_if

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import Alternative, adopt, best_plans, programs_of
from optimizer.solver.solve import solve
from views.session import cached
from views.what_if import another_host


@pytest.fixture
def asked() -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(3))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * (i + 1), host=f"Clinic {i}")
        for i in range(3)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, budget_usd=9_000, max_rotations=2, min_letters=0)


def shown(problem: Problem) -> AppTest:
    return what_if(problem, "another-host")


def plans(problem: Problem) -> list[Plan]:
    best = solve(problem)
    assert isinstance(best, Plan)
    return [p for p in best_plans(problem, best) if isinstance(p, Plan)]


def test_every_plan_is_told_with_its_chance_and_price(asked):
    told = said(shown(asked))
    found = plans(asked)
    assert len(found) == 5
    for plan in found[1:]:
        assert f"match chance {plan.value * 100:.1f} %" in told
        assert f"at most ${plan.cost_usd:,}" in told


def test_a_plan_is_taken_with_one_click_and_there_is_a_way_back(asked):
    at = shown(asked)
    second = plans(asked)[1]
    at.button(key="adopt 1").click().run()
    taken = scenario_of(at)
    assert taken == adopt(asked, second)
    again = solve(Problem(asked.catalog, taken))
    assert isinstance(again, Plan)
    assert programs_of(asked, again) == programs_of(asked, second)
    assert memory(at).history.past[-1].scenario == asked.scenario


def test_pins_are_said_to_hold_the_others_off(asked):
    pinned = asked.having(pins=("E0",))
    assert "everything you pinned" in said(shown(pinned))
    assert "everything you pinned" not in said(shown(asked))


def test_where_there_is_no_other_plan_it_says_so(asked):
    only = Problem(asked.catalog, adopt(asked, plans(asked)[0]))
    assert "No other plan fits everything you asked for" in said(shown(only))


def test_a_timeout_is_not_called_impossible(asked, monkeypatch):
    late = NoPlan(asked.scenario, "timeout", 20.0)
    monkeypatch.setattr(cached, "best_plans", lambda problem, best: (best, late))
    told = said(shown(asked))
    assert "No other plan was found in the time allowed" in told
    assert "fits everything" not in told


def made(asked: Problem, gain: float, low: float, high: float) -> Alternative:
    return Alternative(plans(asked)[0], gain, low, high, 0, (), ())


def test_the_headline_counts_ties(asked):
    close, far = made(asked, -0.1, -1, 1), made(asked, -0.3, -1, -0.1)
    headline = another_host.headline
    assert headline([far], None).replace("\u00a0", " ") == (
        "The next best plan is 0.30 pp worse."
    )
    assert headline([close, far], None).startswith("One other plan may be")
    assert headline([close, close], None).startswith("Two other plans may be")


def test_titles_say_what_differs(asked):
    first, second, *_ = plans(asked)
    there, here = first.blocks[:1], second.blocks[:1]
    base = made(asked, -1, -1, -1)
    titles = [
        another_host.title(replace(base, comes=comes, leaves=leaves))
        for comes, leaves in ((there, ()), ((), there), (there, here))
    ]
    assert titles[0].startswith("With ")
    assert titles[1].startswith("Without ")
    assert " instead of " in titles[2]
