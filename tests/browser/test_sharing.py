"""Links and files in a browser: what is shared, what is kept back, what is refused."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest
from browser.conftest import Visiting
from browser.visit import Visit, needed

from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import read_scenario
from optimizer.scenario_io.share import read_link
from views.inputs.panel import CHANGE, SHARE

pytestmark = pytest.mark.browser
api = needed("playwright.sync_api")

SCRIPT = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
BAD_FILES = (
    (b"no json", "JSON"),
    (b'{"budget_usd": "<b>much</b>"}', "budget_usd"),
    (b'{"wishes": 1, "months": [13], "today": "31 June"}', "more faults"),
)


@pytest.fixture
def mine(default: Scenario) -> Scenario:
    """A scenario that differs from the usual one in money, months and profile."""
    applicant = replace(default.applicant, step2_ck=251)
    return replace(default, budget_usd=7_000, months=(4, 5, 6), applicant=applicant)


def query(link: str) -> str:
    return parse_qs(urlsplit(link).query)["plan"][0]


def total(visit: Visit) -> int:
    """Dollars on the last line of the bill."""
    row = visit.page.get_by_role("row", name="Total").first.inner_text()
    return int(re.sub(r"\D", "", row))


def packed(content: object) -> str:
    """A link as the app writes it, around any content."""
    text = zlib.compress(json.dumps(content).encode())
    return "1." + base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_a_link_without_the_profile_shows_the_plan_and_no_chances(
    visit: Visiting, mine: Scenario, shipped: Catalog
) -> None:
    sender = visit(mine)
    sender.panel(SHARE)
    link = sender.link()
    assert link.startswith(f"{sender.address}/?plan=")
    assert not read_link(query(link), shipped, make.TODAY).has_profile

    friend = visit(query=query(link))
    api.expect(friend.headline).to_contain_text("A shared plan with")
    api.expect(
        friend.page.get_by_text("The profile was not shared").first
    ).to_be_visible()
    friend.expect_schedule(sender.shown_schedule())
    own = total(friend)
    sender.unfold("The cost")
    assert own < total(sender)  # the fees of requests that came to nothing
    assert "Write to" not in friend.page.inner_text("h2 >> nth=0")
    friend.settle()
    assert not friend.page.get_by_text("Chance to match").count()

    score = friend.panel(CHANGE).get_by_label("Step 2 CK score", exact=True)
    score.fill("230")
    score.press("Enter")
    api.expect(friend.headline).to_contain_text("Write to")
    assert friend.budget.input_value() == "7000"


def test_a_link_with_the_profile_shows_the_same_plan_and_chances(
    visit: Visiting, mine: Scenario
) -> None:
    sender = visit(mine)
    sender.panel(SHARE)
    before = sender.link()
    sender.page.get_by_text("Include my profile").click()
    api.expect(sender.page.get_by_test_id("stCode")).not_to_have_text(before)

    friend = visit(query=query(sender.link()))
    api.expect(friend.headline).to_have_text(sender.headline.inner_text())
    friend.expect_schedule(sender.shown_schedule())
    for page in (friend, sender):
        page.unfold("The cost")
    assert total(friend) == total(sender)


@pytest.mark.parametrize(
    "text",
    ["banana", SCRIPT, "1." + "A" * 20_000, packed({"scenario": SCRIPT})],
    ids=["garbage", "script", "20 kB", "wrong content"],
)
def test_a_bad_link_is_told_in_a_sentence_and_the_page_works(
    visit: Visiting, text: str
) -> None:
    here = visit(query=text)
    api.expect(here.alert).to_have_count(1)
    said = here.alert.inner_text()
    assert "Shared link" in said
    assert "<" not in said
    assert len(said) < 250
    here.set_budget(9_000)
    api.expect(here.page.get_by_text("$9,000 ·").first).to_be_visible()
    api.expect(here.alert).to_have_count(0)


def test_what_a_link_names_is_never_run(visit: Visiting) -> None:
    hostile = {
        "scenario": {"pins": [SCRIPT], "season": 2028, "today": "2026-11-22"},
        "catalog": SCRIPT,
        "blocks": [f"{SCRIPT}@2027-05-03", "[x](javascript:alert(1))@2027-05-03"],
    }
    here = visit(query=packed(hostile))
    api.expect(here.headline).to_be_visible()
    assert not here.page.locator("img[src=x]").count()


def test_saved_inputs_come_back_from_their_file(
    visit: Visiting, mine: Scenario, shipped: Catalog, tmp_path: Path
) -> None:
    here = visit(mine)
    here.panel(SHARE)
    with here.page.expect_download() as download:
        here.button("Save inputs").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "rotamatch.json"
    assert read_scenario(saved.read_bytes(), shipped, make.TODAY) == mine

    other = visit()
    other.panel(SHARE)
    other.page.locator("input[type=file]").set_input_files(saved)
    api.expect(other.headline).to_have_text(here.headline.inner_text())
    api.expect(other.budget).to_have_value("7000")
    other.expect_schedule(here.shown_schedule())


@pytest.mark.parametrize(("content", "said"), BAD_FILES)
def test_a_bad_file_is_told_and_nothing_is_lost(
    visit: Visiting, mine: Scenario, tmp_path: Path, content: bytes, said: str
) -> None:
    here = visit(mine)
    before = here.headline.inner_text(), here.shown_schedule()
    here.panel(SHARE)
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    here.page.locator("input[type=file]").set_input_files(bad)
    told = here.alert.filter(has_text="The file was not opened")
    api.expect(told.filter(has_text=said)).to_be_visible()
    here.settle()
    assert (here.headline.inner_text(), here.shown_schedule()) == before
    api.expect(here.budget).to_have_value("7000")


def test_a_message_leaves_the_inputs_in_place(visit: Visiting, tmp_path: Path) -> None:
    here = visit()
    here.panel(SHARE)
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"no json")
    chosen = here.page.locator("input[type=file]")
    chosen.evaluate("input => { input.dataset.same = 'yes' }")
    chosen.set_input_files(bad)
    api.expect(here.alert).to_be_visible()
    here.settle()
    here.page.wait_for_timeout(500)  # what is replaced goes a moment after the script
    assert chosen.get_attribute("data-same") == "yes"
