"""The page on requests: the answer first, answers of hosts, what they changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import remember, scenario_of

from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.risks.backups import backups
from optimizer.solver.solve import solve
from views.inputs import callbacks
from views.sections import last_answer
from views.session import cached

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.session import state
    from views.to_do import page as applications

    if not state.started():
        state.start("x", problem.scenario)
    asked = type(problem)(problem.catalog, state.valid())
    applications.render(asked)


def hosts(**changes) -> Problem:
    """A plan of one at E1; E2 and E3 could replace it."""
    programs = tuple(make.program(f"P{i}") for i in (1, 2, 3))
    offerings = (
        make.offering("E1", "P1", acceptance=0.5, application_fee_usd=100),
        make.offering("E2", "P2", acceptance=0.3, application_fee_usd=40),
        make.offering("E3", "P3", acceptance=0.2, channel="direct", host=MARKUP),
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"max_rotations": 1, "min_letters": 0, "budget_usd": 4_000} | changes
    return make.problem(found, **asked)


@pytest.fixture(autouse=True)
def _inputs_without_widgets(monkeypatch):
    """Callbacks put a scenario into the session; no widget of the inputs is drawn."""
    from views.session import state

    monkeypatch.setattr(state, "apply", state.keep)
    cached.backups.clear()


def shown(problem: Problem) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    at.run()
    assert not at.exception, at.exception
    return at


def text(at: AppTest) -> str:
    found = "\n".join(item.value for item in (*at.header, *at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ")


def control(at: AppTest, host: str):
    (found,) = [s for s in at.selectbox if host in s.label]
    return found


def answered(at: AppTest, host: str, state: str) -> AppTest:
    control(at, host).set_value(state).run()
    assert not at.exception, at.exception
    return at


def test_the_first_sentence_is_the_answer():
    at = shown(hosts())
    # 1 - 0.5 x 0.7 x 0.8 = 72 %, where 70 % is wanted
    assert at.header[0].value.replace("\u00a0", " ") == (
        "With the plan alone, the chance to get at least one rotation is 50 %; with"
        " these three requests it is 72 %"
    )
    said = text(at)
    assert "Three requests reach 70 % for at least one rotation." in said
    assert "All application fees together: $140, $40 of it beyond the plan" in said
    assert "not the application to a residency program" in said


def test_a_wish_that_is_out_of_reach_is_told():
    at = shown(hosts())
    at.segmented_control[1].set_value(0.9).run()
    assert "is out of reach here: 72 % is what all three requests bring" in text(at)
    at.segmented_control[1].set_value(0.5).run()
    assert "One request reaches" not in text(at)
    assert "The plan's own requests are enough for 50 %" in text(at)


def test_every_request_has_a_card_and_text_of_the_catalog_is_plain():
    at = shown(hosts())
    assert [s.value for s in at.selectbox] == [None] * 3
    assert any("Clinic \\<b\\>A" in m.value for m in at.markdown)
    said = text(at)
    assert "$100 application fee" in said
    assert "Could replace Host E1" in said
    assert "First choice: Host E2" in said


def test_waiting_comes_first_and_paid_last():
    given = (("E1", "paid"), ("E2", "silent"))
    at = shown(hosts(answers=given, max_rotations=2, budget_usd=9_000))
    assert [s.value for s in at.selectbox] == ["silent", None, "paid"]
    assert "Write again once" in text(at)
    said = text(at)
    assert "Has accepted you" in said
    assert "Host E1, 2" not in said.split("If a host of the plan refuses")[1]
    # one is promised, so two are asked about: 1 - 0.7 x 0.8
    assert at.segmented_control[0].value == 2
    assert "two rotations or more is 30 %; with these three requests it is 44 %" in said


def test_an_answer_changes_the_scenario_and_says_what_changed():
    at = answered(shown(hosts()), "Host E1", "refused")
    assert scenario_of(at).answers == (("E1", "refused"),)
    said = text(at)
    assert "After the last answer." in said
    assert "Host E2" in said.split("After the last answer.")[1]
    assert "Host E1 (" in said.split("After the last answer.")[1]
    # what was refused stays within reach
    assert control(at, "Host E1").value == "refused"


def test_a_plan_of_promises_needs_no_replacement():
    at = shown(hosts(answers=(("E1", "accepted"),)))
    assert "Every host of the plan has accepted" in text(at)


def test_an_answer_can_be_taken_back():
    at = answered(shown(hosts()), "Host E2", "accepted")
    (back,) = [b for b in at.button if b.label == "Take it back"]
    back.click().run()
    assert scenario_of(at).answers == ()


def test_an_answer_that_leaves_no_plan_can_be_taken_back():
    at = shown(hosts(max_rotations=1, answers=(("E1", "paid"),)))
    before = hosts().scenario
    paid = replace(before, answers=(("E1", "paid"), ("E2", "paid")))
    remember(at, paid, before_answer=before)
    at.run()
    assert "With it there is no plan that keeps every rule." in text(at)
    assert any(b.label == "Take it back" for b in at.button)


def test_without_a_plan_the_page_says_why():
    said = text(shown(hosts(budget_usd=100)))
    assert "No plan fits everything you asked for" in said


def test_without_a_rotation_there_is_nobody_to_ask():
    said = text(shown(hosts(min_rotations=0, max_rotations=0)))
    assert "There is nobody to ask" in said


def test_the_table_says_what_the_figure_shows():
    at = shown(hosts())
    table = at.table[0].value
    assert list(table["Requests"]) == ["1", "2", "3"]
    assert [c.replace("\u00a0", " ") for c in table["At least one"]] == [
        "50 %",
        "65 %" if table["Fees"].iloc[1] == "\\$140" else "60 %",
        "72 %",
    ]


def test_what_is_told_of_two_plans():
    p = hosts()
    plan = solve(p)
    none = NoPlan(p.scenario, "infeasible", 0.1)
    assert "no plan" in last_answer.describe_change(plan, none, "match chance")
    assert "now there is one" in last_answer.describe_change(none, plan, "match chance")
    assert last_answer.describe_change(plan, plan, "match chance") == (
        "The rotations stay as they were. Match chance ±0.0\u00a0pp, cost +$0."
    )
    assert backups(p, plan).alone is not None


# --- what a click does to the scenario ------------------------------------------------


def test_one_answer_an_offering():
    scenario = make.scenario(answers=(("E1@2027-05-03", "asked"), ("E2", "asked")))
    assert callbacks.answered(scenario, "E1", "accepted").answers == (
        ("E1", "accepted"),
        ("E2", "asked"),
    )
    assert callbacks.answered(scenario, "E1@2027-05-03", None).answers == (
        ("E2", "asked"),
    )
    refused = callbacks.answered(scenario, "E1@2027-05-03", "refused")
    assert refused.answers == (("E1", "refused"), ("E2", "asked"))


def test_what_is_paid_is_no_longer_excluded():
    scenario = make.scenario(exclusions=("E1", "E1@2027-05-03", "E2"))
    paid = callbacks.answered(scenario, "E1@2027-05-03", "paid")
    assert paid.exclusions == ("E2",)
    asked = callbacks.answered(scenario, "E1", "asked")
    assert asked.exclusions == scenario.exclusions


@pytest.mark.parametrize(
    ("paid", "excluded", "left"),
    [
        ("E1", "E1", "accepted"),
        ("E1@2027-05-03", "E1", "accepted"),
        ("E1@2027-05-03", "E1@2027-05-03", "accepted"),
        ("E1@2027-05-03", "E1@2027-06-07", "paid"),
        ("E1", "E2", "paid"),
    ],
)
def test_excluding_what_is_paid_leaves_it_accepted(paid, excluded, left):
    scenario = make.scenario(answers=((paid, "paid"),))
    assert callbacks.excluded(scenario, excluded).answers == ((paid, left),)


def test_dates_are_those_of_the_season():
    assert all(
        r.apply_by >= make.TODAY and r.block.start > dt.date(2027, 2, 28)
        for r in backups(hosts(), solve(hosts())).requests
    )
