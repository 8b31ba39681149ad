"""The advisor page in a browser: applicants, planning by hand, the presenter view."""

from __future__ import annotations

import re

import pytest
from browser.conftest import Visiting
from browser.test_accessibility import LOOKS, assert_accessible
from browser.test_layout import TEXTS, assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.presets import PRESETS

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

HOSTS = ("Burke", "Johns Hopkins")


def pick(here: Visit, host: str) -> None:
    """Add the first offering of a host on its first date."""
    menu = here.page.get_by_role("combobox", name="Rotation to add", exact=True)
    here.search(menu, host)
    here.button("Add").click()
    removing = here.page.get_by_role("button", name=re.compile("Remove$"))
    api.expect(removing).to_have_count(HOSTS.index(host) + 1)
    here.settle()


def planned(here: Visit) -> None:
    here.page.get_by_role("tab", name="Plan it yourself").click()
    for host in HOSTS:
        pick(here, host)


def test_a_plan_of_ones_own_stands_beside_the_best(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="advisor")
    planned(here)
    assert not here.page.get_by_text("The best plan gives").count()
    here.button("Show the best plan").click()
    both = here.page.get_by_role("figure", name=re.compile("Your plan.*The best plan"))
    api.expect(both).to_be_visible()
    api.expect(here.page.get_by_text("All together")).to_be_visible()
    here.settle()
    here.button("Presenter view").click()
    api.expect(here.page.get_by_text("Our own plan beside the best")).to_be_visible()
    here.settle()
    assert here.page.url.endswith("present=1")
    assert not here.budget.count()
    assert not here.page.get_by_test_id("stTopNavLink").count()
    here.button("Leave presenter view").click()
    api.expect(here.budget).to_have_value(str(default.budget_usd))
    api.expect(here.page.get_by_test_id("stTopNavLink").first).to_be_visible()


def test_a_link_opens_an_applicant_for_a_room(visit: Visiting) -> None:
    here = visit()
    here.page.goto(f"{here.address}/advisor?preset=texas-ties&present=1")
    api.expect(here.headline).to_contain_text("Write to")
    api.expect(here.page.get_by_text("The same as a table: match")).to_be_visible()
    here.settle()
    here.button("Leave presenter view").click()
    start = here.page.get_by_role("combobox", name="Start from")
    api.expect(start).to_have_value("Texas ties")


@LOOKS
def test_applicants_and_plans_fit_and_are_accessible(
    visit: Visiting, default: Scenario, width: int, dark: bool
) -> None:
    here = visit(default, page="advisor", width=width, dark=dark)
    api.expect(here.page.get_by_text("Open one")).to_be_visible()
    here.settle()
    everyone = re.compile("^Match chance of typical applicants")
    assert_fits(here, width, everyone)
    chances = here.page.get_by_test_id("stTable").first
    assert chances.locator("tr").count() == 1 + len(PRESETS)
    assert_accessible(here)
    here.button("Presenter view").click()
    api.expect(here.page.get_by_text("The same as a table: match")).to_be_visible()
    assert_accessible(here)
    here.button("Leave presenter view").click()
    planned(here)
    here.button("Show the best plan").click()
    api.expect(here.page.get_by_text("All together")).to_be_visible()
    here.settle()
    assert_fits(here, width, re.compile("^Schedules"))


def assert_fits(here: Visit, width: int, name: re.Pattern[str]) -> None:
    assert_no_sideways(here, width)
    figure = here.page.get_by_role("figure", name=name)
    assert_within(figure.bounding_box(), width, name.pattern)
    cut, _ = figure.evaluate(TEXTS)
    assert not cut
    for table in here.page.get_by_test_id("stTable").all():
        if table.is_visible():
            assert_within(table.bounding_box(), width, "table")
