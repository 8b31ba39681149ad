"""Measure the page: from a changed input to the redrawn schedule, and the first load.

``python -m benchmarks.page`` starts the app, drives it in headless Chromium and prints
seconds, in turns with ``floor``, the least a page of Streamlit can be. Every change
asks for something new, so nothing is answered from a cache.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.ours import quantile
from benchmarks.report import table, told
from benchmarks.server import ROOT, served
from benchmarks.written import circumstances, load, rewrite

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FLOOR = ROOT / "benchmarks" / "floor.py"
BUDGET = "Money for rotations (US$)"
PATIENCE_MS = 60_000
TRIES = 3
"""A browser just started may lose its first request: then it asks again."""
SCHEDULE = "[data-testid=stPlotlyChart][aria-label^=Schedule]"
# Notes when a key was pressed, when the answer's sentence and the schedule last changed
# and when the script ended. The old schedule, which is taken away last, does not count.
# A short run starts and ends between two drawings, and is never seen to run: what it
# changed is there at its end. If it is seen to run after all, its own end counts.
WATCH = """selector => {
    const label = () => document.querySelector(selector)?.ariaLabel;
    const app = document.querySelector('[data-test-script-state]');
    window.marks = {};
    addEventListener('keydown', event => {
        if (event.key === 'Enter') marks = {pressed: performance.now(), old: label()};
    }, true);
    const note = node => {
        const chart = node?.closest(selector);
        if (chart?.isConnected && chart.ariaLabel !== marks.old)
            marks.drawn = performance.now();
        if (node?.closest('h2')) marks.said ??= performance.now();
    };
    new MutationObserver(records => {
        for (const {target, addedNodes} of records) {
            note(target.nodeType === 1 ? target : target.parentElement);
            for (const node of addedNodes)
                if (node.nodeType === 1) note(node.querySelector(selector) ?? node);
        }
        if (app.dataset.testScriptState !== 'notRunning') marks.ended = 0;
        else if (marks.ended === 0) marks.ended = performance.now();
        else marks.ended ??= marks.said ?? marks.drawn;
    }).observe(document.body, {subtree: true, childList: true, attributes: true,
                               characterData: true});
}"""
QUIET_MS = 400
REDRAWN = f"""() => marks.ended
    && performance.now() - Math.max(marks.drawn ?? 0, marks.ended) > {QUIET_MS}"""


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Seconds: to the first schedule of each visitor, and from a changed budget on.

    ``said``: to the new answer in words, ``drawn``: to the redrawn schedule, ``ended``:
    to the end of the script.
    """

    loads: tuple[float, ...]
    said: tuple[float, ...]
    drawn: tuple[float, ...]
    ended: tuple[float, ...]


ROWS = {
    "changed input to the new answer in words": ("said", 0.25, 1.5),
    "changed input to the redrawn schedule": ("drawn", 0.5, 1.5),
    "changed input to the end of the script": ("ended", None, None),
    "first load, later visitors": ("loads", 2.0, 1.2),
}
"""By what is measured: its name above, the aim in seconds, or in times the floor."""
COLUMNS = (
    *("what", "times", "median s", "p95 s", "worst s"),
    *("floor, median s", "times the floor", "aim"),
)
WHAT_IF_S = 0.3


def main() -> None:
    """Run what the command line asks for."""
    args, before = _arguments(), load()
    ours, floor, what_if = measure(args.changes, max(args.loads, 2))
    met = "met" if statistics.median(what_if) < WHAT_IF_S else "missed"
    written = "\n\n".join(
        (
            circumstances("benchmarks.page", before),
            table(COLUMNS, [_row(name, ours, floor) for name in ROWS]),
            f"First load of the first visitor: {ours.loads[0]:.2f} s. What if to its"
            f" first line (aim {WHAT_IF_S} s: {met}), s: {told(what_if)}.",
        )
    )
    print(written)
    if args.write:
        rewrite("benchmarks.page", written)


