"""The page on where to apply: it answers, takes a number over, fits, is accessible."""

from __future__ import annotations

import re
from dataclasses import replace

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
from views.where_to_apply.answers import PURSE
from views.where_to_apply.page import TITLE, TRIPS

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

LAST_PART = "What this does not know"


def drawn(visit: Visit) -> None:
    """Wait until the last part of the page is there."""
    api.expect(visit.page.get_by_text(LAST_PART).first).to_be_visible()
    visit.settle()


def test_what_is_enough_is_taken_over_and_the_table_can_be_taken_along(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(replace(default, applications=70), page="where-to-apply")
    drawn(here)
    api.expect(here.headline).to_contain_text("Apply to 70 programs and signal 20")
    take = here.page.get_by_role("button", name=re.compile("^Apply to "))
    enough = take.inner_text().split()[-1]
    take.click()
    api.expect(here.headline).to_contain_text(f"Apply to {enough} programs")
    drawn(here)
    api.expect(take).to_be_hidden()
    with here.page.expect_download() as taken:
        here.button("List as CSV").click()
    assert taken.value.suggested_filename.endswith("-where-to-apply.csv")
    rows = taken.value.path().read_text("utf-8-sig").splitlines()
    assert sum(row.startswith("apply") for row in rows) == int(enough)
    here.assert_clean()


def test_a_wish_is_told_its_price_and_granted(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="where-to-apply")
    drawn(here)
    menu = here.page.get_by_role("combobox", name=re.compile("^What if you leave one"))
    menu.click()
    menu.fill("Johns Hopkins")
    here.page.get_by_role("option").first.click()
    here.page.get_by_role("button", name=re.compile("^Leave it out: costs")).click()
    wish = here.page.get_by_text("Your wish: Johns Hopkins University")
    api.expect(wish.first).to_contain_text("Leave it out: costs")
    here.button("Drop this wish").click()
    api.expect(wish).to_have_count(0)
    here.assert_clean()


@LOOKS
def test_it_fits_and_is_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    heard = (("nymc", "invited"), ("montefiore", "done"))
    asked = replace(
        default,
        interviews=heard,
        rank_order=("montefiore",),
        list_wishes=(("jhu", "out"), ("vanderbilt", "signal")),
    )
    here = visit(asked, page="where-to-apply", width=width, dark=dark)
    drawn(here)
    api.expect(here.page.get_by_text("your chance to match is").first).to_be_visible()
    for part in (TITLE, TRIPS, PURSE):
        here.page.get_by_text(part).first.click()
    here.settle()
    assert_no_sideways(here, width)
    figures = here.page.get_by_role("figure")
    api.expect(figures).to_have_count(3)
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        assert_within(figure, width, "figure")
        cut, smallest = figure.evaluate(TEXTS)
        assert not cut
        assert smallest >= SMALLEST_PIXELS
    assert_accessible(here)
