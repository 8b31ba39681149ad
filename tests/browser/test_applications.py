"""The page on requests: an answer changes the plan, it fits, it is accessible."""

from __future__ import annotations

import re

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

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

ANSWER = re.compile("^Answer of ")
LAST_PART = "If a host of the plan refuses"


def drawn(visit: Visit) -> None:
    """Wait until the last part of the page is there."""
    api.expect(visit.page.get_by_text(LAST_PART)).to_be_visible()
    visit.settle()


def test_an_answer_changes_the_plan_and_can_be_taken_back(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="applications")
    drawn(here)
    api.expect(here.headline).to_contain_text("With the plan alone")
    before = here.headline.inner_text()
    here.pick(here.page.get_by_role("combobox", name=ANSWER).first, "Refused")
    told = here.page.get_by_text("After the last answer.")
    api.expect(told).to_be_visible()
    drawn(here)
    api.expect(here.page.get_by_text("Changed from")).to_contain_text(
        "Answers of hosts"
    )
    here.go_to("Plan")
    api.expect(here.page.get_by_text("At most $")).to_be_visible()
    here.go_to("Applications")
    drawn(here)
    here.button("Take it back").click()
    api.expect(told).to_be_hidden()
    drawn(here)
    api.expect(here.headline).to_have_text(before)


@LOOKS
def test_it_fits_and_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="applications", width=width, dark=dark)
    drawn(here)
    assert_accessible(here)
    assert_no_sideways(here, width)
    figure = here.page.get_by_role("figure").first
    figure.scroll_into_view_if_needed()
    api.expect(figure).to_be_visible()
    assert_within(figure.bounding_box(), width, "figure")
    cut, smallest = figure.evaluate(TEXTS)
    assert not cut
    assert smallest >= SMALLEST_PIXELS
    here.page.get_by_text("The same as a table").click()
    table = here.page.get_by_test_id("stTable").first
    api.expect(table).to_be_visible()
    assert_within(table.bounding_box(), width, "table")
    assert_no_sideways(here, width)
