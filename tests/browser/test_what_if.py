"""The page What if in a browser: lines unfold and act, and shut no one out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import (
    SMALLEST_PIXELS,
    TEXTS,
    assert_no_sideways,
    assert_within,
)
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from views.inputs.changes import BACK

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

PATH = "what-if"
TITLE = "What if something were different?"
LONG_MS = 90_000
QUESTIONS = {
    "One more rotation?": "6 rotations",
    "More money, or less?": "$18,000 in all",
    "Spend it elsewhere?": "no honest figure",
    "Another host?": "Why this one, or why not?",
    "What limits it?": "One rule at a time",
    "A letter comes late?": "4 weeks late",
    "A host refuses or cancels?": "may be lost",
    "Prices rise?": "left for rotations",
    "It goes badly?": "Guesses that change nothing",
    "Letters and rotations help less?": "Nobody has measured",
    "My other scenario?": "both stand side by side",
}


def line(here: Visit, question: str) -> Locator:
    return here.page.locator("summary").filter(has_text=question)


def unfold(here: Visit, question: str) -> None:
    """Open a question and wait until all of it is worked out."""
    here.settle()
    line(here, question).click()
    said = here.page.get_by_text(QUESTIONS[question]).locator("visible=true")
    said.first.wait_for(timeout=LONG_MS)
    here.page.locator("[data-test-script-state=notRunning]").wait_for(timeout=LONG_MS)


def visit_what_if(visit: Visiting, scenario: Scenario, **how: object) -> Visit:
    here = visit(scenario, page=PATH, **how)
    api.expect(here.headline).to_have_text(TITLE)
    here.settle()
    return here


def test_lines_are_opened_by_the_keyboard_and_keep_the_focus(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_what_if(visit, default)
    first = line(here, "One more rotation?")
    first.focus()
    first.press("Enter")
    last = here.page.get_by_role("cell", name="At most 6 rotations")
    api.expect(last).to_be_visible(timeout=LONG_MS)
    here.settle()
    api.expect(first).to_be_focused()
    first.press("Enter")
    api.expect(last).not_to_be_visible()
    api.expect(first).to_contain_text("At most 1 rotation: ")


def test_a_change_is_taken_over_and_back(visit: Visiting, default: Scenario) -> None:
    here = visit_what_if(visit, default)
    unfold(here, "More money, or less?")
    here.settle()
    here.page.get_by_role("button", name="Change my inputs to …").click()
    here.page.get_by_role("option", name="$12,000 in all").or_(
        here.page.get_by_role("menuitem", name="$12,000 in all")
    ).first.click()
    api.expect(here.budget).to_have_value("12000")
    here.settle()
    here.button(BACK).click()
    api.expect(here.budget).to_have_value(str(default.budget_usd))


def test_another_rotation_is_tried_and_put_on_the_list(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_what_if(visit, default)
    unfold(here, "Another host?")
    menu = here.page.get_by_role("combobox", name=re.compile("Why this one"))
    here.search(menu, "E054")
    told = here.page.get_by_text("done if it says yes").first
    api.expect(told).to_be_visible(timeout=LONG_MS)
    here.button("Put it on the list").click()
    api.expect(here.page.get_by_text("is on your list").first).to_be_visible()


def test_a_scenario_is_kept_compared_and_passed_on(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_what_if(visit, default)
    unfold(here, "My other scenario?")
    name = here.page.get_by_role("textbox", name="Keep the present inputs")
    name.fill("As it is")
    name.press("Enter")
    here.settle()
    here.button("Keep as A").click()
    api.expect(here.page.get_by_text("All inputs are the same").first).to_be_visible()
    here.settle()
    here.set_budget(6_000)
    api.expect(
        here.page.get_by_text("“A: As it is” reaches most").first
    ).to_be_visible()
    here.settle()
    again = visit(page=PATH)
    again.page.goto(here.link())
    api.expect(again.page.get_by_text("A came without a profile").first).to_be_visible()
    here.button("Go back to A").click()
    api.expect(here.budget).to_have_value("10000")


@LOOKS
def test_every_question_fits_and_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit_what_if(visit, default, width=width, dark=dark)
    assert_accessible(here)
    for question in QUESTIONS:
        unfold(here, question)
        assert_no_sideways(here, width)
        for table in here.page.get_by_role("table").all():
            if table.is_visible():
                assert_within(table, width, question)
        for figure in here.page.get_by_role("figure").all():
            assert_within(figure, width, question)
            cut, smallest = figure.evaluate(TEXTS)
            assert not cut
            assert smallest >= SMALLEST_PIXELS
        assert_accessible(here)
        line(here, question).click()
        here.settle()
