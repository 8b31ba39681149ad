"""The plan page in a browser: the answer, and what happens when inputs change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from browser.conftest import Visiting
from browser.visit import Visit, needed

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.model import chances as details
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve
from views.inputs.panel import CHANGE
from views.sections.answer import headline

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

NO_PLAN = "No plan fits everything you asked for"
CHANCE = "your match chance goes from"
COUNTED = (
    "With refusals counted, your match chance"  # one rotation may round to nothing
)


def answer(catalog: Catalog, scenario: Scenario) -> str:
    """What the library answers, as the page should say it."""
    problem = Problem(catalog, scenario)
    found = solve(problem)
    if isinstance(found, Plan):
        return headline(found, details.chances(problem, found))
    return NO_PLAN


def says(visit: Visit, text: str) -> None:
    api.expect(visit.headline).to_contain_text(text)


def shows(visit: Visit, text: str) -> None:
    api.expect(visit.page.get_by_text(text).first).to_be_visible()


def host(visit: Visit) -> str:
    """The full name of the first rotation's host."""
    return visit.page.locator("h4").first.inner_text().partition(". ")[2].strip()


def short(visit: Visit) -> str:
    """The first rotation as the schedule names it, without its dates."""
    return " ".join(visit.shown_schedule().split()[1:3])


def test_the_first_load_answers_in_a_sentence_and_a_schedule(
    visit: Visiting, shipped: Catalog
) -> None:
    here = visit()
    today = dt.date.today()
    says(here, answer(shipped, default_scenario(shipped, today)))
    if NO_PLAN not in here.headline.inner_text():
        api.expect(here.schedule).to_be_visible()
        assert here.schedule.locator(".bars path").count() >= 1
        assert here.schedule.bounding_box()["width"] > 900


def test_another_budget_gives_another_plan(
    visit: Visiting, shipped: Catalog, default: Scenario
) -> None:
    here = visit(default)
    says(here, answer(shipped, default))
    before = here.shown_schedule()
    drawn = here.schedule.locator(".bars path").count()
    here.set_budget(6_000)
    says(here, answer(shipped, replace(default, budget_usd=6_000)))
    api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    api.expect(here.schedule.locator(".bars path")).not_to_have_count(drawn)
    shows(here, "of $6,000")


def test_fewer_months_move_the_plan_into_them(
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
    assert not here.schedule.count()
    fix = here.page.get_by_role("button", name="Raise the budget by")
    usd = fix.inner_text().rpartition("$")[2].rstrip(". \n").replace(",", "")
    fix.click()
    says(here, COUNTED)
    api.expect(here.schedule).to_be_visible()
    api.expect(here.budget).to_have_value(usd)


def test_months_that_are_too_short_are_told_and_mended_with_a_click(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(replace(default, months=(9,), min_rotations=3))
    says(here, NO_PLAN)
    shows(here, "only September free")
    here.page.get_by_role("button", name="Free August too").click()
    says(here, COUNTED)
    assert here.month("Aug").get_attribute("aria-pressed") == "true"


def test_a_kept_rotation_stays_whatever_else_changes(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    kept = short(here)
    here.button("Keep").first.click()
    api.expect(here.page.get_by_text("Pinned")).to_be_visible()
    before = here.shown_schedule()
    here.set_budget(6_500)
    api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    assert kept in here.shown_schedule()
    here.button("Unpin").click()
    api.expect(here.page.get_by_text("Pinned")).to_have_count(0)


def test_an_excluded_rotation_is_gone_until_it_is_allowed_again(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    before, name, gone = here.shown_schedule(), host(here), short(here)
    here.button("Exclude").first.click()
    api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    assert gone not in here.shown_schedule()
    here.page.get_by_role("tab", name="What was left out").click()
    here.button(f"Allow {name} again").click()
    api.expect(here.schedule).to_have_attribute("aria-label", before)
    assert here.budget.input_value() == str(default.budget_usd)


def test_another_date_is_pinned(visit: Visiting, default: Scenario) -> None:
    here = visit(default)
    before = here.shown_schedule()
    menus = here.page.get_by_test_id("stMenuButtonButton")
    menus.and_(here.page.locator(":enabled")).first.click()
    here.page.get_by_role("menuitem").last.click()
    api.expect(here.schedule).not_to_have_attribute("aria-label", before)
    api.expect(here.page.get_by_text("Pinned")).to_be_visible()


def test_presets_fill_the_inputs_and_reset_brings_them_back(
    visit: Visiting, shipped: Catalog
) -> None:
    here = visit()
    usual = default_scenario(shipped, dt.date.today())
    name = "Student with strong scores"
    preset = PRESETS[name](usual)
    here.unfold()
    here.choose("Start from", name)
    says(here, answer(shipped, preset))
    api.expect(here.budget).to_have_value(str(preset.budget_usd))
    here.set_budget(9_500)
    api.expect(here.button("Reset")).to_be_visible()
    here.button("Reset").click()
    api.expect(here.budget).to_have_value(str(preset.budget_usd))
    api.expect(here.button("Reset")).to_have_count(0)
    says(here, answer(shipped, preset))


def test_inputs_behind_a_button_change_the_answer(
    visit: Visiting, shipped: Catalog, default: Scenario
) -> None:
    here = visit(default)
    score = here.panel(CHANGE).get_by_label("Step 2 CK score", exact=True)
    score.fill("262")
    score.press("Enter")
    able = replace(default.applicant, step2_ck=262)
    says(here, answer(shipped, replace(default, applicant=able)))


def test_the_answer_in_full_and_what_one_more_rotation_adds(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    assert_price_and_proof(here, default.budget_usd)
    shows(here, "The same as a table: match chance")
    figure = here.page.get_by_role("figure", name="by number of rotations")
    api.expect(figure).to_be_visible()
    sizes = here.page.get_by_role("table").last.locator("tbody tr > :first-child")
    api.expect(sizes).to_have_text(list("01234"))


def assert_price_and_proof(here: Visit, budget_usd: int) -> None:
    """What it costs adds up, and how good it is, is proven."""
    says(here, COUNTED)
    shows(here, "(a guess: about 1 season in")
    below = here.page.get_by_text("(a guess: about 1 season in").first.bounding_box()
    assert here.headline.bounding_box()["y"] < below["y"]
    shows(here, "Proven best, within")
    bill = here.page.get_by_role("table").filter(has_text="Arrival and return")
    rows = bill.first.locator("tbody tr")
    api.expect(rows.last).to_contain_text("Total")
    cells = [row.split("$")[-1] for row in rows.all_inner_texts()]
    usd = [int(cell.strip().replace(",", "")) for cell in cells]
    assert sum(usd[:-1]) == usd[-1] <= budget_usd
    shows(here, f"At most ${usd[-1]:,} of ${budget_usd:,}")
