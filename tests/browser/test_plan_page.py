"""The plan page in a browser: the answer, and what happens when inputs change."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import replace

import pytest
from browser.conftest import Visiting
from browser.test_layout import HEIGHT
from browser.visit import Visit, needed

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.inputs.panel import CHANGE
from views.sections.answer import facts, headline

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

NO_PLAN = "No plan fits everything you asked for"
WRITE = re.compile("^Write to th")
WORDS = """e => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [];
    const unread = "[data-testid=stIconMaterial], style, script";
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (place.checkVisibility({visibilityProperty: true}) && !place.closest(unread))
            found.push(walker.currentNode.textContent);
    }
    return found.join(" ");
}"""
"""What one may read before anything unfolds, icons left out."""


def answer(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """What the library answers, as the page should say it: headline, then facts."""
    found = ask(Problem(catalog, scenario))
    if isinstance(found, AskList):
        return (headline(found), *facts(found))
    return (NO_PLAN,)


def answers(visit: Visit, said: tuple[str, ...]) -> None:
    """The page says so, in this order."""
    says(visit, said[0])
    for fact in said[1:]:
        shows(visit, fact)


def says(visit: Visit, text: str) -> None:
    api.expect(visit.headline).to_contain_text(text)


def shows(visit: Visit, text: str | re.Pattern[str]) -> None:
    api.expect(visit.page.get_by_text(text).first).to_be_visible()


def test_the_first_load_answers_in_a_sentence_and_a_schedule(
    visit: Visiting, shipped: Catalog
) -> None:
    here = visit()
    today = dt.date.today()
    answers(here, answer(shipped, default_scenario(shipped, today)))
    if NO_PLAN not in here.headline.inner_text():
        api.expect(here.schedule).to_be_visible()
        assert here.schedule.locator(".bars path").count() >= 1
        assert here.schedule.bounding_box()["width"] > 900


def test_another_budget_gives_another_answer(
    visit: Visiting, shipped: Catalog, default: Scenario
) -> None:
    here = visit(default)
    answers(here, answer(shipped, default))
    here.set_budget(6_000)
    answers(here, answer(shipped, replace(default, budget_usd=6_000)))
    shows(here, "With $6,000 you would")


def test_fewer_months_move_the_schedule_into_them(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    before = here.shown_schedule()
    assert " Apr" in before
    here.month("Apr").click()
    api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    assert " Apr" not in here.shown_schedule()


def test_too_little_money_is_told_and_mended_with_a_click(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    here.set_budget(1_000)
    says(here, NO_PLAN)
    shows(here, "a budget of $1,000")
    api.expect(here.schedule).to_have_count(0)
    fix = here.page.get_by_role("button", name="Raise the budget by").first
    usd = fix.inner_text().rpartition("$")[2].rstrip(". \n").replace(",", "")
    fix.click()
    says(here, "No request is worth the work")  # the cheapest adds next to nothing
    api.expect(here.budget).to_have_value(usd)


def test_months_that_are_too_short_are_told_and_mended_with_a_click(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(replace(default, months=(9,), min_rotations=3))
    says(here, NO_PLAN)
    shows(here, "only September free")
    here.page.get_by_role("button", name="Free August too").click()
    api.expect(here.headline).to_have_text(WRITE)
    assert here.month("Aug").get_attribute("aria-pressed") == "true"


def test_a_request_that_was_written_is_noted(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    first = here.page.locator("h4").first.inner_text()
    here.button("I wrote").first.click()
    says(here, "With 1 answer open: write to")
    api.expect(here.page.locator("h4").first).not_to_have_text(first)


def test_a_host_left_out_is_gone_until_it_is_allowed_again(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    name = here.page.locator("h4").first.inner_text()
    here.unfold("All ")
    menu(here, "Leave out …", name)
    cards = here.page.locator("h4").filter(has_text=name)
    api.expect(cards).to_have_count(0)
    here.unfold("Left out")
    here.button(f"Allow {name} again").click()
    api.expect(cards).to_have_count(1)


def test_a_host_that_must_be_in_stays_whatever_else_changes(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    name = here.page.locator("h4").first.inner_text()
    here.unfold("All ")
    menu(here, "Must be in …", name)
    badge = here.page.locator(".stMarkdownBadge").filter(has_text="Must be in")
    api.expect(badge).to_be_visible()
    here.set_budget(9_500)
    shows(here, "With $9,500 you would")
    api.expect(here.page.locator("h4").filter(has_text=name)).to_have_count(1)
    here.settle()
    if not here.page.get_by_role("button", name="Need not be in …").count():
        here.unfold("All ")
    menu(here, "Need not be in …", name)
    api.expect(badge).to_have_count(0)


def test_where_to_match_is_picked_in_place(visit: Visiting, default: Scenario) -> None:
    here = visit(default)
    here.page.get_by_role("button", name="Pick one").click()
    box = here.page.get_by_role("combobox", name="Where do you want to match?")
    here.search(box, "Burke Rehabilitation")
    shows(here, "You want to match at Burke Rehab")


def menu(visit: Visit, label: str, option: str) -> None:
    """Choose from a menu button an option that holds this.

    One that is redrawn is shut; one that opened while the page moved is out of reach.
    """
    item = visit.page.get_by_role("menuitem").filter(has_text=option).first
    button = visit.page.get_by_role("button", name=label)
    for _ in range(4):
        visit.settle()
        button.scroll_into_view_if_needed()
        button.click()
        with suppress(api.TimeoutError):
            item.click(timeout=5_000)
            return
        visit.page.keyboard.press("Escape")
    raise AssertionError(f"{option} could not be chosen")


def test_every_outcome_is_a_click_away(visit: Visiting, default: Scenario) -> None:
    here = visit(default)
    before = here.shown_schedule()
    for name, said in (
        ("If all say yes", "Every host says yes: fewer than 1 in 10,000, for about $"),
        ("On average", "The fuller a bar, the more often"),
    ):
        here.page.get_by_role("radio", name=name).click()
        shows(here, said)
        api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    here.page.get_by_role("radio", name="Likeliest").click()
    here.expect_schedule(before)


def test_a_phone_shows_the_headline_and_four_screens(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    here.page.set_viewport_size({"width": 390, "height": 844})
    here.settle()
    block = here.page.get_by_test_id("stMainBlockContainer")
    assert block.evaluate("e => e.scrollHeight") <= 4 * 844
    last = here.page.get_by_text("No rotation: ").bounding_box()
    assert last
    assert last["y"] + last["height"] <= 844, "the headline is complete"
    for width, height in HEIGHT.items():
        here.page.set_viewport_size({"width": width, "height": height})
        here.settle()
        assert len(block.evaluate(WORDS).split()) <= 350, width
        buttons = here.page.locator("[data-testid=stMain] button:visible")
        assert buttons.count() <= 25, width
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_presets_fill_the_inputs_and_reset_brings_them_back(
    visit: Visiting, shipped: Catalog
) -> None:
    here = visit()
    usual = default_scenario(shipped, dt.date.today())
    name = "Student with strong scores"
    preset = PRESETS[name](usual)
    here.show_inputs()
    here.choose("Start from", name)
    answers(here, answer(shipped, preset))
    api.expect(here.budget).to_have_value(str(preset.budget_usd))
    here.set_budget(9_500)
    api.expect(here.button("Reset")).to_be_visible()
    here.button("Reset").click()
    api.expect(here.budget).to_have_value(str(preset.budget_usd))
    api.expect(here.button("Reset")).to_have_count(0)
    answers(here, answer(shipped, preset))


def test_inputs_behind_a_button_change_the_answer(
    visit: Visiting, shipped: Catalog, default: Scenario
) -> None:
    here = visit(default)
    score = here.panel(CHANGE).get_by_label("Step 2 CK score", exact=True)
    score.fill("262")
    score.press("Enter")
    able = replace(default.applicant, step2_ck=262)
    answers(here, answer(shipped, replace(default, applicant=able)))


def test_what_unfolds_is_worked_out_then(visit: Visiting, default: Scenario) -> None:
    here = visit(default)
    here.unfold("The cost")
    bill = here.page.get_by_role("table").filter(has_text="Arrival and return")
    rows = bill.first.locator("tbody tr")
    api.expect(rows.last).to_contain_text("Total")
    cells = [row.split("$")[-1] for row in rows.all_inner_texts()]
    usd = [int(cell.strip().replace(",", "")) for cell in cells]
    assert sum(usd[:-1]) == usd[-1] <= default.budget_usd
    shows(here, f"in 100, for about ${usd[-1]:,}.")
    here.unfold("How sure?")
    shows(here, "no exchange of one host is better")
    here.unfold("More requests?")
    figure = here.page.get_by_role("figure", name="Gain by number of requests")
    api.expect(figure).to_be_visible()
