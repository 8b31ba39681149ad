"""The app as a whole, on the shipped catalog: it answers, shares, saves and opens."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, NumberInput
from visits import memory, remember, scenario_of

from charts import theme
from optimizer.domain.applicant import Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario, write_scenario
from optimizer.scenario_io.share import share_query
from views.inputs import changes, panel, share, widgets
from views.session import input_state

ROOT = Path(__file__).parents[1]


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    remember(at, first_day=make.TODAY)
    at.session_state[f"{widgets.PANEL_KEY}{panel.CHANGE}"] = True
    return at


@pytest.fixture
def default(shipped: Catalog) -> Scenario:
    return default_scenario(shipped, make.TODAY)


@pytest.fixture
def mine(default: Scenario) -> Scenario:
    """A scenario that is not the default one, with a profile of its own."""
    return replace(
        default,
        budget_usd=6_500,
        months=(5, 6, 7),
        applicant=replace(default.applicant, step2_ck=251, ties=("TX",)),
        preferences=Preferences(where_matters=0.4, states=(("TX", 5),)),
    )


def opening(app: AppTest, name: str) -> AppTest:
    app.session_state[f"{widgets.PANEL_KEY}{name}"] = True
    return app.run()


def current(at: AppTest) -> Scenario:
    assert not at.exception, at.exception
    scenario: Scenario = scenario_of(at)
    return scenario


def number(at: AppTest, path: str) -> NumberInput:
    return at.number_input(
        key=f"{input_state.PREFIX}{memory(at).editions.get(path, 0)}.{path}"
    )


def headline(at: AppTest) -> str:
    text: str = at.header[0].value
    return text


def with_link(app: AppTest, text: str) -> AppTest:
    app.query_params[share.PARAMETER] = text
    return app.run()


def sharing(app: AppTest) -> AppTest:
    return opening(app, "Share or save")


# --- the page -------------------------------------------------------------------


def test_the_app_answers_at_once(app: AppTest, default: Scenario) -> None:
    app.run()
    assert current(app) == default
    assert "Write to these " in headline(app)
    assert not app.error
    assert not app.warning


def test_an_input_changes_the_answer(app: AppTest) -> None:
    before = headline(app.run())
    number(app, "budget_usd").set_value(1_500).run()
    assert current(app).budget_usd == 1_500
    assert headline(app) != before


def test_today_is_the_day_on_which_the_session_began(app: AppTest) -> None:
    app.run()
    app.selectbox(key=input_state.ORIGIN_KEY).select("Texas ties").run()
    assert current(app).today == make.TODAY


# --- links ----------------------------------------------------------------------


def test_a_link_with_a_profile_brings_everything(
    app: AppTest, shipped: Catalog, mine: Scenario
) -> None:
    query = share_query(Problem(shipped, mine), (), include_profile=True)
    with_link(app, query)
    assert current(app) == mine
    assert "Write to these " in headline(app)


def test_a_link_without_a_profile_shows_a_plan_until_something_is_edited(
    app: AppTest, shipped: Catalog, mine: Scenario, default: Scenario
) -> None:
    offering = shipped.offerings[0].offering_id
    query = share_query(
        Problem(shipped, mine), (f"{offering}@2027-07-05",), include_profile=False
    )
    with_link(app, query)
    assert current(app) == replace(mine, applicant=default.applicant)
    assert "shared plan" in headline(app)
    opening(app, "About you")
    number(app, "applicant.step2_ck").set_value(238).run()
    assert "shared plan" not in headline(app)
    assert current(app).budget_usd == mine.budget_usd


def test_a_link_says_what_the_catalog_does_not_have_any_more(
    app: AppTest, shipped: Catalog, mine: Scenario
) -> None:
    more = replace(shipped.offerings[0], offering_id="U999")
    older = versioned(replace(shipped, offerings=(*shipped.offerings, more)))
    pinned = Problem(older, replace(mine, pins=("U999",)))
    query = share_query(pinned, (), include_profile=True)
    with_link(app, query)
    assert current(app).pins == ()
    assert [info.value for info in app.info if "left out" in info.value]


@pytest.mark.parametrize(
    "text", ["", "banana", "1.banana", "2.eJwDAAAAAAE", "1." + "A" * 9_000, "<b>[x](y)"]
)
def test_a_bad_link_is_told_once_and_the_rest_goes_on(
    app: AppTest, default: Scenario, text: str
) -> None:
    with_link(app, text)
    assert current(app) == default
    assert len(app.error) == bool(text)
    assert "Write to these " in headline(app)
    assert not app.run().error


def test_the_link_on_the_page_opens_the_same_scenario(
    app: AppTest, mine: Scenario, shipped: Catalog, default: Scenario
) -> None:
    query = share_query(Problem(shipped, mine), (), include_profile=True)
    sharing(with_link(app, query))
    assert _opened(app.code[0].value) == replace(mine, applicant=default.applicant)
    app.checkbox(key="share profile").check().run()
    assert _opened(app.code[0].value) == mine


def _opened(address: str) -> Scenario:
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    remember(again, first_day=make.TODAY)
    query = parse_qs(urlsplit(address).query)[share.PARAMETER][0]
    return current(with_link(again, query))


def test_a_link_passed_on_keeps_the_plan_that_was_shared(
    app: AppTest, shipped: Catalog, mine: Scenario
) -> None:
    block = f"{shipped.offerings[0].offering_id}@2027-07-05"
    query = share_query(Problem(shipped, mine), (block,), include_profile=False)
    sharing(with_link(app, query))
    assert parse_qs(urlsplit(app.code[0].value).query)[share.PARAMETER] == [query]


def test_a_link_from_the_method_page_leads_to_the_plan() -> None:
    for here in ("", "https://x.app", "https://x.app/", "https://x.app/method"):
        assert urlsplit(share.address(here, "1.a")).path == "/"
    assert share.address("https://x.app/base/method", "1.a") == (
        "https://x.app/base/?plan=1.a"
    )


# --- files ----------------------------------------------------------------------


def upload(app: AppTest, content: bytes) -> AppTest:
    sharing(app)
    app.file_uploader(key=share.UPLOAD_KEY).upload("mine.json", content)
    return app.run()


def test_a_saved_file_brings_everything_back(app: AppTest, mine: Scenario) -> None:
    upload(app, write_scenario(mine).encode())
    assert current(app) == mine
    assert app.selectbox(key=input_state.ORIGIN_KEY).value == share.OPENED_FILE
    assert "Save inputs" in [button.label for button in app.download_button]


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"\xff\xfe\x00", b'{"budget_usd": "<b>*x*"}', b'{"nope": 1}'],
)
def test_a_bad_file_is_told_and_the_rest_goes_on(
    app: AppTest, default: Scenario, content: bytes
) -> None:
    upload(app, content)
    assert current(app) == default
    assert "The file was not opened" in app.error[0].value
    assert "<b>" not in app.error[0].value.replace("\\<b\\>", "")
    assert "Write to these " in headline(app)


# --- the shell ------------------------------------------------------------------


def test_the_app_file_is_thin() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) <= 50


@pytest.mark.parametrize(("name", "dark"), [("light", False), ("dark", True)])
def test_pages_and_figures_share_one_palette(name: str, dark: bool) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    page, palette = config["theme"][name], theme.palette(dark)
    assert page["backgroundColor"] == palette.background
    assert page["secondaryBackgroundColor"] == palette.surface
    assert page["textColor"] == palette.text
    assert page["primaryColor"] == palette.primary
    assert page["borderColor"] == palette.border
    assert page["chartCategoricalColors"][:3] == [
        palette.primary,
        palette.warm,
        palette.second,
    ]


def test_nothing_is_fetched_from_elsewhere() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    assert "http" not in config
    assert tomllib.loads(config)["browser"]["gatherUsageStats"] is False
    assert tomllib.loads(config)["server"]["maxUploadSize"] <= 5


# --- taking back ----------------------------------------------------------------


def names(at: AppTest) -> list[str]:
    return [found.label for found in at.button]


def button(at: AppTest, name: str) -> Button:
    return next(found for found in at.button if found.label == name)


def test_what_buttons_and_inputs_changed_can_be_taken_back(
    app: AppTest, default: Scenario
) -> None:
    app.run()
    assert changes.BACK not in names(app)
    button(app, "I wrote").click().run()
    written = current(app)
    assert written.answers
    number(app, "budget_usd").set_value(7_000).run()
    button(app, changes.BACK).click().run()
    assert current(app) == written
    button(app, changes.BACK).click().run()
    assert current(app) == default
    assert changes.BACK not in names(app)
    button(app, changes.FORTH).click().run()
    assert current(app) == written


def did(at: AppTest) -> str:
    """What the last change did, in the words of the page."""
    told = [found.value.replace("\\", "") for found in at.markdown]
    return next((found for found in told if " points " in found), "")


def test_a_change_says_what_it_did_to_list_and_chance(
    app: AppTest, shipped: Catalog
) -> None:
    app.run()
    assert not did(app)
    before = ask(Problem(shipped, current(app)))
    number(app, "budget_usd").set_value(6_000).run()
    after = ask(Problem(shipped, current(app)))
    gone = hosts(before) - hosts(after)
    assert len(gone) > 2
    less = 100 * (before.value - after.value)
    assert f"Money for rotations: {less:.1f} points less, " in did(app)
    assert f" and {len(gone) - 1} more out" in did(app)
    assert f"{100 * after.value:.0f} in 100." in did(app), "the panel is open"
    number(app, "applicant.step2_ck").set_value(228).run()
    both = ask(Problem(shipped, current(app)))
    less = 100 * (before.value - both.value)
    assert did(app).endswith(
        f" Since the start, with Money for rotations: {less:.1f} points less."
    )
    number(app, "budget_usd").set_value(5_500).run()
    assert ", with Step 2 CK score: " in did(app)
    number(app, "applicant.step2_ck").set_value(240).run()
    assert ", with Money for rotations: " in did(app)
    number(app, "budget_usd").set_value(6_000).run()
    less = 100 * (before.value - after.value)
    assert did(app).endswith(f" Since the start: {less:.1f} points less.")
    number(app, "budget_usd").set_value(10_000).run()
    assert "Since" not in did(app), "as at the start"


def test_a_change_taken_back_is_told_of_no_more(app: AppTest) -> None:
    app.run()
    number(app, "budget_usd").set_value(6_000).run()
    assert did(app)
    button(app, changes.BACK).click().run()
    assert not did(app)


def test_a_lower_score_is_named_for_what_it_takes(app: AppTest) -> None:
    app.run()
    number(app, "applicant.step2_ck").set_value(228).run()
    assert re.search(r"Step 2 CK score: \d+\.\d points less[.,]", did(app))
    button(app, "I wrote").click().run()
    told = [m.value for m in app.markdown]
    assert any("Answers of hosts: " in found for found in told)
    ways_back = [label for label in names(app) if "ack" in label]
    assert ways_back == [changes.BACK], "one place to take it back"
    at = app.selectbox(key=input_state.ORIGIN_KEY)
    at.set_value("Texas ties").run()
    told = [m.value for m in app.markdown]
    assert any("Your changes: " in found for found in told), "several at once"


def hosts(found: AskList | NoPlan) -> set[str]:
    assert isinstance(found, AskList)
    return {one.request.candidates[0].offering.host for one in found.requests}


def test_what_a_link_brought_is_the_first_step(
    app: AppTest, shipped: Catalog, mine: Scenario
) -> None:
    query = share_query(Problem(shipped, mine), (), include_profile=True)
    with_link(app, query)
    assert changes.BACK not in names(app)
    number(app, "budget_usd").set_value(7_000).run()
    button(app, changes.BACK).click().run()
    assert current(app) == mine
    assert changes.BACK not in names(app)
