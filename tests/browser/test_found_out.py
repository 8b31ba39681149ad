"""What was found out, in a browser: from a question to a new plan; it fits, is open."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.scenario import Scenario

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

BODY = "stPopoverBody"


def drawn(here: Visit) -> None:
    """Wait until the last part of the plan page is there."""
    here.page.get_by_text("The same as a table: match").wait_for()
    here.settle()


def answered(here: Visit, answer: str) -> None:
    """Say what the first host that is to be asked answered to the first question."""
    panel = here.panel("I asked")
    here.settle()
    choice = panel.get_by_test_id("stButtonGroup").get_by_text(answer, exact=True)
    choice.click()
    record = panel.get_by_role("button", name="Record")
    api.expect(record).to_be_enabled()
    here.settle()
    record.click()
    api.expect(here.button("Take it back")).to_be_visible()
    here.settle()


def opened(here: Visit) -> None:
    """Wait until the page with what was found out is there."""
    heading = here.page.get_by_role("heading", name="Record an answer")
    api.expect(heading).to_be_visible()
    here.settle()


def test_an_answer_changes_the_plan_and_is_passed_on(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    drawn(here)
    before = here.shown_schedule()
    answered(here, "no")
    api.expect(here.page.get_by_text("Recorded: ")).to_contain_text("Match chance")
    assert here.shown_schedule() != before
    here.go_to("Programs")
    opened(here)
    issue = here.page.get_by_test_id("stCode")
    api.expect(issue).to_contain_text("is now `no`")
    with here.page.expect_download() as saving:
        here.button("Corrections as CSV").click()
    text = Path(saving.value.path()).read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["old_value"], row["new_value"]) == ("unknown", "no")
    here.settle()
    here.button("Remove").click()
    api.expect(here.page.get_by_text("Your answers: none yet")).to_be_visible()
    here.settle()
    here.go_to("Plan")
    drawn(here)
    assert here.shown_schedule() == before


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits(visit: Visiting, default: Scenario, width: int) -> None:
    here = visit(default, width=width)
    drawn(here)
    panel = here.panel("I asked")
    assert_within(panel.bounding_box(), width, "form")
    assert_no_sideways(here, width)
    here.close_panel()
    answered(here, "yes")
    here.open("programs")
    opened(here)
    here.choose("Whom did you ask?", first(here))
    api.expect(here.page.get_by_text("What did you ask?")).to_be_visible()
    here.settle()
    here.choose("What did you ask?", "Start dates")
    these = here.page.get_by_test_id("stButtonGroup").get_by_text("These dates")
    api.expect(these).to_be_visible()
    here.settle()
    assert_no_sideways(here, width)


def first(here: Visit) -> str:
    """The first record of the menu."""
    menu = here.page.get_by_role("combobox", name="Whom did you ask?", exact=True)
    menu.click()
    found = here.page.get_by_role("option").first.inner_text()
    here.page.keyboard.press("Escape")
    return str(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_is_accessible(visit: Visiting, default: Scenario, dark: bool) -> None:
    here = visit(default, dark=dark)
    drawn(here)
    answered(here, "yes")
    here.go_to("Programs")
    opened(here)
    assert_accessible(here)
