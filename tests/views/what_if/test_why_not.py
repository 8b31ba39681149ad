"""Why this one or why not, and what limits: each kind of answer, links and buttons."""

from __future__ import annotations

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import said, what_if

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.explain.binding import Limit, Loosened, limits
from optimizer.explain.reasons import Impossible, Undecided, why
from optimizer.solver.solve import solve
from views.kit import links
from views.what_if import another_host
from views.what_if import limits as limits_page

MAY, JUNE = "2027-05-03", "2027-06-07"
MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


@pytest.fixture
def asked() -> Problem:
    """E1 is best; E2 costs chance; E3 is too dear; E4 takes no students."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3, 4))
    offerings = (
        make.offering("E1", "P1", starts=MAY, acceptance=0.9),
        make.offering("E2", "P2", starts=MAY, acceptance=0.3, host=MARKUP),
        make.offering("E3", "P3", starts=JUNE, tuition_usd=9_000),
        make.offering("E4", "P4", starts=JUNE, students="no"),
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, budget_usd=5_000, min_letters=0)


def shown(problem: Problem, link: str = "") -> AppTest:
    found = {links.WHY: link} if link else {}
    return what_if(problem, "another-host", link=found)


def buttons(at: AppTest) -> list[str]:
    return [item.label.replace("\\", "") for item in at.button]


def test_one_that_is_possible_has_its_price_its_range_and_a_pin(asked):
    at = shown(asked, "E2")
    told = said(at)
    assert "would lower your chance" in told
    assert "Range of that price" in told
    assert "Leaves the plan: Host E1" in told
    assert "Put it in the plan" in buttons(at)


def test_one_that_is_too_dear_has_a_fix_for_a_button(asked):
    at = shown(asked, "E3")
    assert "cannot be in any plan as things are" in said(at)
    assert "Raise the budget by $7,000 to $12,000." in buttons(at)


def test_one_that_is_closed_says_what_would_have_to_be_true(asked):
    at = shown(asked, "E4")
    assert "The host would have to take students" in said(at)
    assert "No change of your money" in said(at)
    assert not any("budget" in name for name in buttons(at))


def test_the_one_in_the_plan_can_be_left_out(asked):
    at = shown(asked, "E1")
    assert "is in your plan: without it you lose" in said(at)
    assert "Leave it out" in buttons(at)


def test_a_link_to_nothing_gives_one_sentence(asked):
    at = shown(asked, "<b>E99</b>")
    assert len(at.warning) == 1
    assert "not in the catalog" in at.warning[0].value
    assert at.selectbox[0].value is None


def test_a_rotation_and_a_date_are_chosen(asked):
    at = shown(asked)
    at.selectbox[0].set_value("E2").run()
    at.selectbox[1].select_index(1).run()
    assert not at.exception
    assert "from 3 May 2027 would lower your chance" in said(at)


def test_undecided_is_never_impossible(asked):
    told = another_host.sentence("Host", Undecided())
    assert "not found out in time" in told
    assert "cannot" not in told


def test_what_limits_comes_with_a_chart_its_table_and_buttons(asked):
    at = what_if(asked, "limits")
    told = said(at)
    assert "that helps most" in told
    assert "Does not limit this plan" in told
    assert len(at.table) == 1
    worth = [row[2] for row in at.table[0].value.itertuples(index=False)]
    assert worth
    assert all(" to " in cell for cell in worth if cell != "nothing")
    assert any("Raise the budget" in name for name in buttons(at))


def test_the_headline_names_the_step_that_gains_most(asked):
    plan = solve(asked)
    assert isinstance(plan, Plan)
    found = tuple(limits(asked, plan))
    best = max(limits_page.helpful(found), key=lambda s: s.gain_pp)
    assert best.sentence.rstrip(".") in limits_page.headline(asked, found)
    assert "No single rule" in limits_page.headline(asked, ())


def test_a_larger_step_that_buys_no_more_is_not_offered(asked):
    small, large = (
        Loosened(f"Raise to {usd}.", asked.scenario, 0.2, 700, True) for usd in (1, 2)
    )
    more = Loosened("Raise to 3.", asked.scenario, 0.3, 900, True)
    found = Limit("budget", "a budget", "binds", more, (small, large, more))
    assert limits_page.helpful((found,)) == (small, more)


def test_the_fixture_is_what_it_says(asked):
    plan = solve(asked)
    assert isinstance(plan, Plan)
    assert isinstance(why(asked, plan, "E3"), Impossible)
