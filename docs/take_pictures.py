"""Take the pictures of the README and the lessons from the app as it is.

    python -m docs.take_pictures

needs Chromium (see CONTRIBUTING.md). It writes ``docs/img/*.png`` and beside them
``headlines.txt``: for each picture its page and the headline that stood on it. A test
compares their form with that of the page today.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.server import served

FOLDER = Path(__file__).parent / "img"
HEADLINES = FOLDER / "headlines.txt"
HEADLINE = "[data-testid=stMain] h2"
WAITING = "[data-testid=stSkeleton]"
PATIENCE_MS = 120_000
SETTLED_MS = 1_500
"""Figures are drawn a moment after the script has ended."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the address of its page, its size in pixels, day or night."""

    name: str
    path: str
    width: int
    height: int
    dark: bool = False


PICTURES = (
    Picture("phone", "", 390, 844),
    Picture("laptop", "", 1280, 900),
    Picture("dark", "what-if", 1280, 900, dark=True),
    Picture("slide", "teach?present=1&slide=3", 1280, 720),
)


def look(browser: Any, address: str, picture: Picture) -> tuple[str, bytes]:
    """Return the headline of the page, and the page as PNG."""
    scheme = "dark" if picture.dark else "light"
    size = {"width": picture.width, "height": picture.height}
    with browser.new_context(
        viewport=size, color_scheme=scheme, locale="en-US", reduced_motion="reduce"
    ) as visitor:
        page = visitor.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{address}/{picture.path}")
        headline = page.locator(HEADLINE).first
        headline.wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.wait_for_function(f"!document.querySelector('{WAITING}')")
        page.wait_for_timeout(SETTLED_MS)
        return headline.inner_text().strip(), page.screenshot()


def headlines() -> dict[str, str]:
    """Return the headline that was recorded for each picture."""
    lines = HEADLINES.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def main() -> None:
    """Take every picture, and record its headline."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    said = []
    program = shutil.which("chromium")
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            headline, png = look(browser, server.address, picture)
            (FOLDER / f"{picture.name}.png").write_bytes(png)
            said.append(f"{picture.name}: {headline}\n")
    HEADLINES.write_text("".join(said), encoding="utf-8")


if __name__ == "__main__":
    main()
