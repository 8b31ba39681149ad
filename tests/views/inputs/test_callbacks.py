"""Clicks on what a problem made of the inputs: what was entered stays as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import remember, scenario_of

from optimizer.domain.applicant import Booked
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share import read_link, share_query
from views.inputs import share
from views.session.session import Own

BEGUN = ("E1@2027-05-03", "accepted")
ROW = Booked(dt.date(2027, 6, 7), dt.date(2027, 7, 2), "hands_on", offering_id="E0")


@pytest.fixture
def begun() -> Problem:
    """One host accepted and the rotation has begun; another has been asked."""
    levels = ("low", "mid", "high")
    programs = [make.program(f"P{i}", receptiveness_non_us=levels[i]) for i in range(3)]
    offerings = [
        make.offering(f"E{i}", f"P{i}", tuition_usd=1_500 * i, host=f"Clinic {i}")
        for i in range(3)
    ]
    found = versioned(make.catalog(tuple(programs), tuple(offerings)))
    problem = make.problem(
        found,
        answers=(BEGUN, ("E2", "asked")),
        pins=("E1@2027-05-03",),
        today=dt.date(2027, 5, 10),
        budget_usd=8_000,
    )
    assert problem.scenario.booked
    assert problem.scenario.answers == (("E2", "asked"),)
    assert problem.given.answers == (BEGUN, ("E2", "asked"))
    return problem


def page(problem):  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from optimizer.domain.problem import Problem
    from views.inputs import callbacks, share
    from views.session import state

    if "click" in st.session_state:
        callbacks.change(st.session_state.pop("click"))
    share.render(Problem(problem.catalog, state.valid()), None)


def visit(problem: Problem) -> AppTest:
    at = AppTest.from_function(page, kwargs={"problem": problem}, default_timeout=60)
    remember(at, problem.given, own_catalog=Own("Mine", problem.catalog))
    return at


def clicked(problem: Problem, wanted: Scenario) -> Scenario:
    at = visit(problem)
    at.session_state["click"] = wanted
    at.run()
    assert not at.exception, at.exception
    return scenario_of(at)


def test_a_click_changes_the_budget_alone(begun: Problem) -> None:
    after = clicked(begun, replace(begun.scenario, budget_usd=9_000))
    assert after == replace(begun.given, budget_usd=9_000)


def test_what_a_click_says_of_others_goes_beside_what_has_begun(begun: Problem) -> None:
    read = begun.scenario
    after = clicked(
        begun,
        replace(
            read, answers=(("E2", "refused"),), pins=("E0",), booked=(*read.booked, ROW)
        ),
    )
    assert set(after.answers) == {BEGUN, ("E2", "refused")}
    assert set(after.pins) == {"E0", "E1@2027-05-03"}
    assert after.booked == (ROW,)


def test_where_nothing_has_begun_all_is_taken_as_it_is(begun: Problem) -> None:
    early = begun.having(today=make.TODAY, booked=())
    wanted = replace(early.scenario, answers=(), booked=(ROW,), max_rotations=3)
    assert clicked(early, wanted) == wanted


def test_saved_inputs_hold_what_was_accepted(begun: Problem, monkeypatch) -> None:
    saved: list[Scenario] = []

    def written(scenario: Scenario) -> str:
        saved.append(scenario)
        return ""

    monkeypatch.setattr(share, "write_scenario", written)
    at = visit(begun).run()
    assert not at.exception, at.exception
    assert saved == [begun.given]


def test_a_link_holds_what_was_accepted(begun: Problem) -> None:
    query = share_query(begun, (), include_profile=True)
    opened = read_link(query, begun.catalog, begun.given.today)
    assert BEGUN in opened.scenario.answers
    assert opened.scenario == begun.given
