"""Inputs in a real browser: taken back, kept over a reload, a broken line, a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import serious
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from views.inputs.changes import BACK, FORTH
from views.inputs.panel import CHANGE

if TYPE_CHECKING:
    from playwright.sync_api import WebSocketRoute

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

RESTORED = "Your inputs of this browser tab were restored."
KEPT = "sessionStorage.getItem('rotamatch')"
METHOD = re.compile("Method")
STREAM = re.compile("/_stcore/stream")


def changed(here: Visit) -> None:
    """Change two inputs, each redrawn before the next."""
    here.set_budget(7_000)
    api.expect(here.summary).to_contain_text("$7,000")
    here.settle()
    here.month("Sep").click()
    api.expect(here.summary).to_contain_text("Mar–Aug")
    here.settle()


def reload(here: Visit) -> None:
    here.page.reload()
    api.expect(here.headline).to_be_visible()


def months(here: Visit, name: str, free: bool) -> None:
    api.expect(here.month(name)).to_have_attribute("aria-pressed", str(free).lower())


def test_changes_are_taken_back_and_made_again(visit: Visiting) -> None:
    here = visit()
    here.settle()
    undo, redo = here.button(BACK), here.button(FORTH)
    api.expect(undo).to_have_count(0)
    api.expect(redo).to_have_count(0)
    changed(here)
    undo.click()
    months(here, "Sep", free=True)
    api.expect(here.budget).to_have_value("7000")
    here.settle()
    undo.click()
    api.expect(here.budget).to_have_value("10000")
    api.expect(undo).to_have_count(0)
    here.settle()
    redo.click()
    api.expect(here.budget).to_have_value("7000")
    here.settle()
    redo.click()
    months(here, "Sep", free=False)
    api.expect(redo).to_have_count(0)


def test_a_reload_loses_nothing_and_all_can_be_forgotten(visit: Visiting) -> None:
    here = visit()
    here.settle()
    assert here.page.evaluate(KEPT) is None
    changed(here)
    before = here.headline.inner_text()
    for _ in range(2):
        reload(here)
        api.expect(here.page.get_by_text(RESTORED).first).to_be_visible()
        api.expect(here.budget).to_have_value("7000")
        months(here, "Sep", free=False)
        api.expect(here.headline).to_have_text(before)
        here.settle()
    here.page.get_by_role("link", name=METHOD).click()
    api.expect(here.headline).to_have_text("How the answer is found")
    reload(here)
    api.expect(here.budget).to_have_value("7000")
    here.settle()
    assert "?" not in here.page.url
    here.button("Forget them").click()
    api.expect(here.budget).to_have_value("10000")
    here.settle()
    api.expect(here.page.get_by_text(RESTORED)).to_have_count(0)
    assert here.page.evaluate(KEPT) is None
    reload(here)
    here.settle()
    api.expect(here.budget).to_have_value("10000")


def test_a_link_wins_until_its_inputs_were_changed(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    here.settle()
    changed(here)
    reload(here)  # the same link, with changes since
    api.expect(here.page.get_by_text(RESTORED).first).to_be_visible()
    api.expect(here.budget).to_have_value("7000")
    here.settle()
    here.page.goto(f"{here.address}/?preset=only-july-and-august")
    api.expect(here.headline).to_be_visible()
    here.settle()
    months(here, "Sep", free=False)
    months(here, "Jul", free=True)
    api.expect(here.budget).to_have_value("10000")
    api.expect(here.page.get_by_text(RESTORED)).to_have_count(0)


def test_a_broken_line_loses_nothing(visit: Visiting) -> None:
    here = visit()
    lines: list[WebSocketRoute] = []

    def listen(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    here.page.route_web_socket(STREAM, listen)
    here.reusable = False  # what routes a line cannot be taken off
    here.open()
    here.settle()
    changed(here)
    lines[-1].close(code=1012, reason="the line broke")
    api.expect(here.summary).to_contain_text("$7,000")
    for _ in range(100):
        if len(lines) > 1:
            break
        here.page.wait_for_timeout(100)
    assert len(lines) > 1, "the page connects again by itself"
    here.settle()
    api.expect(here.budget).to_have_value("7000")
    # It is the same session: what came before the break can be taken back.
    here.button(BACK).click()
    months(here, "Sep", free=True)
    api.expect(here.budget).to_have_value("7000")


def test_undo_and_the_changes_are_within_reach_on_a_phone(visit: Visiting) -> None:
    here = visit(width=390)
    here.settle()
    changed(here)
    here.button(BACK).click()
    api.expect(here.button(FORTH)).to_be_visible()
    here.settle()
    here.button(FORTH).click()
    months(here, "Sep", free=False)
    for name in (BACK, "Reset", "Done"):
        assert_within(here.button(name), 390, name)
    assert_no_sideways(here, 390)
    reload(here)
    api.expect(here.page.get_by_text(RESTORED).first).to_be_visible()
    here.settle()
    months(here, "Sep", free=False)
    assert_no_sideways(here, 390)
    assert not serious(here)


def test_what_is_typed_while_the_page_works_stays(visit: Visiting) -> None:
    """In the field that was changed, in another one, and while a step is undone."""
    here = visit()
    money = here.budget
    score = here.inside(CHANGE).get_by_label("Step 2 CK score", exact=True)
    here.set_budget(7_300)
    score.fill("251")
    here.settle()
    api.expect(score).to_have_value("251")
    score.press("Enter")
    here.settle()
    here.set_budget(8_100)
    money.fill("8200")
    here.settle()
    api.expect(money).to_have_value("8200")
    money.press("Enter")
    api.expect(here.summary).to_contain_text("$8,200")
    here.settle()
    here.button(BACK).click()
    score.fill("244")
    here.settle()
    api.expect(here.budget).to_have_value("8100")
    api.expect(score).to_have_value("244")
