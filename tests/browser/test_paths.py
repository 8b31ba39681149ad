"""Whole ways through the app: from the first load to a calendar in hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
import vobject
from browser.conftest import Visiting
from browser.test_accessibility import assert_accessible
from browser.test_layout import assert_no_sideways
from browser.test_take_away import taken
from browser.visit import MONEY, Visit, needed

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

TABS = 120
"""So often the tab key is pressed at most until something has the focus."""
FOCUSED = """() => {
    const e = document.activeElement;
    return [e.innerText, e.getAttribute("aria-label")].filter(Boolean).join(" ");
}"""
STUDENT, GRADUATE, ADVISOR = (
    "",
    "graduate-who-needs-observerships",
    "a-season-under-way",
)


def calendar(here: Visit) -> Any:
    """Take the calendar along: what is in the file."""
    here.unfold("Take it along")
    name, content = taken(here, "Calendar")
    assert name.endswith(".ics")
    return vobject.readOne(content.decode())


def tab_to(here: Visit, name: str) -> None:
    """Press the tab key until something of this name has the focus."""
    wanted = re.compile(f"{re.escape(name)}$")
    for _ in range(TABS):
        here.page.keyboard.press("Tab")
        found = here.page.evaluate(FOCUSED).strip()
        if wanted.search(found) and not found.startswith("Help"):
            return
    raise AssertionError(f"no way to {name} by the tab key")


@pytest.mark.parametrize(
    ("preset", "size", "dark"),
    [
        (STUDENT, (390, 844), False),
        (GRADUATE, (1280, 900), True),
        (ADVISOR, (1920, 1080), False),
    ],
    ids=["a student on a phone", "a graduate on a dark laptop", "an advisor at 1080p"],
)
def test_from_the_first_load_to_a_calendar(
    visit: Visiting, preset: str, size: tuple[int, int], dark: bool
) -> None:
    here = visit(page=f"?preset={preset}" if preset else "", width=size[0], dark=dark)
    here.page.set_viewport_size({"width": size[0], "height": size[1]})
    here.settle()
    api.expect(here.page).to_have_title("Plan - RotaMatch")
    here.button("Make it mine").click()
    here.inside("Change").wait_for()
    here.set_budget(12_000)
    here.button("Done").click()
    if preset != ADVISOR:
        api.expect(
            here.page.get_by_text("With $12,000 you would").first
        ).to_be_visible()
        here.button("I wrote").first.click()
        api.expect(here.headline).to_contain_text("With 1 answer open: write to")
    assert_no_sideways(here, size[0])
    assert_accessible(here)
    events = calendar(here).vevent_list
    assert any(event.summary.value.startswith("Rotation") for event in events)


def test_by_the_keyboard_alone(visit: Visiting) -> None:
    here = visit()
    here.settle()
    tab_to(here, "Make it mine")
    here.page.keyboard.press("Enter")
    here.inside("Change").wait_for()
    here.settle()
    tab_to(here, MONEY)
    here.page.keyboard.press("ControlOrMeta+a")
    here.page.keyboard.type("12000")
    here.page.keyboard.press("Enter")
    api.expect(here.page.get_by_text("With $12,000 you would").first).to_be_visible()
    here.settle()
    tab_to(here, "Done")
    here.page.keyboard.press("Enter")
    api.expect(here.inside("Change")).to_have_count(0)
    here.settle()
    tab_to(here, "Take it along")
    here.page.keyboard.press("Enter")
    api.expect(here.button("Calendar")).to_be_visible()
    here.settle()
    tab_to(here, "Calendar")
    with here.page.expect_download() as download:
        here.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".ics")
