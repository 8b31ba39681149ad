"""The page on a phone and on a desk: nothing hidden, nothing cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.conftest import HEIGHT, Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.visit import Visit, needed

from charts.theme import palette
from optimizer.domain.scenario import Scenario
from views.inputs.changes import BACK
from views.inputs.panel import CHANGE, MORE, SHARE
from views.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

DECIDES = (
    "You are",
    "Graduation month",
    "Money for rotations (US$)",
    "Step 2 CK score",
    "Visa for rotations",
    "Year you apply",
    "Free months",
    "Start from",
)
SMALLEST_PIXELS = 11
# By what a browser calls itself Streamlit tells a phone from a narrow window.
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148"
AS_BROWSER = """name => Object.defineProperty(navigator, "userAgent", {value: name})"""
IN_FRONT = """part => {
    const box = part.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
    return part.contains(at);
}"""
# Texts of a figure that stick out of it, and the size of the smallest.
TEXTS = """figure => {
    const box = figure.getBoundingClientRect();
    const texts = [...figure.querySelectorAll('svg text')].filter(t =>
        t.textContent.trim() && t.getBoundingClientRect().width);
    const out = texts.filter(t => {
        const r = t.getBoundingClientRect();
        return r.left < box.left - 1 || r.right > box.right + 1
            || r.top < box.top - 1 || r.bottom > box.bottom + 1;
    });
    return [out.map(t => t.textContent),
            Math.min(...texts.map(t => parseFloat(getComputedStyle(t).fontSize)))];
}"""


def assert_no_sideways(visit: Visit, width: int) -> None:
    wide = visit.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector("
        "'[data-testid=stMain]').scrollWidth)"
    )
    assert wide <= width


def assert_within(found: Locator, width: int, what: str) -> None:
    api.expect(found, what).to_be_visible()  # what was just drawn may be drawn anew
    box = found.bounding_box()
    assert box is not None, what
    assert box["x"] >= 0, what
    assert box["x"] + box["width"] <= width + 0.5, what


def assert_colours(visit: Visit, dark: bool) -> None:
    """Page and figures take the colours of the visitor."""
    colours = palette(dark)
    page = visit.page.get_by_test_id("stApp")
    api.expect(page).to_have_css("background-color", rgb(colours.background))
    name = visit.schedule.locator(".annotation-text").first
    api.expect(name).to_have_css("fill", rgb(colours.text))
    bars = visit.schedule.locator(".bars path").first
    api.expect(bars).to_have_css("fill", rgb(colours.primary))


def rgb(colour: str) -> str:
    """A colour such as #0b6e75 as a browser writes it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


@LOOKS
def test_the_plan_page_fits_is_accessible_and_in_the_visitors_colours(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, width=width, dark=dark)
    assert_no_sideways(here, width)
    assert_within(here.headline, width, "headline")
    answer = here.headline.bounding_box()
    assert answer["y"] < HEIGHT[width] - 100, "the answer is on the first screen"
    figures = here.page.get_by_role("figure")
    here.unfold("More requests?")
    here.unfold("Map")
    api.expect(figures).to_have_count(3)
    for figure in figures.all():
        assert_within(figure, width, "figure")
        cut, smallest = figure.evaluate(TEXTS)
        assert not cut
        assert smallest >= SMALLEST_PIXELS
    assert not here.page.get_by_role("button", name="Help", exact=True).count()
    assert_colours(here, dark)
    assert_accessible(here)


def test_every_panel_fits_on_a_phone(visit: Visiting, default: Scenario) -> None:
    here = visit(default, width=390)
    for name in (SHARE, CHANGE, *MORE):
        panel = here.panel(name)
        assert_within(panel, 390, name)
        inside = panel.evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert inside[0] <= inside[1] + 1, name
    assert_no_sideways(here, 390)
    labels = here.inside(CHANGE).get_by_test_id("stWidgetLabel")
    for name in DECIDES:
        found = labels.get_by_text(name, exact=True)
        api.expect(found).to_be_visible()
        assert_within(found, 390, name)


def test_on_a_phone_a_change_is_seen_where_it_is_made(visit: Visiting) -> None:
    """From the first load by way of the money to the answer, without scrolling."""
    here = visit(width=390)
    here.settle()
    api.expect(here.summary).to_contain_text("$10,000 · student")
    assert_on_screen(here.headline)
    example = here.page.get_by_text("Example: a student with $10,000.")
    api.expect(example).to_be_visible()
    here.button("Make it mine").click()
    before = here.inside(CHANGE)
    before.wait_for()
    here.set_budget(6_000)
    did = here.page.locator(".st-key-bar").get_by_text("points less")
    api.expect(did).to_contain_text("Chance to match: ")
    api.expect(example).to_have_count(0)
    here.settle()
    here.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    assert_on_screen(did)
    assert_on_screen(here.button("Done"))
    here.button("Done").click()
    api.expect(here.inside(CHANGE)).to_have_count(0)
    api.expect(here.summary).to_contain_text("$6,000 · student")
    assert_on_screen(here.headline)
    api.expect(did).to_be_visible()
    here.settle()
    here.button(BACK).click()
    api.expect(here.summary).to_contain_text("$10,000 · student")


def assert_on_screen(found: Locator) -> None:
    """Seen whole on a phone, without scrolling."""
    box = found.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= HEIGHT[390]


@pytest.mark.parametrize("browser", [None, PHONE], ids=["narrow window", "phone"])
def test_one_tap_in_the_menu_shows_a_page_on_a_phone(
    visit: Visiting, default: Scenario, browser: str | None
) -> None:
    """The menu goes by itself, in whatever browser."""
    here = visit(default, width=390)
    if browser:
        here.page.evaluate(AS_BROWSER, browser)
    for page in (*PAGES[1:], PAGES[0]):
        if page.in_menu:
            here.button("Menu").click()
            here.page.get_by_role("link", name=page.title).click()
            api.expect(here.page).to_have_title(f"{page.title} - RotaMatch")
            here.settle()
            assert_on_screen(here.headline)
            headline = here.headline.element_handle()
            here.page.wait_for_function(IN_FRONT, arg=headline, timeout=5_000)
    here.page.get_by_role("link", name="Method").click()
    api.expect(here.headline).to_have_text("How the answer is found")
    assert_no_sideways(here, 390)
