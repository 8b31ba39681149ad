"""The page on risks in a browser: it answers, repairs, fits, shuts no one out."""

from __future__ import annotations

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

TITLE = "What could go wrong"
LONG_MS = 90_000
SECTIONS = {
    "Assumptions": "assumptions left out",
    "Other worlds": "most often",
    "One thing goes wrong": "Changes nothing",
}


def opened(here: Visit, section: str) -> None:
    """Open a section and wait until all of it is worked out."""
    here.page.get_by_role("tab", name=section).click()
    said = here.page.get_by_text(SECTIONS[section])
    api.expect(said.first).to_be_visible(timeout=LONG_MS)
    done = here.page.locator("[data-test-script-state=notRunning]")
    done.wait_for(timeout=LONG_MS)


def test_it_answers_first_and_a_repair_becomes_the_plan(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="risks")
    api.expect(here.headline).to_have_text(TITLE)
    api.expect(here.page.get_by_text("It helps:")).to_be_visible()
    opened(here, "One thing goes wrong")
    api.expect(here.page.get_by_role("heading", name="refuses").first).to_be_visible()
    here.button("Use this repair").first.click()
    api.expect(here.page.get_by_text("Changed from")).to_be_visible()
    here.settle()
    here.assert_clean()


@LOOKS
def test_every_section_fits_and_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="risks", width=width, dark=dark)
    for section in SECTIONS:
        opened(here, section)
        assert_no_sideways(here, width)
        for table in here.page.get_by_role("table").all():
            if table.is_visible():
                assert_within(table.bounding_box(), width, section)
        for figure in here.page.get_by_role("figure").all():
            if figure.is_visible():
                assert_within(figure.bounding_box(), width, section)
                cut, smallest = figure.evaluate(TEXTS)
                assert not cut
                assert smallest >= SMALLEST_PIXELS
        assert_accessible(here)
