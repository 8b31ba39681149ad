"""The trade-offs page in a browser: it draws, the line moves the answer, it fits."""

from __future__ import annotations

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

PATH = "trade-offs"
ELSEWHERE = "Where else could the money go?"


def answer_of(here: Visit) -> Locator:
    """The recommended sizes, in a sentence."""
    return here.page.get_by_role("heading", name="Recommended at")


def opened(visit: Visiting, default: Scenario, **how: object) -> Visit:
    here = visit(default, page=PATH, **how)
    api.expect(answer_of(here)).to_be_visible()
    here.settle()
    return here


def other_uses(here: Visit) -> None:
    here.page.get_by_role("tab", name=ELSEWHERE).click()
    api.expect(here.page.get_by_text("Not priced")).to_be_visible()
    here.settle()


def test_the_line_moves_the_recommended_size(
    visit: Visiting, default: Scenario
) -> None:
    here = opened(visit, default)
    answer = answer_of(here)
    api.expect(answer).to_contain_text("Recommended at 0.5 pp for $1,000: two")
    line = here.page.get_by_role("slider", name="Worth it if $1,000 adds at least")
    line.focus()
    line.press("End")
    api.expect(answer).to_contain_text("Recommended at 3.0 pp for $1,000: no rotations")
    other_uses(here)
    here.page.get_by_role("tab", name="How many rotations?").click()
    api.expect(answer).to_contain_text("Recommended at 3.0 pp")


@LOOKS
def test_figures_and_tables_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = opened(visit, default, width=width, dark=dark)
    for number in (2, 1):
        assert_no_sideways(here, width)
        figures = here.page.get_by_role("figure")
        api.expect(figures).to_have_count(number)
        for figure in figures.all():
            assert_within(figure.bounding_box(), width, "figure")
            cut, smallest = figure.evaluate(TEXTS)
            assert not cut
            assert smallest >= SMALLEST_PIXELS
        for shown in here.page.get_by_role("table").all():
            assert_within(shown.bounding_box(), width, "table")
        assert_accessible(here)
        other_uses(here)
