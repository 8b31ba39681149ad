"""The compare page in a browser: keep, change, see both, go back, pass on."""

from __future__ import annotations

import re

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import TEXTS, assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import write_scenario

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

SCHEDULES = re.compile("^Schedules")


def compared(here: Visit) -> None:
    """Keep what is there as A, then spend less."""
    name = here.page.get_by_role("textbox", name="Keep the present inputs")
    name.fill("As it is")
    name.press("Enter")
    here.settle()
    here.button("Keep as A").click()
    api.expect(here.page.get_by_text("All inputs are the same")).to_be_visible()
    here.settle()
    here.set_budget(6_000)
    api.expect(here.headline).to_contain_text("“A: As it is” reaches most")
    here.settle()


def test_a_scenario_is_kept_compared_saved_and_restored(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="compare")
    api.expect(here.headline).to_have_text("Nothing is kept to compare with yet")
    compared(here)
    first = here.page.get_by_test_id("stTable").first
    api.expect(first).to_contain_text("$6,000")
    api.expect(first).to_contain_text("$10,000")
    here.go_to("Plan")
    api.expect(here.headline).to_contain_text("your match chance")
    here.go_to("Compare")
    api.expect(here.headline).to_contain_text("“A: As it is” reaches most")
    with here.page.expect_download() as file:
        here.button("Save A").click()
    assert file.value.path().read_text(encoding="utf-8") == write_scenario(default)
    here.button("Go back to A").click()
    api.expect(here.budget).to_have_value("10000")
    here.settle()
    again = visit(page="compare")
    again.page.goto(here.link())
    api.expect(again.page.get_by_text("A came without a profile")).to_be_visible()
    api.expect(again.button("Go back to A")).to_be_visible()


@LOOKS
def test_tables_and_schedules_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="compare", width=width, dark=dark)
    compared(here)
    assert_no_sideways(here, width)
    figure = here.page.get_by_role("figure", name=SCHEDULES)
    assert_within(figure.bounding_box(), width, "schedules")
    cut, _ = figure.evaluate(TEXTS)
    assert not cut
    for table in here.page.get_by_test_id("stTable").all():
        if table.is_visible():
            assert_within(table.bounding_box(), width, "table")
    assert_accessible(here)
