"""One visitor's page: where things are on it, and what it may never do."""

from __future__ import annotations

import importlib
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from views.inputs.panel import CHANGE, MORE
from views.inputs.widgets import panel_key

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

REQUIRED = "ROTAMATCH_REQUIRE_BROWSER"
# No GPU, no updates, no name but this machine's is resolved.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE_MS = 20_000
STILL_LOOKS = 4
MONEY = "Money for rotations (US$)"
UNFOLDS = 4
SCHEDULE = re.compile("^Schedule")
# On a page other than the first, Streamlit asks there first whether the server lives.
PROBES = ("/_stcore/health", "/_stcore/host-config")
DATA = ("data", "blob", "about")


def needed(module: str) -> Any:
    """Import what these tests need: skip without it, or fail where it is required."""
    if os.environ.get(REQUIRED):
        return importlib.import_module(module)
    return pytest.importorskip(module, reason=f"browser tests need {module}")


class Visit:
    """A page of the app, with everything it asked for and complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.reusable = True
        page.set_default_timeout(PATIENCE_MS)
        self._heard: dict[Any, Any] = {
            "request": lambda request: self.requests.append(request.url),
            "websocket": lambda socket: self.requests.append(socket.url),
            "console": self._console,
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": self._dialog,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)

    def open(self, page: str = "", query: str | None = None) -> None:
        """Load a page and wait for its headline."""
        asked = "" if query is None else f"?plan={quote(query)}"
        self.page.goto(f"{self.address}/{page}{asked}")
        failed = self.page.get_by_test_id("stException")
        self.headline.or_(failed).first.wait_for()
        assert not failed.count(), failed.first.inner_text()

    def leave(self) -> None:
        """Leave the page to someone new: nothing is open, kept or listened to."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        self.page.unroute_all()
        self.page.goto(f"{self.address}/_stcore/health")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()

    def settle(self) -> None:
        """Wait until the script has run to its end."""
        self.page.locator("[data-test-script-state=notRunning]").wait_for()

    # --- what is on the page ----------------------------------------------------

    @property
    def headline(self) -> Locator:
        """The answer in a sentence."""
        return self.page.locator("[data-testid=stMain] h2").first

    # By role and not by label or text: while the script runs, Streamlit keeps hidden
    # copies of what it is about to replace.
    @property
    def schedule(self) -> Locator:
        """The schedule as a figure."""
        return self.page.get_by_role("figure", name=SCHEDULE)

    @property
    def summary(self) -> Locator:
        """What decides, in one line."""
        return self.page.locator(".st-key-line")

    @property
    def budget(self) -> Locator:
        """The money, in the inputs, which are unfolded if they are not."""
        self.show_inputs()
        return self.page.get_by_role("spinbutton", name=MONEY)

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert")

    def button(self, name: str) -> Locator:
        """Buttons whose words end so; an icon's name comes before them."""
        return self.page.get_by_role("button", name=re.compile(f"{re.escape(name)}$"))

    def month(self, name: str) -> Locator:
        """A free month, in the inputs, which are unfolded if they are not."""
        self.show_inputs()
        return self.page.get_by_role("button", name=name, exact=True)

    def shown_schedule(self) -> str:
        """Every rotation with its dates, and the season's dates, in words."""
        found = self.schedule.get_attribute("aria-label")
        assert found
        return found

    # --- what a visitor does ----------------------------------------------------

    def set_budget(self, usd: int) -> None:
        """Type a budget; again if a rerun that had not begun wrote the old one over."""
        for _ in range(UNFOLDS):
            self.settle()
            self.budget.fill(str(usd))
            self.budget.press("Enter")
            with suppress(needed("playwright.sync_api").TimeoutError):
                line = self.page.get_by_text(f"${usd:,} ·").first
                line.wait_for(timeout=PATIENCE_MS / UNFOLDS)
                return

    def choose(self, name: str, option: str) -> None:
        """Choose an option of a menu, by the menu's name."""
        self.pick(self.page.get_by_role("combobox", name=name, exact=True), option)

    def pick(self, menu: Locator, option: str) -> None:
        """Choose an option of a menu."""
        found = self.page.get_by_role("option", name=option, exact=True)
        self._unfold(menu, "", found)
        found.click()

    def search(self, menu: Locator, text: str) -> None:
        """Choose the first option of a menu that is left when a text is typed."""
        found = self.page.get_by_role("option").filter(has_text=text).first
        self._unfold(menu, text, found)
        found.click()

    def _unfold(self, menu: Locator, text: str, option: Locator) -> None:
        """Open a menu, once more if it closed: it does when the page scrolls."""
        self.settle()
        menu.scroll_into_view_if_needed()
        self._still(menu)
        for _ in range(UNFOLDS):
            menu.click()
            menu.fill(text)
            with suppress(needed("playwright.sync_api").TimeoutError):
                option.wait_for(timeout=PATIENCE_MS / UNFOLDS)
                return
        option.wait_for()

    def show_inputs(self) -> None:
        """Unfold the inputs, unless they are."""
        if not self.inside(CHANGE).count():
            self.panel(CHANGE)

    def inside(self, panel: str) -> Locator:
        """What is behind a button of the inputs."""
        return self.page.locator(f".st-key-{panel_key(panel)}")

    def panel(self, name: str) -> Locator:
        """Open what is behind a button of the inputs, once all is drawn."""
        if name in MORE:
            self.show_inputs()
        self.settle()
        self.button(name).first.click()
        opened = self.inside(name)
        opened.wait_for()
        self.settle()
        return opened

    def popover(self, name: str) -> Locator:
        """Open what a button shows above the page, once all is drawn."""
        self.settle()
        self.page.get_by_test_id("stPopoverButton").filter(has_text=name).click()
        opened = self.page.get_by_test_id("stPopoverBody")
        opened.wait_for()
        self._still(opened)
        return opened

    def _still(self, found: Locator) -> None:
        """Wait until something stands where it will stay: panels open beside it."""
        before, same = None, 0
        while same < STILL_LOOKS:
            now = found.bounding_box()
            before, same = now, same + 1 if now == before else 0
            self.page.wait_for_timeout(50)

    def close_popover(self) -> None:
        """Close what is open; right after it opened, it does not hear a key yet."""
        opened = self.page.get_by_test_id("stPopoverBody")
        for _ in range(20):
            self.page.keyboard.press("Escape")
            self.page.wait_for_timeout(100)
            if not opened.count():
                return
        opened.wait_for(state="hidden")

    def link(self) -> str:
        """The link that the open panel offers."""
        return self.page.get_by_test_id("stCode").inner_text().strip()

    def go_to(self, page: str) -> None:
        """Choose a page of the menu; an icon's name comes before its own."""
        name = re.compile(f"{re.escape(page)}$")
        self.page.get_by_test_id("stTopNavLink").filter(has_text=name).click()

    def tab(self, name: str) -> None:
        """Open a tab of the page."""
        self.settle()
        self.page.get_by_role("tab", name=name, exact=True).click()
        self.settle()

    def unfold(self, label: str) -> None:
        """Open what is folded under a label that holds this, and wait until it is."""
        self.settle()
        label_of = self.page.locator("summary").filter(has_text=label).first
        label_of.click()
        self._still(label_of.locator("xpath=.."))
        self.settle()

    # --- what must hold ---------------------------------------------------------

    def expect_schedule(self, words: str) -> None:
        """The schedule becomes the one of these words."""
        expect = needed("playwright.sync_api").expect
        expect(self.schedule).to_have_attribute("aria-label", words)

    def abroad(self) -> list[str]:
        """Requests that left this machine."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in DATA
            and urlsplit(url).hostname not in ("127.0.0.1", "localhost")
        ]

    def assert_clean(self) -> None:
        """Nothing was fetched from elsewhere, nothing failed, nothing ran astray."""
        assert not self.abroad()
        assert not self.complaints
        failed = self.page.get_by_test_id("stException")
        assert not failed.count(), failed.first.inner_text()
        assert "Traceback (most recent call" not in self.page.inner_text("body")
        assert self.page.evaluate("window.pwned") is None

    def _console(self, message: ConsoleMessage) -> None:
        where = urlsplit(str(message.location.get("url", ""))).path
        if message.type == "error" and not where.endswith(PROBES):
            self.complaints.append(message.text)

    def _dialog(self, dialog: object) -> None:
        self.complaints.append("a script opened a dialog")
        dialog.dismiss()  # type: ignore[attr-defined]
