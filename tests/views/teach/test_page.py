"""The page Teach: slides, hosts of one's own choice, a class, the whole screen."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest
from visits import memory, ran, remember, scenario_of, text_of

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.starts import offering_of
from optimizer.explain.own_plan import judge_plan
from optimizer.model import plan_chances
from optimizer.model.rotation import block_of, rotation_on
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import (
    default_scenario,
    read_scenario,
    write_scenario,
)
from optimizer.solver.solve import solve
from views.kit import links
from views.session import presenting, remembered
from views.session.examples import EXAMPLES, UNDER_WAY, example_scenario
from views.session.session import Origin
from views.teach import own_plan, slides
from views.teach import page as teach
from views.teach.slides import SLIDES

ROOT = Path(__file__).parents[3]
MAY, JUNE, AUGUST = dt.date(2027, 5, 3), dt.date(2027, 6, 7), dt.date(2027, 8, 2)
CATALOG = make.catalog(
    tuple(make.program(f"P{i}") for i in (1, 2, 3)),
    (
        make.offering("E1", "P1", acceptance=0.9),
        make.offering("E2", "P2", tuition_usd=900, host="Clinic <b>*x*"),
        make.offering("E3", "P3", kind="observership"),
    ),
    seasons=(make.season(2027), make.season(2028)),
)
SCENARIO = make.scenario(min_rotations=2, max_rotations=2)
PROBLEM = Problem(CATALOG, SCENARIO)


LAST = len(SLIDES) - 1


def page(catalog):  # AppTest takes its source out of this module: no names of it here
    from optimizer.domain.problem import Problem
    from views.session import state
    from views.teach import page as teach

    teach.render(Problem(catalog, state.valid()))


def shown(slide: int = LAST, catalog: Catalog = CATALOG, **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"catalog": catalog}, default_timeout=60)
    given = {"scenario": SCENARIO, "slide": slide} | session
    remember(at, origin=Origin("Average student", SCENARIO), **given)
    return ran(at)


def clicked(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return ran(at)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def text(at: AppTest) -> str:
    return text_of(at, "header", "subheader", "markdown", "error", "info", "success")


def rows(at: AppTest) -> list[list[tuple[str, str]]]:
    """The tables of bars: of each row its label and its number in words."""
    drawn = [found.proto.body for found in at.get("html")]
    row = re.compile(
        r"<th scope=row>(.*?)</th>.*?aria-hidden=true>.*?</span><span>(.*?)</span>"
    )
    return [row.findall(table) for table in drawn if "<table class=bars>" in table]


def picked(**starts: dt.date):
    return tuple(
        block_of(rotation_on(PROBLEM, CATALOG.offering[name], start))
        for name, start in starts.items()
    )


# --- the slides -------------------------------------------------------------------


def test_beside_one_that_is_booked_it_is_a_further_rotation():
    day = dt.date(2027, 8, 30)
    booked = make.booked(day, city="Houston, TX", offering_id=None)
    beside = replace(SCENARIO, booked=(booked,), max_rotations=3)
    assert shown(0).header[0].value.startswith("A first rotation, ")
    at = shown(0, scenario=beside)
    assert at.header[0].value.startswith("A further rotation, ")


def test_the_first_slide_says_what_a_rotation_is_worth_and_why():
    at = shown(0)
    free = PROBLEM.having(**slides._freely(PROBLEM))
    alone = solve(free.having(min_rotations=1, max_rotations=1))
    gain = plan_chances.plan_gain(free, alone)
    assert f"adds {gain.audition_pp + gain.letters_pp:.1f} points" in at.header[0].value
    ((seen, letter),) = rows(at)
    assert seen == ("Seen at work", f"{gain.audition_pp:.1f} points")
    assert letter[0] == "The letter"


def test_the_same_hosts_stand_beside_what_the_money_does(shipped: Catalog):
    usual = default_scenario(shipped, make.TODAY)
    hosts, money = rows(shown(1, shipped, scenario=usual))
    adds = [float(said.split()[0]) for _, said in hosts]
    assert adds == sorted(adds, reverse=True), "money aside, each adds less"
    said = shown(1, shipped, scenario=usual).header[0].value
    third, first, *parts = map(float, re.findall(r"\d+\.\d", said))
    assert [third, first] == [adds[2], adds[0]]
    assert parts[0] + parts[2] == pytest.approx(third)
    assert parts[1] + parts[3] == pytest.approx(first)
    problem = Problem(shipped, usual)
    for size, (_, said) in enumerate(money, 1):
        best = solve(
            problem.having(min_rotations=size, max_rotations=size, acceptance="certain")
        )
        if hasattr(best, "value"):
            none = plan_chances.chances_of(problem, ()).baseline
            assert said == f"{100 * (best.value - none):.1f} points"
        else:
            assert said == "not for this money"


def room(catalog):
    from optimizer.domain.problem import Problem
    from views.inputs import panel
    from views.teach import page as teach

    teach.render(Problem(catalog, panel.draw(catalog).scenario))


def test_the_money_on_the_whole_screen_is_the_money_of_the_plan(shipped: Catalog):
    at = AppTest.from_function(room, kwargs={"catalog": shipped}, default_timeout=60)
    remember(at, first_day=make.TODAY, presenting=True, slide=1)
    before = rows(ran(at))[1]
    at.number_input[0].set_value(25_000)
    after = rows(ran(at))[1]
    assert scenario_of(at).budget_usd == 25_000
    assert before != after
    assert "What $25,000 does" in text(at)
    assert rows(at)[0], "the same hosts, whatever the money"


def test_more_requests_bring_what_the_list_says():
    found = ask(PROBLEM)
    at = shown(2)
    ((*some, most),) = rows(at)
    by_number = {one.requests: one.gain_pp for one in found.by_number}
    for label, said in (*some, most):
        assert said == f"{by_number[int(label.split()[0])]:.1f} points"


def test_what_more_requests_bring_is_told_as_if_nobody_had_answered():
    under_way = replace(SCENARIO, answers=(("E1", "refused"), ("E2", "accepted")))
    assert rows(shown(2, scenario=under_way)) == rows(shown(2))


def test_one_goes_from_slide_to_slide():
    at = shown(0)
    names = []
    for _ in SLIDES:
        names.append(next(t.value for t in at.markdown if " of 4: " in t.value))
        assert len(at.header) == 1
        if len(names) < len(SLIDES):
            clicked(at, "Next")
    assert [name.partition(": ")[2] for name in names] == [s.name for s in SLIDES]
    assert next(b for b in at.button if b.label == "Next").disabled


# --- a class ----------------------------------------------------------------------


def test_a_class_is_a_table_by_the_figure_of_the_plan_page():
    at = clicked(shown(0), "A class as a table")
    table = at.table[0].value
    assert list(table["Example"]) == list(EXAMPLES)
    for name, told in zip(EXAMPLES, table["With the list"], strict=True):
        found = ask(Problem(CATALOG, example_scenario(name, CATALOG)))
        known = f"{100 * found.value:.0f}" if isinstance(found, AskList) else "–"
        assert told == known


def test_an_example_can_be_opened():
    at = clicked(clicked(shown(0), "A class as a table"), "Texas ties")
    assert memory(at).now.origin.name == "Texas ties"
    assert scenario_of(at).applicant.ties == ("TX",)


def test_a_season_under_way_is_half_answered_and_sound(shipped: Catalog):
    """Twelve asked: two say yes, four no, six are still open; all from the catalog."""
    scenario = example_scenario(UNDER_WAY, shipped)
    given = [answer for _, answer in scenario.answers]
    assert len(given) == 12
    assert [given.count(a) for a in ("accepted", "refused", "asked")] == [2, 4, 6]
    assert {offering_of(name) for name, _ in scenario.answers} <= set(shipped.offering)
    assert read_scenario(write_scenario(scenario), shipped, scenario.today) == scenario
    problem = Problem(shipped, scenario)
    found = make.planned(problem)
    assert isinstance(found, AskList)
    assert sum(one.request.certain for one in found.requests) == 2
    plan = found.if_all_say_yes
    accepted = {name for name, answer in scenario.answers if answer == "accepted"}
    assert accepted <= {block.block_id for block in plan.blocks}


# --- you against the optimum ------------------------------------------------------


def test_the_optimum_is_hidden_until_asked_for(monkeypatch):
    monkeypatch.setattr("views.session.cached.ask", lambda problem: 1 / 0)
    at = shown(picks=("E3@2027-05-03", "E2@2027-08-02"))
    assert "At most $" in text(at)
    assert "Pick the hosts" in at.header[0].value
    assert not rows(at)


def test_a_rotation_is_picked_on_its_date_and_taken_out_again():
    at = shown()
    menu = at.selectbox(key=remembered.OFFERING_KEY)
    assert len(menu.options) == 3
    menu.set_value("E2")
    ran(at)
    dates = at.selectbox(key=remembered.start_key("E2"))
    assert dates.value in own_plan.cached.possible_starts(PROBLEM)["E2"]
    dates.set_value(AUGUST)
    ran(at)
    clicked(at, "Add")
    assert memory(at).picks == ("E2@2027-08-02",)
    assert len(at.selectbox(key=remembered.OFFERING_KEY).options) == 2
    assert "Clinic <b>*x*, 2–27 Aug" in text(at)
    clicked(at, "Remove")
    assert memory(at).picks == ()


def test_at_most_four_can_be_picked():
    at = shown(picks=tuple(f"E1@2027-03-{d:02}" for d in (1, 8, 15, 22)))
    assert at.selectbox(key=remembered.OFFERING_KEY).disabled


@pytest.mark.parametrize(
    ("picks", "said"),
    [
        (
            ("E1@2027-05-03",),
            "Not yet kept: “The number of rotations is as you asked.”",
        ),
        (
            ("E1@2027-05-03", "E2@2027-05-10"),
            "Your picks break: “Rotations are far enough apart.”",
        ),
        (("E1@2027-01-04", "E2@2027-05-03"), "“Each rotation lies inside your dates.”"),
    ],
)
def test_what_a_pick_breaks_is_said_in_the_sentences_of_the_rules(picks, said):
    assert said in text(shown(picks=picks))


def test_own_hosts_and_the_optimum_are_measured_by_one_figure():
    picks = ("E3@2027-05-03", "E2@2027-08-02")
    at = clicked(shown(picks=picks), "Show the optimum")
    best = ask(PROBLEM)
    mine = own_plan.asking(PROBLEM, judge_plan(PROBLEM, picked(E3=MAY, E2=AUGUST)))
    ((own, *_, whole),) = rows(at)
    assert own == ("Your 2 hosts", f"{mine.gain_pp:.1f} points")
    assert whole == (
        f"The whole list of {len(best.requests)}",
        f"{best.gain_pp:.1f} points",
    )
    assert 0 < mine.gain_pp < best.gain_pp
    assert f"{best.gain_pp - mine.gain_pp:.1f} points more" in at.header[0].value


def test_the_best_hosts_of_that_number_lose_nothing_but_the_other_dates():
    """Asking the hosts of the best list, on one date each, is near to asking them."""
    one = PROBLEM.having(min_rotations=0, max_requests=1, request_dates="one")
    (best,) = ask(one).requests
    offering, start = best.request.offering_ids[0], best.request.starts[0]
    block = block_of(rotation_on(one, CATALOG.offering[offering], start))
    mine = own_plan.asking(one, judge_plan(one, (block,)))
    assert mine.gain_pp == pytest.approx(ask(one).gain_pp, abs=1e-6)


def test_a_new_pick_hides_the_optimum_again():
    at = clicked(shown(picks=("E3@2027-05-03", "E2@2027-08-02")), "Show the optimum")
    assert rows(at)
    clicked(at, "Remove")
    assert not rows(at)


def test_without_any_plan_it_says_so():
    poor = replace(SCENARIO, budget_usd=10)
    picks = ("E3@2027-05-03",)
    at = shown(scenario=poor, picks=picks, revealed=(poor, picks))
    assert at.header[0].value.startswith("No plan fits")


# --- the whole screen -------------------------------------------------------------


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    remember(at, first_day=make.TODAY)
    return at


def test_the_address_opens_an_applicant_in_the_presenter_view(app):
    app.query_params[links.PRESET] = "texas-ties"
    app.query_params[presenting.PARAMETER] = "1"
    ran(app)
    assert memory(app).now.origin.name == "Texas ties"
    assert "Change" not in labels(app)
    assert [b.label for b in app.button if b.label.startswith("Leave")]
    before = scenario_of(app)
    clicked(app, "Leave presenter view")
    assert "Change" in labels(app)
    assert scenario_of(app) == before
    assert presenting.PARAMETER not in app.query_params


@pytest.mark.parametrize("name", [links.PRESET, presenting.PARAMETER])
def test_an_address_of_strangers_is_refused_in_a_sentence(app, name):
    app.query_params[name] = "<b>[x](http://y)" * 1_000
    ran(app)
    (error,) = app.error
    assert error.value.startswith("The address asks for")
    assert "<b>" not in error.value
    assert memory(app).now.origin.name == "Average student"
    assert "Change" in labels(app)


@given(some.text(max_size=60) | some.sampled_from(["1 ", "01", "true", "TEXAS-TIES"]))
def test_no_text_asks_for_an_applicant_or_a_view_by_chance(text: str):
    known = {links.slug(name): name for name in EXAMPLES}
    assert links.preset_of(text) == known.get(text)


def test_every_applicant_has_an_address():
    slugs = [links.slug(name) for name in EXAMPLES]
    assert [links.preset_of(slug) for slug in slugs] == list(EXAMPLES)
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz-") for slug in slugs)


def test_the_page_offers_its_link():
    at = shown()
    link = next(code.value for code in at.code if "preset=" in code.value)
    found = urlsplit(link)
    assert found.path.endswith("/teach")
    assert parse_qs(found.query) == {"preset": ["average-student"]}
    at.toggle(key="linked view").set_value(True)
    link = next(code.value for code in ran(at).code if "preset=" in code.value)
    assert parse_qs(urlsplit(link).query)["present"] == ["1"]


@pytest.mark.parametrize(
    ("said", "place"),
    [("1", 0), (str(LAST + 1), LAST), ("0", None), ("²", None), ("<b>" * 999, None)],
)
def test_an_address_opens_one_slide_or_is_passed_over(said: str, place: int | None):
    """Once: from there the buttons lead on."""
    assert teach.slide_of(said) == place
    at = AppTest.from_function(page, kwargs={"catalog": CATALOG}, default_timeout=60)
    remember(at, origin=Origin("Average student", SCENARIO), scenario=SCENARIO)
    at.query_params[teach.SLIDE] = said
    ran(at)
    number = (place or 0) + 1
    assert f"{number} of {len(SLIDES)}: " in text(at)
    if place == 0:
        assert "2 of " in text(clicked(at, "Next"))


def test_the_link_takes_the_own_plan_along():
    picks = ("E3@2027-05-03", "E1@2027-06-07")
    at = shown(picks=picks)
    at.toggle(key="linked picks").set_value(True)
    link = next(code.value for code in ran(at).code if "preset=" in code.value)
    text = parse_qs(urlsplit(link).query)["own"]
    opened = shown(0)
    opened.query_params["own"] = text
    ran(opened)
    assert memory(opened).picks == picks
    assert opened.session_state["slide"] == LAST


@pytest.mark.parametrize(
    "text",
    [
        "E9@2027-05-03",
        "E1@soon",
        "E1",
        "<script>",
        ".".join(f"E1@2027-05-{day:02}" for day in range(1, 7)),
        "E1@2027-05-03." * 99,
    ],
)
def test_damaged_picks_in_the_address_change_nothing(text):
    picks = ("E3@2027-05-03",)
    at = shown(picks=picks)
    at.query_params["own"] = text
    ran(at)
    assert memory(at).picks == picks
    assert own_plan.UNKNOWN in {error.value for error in at.error}
    assert not any(own_plan.UNKNOWN in error.value for error in ran(at).error)
