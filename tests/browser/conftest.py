"""The real app behind a real browser: one server, one Chromium, a fresh visitor a test.

Without Chromium or Playwright these tests are skipped; where the environment says
``ROTAMATCH_REQUIRE_BROWSER`` they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import factories as make
import pytest
from browser.visit import FLAGS, PATIENCE_MS, REQUIRED, Visit, needed

from optimizer.catalog import Catalog
from optimizer.problem import Problem
from optimizer.scenario import Scenario
from optimizer.scenario_json import default_scenario
from optimizer.share import share_query

ROOT = Path(__file__).parents[2]
DEBIAN = Path("/usr/bin/chromium")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
HEIGHT = {1280: 900, 390: 844}
START_S = 90

# On a busy machine a browser may lose a click. What was waited for in vain is tried
# once more, and pytest says so; whatever the page was seen to do wrong fails at once.
WAITED = ["TimeoutError", "Locator expected"]

Visiting = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a browser test again that waited in vain."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=WAITED))


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
    home = tmp_path_factory.mktemp("home")
    log = home / "server.log"
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.fileWatcherType": "none",
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, *(f"--{name}={value}" for name, value in options.items())],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        here = f"http://127.0.0.1:{port}"
        _wait_until_healthy(here, server, log)
        yield here
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    # Read after the last test: what the server said is part of what is tested.
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text()[-4000:]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_until_healthy(here: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text()}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{here}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no answer within {START_S} s:\n{log.read_text()}", pytrace=False)


@pytest.fixture
def visit(chromium: Any, address: str, shipped: Catalog) -> Iterator[Visiting]:
    """Open the app as someone new: ``visit(scenario, width=390, dark=True)``.

    With a scenario the inputs come from a link, which fixes the day too; ``query`` is
    any link. After the test every visit must have been clean.
    """
    begun: list[Visit] = []

    def begin(
        scenario: Scenario | None = None,
        *,
        query: str | None = None,
        page: str = "",
        width: int = 1280,
        dark: bool = False,
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT.get(width, 900)},
            color_scheme="dark" if dark else "light",
            locale="en-US",
            reduced_motion="reduce",
        )
        found = Visit(context.new_page(), address)
        begun.append(found)
        if scenario is not None:
            problem = Problem(shipped, scenario)
            query = share_query(problem, (), include_profile=True)
        found.open(page, query)
        return found

    yield begin
    try:
        for found in begun:
            found.assert_clean()
    finally:
        for found in begun:
            found.page.context.close()


@pytest.fixture(scope="session")
def default(shipped: Catalog) -> Scenario:
    """What someone starts with on the day that the other tests use too."""
    return default_scenario(shipped, make.TODAY)
