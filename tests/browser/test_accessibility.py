"""axe-core finds nothing serious: without a plan, in open panels, on any page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from browser.conftest import HEIGHT, Visiting
from browser.visit import Visit, needed

from optimizer.domain.scenario import Scenario
from views.inputs.panel import CHANGE, MORE, SHARE
from views.inputs.widgets import panel_key

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")
axe = needed("axe_playwright_python.sync_playwright")

# One page serves every look at it: on a phone by day, at a desk by night.
LOOKS = pytest.mark.parametrize(
    ("width", "dark"), [(390, False), (1280, True)], ids=["phone, light", "desk, dark"]
)


def serious(visit: Visit, part: str | None = None) -> list[str]:
    """What axe finds on the page, or in a part of it, that shuts someone out."""
    found = axe.Axe().run(visit.page, part, {"resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:200]} | {node['failureSummary']}"
        for violation in found.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def assert_accessible(visit: Visit) -> None:
    """At both widths, with what is on the page now; the width stays as it was."""
    before = visit.page.viewport_size
    visit.page.mouse.move(0, 0)  # or it points at whatever comes to stand there
    for width, height in HEIGHT.items():
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        found = serious(visit)
        assert not found, "\n".join([f"{width} pixels wide", *found])
    visit.page.set_viewport_size(before)
    visit.settle()


def test_no_plan_is_accessible(visit: Visiting, default: Scenario) -> None:
    here = visit(replace(default, budget_usd=1_000), dark=True)
    api.expect(here.headline).to_contain_text("No plan fits")
    api.expect(here.page.get_by_text("checked by solving").first).to_be_visible()
    assert_accessible(here)
    # And axe would have said so.
    here.page.evaluate(
        "document.querySelector('h2').innerHTML = '<img src=\"data:,\">'"
    )
    assert any("image-alt" in found for found in serious(here))


def test_open_panels_are_accessible(visit: Visiting, default: Scenario) -> None:
    here = visit(default)
    here.settle()
    for name in (SHARE, CHANGE, *MORE):
        here.panel(name)
        found = serious(here, f".st-key-{panel_key(name)}")
        assert not found, "\n".join([name, *found])
