"""The page To do: an answer changes the list, ticks stay, it fits, it is accessible."""

from __future__ import annotations

import re

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from views.inputs.changes import BACK

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

ANSWER = re.compile("^Answer of ")
LAST_PART = "What I found out"
PARTS = (
    *("Check first", "Choosing hosts", "Documents", "Messages", "At the rotation"),
    *("Letters", "Money by day", "Weakest area", "Your story", "To hand over"),
    *("Afterwards", LAST_PART),
)


def drawn(visit: Visit) -> None:
    """Wait until the last part of the page is there."""
    api.expect(visit.page.get_by_text(LAST_PART).first).to_be_visible()
    visit.settle()


def unfold(here: Visit, name: str) -> None:
    here.page.locator("summary").get_by_text(name, exact=True).click()
    here.settle()


def test_an_answer_changes_the_list_and_can_be_taken_back(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="to-do")
    drawn(here)
    api.expect(here.headline).to_contain_text("Write to 12 hosts")
    here.page.get_by_text("To write to: 12").click()
    here.pick(here.page.get_by_role("combobox", name=ANSWER).first, "Refused")
    drawn(here)
    told = here.page.get_by_text("Answers of hosts: ")
    api.expect(told).to_be_visible()
    api.expect(here.headline).to_contain_text("1 said no")
    api.expect(here.page.get_by_text("Said no: 1").first).to_be_visible()
    here.button(BACK).click()
    api.expect(told).to_be_hidden()
    drawn(here)
    api.expect(here.headline).to_have_text("Write to 12 hosts")


def test_what_is_ticked_is_done_on_the_list_too(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="to-do")
    drawn(here)
    box = here.page.get_by_role("checkbox", name=re.compile("^CV in US style"))
    api.expect(box).to_have_count(1)
    here.page.get_by_text("CV in US style").click()
    api.expect(box).to_have_count(0)
    drawn(here)
    unfold(here, "Every date")
    api.expect(box).to_be_checked()


@LOOKS
def test_it_fits_and_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="to-do", width=width, dark=dark)
    drawn(here)
    assert_accessible(here)
    assert_no_sideways(here, width)
    here.page.get_by_text("To write to: 12").click()
    unfold(here, "Every date")
    for part in PARTS:
        unfold(here, part)
    figure = here.page.get_by_role("figure").first
    figure.scroll_into_view_if_needed()
    api.expect(figure).to_be_visible()
    assert_within(figure, width, "figure")
    assert_no_sideways(here, width)
    assert_accessible(here)
