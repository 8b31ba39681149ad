"""Trade-offs and other plans in a browser: they draw, act, fit and are accessible."""

from __future__ import annotations

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import assert_accessible
from browser.test_layout import TEXTS, assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

MONEY, LETTERS, OTHERS = "How much money?", "Letters and months", "Other plans"


def opened(visit: Visiting, default: Scenario, section: str, **how: object) -> Visit:
    """A section, once all of it is drawn."""
    page = "why" if section == OTHERS else "trade-offs"
    here = visit(default, page=page, **how)
    here.page.get_by_role("tab", name=section).click()
    last = {
        MONEY: "The same as a table:",
        LETTERS: "One month at a time",
        OTHERS: "Plans that visit the same programs",
    }
    api.expect(here.page.get_by_text(last[section])).to_be_visible()
    here.settle()
    return here


def test_a_step_of_the_frontier_becomes_the_budget_and_back(
    visit: Visiting, default: Scenario
) -> None:
    here = opened(visit, default, MONEY)
    first = here.page.get_by_test_id("stTable").locator("tbody td").first
    usd = first.inner_text().split("–")[0].strip("$").replace(",", "")
    menu = here.page.get_by_role("combobox", name="Set the budget to a step")
    here.search(menu, f"${int(usd):,}")
    here.button("Use this budget").click()
    api.expect(here.budget).to_have_value(usd)
    here.button("Take back").click()
    api.expect(here.budget).to_have_value(str(default.budget_usd))


def test_another_plan_is_taken_and_given_back(
    visit: Visiting, default: Scenario
) -> None:
    here = opened(visit, default, OTHERS)
    api.expect(here.button("Take this plan")).to_have_count(4)
    here.button("Take this plan").first.click()
    api.expect(here.page.get_by_text("No other plan fits")).to_be_visible()
    here.button("Take back").click()
    api.expect(here.button("Take this plan")).to_have_count(4)


@pytest.mark.parametrize("section", [MONEY, LETTERS, OTHERS])
def test_everything_fits_on_a_phone_and_is_accessible(
    visit: Visiting, default: Scenario, section: str
) -> None:
    here = opened(visit, default, section, width=390, dark=section == MONEY)
    assert_no_sideways(here, 390)
    for table in here.page.get_by_test_id("stTable").all():
        assert_within(table.bounding_box(), 390, "table")
    for figure in here.page.get_by_role("figure").all():
        assert_within(figure.bounding_box(), 390, "figure")
        assert not figure.evaluate(TEXTS)[0]
    assert_accessible(here)


def test_a_click_on_a_step_makes_it_the_budget(
    visit: Visiting, default: Scenario
) -> None:
    here = opened(visit, default, MONEY)
    rows = here.page.get_by_test_id("stTable").locator("tbody tr")
    first = rows.locator("td").first
    usd = first.inner_text().split("–")[0].strip("$").replace(",", "")
    figure = here.page.get_by_role("figure", name="by budget, as steps")
    figure.scroll_into_view_if_needed()
    drawn = [g.locator("path") for g in figure.locator(".scatterlayer .points").all()]
    steps = next(points for points in drawn if points.count() == rows.count())
    box = steps.first.bounding_box()
    here.page.mouse.move(box["x"] + 4, box["y"] + 4)
    here.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    api.expect(here.budget).to_have_value(usd)
