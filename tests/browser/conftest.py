"""The real app behind a real browser: one server, one Chromium, a new visitor a test.

Without Chromium or Playwright these tests are skipped; where the environment says
``ROTAMATCH_REQUIRE_BROWSER`` they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import factories as make
import pytest
from browser.visit import FLAGS, PATIENCE_MS, REQUIRED, Visit, needed

from benchmarks.server import served
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.share import share_query

DEBIAN = Path("/usr/bin/chromium")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
HEIGHT = {1280: 900, 390: 844}

# On a busy machine a browser may lose a click. What was waited for in vain is tried
# twice more, and pytest says so; whatever the page was seen to do wrong fails at once.
WAITED = ["TimeoutError", "Locator expected"]

Visiting = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser test again that waited in vain."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=WAITED))


def _need(found: bool, what: str) -> None:
    """Skip without ``what``, or fail where a browser is required."""
    if found:
        return
    reason = f"{what}; browser tests need it"
    if os.environ.get(REQUIRED):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _chromium() -> str | None:
    if DEBIAN.exists():
        return str(DEBIAN)
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One headless Chromium for all tests; it can reach this machine only."""
    api = needed("playwright.sync_api")
    program = _chromium()
    _need(program is not None, "no Chromium on this machine")
    api.expect.set_options(timeout=PATIENCE_MS)
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(
    chromium: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of the app, served as its users get it, from an empty home."""
    with served(keep=tmp_path_factory.mktemp("home")) as server:
        yield server.address
    # Read after the last test: what the server said is part of what is tested.
    log = server.log.read_text(errors="replace")
    assert "Traceback" not in log, log[-4000:]


@pytest.fixture(scope="session")
def free_pages() -> list[Any]:
    """Pages that visitors have left: a new window costs as much as the app on it."""
    return []


@pytest.fixture
def visit(
    chromium: Any, address: str, shipped: Catalog, free_pages: list[Any]
) -> Iterator[Visiting]:
    """Open the app as someone new: ``visit(scenario, width=390, dark=True)``.

    With a scenario the inputs come from a link, which fixes the day too; ``query`` is
    any link. After the test every visit must have been clean.
    """
    begun: list[Visit] = []

    def new_page() -> Any:
        return chromium.new_context(locale="en-US", reduced_motion="reduce").new_page()

    def begin(
        scenario: Scenario | None = None,
        *,
        query: str | None = None,
        page: str = "",
        width: int = 1280,
        dark: bool = False,
    ) -> Visit:
        found = Visit(free_pages.pop() if free_pages else new_page(), address)
        begun.append(found)
        found.page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 900)})
        scheme = "dark" if dark else "light"
        found.page.emulate_media(media="screen", color_scheme=scheme)
        if scenario is not None:
            problem = Problem(shipped, scenario)
            query = share_query(problem, (), include_profile=True)
        found.open(page, query)
        return found

    yield begin
    try:
        for found in begun:
            found.assert_clean()
            if found.reusable:
                found.leave()
                free_pages.append(found.page)
    finally:
        for found in begun:
            if found.page not in free_pages:
                found.page.context.close()


@pytest.fixture(scope="session")
def default(shipped: Catalog) -> Scenario:
    """What someone starts with on the day that the other tests use too."""
    return default_scenario(shipped, make.TODAY)
