"""The page of programs in a browser: it finds, marks, shows one; nothing sticks out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

HOPKINS = "Johns Hopkins University PM&R"


def visit_programs(visit: Visiting, scenario: Scenario, **how: Any) -> Visit:
    here = visit(scenario, page="programs", **how)
    api.expect(here.headline).to_have_text("Programs")
    api.expect(answer(here)).to_contain_text("116 programs")
    here.settle()
    return here


def answer(here: Visit) -> Any:
    return here.page.locator("[data-testid=stMain] h3").first


def search(here: Visit, text: str, left: str) -> None:
    field = here.page.get_by_role("textbox", name="Search", exact=True)
    field.fill(text)
    field.press("Enter")
    api.expect(answer(here)).to_contain_text(left)
    here.settle()


def show(here: Visit, name: str) -> None:
    """Open one in full."""
    here.button(name).click()
    api.expect(answer(here)).to_have_text(name)
    api.expect(
        here.page.get_by_text("Every field of the program").first
    ).to_be_visible()
    api.expect(here.page.get_by_role("table").first).to_be_visible()
    here.settle()


def test_filters_count_what_they_leave_and_keep_what_is_chosen(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_programs(visit, default)
    here.page.get_by_text("More filters").click()
    states = here.page.get_by_role("combobox", name="State", exact=True)
    states.fill("Maryland")
    option = here.page.get_by_role("option").first
    api.expect(option).to_have_text(re.compile(r"^Maryland \(\d\)$"))
    many = option.inner_text()[-2]
    option.click()
    api.expect(answer(here)).to_contain_text(f"{many} of 116 programs match")
    here.page.keyboard.press("Escape")
    here.settle()
    pill = re.compile(r"^Open to you \(\d\)$")
    here.page.get_by_role("button", name=pill).click()
    api.expect(answer(here)).not_to_contain_text(f"{many} of 116")
    here.settle()
    found = re.match(r"(\d) of 116", answer(here).inner_text())
    assert found
    # Its label changed, what is chosen did not.
    api.expect(here.page.get_by_text("Filtered by: State.").first).to_be_visible()
    here.button("Clear search and filters").click()
    api.expect(answer(here)).to_contain_text("116 programs")


def test_one_is_rated_shown_in_full_and_asked_why_not(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_programs(visit, default)
    here.set_budget(9_000)
    api.expect(here.summary).to_contain_text("$9,000")
    here.settle()
    search(here, "hopkins", "1 of 116 programs matches")
    here.button("Rate").click()
    here.page.get_by_role("menuitem", name="5: my dream").or_(
        here.page.get_by_role("option", name="5: my dream")
    ).click()
    api.expect(here.page.get_by_text("You rate it 5").first).to_be_visible()
    here.settle()
    here.button("Let it matter (50 %)").or_(
        here.page.get_by_role("button", name=re.compile("Let it matter"))
    ).first.click()
    api.expect(here.page.get_by_text("change no plan")).not_to_be_visible()
    here.settle()
    show(here, HOPKINS)
    assert "program=jhu" in here.page.url
    here.page.get_by_role("link", name=re.compile("Why not")).first.click()
    api.expect(here.headline).to_have_text("What if something were different?")
    api.expect(here.page.get_by_text("cannot be on your list").first).to_be_visible()
    api.expect(here.budget).to_have_value("9000")  # the same visit


@LOOKS
def test_list_filters_and_one_in_full_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit_programs(visit, default, width=width, dark=dark)
    here.page.get_by_text("More filters").click()
    api.expect(here.page.get_by_text("Cost of a rotation").first).to_be_visible()
    assert_accessible(here)
    here.page.get_by_text("The whole list as a table").click()
    api.expect(here.page.get_by_role("table")).to_be_visible()
    here.settle()
    assert_no_sideways(here, width)
    for found in here.page.get_by_test_id("stMultiSelect").all():
        assert_within(found, width, "filter")
    search(here, "hopkins", "1 of 116 programs matches")
    show(here, HOPKINS)
    assert_accessible(here)
    here.page.get_by_text("Every field of this rotation").first.click()
    api.expect(here.page.get_by_role("table").nth(1)).to_be_visible()
    here.settle()
    assert_no_sideways(here, width)
    for table in here.page.get_by_role("table").all():
        assert_within(table, width, "table")
