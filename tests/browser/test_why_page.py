"""The page that says why, in a browser: it answers, clicks act, nothing sticks out."""

from __future__ import annotations

from typing import Any

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

LIMITS = "Does not limit this plan"


def visit_why(visit: Visiting, scenario: Scenario, **how: Any) -> Visit:
    here = visit(scenario, page="why", **how)
    api.expect(here.headline).to_have_text("Why this plan?")
    api.expect(here.page.get_by_text("Why not another one?")).to_be_visible()
    here.settle()
    return here


def choose(here: Visit, name: str) -> None:
    """Choose one in the menu of rotations."""
    here.search(here.page.get_by_role("combobox", name="Rotation", exact=True), name)


def test_another_rotation_is_priced_and_put_in(
    visit: Visiting, default: Scenario
) -> None:
    here = visit_why(visit, default)
    choose(here, "E124")
    api.expect(here.page.get_by_text("would lower your chance")).to_be_visible()
    here.button("Put it in the plan").click()
    api.expect(here.page.get_by_text("is in your plan")).to_be_visible()


def test_a_limit_is_loosened_with_one_click(visit: Visiting, default: Scenario) -> None:
    here = visit_why(visit, default)
    here.page.get_by_role("tab", name="What limits you").click()
    api.expect(here.page.get_by_text(LIMITS)).to_be_visible()
    here.page.get_by_role("button", name="Raise the budget").first.click()
    api.expect(here.budget).not_to_have_value("10000")


@LOOKS
def test_both_sections_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit_why(visit, default, width=width, dark=dark)
    assert_no_sideways(here, width)
    choose(here, "E124")
    api.expect(here.page.get_by_text("would lower your chance")).to_be_visible()
    assert_accessible(here)
    here.page.get_by_role("tab", name="What limits you").click()
    api.expect(here.page.get_by_text(LIMITS)).to_be_visible()
    here.settle()
    assert_no_sideways(here, width)
    for found in (here.page.get_by_role("figure"), here.page.get_by_role("table")):
        assert_within(found.first.bounding_box(), width, "figure or table")
    assert_accessible(here)
