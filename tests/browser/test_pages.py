"""Both pages in a browser: the method page, moving between pages, light and dark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser.conftest import Visiting
from browser.visit import needed

from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Scenario
from views.inputs.panel import CHANGE, MORE
from views.method import FORMULA, paragraphs

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

# Parts of Streamlit's page that a browser fetches when they are first drawn.
LATE = re.compile(r"static/js/(ButtonGroup|NumberInput|Slider|Selectbox)")
SCORE = "Step 2 CK score"
PLAN, METHOD = "Plan", re.compile("Method")


def test_the_method_page_has_formulas_and_every_assumption(
    visit: Visiting, shipped: Catalog
) -> None:
    here = visit(page="method")
    api.expect(here.headline).to_have_text("How the answer is found")
    formulas = sum(one.startswith(FORMULA) for one in paragraphs("The model"))
    here.settle()
    api.expect(here.page.locator(".katex").nth(formulas - 1)).to_be_visible()
    assert not here.page.locator(".katex-error").count()
    grid = here.page.get_by_test_id("stDataFrame").last.locator("[role=grid]")
    rows = len(shipped.assumptions) + 1
    api.expect(grid).to_have_attribute("aria-rowcount", str(rows))


def test_moving_between_pages_keeps_every_input(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    score = here.panel(CHANGE).get_by_label(SCORE, exact=True)
    score.fill("251")
    score.press("Enter")
    here.set_budget(7_000)
    here.month("Sep").click()
    api.expect(here.summary).to_contain_text("$7,000 · student 2027 · B-1 · Mar–Aug")
    api.expect(here.button("Reset")).to_be_visible()
    here.settle()
    before = here.headline.inner_text(), here.shown_schedule()

    api.expect(here.page).to_have_title("Plan - RotaMatch")
    here.page.get_by_role("link", name=METHOD).click()
    api.expect(here.headline).to_have_text("How the answer is found")
    api.expect(here.page).to_have_title("Method - RotaMatch")
    api.expect(here.budget).to_have_value("7000")
    here.go_to(PLAN)
    api.expect(here.headline).to_have_text(before[0])
    here.expect_schedule(before[1])
    assert here.month("Sep").get_attribute("aria-pressed") == "false"
    score = here.inside(CHANGE).get_by_label(SCORE, exact=True)
    api.expect(score).to_have_value("251")


def test_nothing_leaves_this_machine_and_nothing_fails(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    for name in MORE:
        here.panel(name)
    here.unfold("Left out")
    here.page.get_by_text("Dates as a table").click()
    here.page.get_by_role("link", name=METHOD).click()
    api.expect(here.page.get_by_test_id("stDataFrame").last).to_be_visible()
    assert len(here.requests) > 20
    here.assert_clean()


def test_inputs_that_come_late_still_show_their_values(
    visit: Visiting, default: Scenario
) -> None:
    """On a slow line the answer comes first, and someone may click before the rest."""
    here = visit()
    held: list[Any] = []
    here.page.route(LATE, lambda route: held.append(route))
    here.page.reload()
    here.headline.wait_for()
    here.button(CHANGE).click()
    here.inside(CHANGE).wait_for()
    here.settle()
    here.page.wait_for_timeout(500)  # until the answer to the click is drawn
    assert held
    for route in held:
        route.continue_()
    api.expect(here.budget).to_have_value(str(default.budget_usd), timeout=5_000)
    assert here.month("Jul").get_attribute("aria-pressed") == "true"
