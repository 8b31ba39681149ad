"""The plan taken away from a browser: as a file, or on paper."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
import vobject
from browser.conftest import Visiting
from browser.test_accessibility import assert_accessible
from browser.test_layout import assert_no_sideways, assert_within
from browser.visit import Visit, needed

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.answered import plan_outcome
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from views.kit.look import SHEET_PIXELS

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

FILES = {
    "Calendar": ".ics",
    "Excel workbook": ".xlsx",
    "CSV table": ".csv",
    "CSV for spreadsheets": ".tab.csv",
}
A4 = 703  # 210 mm less two margins of 12 mm, in CSS pixels
HEIGHTS = (500, 620, 740, 860, 1_030)
PAGES = {"": 1, "what-if": 1}
# The page as it is laid out on sheets: print begins, then a copy that nothing redraws
# flows through columns of the width of a sheet, which break where pages would.
PRINTED = """() => {
    dispatchEvent(new Event("beforeprint"));
    const root = document.getElementById("root");
    root.replaceWith(root.cloneNode(true));
}"""
ON_SHEETS = """([width, height]) => {
    const root = document.getElementById("root");
    root.style.cssText = `columns: ${width}px; column-gap: 0; column-fill: auto;
        width: ${width}px; height: ${height}px; overflow: visible`;
    const start = root.getBoundingClientRect().left;
    const sheet = x => Math.floor((x - start) / width);
    return [...document.querySelectorAll(".stPlotlyChart")].map(chart => {
        const svgs = [...chart.querySelectorAll(".main-svg")];
        const boxes = [...svgs, ...chart.querySelectorAll("svg text")]
            .map(found => found.getBoundingClientRect()).filter(box => box.width);
        const whole = chart.getClientRects().length === 1;
        const cut = boxes.some(box => sheet(box.left + 1) !== sheet(box.right - 1));
        const low = boxes.some(box => box.bottom > height + root.offsetTop + 1);
        return [whole, cut, low, svgs[0].getBoundingClientRect().width];
    });
}"""
WIDTHS = "[...document.querySelectorAll('svg.main-svg')].map(s => s.clientWidth)"
PAPER_COLOURS = """() => [
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.querySelector("[data-testid=stMain] h2")).color,
    ...[...document.querySelectorAll(".main-svg text")].map(
        text => getComputedStyle(text).fill)]"""


def drawn(here: Visit, page: str) -> None:
    """Wait until every figure of a page is there; of What if, that of one line."""
    if page == "what-if":
        here.settle()
        here.page.locator("summary").filter(has_text="One more rotation?").click()
    charts = here.page.locator(".stPlotlyChart .main-svg:first-child")
    api.expect(charts).to_have_count(PAGES[page])
    here.settle()


def paper(here: Visit) -> None:
    here.page.emulate_media(media="print", reduced_motion="reduce")
    here.page.evaluate(PRINTED)


def taken(here: Visit, label: str) -> tuple[str, bytes]:
    with here.page.expect_download() as download:
        here.button(label).click()
    found = download.value
    return found.suggested_filename, found.path().read_bytes()


def test_each_file_comes_and_can_be_read(
    visit: Visiting, default: Scenario, shipped: Catalog
) -> None:
    asked = ask(Problem(shipped, default))
    assert isinstance(asked, AskList)
    assert asked.likeliest is not None
    plan = plan_outcome(Problem(shipped, default), asked, asked.likeliest)
    here = visit(default)
    drawn(here, "")
    here.unfold("The cost")
    here.unfold("Take it along")
    files = {label: taken(here, label) for label in FILES}
    assert {label: name for label, (name, _) in files.items()} == {
        label: f"rotamatch-{default.season}{ending}" for label, ending in FILES.items()
    }
    calendar: Any = vobject.readOne(files["Calendar"][1].decode())
    stays = sorted(
        event.dtstart.value
        for event in calendar.vevent_list
        if event.summary.value.startswith("Rotation")
    )
    assert stays == [block.start for block in plan.rotations]
    book = openpyxl.load_workbook(
        io.BytesIO(files["Excel workbook"][1]), data_only=True
    )
    usd = [cell.value for cell in book["Costs"]["C"]]
    total = max(value for value in usd if isinstance(value, int))
    text = files["CSV table"][1].decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    assert total == sum(int(row["US$"] or 0) for row in rows) == plan.cost_usd
    shown = here.page.get_by_role("row", name="Total").first.inner_text()
    assert f"{plan.cost_usd:,}" in shown


@pytest.mark.parametrize("page", PAGES)
def test_no_figure_is_cut_or_broken_on_paper(
    visit: Visiting, default: Scenario, page: str
) -> None:
    here = visit(default, page=page)
    drawn(here, page)
    paper(here)
    for height in HEIGHTS:
        charts = here.page.evaluate(ON_SHEETS, [A4, height])
        assert len(charts) == PAGES[page]
        for whole, cut, low, width in charts:
            assert (whole, cut, low) == (True, False, False), height
            assert 200 < width <= A4


def test_what_is_clicked_stays_off_the_paper(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default)
    drawn(here, "")
    here.unfold("The cost")
    here.unfold("Take it along")
    paper(here)
    for name in ("spinbutton", "slider", "button", "combobox", "navigation"):
        assert not here.page.get_by_role(name).count(), name
    assert not here.page.get_by_text("The files hold dates").is_visible()
    api.expect(here.headline).to_be_visible()
    api.expect(here.page.get_by_role("row", name="Total").first).to_be_visible()
    link = here.page.locator("[data-testid=stMarkdown] a[href^=http]").first
    after = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert "http" in after


@pytest.mark.parametrize("page", PAGES)
def test_a_dark_page_is_printed_dark_on_white(
    visit: Visiting, default: Scenario, page: str
) -> None:
    here = visit(default, page=page, dark=True)
    drawn(here, page)
    paper(here)
    background, *inks = here.page.evaluate(PAPER_COLOURS)
    assert background == "rgb(255, 255, 255)"
    assert len(inks) > 5
    for ink in inks:  # contrast of at least 4.5 on white
        assert contrast_on_white(ink) >= 4.5, ink


def contrast_on_white(colour: str) -> float:
    """Contrast ratio of WCAG against white."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    shine = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (shine + 0.05)


def test_the_print_key_draws_figures_for_a_sheet_first(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, page="what-if", width=1920)
    drawn(here, "what-if")
    before = here.page.evaluate(WIDTHS)
    assert min(before) > 2 * SHEET_PIXELS
    here.page.evaluate(
        f"() => {{ window.print = () => {{ window.printed = {WIDTHS} }} }}"
    )
    here.page.keyboard.press("Control+p")
    here.page.wait_for_function("window.printed")
    assert max(here.page.evaluate("window.printed")) <= SHEET_PIXELS
    here.page.evaluate("dispatchEvent(new Event('afterprint'))")
    here.page.wait_for_function(f"Math.min(...{WIDTHS}) === {min(before)}")


def test_the_row_fits_on_a_phone_and_is_accessible(
    visit: Visiting, default: Scenario
) -> None:
    here = visit(default, width=390)
    drawn(here, "")
    here.unfold("Take it along")
    assert_no_sideways(here, 390)
    for label in FILES:
        assert_within(here.button(label), 390, label)
    assert_accessible(here)
