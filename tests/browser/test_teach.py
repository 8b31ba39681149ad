"""The page Teach in a browser: slides as the whole screen, own hosts, a class."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from views.session.examples import EXAMPLES
from views.teach.slides import SLIDES

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

HOSTS = ("Burke", "Johns Hopkins")
FULL_HD = {"width": 1920, "height": 1080}
SMALLEST_PIXELS = 28
ALL_LISTS_MS = 120_000
# The smallest type that is seen, and how far down the page goes.
SEEN = """() => {
    const main = document.querySelector('[data-testid=stMainBlockContainer]');
    const words = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    let smallest = Infinity, lowest = 0;
    while (words.nextNode()) {
        const { parentElement: around, textContent } = words.currentNode;
        if (!textContent.trim() || around.closest('style, script')) continue;
        if (around.closest('[data-testid=stIconMaterial]')) continue;
        const box = around.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        smallest = Math.min(smallest, parseFloat(getComputedStyle(around).fontSize));
        lowest = Math.max(lowest, box.bottom);
    }
    return [smallest, lowest];
}"""


def bars(here: Visit) -> object:
    return here.page.locator("table.bars").first


def pick(here: Visit, host: str) -> None:
    """Add the first offering of a host on its first date."""
    menu = here.page.get_by_role("combobox", name="Rotation to add", exact=True)
    here.search(menu, host)
    here.button("Add").click()
    removing = here.page.get_by_role("button", name=re.compile("Remove$"))
    api.expect(removing).to_have_count(HOSTS.index(host) + 1)
    here.settle()


def slides(here: Visit) -> Iterator[str]:
    """From the first slide to the last, each once it is drawn: its name."""
    for number, slide in enumerate(SLIDES, 1):
        if number > 1:
            here.button("Next").click()
        told = here.page.get_by_text(f"{number} of {len(SLIDES)}: {slide.name}")
        api.expect(told).to_be_visible()
        here.settle()
        yield slide.name


def test_slides_fill_a_screen_of_1080_lines(visit: Visiting) -> None:
    """From a link to the last slide: large type, all in sight, the money is live."""
    here = visit()
    here.page.set_viewport_size(FULL_HD)
    here.page.goto(f"{here.address}/teach?preset=a-season-under-way&present=1")
    api.expect(bars(here)).to_be_visible()
    here.settle()
    assert not here.page.get_by_test_id("stTopNavLink").count()
    for name in slides(here):
        smallest, lowest = here.page.evaluate(SEEN)
        assert smallest >= SMALLEST_PIXELS, name
        assert lowest <= FULL_HD["height"], name
    here.button("Back").click()
    here.button("Back").click()
    api.expect(here.page.get_by_text("What $10,000 does").first).to_be_visible()
    here.settle()
    money = here.page.get_by_role("spinbutton")
    money.fill("25000")
    money.press("Enter")
    api.expect(here.page.get_by_text("What $25,000 does").first).to_be_visible()
    here.settle()
    here.button("Leave presenter view").click()
    api.expect(here.summary).to_contain_text("$25,000")
    api.expect(here.page.get_by_test_id("stTopNavLink").first).to_be_visible()


def test_own_hosts_stand_beside_the_optimum(visit: Visiting, default: Scenario) -> None:
    here = visit(default, page="teach")
    assert list(slides(here))
    for host in HOSTS:
        pick(here, host)
    api.expect(here.headline).to_contain_text("Pick the hosts")
    here.button("Show the optimum").click()
    api.expect(here.headline).to_contain_text("The optimum brings")
    api.expect(bars(here)).to_contain_text("Your 2 hosts")


@LOOKS
def test_slides_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="teach", width=width, dark=dark)
    here.button("A class as a table").click()
    rows = here.page.get_by_test_id("stTable").locator("tr")
    api.expect(rows).to_have_count(1 + len(EXAMPLES), timeout=ALL_LISTS_MS)
    for _ in slides(here):
        assert_no_sideways(here, width)
        assert_accessible(here)
    pick(here, HOSTS[0])
    assert_accessible(here)  # with a primary button
    here.button("Full screen").click()
    api.expect(here.button("Leave presenter view")).to_be_visible()
    here.settle()
    assert_within(here.button("Show the optimum"), width, "button")
    assert_accessible(here)
