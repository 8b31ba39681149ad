"""Other plans on the page: told as solved, and taken with one click."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import memory, remember, scenario_of

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import Alternative, adopt, best_plans, programs_of
from optimizer.solver.solve import solve
from views.session import cached
from views.what_if import other_plans

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.what_if import why

    why.render(problem)


@pytest.fixture
def asked() -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(3))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * (i + 1), host=f"{MARKUP} {i}")
        for i in range(3)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, budget_usd=9_000, max_rotations=2, min_letters=0)


def shown(problem: Problem) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.scenario)
    at.session_state["sections of Why this plan?"] = "Other plans"
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    found = "\n".join(i.value for i in (*at.header, *at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ")


def plans(problem: Problem) -> list[Plan]:
    best = solve(problem)
    assert isinstance(best, Plan)
    return [p for p in best_plans(problem, best) if isinstance(p, Plan)]


def test_every_plan_is_told_with_its_chance_and_price(asked):
    said = text(shown(asked))
    found = plans(asked)
    assert len(found) == 5
    for plan in found:
        assert f"Match chance {plan.value * 100:.1f} %" in said
        assert f"At most ${plan.cost_usd:,}" in said
        assert f"expected ${plan.expected_cost_usd:,}" in said


def test_a_plan_is_taken_with_one_click_and_there_is_a_way_back(asked):
    at = shown(asked)
    second = plans(asked)[1]
    at.button(key="adopt 2").click().run()
    taken = scenario_of(at)
    assert taken == adopt(asked, second)
    again = solve(Problem(asked.catalog, taken))
    assert isinstance(again, Plan)
    assert programs_of(asked, again) == programs_of(asked, second)
    assert memory(at).history.past[-1].scenario == asked.scenario


def test_pins_are_said_to_hold_the_others_off(asked):
    pinned = asked.having(pins=("E0",))
    assert "everything you pinned" in text(shown(pinned))
    assert "everything you pinned" not in text(shown(asked))


def test_where_there_is_no_other_plan_it_says_so(asked):
    only = Problem(asked.catalog, adopt(asked, plans(asked)[0]))
    assert "No other plan fits everything you asked for" in text(shown(only))


def test_a_timeout_is_not_called_impossible(asked, monkeypatch):
    late = NoPlan(asked.scenario, "timeout", 20.0)
    monkeypatch.setattr(cached, "best", lambda problem, refused: late)
    said = text(shown(asked))
    assert "No other plan was found in the time allowed" in said
    assert "fits everything" not in said


def test_names_from_a_catalog_are_plain_text(asked):
    plain = [m.value for m in shown(asked).markdown if "Clinic" in m.value]
    assert plain
    for value in plain:
        assert "<b>" not in value
        assert "[x](" not in value
        assert ":red" not in value


def made(asked: Problem, gain: float, low: float, high: float) -> Alternative:
    return Alternative(plans(asked)[0], gain, low, high, 0, (), ())


def test_the_headline_counts_ties(asked):
    first = made(asked, 0, 0, 0)
    close, far = made(asked, -0.1, -1, 1), made(asked, -0.3, -1, -0.1)
    headline = other_plans.headline
    assert headline([first, far], None).replace("\u00a0", " ") == (
        "The next best plan is 0.30 pp worse"
    )
    assert headline([first, close, far], None).startswith("One other plan may be")
    assert headline([first, close, close], None).startswith("Two other plans may be")


def test_titles_say_what_differs(asked):
    first, second, *_ = plans(asked)
    there, here = first.blocks[:1], second.blocks[:1]
    base = made(asked, -1, -1, -1)
    titles = [
        other_plans.title(replace(base, comes=comes, leaves=leaves))
        for comes, leaves in (((), ()), (there, ()), ((), there), (there, here))
    ]
    assert titles[0] == "The plan shown"
    assert titles[1].startswith("With ")
    assert titles[2].startswith("Without ")
    assert " instead of " in titles[3]