def measure(
    changes: int = 20, loads: int = 5
) -> tuple[PageTimes, PageTimes, tuple[float, ...]]:
    """Ours and the floor in turns: so many first loads, so many changed budgets.

    And the first line of What if, each time for a budget whose plan is known.
    """
    with served() as app, served(FLOOR) as least, sync_playwright() as playwright:
        program = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        places = (app.address, least.address)
        first = [[_first_load(browser, at) for at in places] for _ in range(loads)]
        pages = [_opened(browser, at) for at in places]
        pages[0].get_by_role("button", name=re.compile("Change$")).click()
        _end(pages[0])
        marks = [[_changed(page, n) for page in pages] for n in range(changes)]
        what_if = tuple(_what_if(pages[0], n) for n in range(min(changes, 8)))
        browser.close()
    found = []
    for place in range(len(places)):
        said, drawn, ended = zip(*(both[place] for both in marks), strict=True)
        found.append(PageTimes(tuple(f[place] for f in first), said, drawn, ended))
    return found[0], found[1], what_if


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=20, help="changed budgets")
    parser.add_argument("--loads", type=int, default=5, help="first loads, 2 or more")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    return parser.parse_args()


def _first_load(browser: Any, address: str) -> float:
    """Seconds until someone new sees the schedule."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    began = _load_page(page, address)
    seconds = time.perf_counter() - began
    context.close()
    return seconds


def _load_page(page: Page, address: str) -> float:
    """Open the page up to its schedule; return when it was asked for."""
    began = _go(page, address)
    page.locator(f"{SCHEDULE} .bars path").first.wait_for(timeout=PATIENCE_MS)
    return began


def _go(page: Page, address: str, tries: int = TRIES) -> float:
    """Go to an address; return when the try began that succeeded."""
    began = time.perf_counter()
    try:
        page.goto(address, timeout=PATIENCE_MS)
    except Error as error:
        if tries == 1:
            raise
        print(f"asked again: {error.message.splitlines()[0]}", file=sys.stderr)
        page.wait_for_timeout(1_000)
        return _go(page, address, tries - 1)
    return began


def _end(page: Page) -> None:
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(500)


def _opened(browser: Any, address: str) -> Page:
    page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
    _load_page(page, address)
    _end(page)
    page.evaluate(WATCH, SCHEDULE)
    return page


def _changed(page: Page, place: int) -> tuple[float, ...]:
    """Change the budget to and fro between little and much, each time a new sum.

    So the plan and its schedule differ every time: the same figure is not redrawn.
    """
    field = page.get_by_role("spinbutton", name=BUDGET)
    field.fill(str((7_000, 9_500)[place % 2] + 17 * place))
    field.press("Enter")
    return _redrawn(page)


def _what_if(page: Page, place: int) -> float:
    """Seconds from a click on What if to its heading; then back, and another budget."""
    _end(page)
    began = time.perf_counter()
    page.get_by_role("link", name="What if").first.click()
    page.get_by_role("heading", level=2).filter(has_text="What if").wait_for()
    seconds = time.perf_counter() - began
    _end(page)
    page.get_by_role("link", name="Plan").first.click()
    _end(page)
    _changed(page, 100 + place)
    return seconds


def _redrawn(page: Page) -> tuple[float, ...]:
    """Seconds from the key to the answer, to the schedule and to the script's end.

    What stays as it was is known to be right at the script's end.
    """
    page.wait_for_function(REDRAWN, timeout=PATIENCE_MS)
    marks = page.evaluate("marks")
    marks = {"said": marks["ended"], "drawn": marks["ended"], **marks}
    return tuple(
        (marks[name] - marks["pressed"]) / 1000 for name in ("said", "drawn", "ended")
    )


def _row(name: str, ours: PageTimes, floor: PageTimes) -> list[str]:
    """A row of ``COLUMNS``."""
    part, aim_s, aim_times = ROWS[name]
    later = 1 if part == "loads" else 0
    found, least = (getattr(times, part)[later:] for times in (ours, floor))
    median, floor_s = statistics.median(found), statistics.median(least)
    p95 = quantile(found, 0.95)
    row = [name, str(len(found)), *(f"{s:.2f}" for s in (median, p95, max(found)))]
    row += [f"{floor_s:.2f}", f"{median / floor_s:.1f}"]
    if aim_s is None or aim_times is None:
        return [*row, ""]
    met = median < max(aim_s, aim_times * floor_s)
    aim = f"{aim_s:g} s or {aim_times:g} x: {'met' if met else 'missed'}"
    return [*row, aim]


if __name__ == "__main__":
    main()
