"""Ways out where money is short, and where all of a wish has to go: solved by hand.

Four weeks in Houston cost 1,800 dollars, 1,400 in cheap rooms; the flight 1,200.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.plan import Fix, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.fixes import MOST_PAIRS
from optimizer.explain.infeasibility import diagnose
from optimizer.solver.solve import is_possible, solve

ROOMS = "Take cheap rooms."


def problem(*offerings: Any, **changes: Any) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(1, 5))
    places = (make.place(), make.place("Chicago", "IL"))
    found = versioned(make.catalog(programs, offerings, places))
    return make.problem(found, **{"min_letters": 0} | changes)


def on(number: int, start: str = "2027-05-03", **changes: Any):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


def fixes(p: Problem) -> tuple[Fix, ...]:
    """The ways out, each solved, and none with a dollar too much."""
    found = diagnose(p).fixes
    for fix in found:
        fixed = Problem(p.catalog, fix.scenario)
        assert isinstance(solve(fixed), Plan), fix.sentence
        usd = dict(fix.change).get("budget_usd")
        if isinstance(usd, int):
            assert not is_possible(fixed.having(budget_usd=usd - 1)), fix.sentence
    return found


def sentences(p: Problem) -> list[str]:
    return [fix.sentence for fix in fixes(p)]


def test_cheaper_rooms_where_they_are_enough():
    found = fixes(problem(on(1), budget_usd=2_700))
    assert [fix.sentence for fix in found] == [
        "Raise the budget by $300 to $3,000.",
        ROOMS,
    ]
    assert found[1].change == (("housing", "low"),)


def test_cheaper_rooms_and_the_dollars_that_are_missing_still():
    found = fixes(problem(on(1), budget_usd=2_000))
    assert [fix.sentence for fix in found] == [
        "Raise the budget by $1,000 to $3,000.",
        f"{ROOMS} Raise the budget by $600 to $2,600.",
    ]
    assert found[1].change == (("housing", "low"), ("budget_usd", 2_600))


@pytest.mark.parametrize(
    "spare", [{"housing": "low"}, {"free_housing": ("Houston, TX",)}]
)
def test_rooms_that_spare_nothing_are_not_offered(spare):
    assert ROOMS not in " ".join(sentences(problem(on(1), budget_usd=1_500, **spare)))


def test_fewer_of_a_wish_with_less_money():
    """Two cost 1,200 + 2 x 1,400, one 2,600; 2,000 are there."""
    p = problem(
        on(1), on(2, "2027-05-31"), min_rotations=2, budget_usd=2_000, housing="low"
    )
    assert sentences(p) == [
        "Raise the budget by $2,000 to $4,000.",
        "Plan 1 rotation instead of 2 rotations. Raise the budget by $600 to $2,600.",
    ]


def test_a_state_less_with_less_money():
    """Chicago costs 1,200 + 1,400 + 2,000, Houston 2,600; 2,500 are there."""
    dear = on(2, city="Chicago", state="IL", tuition_usd=2_000)
    p = problem(on(1), dear, required_states=("IL",), budget_usd=2_500, housing="low")
    assert sentences(p) == [
        "Raise the budget by $2,100 to $4,600.",
        "Do not require a rotation in IL. Raise the budget by $100 to $2,600.",
    ]


def test_what_needs_least_money_comes_first_and_few_are_offered():
    """Without Chicago 3,000, in cheap rooms there 4,600, in June too 4,000."""
    dear = on(2, city="Chicago", state="IL", tuition_usd=2_000)
    summer = on(3, "2027-07-05", city="Chicago", state="IL", tuition_usd=1_000)
    p = problem(
        on(1),
        dear,
        summer,
        required_states=("IL",),
        months=(5,),
        budget_usd=2_500,
    )
    usd = [dict(fix.change)["budget_usd"] for fix in fixes(p)]
    assert usd == [5_000, 3_000, 4_000, 4_600]
    assert len(usd) == 1 + MOST_PAIRS


def test_money_is_no_part_of_a_way_out_that_is_enough_alone():
    """To drop the second rotation is enough: that it also spares money is not told."""
    p = problem(
        on(1), on(2, "2027-05-31"), min_rotations=2, budget_usd=3_000, housing="low"
    )
    assert sentences(p) == [
        "Plan 1 rotation instead of 2 rotations.",
        "Raise the budget by $1,000 to $4,000.",
    ]


def test_no_more_money_is_asked_for_where_money_is_not_the_matter():
    p = problem(on(1), blackouts=((dt.date(2027, 5, 3), dt.date(2027, 5, 3)),))
    assert not [fix for fix in fixes(p) if "budget" in fix.sentence]


def test_a_wish_of_which_no_part_will_do_is_dropped_whole():
    """No host is in these states: with two, one after the other; with three, all."""
    none = ("IL", "NY", "OH")
    assert sentences(problem(on(1), required_states=none[:2])) == [
        "Do not require a rotation in IL. Do not require a rotation in NY.",
    ]
    assert sentences(problem(on(1), required_states=none)) == ["Require no state."]


def test_a_pin_that_is_asked_about_is_never_released_for_money():
    p = problem(on(1), on(2, "2027-05-31"), pins=("E1", "E2"), budget_usd=3_000)
    for fix in diagnose(p, keep="E2").fixes:
        assert "E2" in fix.scenario.pins
