"""What was found out, in a browser: from a question to a new plan; it fits, is open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.catalog import Catalog
from optimizer.domain.records import FoundOut
from optimizer.domain.scenario import Scenario

if TYPE_CHECKING:
    from playwright.sync_api import Locator

from views.inputs.changes import BACK

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")


def drawn(here: Visit) -> None:
    """Wait until the last part of the page is there, and unfold the requests."""
    here.page.get_by_text("What I found out", exact=True).wait_for()
    here.settle()
    here.unfold("To write to: ")


def form(here: Visit, host: str = "") -> Locator:
    """Open the form of the first host, of this name, that is to be asked."""
    asked = here.page.get_by_test_id("stPopoverButton").filter(
        has_text=f"I asked {host}"
    )
    return here.popover(asked.first.get_by_text("I asked").inner_text())


def answered(here: Visit, answer: str, host: str = "") -> None:
    """Say what the first host, of this name, answered to the first question."""
    panel = form(here, host)
    here.settle()
    choice = panel.get_by_test_id("stButtonGroup").get_by_text(answer, exact=True)
    choice.click()
    record = panel.get_by_role("button", name="Record")
    api.expect(record).to_be_enabled()
    here.settle()
    record.click()
    api.expect(here.button(BACK)).to_be_visible()
    here.settle()


def opened(here: Visit) -> None:
    """Wait until what was found out is there."""
    here.page.get_by_text("What I found out", exact=True).click()
    heading = here.page.get_by_role("heading", name="Record an answer")
    api.expect(heading).to_be_visible()
    here.settle()


def test_an_answer_changes_the_list_and_is_passed_on(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="to-do")
    drawn(here)
    # Of Burke, which stands first, a yes would change nothing: other dates are open.
    answered(here, "yes", "Larkin")
    told = here.page.get_by_text("What I found out: ")
    api.expect(told).to_contain_text(" points ")
    opened(here)
    issue = here.page.get_by_test_id("stCode")
    api.expect(issue).to_contain_text("is now `yes`")
    with here.page.expect_download() as saving:
        here.button("Corrections as CSV").click()
    text = Path(saving.value.path()).read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["old_value"], row["new_value"]) == ("unknown", "yes")
    here.settle()
    here.button("Remove").click()
    api.expect(here.page.get_by_text("Your answers: none yet").first).to_be_visible()


@LOOKS
def test_the_form_fits_and_the_page_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="to-do", width=width, dark=dark)
    drawn(here)
    panel = form(here)
    here.settle()
    assert_within(panel, width, "form")
    inside = panel.evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert inside[0] <= inside[1] + 1
    assert_no_sideways(here, width)
    here.close_popover()
    here.page.set_viewport_size({"width": 1280, "height": 900})
    answered(here, "yes")
    opened(here)
    assert_accessible(here)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits(
    visit: Visiting, default: Scenario, shipped: Catalog, width: int
) -> None:
    """A link brings the answers along."""
    name = shipped.offerings[0].offering_id
    answer = FoundOut(name, "tuition_usd", "750", default.today)
    mine = replace(default, found_out=(answer,))
    here = visit(mine, page="to-do", width=width)
    here.page.get_by_text("What I found out", exact=True).wait_for()
    here.settle()
    opened(here)
    api.expect(here.page.get_by_text("Your answers: 1").first).to_be_visible()
    pick(here, "Whom did you ask?", f"({name})")
    api.expect(here.page.get_by_text("What did you ask?").first).to_be_visible()
    here.settle()
    pick(here, "What did you ask?", "Starts")
    these = here.page.get_by_test_id("stButtonGroup").get_by_text("These dates")
    api.expect(these).to_be_visible()
    here.settle()
    assert_no_sideways(here, width)


def pick(here: Visit, menu: str, words: str) -> None:
    """Choose from a long menu: only a part of it is drawn until one types."""
    here.search(here.page.get_by_role("combobox", name=menu, exact=True), words)
    here.settle()
