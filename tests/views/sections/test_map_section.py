"""The map on its page and under the plan: with a plan, without one, in tables too."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import ran, remember, text_of

from charts.map import ROUTE, WHOLE
from optimizer.domain.problem import Problem
from optimizer.solver.solve import solve
from views.sections import map_section

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.programs import page as programs

    programs.render(problem)


def plan_page(problem):
    from views.plan import page as plan

    plan.render(problem)


@pytest.fixture
def asked() -> Problem:
    """A host in Houston in March and one in Chicago in July, both worth their money."""
    there = {"city": "Chicago", "state": "IL"}
    places = (make.place(), make.place(**there, lat=41.88, lon=-87.63))
    programs = (
        make.program("P1", name=MARKUP, receptiveness_non_us="high"),
        make.program("P2", **there, lat=41.88, lon=-87.63),
    )
    offerings = (
        make.offering("E1", "P1", host=MARKUP, starts="2027-03-01"),
        make.offering("E2", "P2", **there, starts="2027-07-05"),
    )
    found = make.catalog(programs, offerings, places)
    return make.problem(found, budget_usd=20_000, min_rotations=2, lives_in_us=True)


def run(function, problem: Problem, **session: object) -> AppTest:
    at = AppTest.from_function(
        function, kwargs={"problem": problem}, default_timeout=60
    )
    remember(at, problem.scenario)
    at.session_state["sections of Programs"] = "Map"
    remember(at, **session)
    return ran(at)


def text(at: AppTest) -> str:
    return text_of(at, "header", "markdown")


def test_the_route_is_said_first_and_its_legs_are_a_bill(asked):
    at = run(page, asked)
    # 150 + 0.07 x 942 = 216; Saturday 27 March to Sunday 4 July are 100 days, 97 paid
    said = "Your route: Houston, then Chicago. Trips in between cost $216, waiting"
    assert f"{said} $4,850." in text(at)
    (legs,) = (t.value for t in at.table if "Trip" in t.value)
    assert list(legs["US$"]) == [216 + 4_850] * 2
    assert "942 miles by air" in legs["Trip"][0]
    assert "97 days" in legs["Waiting"][0]
    items = solve(asked).cost_items
    ours = [i.usd for i in items if i.label.startswith(("Travel", "Waiting"))]
    assert legs["US$"].iloc[-1] == sum(ours)


def test_markup_of_a_catalog_stays_text(asked):
    at = run(page, asked, **{"map.states": True})
    assert any("Clinic \\<b\\>A" in item.value for item in at.markdown)
    states = next(t.value for t in at.table if "State" in t.value)
    assert "\\<b\\>A" in states.iloc[:, 2][1]


def test_programs_by_state_are_listed_when_asked_for(asked):
    assert not [t for t in run(page, asked).table if "State" in t.value]
    rows = map_section.by_state(asked)
    assert rows == [
        ("IL", "1", "Program P2 (middle)"),
        ("TX", "1", f"{MARKUP} (high)"),
    ]


def test_the_parts_of_the_map_offer_the_route_only_with_one(asked):
    at = run(page, asked)
    assert at.button_group(key="map.area").value == WHOLE
    at.button_group(key="map.area").set_value(ROUTE).run()
    assert not at.exception
    none = make.problem(asked.catalog, min_rotations=0, budget_usd=0)
    # also for someone who looked at a route that is gone
    empty = run(page, none, **{"map.area": ROUTE})
    assert "No rotation, so no route" in text(empty)
    assert ROUTE not in empty.button_group(key="map.area").options
    assert empty.button_group(key="map.area").value == WHOLE


def test_without_a_plan_the_programs_are_still_there(asked):
    poor = make.problem(asked.catalog, budget_usd=10, min_rotations=1)
    at = run(page, poor)
    assert "No plan fits your inputs" in text(at)
    assert "No rotation, so no route" in text(at)
    assert not at.table


def test_one_rotation_has_a_stop_and_no_trip(asked):
    one = make.problem(asked.catalog, max_rotations=1, budget_usd=20_000)
    at = run(page, one)
    assert "Your one stop: Houston, so no trip in between." in text(at)
    assert not at.table


def test_what_is_booked_is_on_the_route_without_a_plan(asked):
    booked = make.booked(dt.date(2027, 5, 3), offering_id="E2")
    at = run(
        page,
        make.problem(asked.catalog, booked=(booked,), max_rotations=1, min_rotations=1),
    )
    assert "Your one stop: Chicago" in text(at)


def test_the_plan_page_draws_the_map_only_unfolded(asked):
    closed = run(plan_page, asked)
    assert "Your route" not in text(closed)
    both = {"plan.outcome": "If all say yes", "plan.Map": True}
    at = run(plan_page, asked, **both)
    assert "Your route: Houston, then Chicago." in text(at)
    assert "Part of the map" not in text(at)
