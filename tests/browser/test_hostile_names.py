"""A browser runs nothing of what the names in a catalog hold, on any page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import Visiting
from browser.visit import Visit
from hostile_catalog import SCRIPT, hostile_app

from benchmarks.server import served
from views.inputs.panel import MORE, SHARE
from views.pages import PAGES

pytestmark = pytest.mark.browser
PATIENCE_MS = 120_000
PANELS = (*MORE, SHARE)


@pytest.fixture(scope="module")
def address(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = hostile_app(tmp_path_factory.mktemp("hostile"))
    with served(app) as server:
        yield server.address
        assert not server.tracebacks(), server.log.read_text()


def opened(visit: Visiting, path: str = "") -> Visit:
    here = visit(page=path)
    here.page.set_default_timeout(PATIENCE_MS)
    here.settle()
    return here


@pytest.mark.parametrize("path", [found.path for found in PAGES])
def test_nothing_runs_and_nothing_is_fetched(visit: Visiting, path: str) -> None:
    here = opened(visit, path)
    main = here.page.get_by_test_id("stMain")
    for parts in (main.get_by_role("tab"), main.locator("summary")):
        for place in range(parts.count()):
            parts.nth(place).click()
            here.settle()
    assert not here.page.locator("a[href*='evil.example'], img[src='x']").count()


def test_a_name_is_read_as_it_is_written(visit: Visiting) -> None:
    here = opened(visit)
    assert SCRIPT in here.page.inner_text("body")
    for name in PANELS:
        here.panel(name)
