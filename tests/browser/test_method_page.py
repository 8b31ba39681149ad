"""The method page: formulas, assumptions, what is known; it fits, is accessible."""

from __future__ import annotations

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import TEXTS, assert_no_sideways, assert_within
from browser.visit import Visit, needed

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

CHART = "What is known of the catalog."
TABLE = "Every field as a table"


def opened(here: Visit) -> None:
    """Open the table and wait until it is there."""
    here.settle()
    here.page.get_by_text(TABLE).click()
    api.expect(here.page.get_by_text("Programs: Page").first).to_be_visible()


@LOOKS
def test_the_coverage_chart_and_its_table_fit_and_are_accessible(
    visit: Visiting, width: int, dark: bool
) -> None:
    here = visit(page="method", width=width, dark=dark)
    api.expect(here.page.get_by_test_id("stDataFrame").last).to_be_visible()
    figure = here.page.get_by_role("figure", name=CHART)
    api.expect(figure).to_be_visible()
    here.settle()
    figure.scroll_into_view_if_needed()
    outside, _ = figure.evaluate(TEXTS)
    assert not outside
    opened(here)
    table = here.page.get_by_role("table").filter(has_text="Programs: Page")
    assert_within(table, width, "table")
    assert_no_sideways(here, width)
    assert_accessible(here)
