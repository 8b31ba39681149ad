"""After a reload: what the tab kept goes on; a link wins; all can be forgotten."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import factories as make
import pytest
from streamlit.testing.v1 import AppTest
from visits import memory, remember

from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import Saved, share_query
from views.inputs import changes, panel, share, start, widgets
from views.session import browser_tab, input_state
from views.session.browser_tab import TabMemory, mark
from views.what_if import scenarios

CATALOG = make.catalog()
BEGUN = default_scenario(CATALOG, make.TODAY)
TEXAS = PRESETS["Texas ties"](BEGUN)
MINE = replace(TEXAS, budget_usd=4_500, months=(5, 6))
PICKS = (f"{CATALOG.offerings[0].offering_id}@2027-05-03",)
KEPT = {"B": Saved("Mine", MINE)}
VISIT = TabMemory(
    make.TODAY, "", Saved("Texas ties", TEXAS), MINE, (*KEPT.items(),), PICKS
)
RESTORED = "Your inputs of this browser tab were restored."


def page(catalog):  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from optimizer.domain.problem import Problem
    from views.inputs import panel, start

    if "tab" in st.session_state:
        start.restore(catalog, st.session_state.pop("tab"))
    inputs = panel.draw(catalog)
    inputs.tell(Problem(catalog, inputs.scenario))
    st.session_state["found"] = inputs.scenario


def session(**query: str) -> AppTest:
    at = AppTest.from_function(page, kwargs={"catalog": CATALOG}, default_timeout=60)
    at.session_state[f"{widgets.PANEL_KEY}{panel.CHANGE}"] = True
    remember(at, first_day=make.TODAY)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def reloaded(visit: TabMemory | str | None = VISIT, **query: str) -> AppTest:
    at = session(**query)
    kept = browser_tab.write(visit, CATALOG) if isinstance(visit, TabMemory) else visit
    at.session_state["tab"] = kept
    return at.run()


def found(at: AppTest) -> Scenario:
    assert not at.exception, at.exception
    scenario: Scenario = at.session_state["found"]
    return scenario


def said(at: AppTest, text: str) -> bool:
    return any(text in element.value for element in at.markdown)


def kept_text(at: AppTest) -> str | None:
    """What the page hands to the tab."""
    data = at.get("bidi_component")[0].proto.json
    text: str | None = json.loads(data)["text"]
    return text


def money(at: AppTest) -> Any:
    edition = memory(at).editions["budget_usd"]
    return at.number_input(key=f"{input_state.PREFIX}{edition}.budget_usd")


def click(at: AppTest, name: str) -> AppTest:
    return next(button for button in at.button if button.label == name).click().run()


def test_a_reload_brings_everything_back() -> None:
    at = reloaded()
    assert found(at) == MINE
    assert at.selectbox(key=input_state.ORIGIN_KEY).value == "Texas ties"
    assert memory(at).kept == KEPT
    assert memory(at).picks == PICKS
    assert said(at, RESTORED)
    assert not at.error
    click(at, "Reset")
    assert found(at) == TEXAS


def test_it_is_said_until_an_input_changes_and_can_be_taken_back() -> None:
    at = reloaded()
    assert said(at.run(), RESTORED)
    click(at, changes.BACK)
    assert found(at) == BEGUN
    assert not said(at, RESTORED)


def test_what_a_reload_brought_is_no_change_of_the_visitors_own() -> None:
    effects = "points less", "points more", "he same chance"
    at = reloaded()
    assert said(at, f"{changes.MEASURE}: ")
    assert not [told for told in effects if said(at, told)]
    money(at).set_value(12_000).run()
    assert [told for told in effects if said(at, told)]


def test_an_old_link_says_how_old_it_is_and_can_be_planned_as_of_today() -> None:
    long_ago = make.TODAY - dt.timedelta(days=178)
    old = replace(BEGUN, today=long_ago, budget_usd=4_500)
    query = share_query(Problem(CATALOG, old), (), include_profile=True)
    at = session(**{share.PARAMETER: query})
    assert found(at) == old
    assert said(at, "Planned as of 28 May 2026, 178 days ago")
    click(at, "Plan as of today")
    assert found(at) == replace(old, today=make.TODAY)
    assert not said(at, "Planned as of")
    click(at, changes.BACK)
    assert found(at) == old


def test_inputs_of_today_or_of_a_day_to_come_are_not_old() -> None:
    assert not said(session(), "Planned as of")
    ahead = replace(BEGUN, today=make.TODAY + dt.timedelta(days=30))
    query = share_query(Problem(CATALOG, ahead), (), include_profile=True)
    assert not said(session(**{share.PARAMETER: query}), "Planned as of")


def test_on_another_day_today_is_another() -> None:
    at = session()
    later = make.TODAY + dt.timedelta(days=2)
    remember(at, first_day=later)
    at.session_state["tab"] = browser_tab.write(VISIT, CATALOG)
    assert found(at.run()) == replace(MINE, today=later)


def test_the_page_hands_the_tab_what_a_reload_needs() -> None:
    first = session()
    assert kept_text(first) is None  # nothing that a new session would not have
    money(first).set_value(4_500).run()
    assert found(reloaded(kept_text(first))) == replace(BEGUN, budget_usd=4_500)


@pytest.mark.parametrize("given", [{"kept": KEPT}, {"picks": PICKS}])
def test_what_was_set_aside_is_worth_keeping_alone(given: dict[str, Any]) -> None:
    at = session()
    remember(at, **given)
    assert kept_text(at.run()) is not None


def test_a_link_wins() -> None:
    query = share_query(Problem(CATALOG, TEXAS), (), include_profile=True)
    at = reloaded(plan=query)
    assert found(at) == TEXAS
    assert not said(at, RESTORED)
    assert found(reloaded(preset="only-july-and-august")).months == (7, 8)


def test_a_link_that_was_open_before_the_reload_does_not() -> None:
    query = share_query(Problem(CATALOG, TEXAS), (), include_profile=True)
    edited = replace(VISIT, link=mark(query, "", ""))
    assert found(reloaded(edited, plan=query)) == MINE
    # What the page itself writes bears the same mark.
    first = session(plan=query)
    money(first).set_value(900).run()
    again = reloaded(kept_text(first), plan=query)
    assert found(again) == replace(TEXAS, budget_usd=900)


def test_the_links_that_count_are_those_the_pages_read() -> None:
    assert share.PARAMETER in start.LINKS
    assert scenarios.PARAMETER in start.LINKS


@pytest.mark.parametrize("text", [None, "", "banana", "{}", '{"version": 1}'])
def test_what_does_not_fit_is_told_and_the_rest_goes_on(text: str | None) -> None:
    with pytest.raises(DataError):
        browser_tab.read(text, CATALOG, (), 0)
    at = reloaded(text)
    assert found(at) == BEGUN
    assert at.error[0].value == start.MISFIT
    assert not at.run().error


@pytest.mark.parametrize("button", ["Forget them", "Forget my inputs"])
def test_all_of_it_can_be_forgotten(button: str) -> None:
    at = reloaded()
    at.session_state[f"{widgets.PANEL_KEY}Share or save"] = True
    click(at.run(), button)
    assert found(at) == BEGUN
    assert kept_text(at) is None
    assert not memory(at).kept
    assert not memory(at).picks
    assert changes.BACK not in [button.label for button in at.button]


def test_the_presenter_view_keeps_them_too() -> None:
    at = reloaded(present="1")
    assert found(at) == MINE
    assert kept_text(at) is not None


def test_the_script_keeps_to_the_tab() -> None:
    assert "sessionStorage" in browser_tab.SCRIPT
    assert not any(
        far in browser_tab.SCRIPT for far in ("localStorage", "fetch", "http")
    )
