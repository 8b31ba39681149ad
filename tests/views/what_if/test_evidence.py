"""The section that says what the evidence does to this applicant."""

from __future__ import annotations

import factories as make
import pytest
from streamlit.testing.v1 import AppTest

from optimizer.risks.evidence import Believed, both_readings
from optimizer.solver.solve import solve
from views.what_if.evidence import advice


def section(
    problem,
):  # AppTest takes its source out of this module: no names of it here
    from views.session import cached
    from views.what_if import evidence

    evidence.render(problem, cached.solve(problem))


@pytest.fixture(scope="module")
def asked():
    programs = (make.program("P1", receptiveness_non_us="very_high"),)
    offerings = (
        make.offering("E1", "P1", host="Mercy", acceptance=1.0),
        make.offering("E2", "", host="Lakeside", acceptance=1.0, tuition_usd=9_000),
    )
    return make.problem(
        make.catalog(programs, offerings), evidence="blended", max_rotations=1
    )


def test_both_plans_and_both_regrets_are_in_a_table(asked):
    at = AppTest.from_function(section, kwargs={"problem": asked}, default_timeout=60)
    at.run()
    assert not at.exception
    said = "\n".join(item.value for item in at.markdown)
    assert "measured in US surgery students" in said
    (shown,) = at.table
    assert list(shown.value.iloc[:, 0]) == [
        "Your plan",
        "Best if all effects are as guessed",
        "Best if only what was measured counts",
    ]


def test_where_one_plan_is_best_in_both_it_says_so(asked):
    shown, _, careful = both_readings(asked, solve(asked))
    assert advice(shown, careful) == (
        "Your plan is also the best if letters still to come count for nothing."
    )


def test_else_it_names_whom_to_ask_instead_and_what_that_may_cost(asked):
    first, second = (
        solve(asked.having(pins=(name,), min_letters=0, budget_usd=50_000))
        for name in ("E1", "E2")
    )
    shown = Believed(None, first, {}, {"central": 0.0, "cautious": 1.2})
    careful = Believed("cautious", second, {}, {"central": 0.5, "cautious": 0.0})
    said = advice(shown, careful)
    assert "ask Lakeside instead of Mercy" in said
    plain = said.replace("\u00a0", " ")
    assert ": +1.2 pp then, −0.5 pp if you are wrong" in plain
