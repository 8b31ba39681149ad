"""The map in a browser: it draws without a network, moves to the route, and fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

MAP = re.compile("^Map of the US")


def figure(here: Visit) -> Locator:
    return here.page.get_by_role("figure", name=MAP)


def opened(visit: Visiting, default: Scenario, **how: object) -> Visit:
    here = visit(default, page="programs", **how)
    here.tab("Map")
    api.expect(figure(here).locator(".scatterlayer")).to_be_visible()
    here.settle()
    return here


def test_the_route_is_drawn_with_its_numbers(
    visit: Visiting, default: Scenario
) -> None:
    here = opened(visit, default)
    said = figure(here).get_attribute("aria-label")
    assert said
    stops = set(re.findall(r"\b(\d): ", said.partition("; leg")[0]))
    numbers = figure(here).locator(".textpoint")
    api.expect(numbers).to_have_text(sorted(stops))
    here.page.get_by_role("radio", name="Your route").click()
    api.expect(
        figure(here).locator(".textpoint").get_by_text("PA").first
    ).to_be_visible()
    here.settle()


@LOOKS
def test_map_and_tables_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = opened(visit, default, width=width, dark=dark)
    assert_accessible(here)
    assert_no_sideways(here, width)
    assert_within(figure(here), width, "map")
    cut, smallest = figure(here).evaluate(TEXTS)
    assert not cut
    assert smallest >= SMALLEST_PIXELS
    here.page.get_by_text("Programs by state").click()
    api.expect(here.page.get_by_text("Which, and how often").first).to_be_visible()
    here.settle()
    tables = here.page.get_by_role("table")
    api.expect(tables).to_have_count(2)
    for shown in tables.all():
        assert_within(shown, width, "table")
    assert_no_sideways(here, width)


def test_the_plan_page_shows_where_one_would_go(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, width=390)
    here.unfold("Map")
    api.expect(figure(here).locator(".scatterlayer")).to_be_visible()
    here.settle()
    assert_within(figure(here), 390, "map")
    cut, smallest = figure(here).evaluate(TEXTS)
    assert not cut
    assert smallest >= SMALLEST_PIXELS
