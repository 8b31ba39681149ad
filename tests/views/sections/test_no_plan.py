"""No plan: each way out is a button, under a sentence that counts them."""

from __future__ import annotations

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import scenario_of, text_of, what_if

from optimizer.domain.problem import Problem
from optimizer.explain.infeasibility import diagnose


def buttons(at: AppTest) -> list[str]:
    found = [b for b in at.button if b.key and b.key.startswith("fix ")]
    return [b.label.replace("\\", "") for b in found]


@pytest.fixture
def too_dear() -> Problem:
    """One host, for 3,000 dollars; 2,600 in cheap rooms."""
    found = versioned(make.catalog(offerings=(make.offering("E1", "P1"),)))
    return make.problem(found, budget_usd=2_700, min_letters=0)


def test_several_ways_out_stand_under_each_of_these(too_dear):
    at = what_if(too_dear)
    assert buttons(at) == [fix.sentence for fix in diagnose(too_dear).fixes]
    assert len(buttons(at)) == 2
    assert "Each of these makes a plan possible, as checked by solving:" in text_of(at)


def test_a_single_way_out_is_not_one_of_several(too_dear):
    at = what_if(too_dear.having(housing="low", budget_usd=1_000))
    assert buttons(at) == ["Raise the budget by $1,600 to $2,600."]
    assert "This makes a plan possible, as checked by solving:" in text_of(at)
    assert "Each of these" not in text_of(at)


def test_cheaper_rooms_are_taken_with_one_click(too_dear):
    at = what_if(too_dear)
    at.button(key="fix 1").click().run()
    assert scenario_of(at) == too_dear.having(housing="low").scenario
    assert at.header[0].value.startswith("What if")
