"""The advisor page: applicants side by side, planning by hand, the presenter view."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest
from visits import memory, remember, scenario_of

from charts import format as words
from optimizer.domain.plan import Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.explain.own_plan import Loss, PricedSwap, loss
from optimizer.explain.own_plan import own_plan as judged
from optimizer.model import chances as details
from optimizer.model.rotation import block_of, rotation_on
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve
from views.kit import addresses as asked
from views.sections import result_words
from views.session import presenting, remembered
from views.session.session import Origin
from views.teach import own_plan, presenter
from views.teach import own_plan_words as own_words

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


def page(catalog):  # AppTest takes its source out of this module: no names of it here
    from optimizer.domain.problem import Problem
    from views.session import state
    from views.teach import page as advisor

    advisor.render(Problem(catalog, state.valid()))


def shown(tab: str = "Plan it yourself", **session: object) -> AppTest:
    at = AppTest.from_function(page, kwargs={"catalog": CATALOG}, default_timeout=60)
    given = {"scenario": SCENARIO, "sections for advisors": tab} | session
    remember(at, origin=Origin("Average student", SCENARIO), **given)
    return ran(at)


def ran(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception, at.exception
    return at


def clicked(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click()
    return ran(at)


def text(at: AppTest) -> str:
    kinds = (at.header, at.subheader, at.markdown, at.error, at.info, at.success)
    found = [item.value for kind in kinds for item in kind]
    return "\n".join(found).replace("\\", "").replace("\u00a0", " ")


def picked(**starts: dt.date):
    return tuple(
        block_of(rotation_on(PROBLEM, CATALOG.offering[name], start))
        for name, start in starts.items()
    )


# --- typical applicants ----------------------------------------------------------


def test_every_applicant_is_solved_as_it_comes():
    at = shown("Typical applicants")
    chances, plans = (table.value for table in at.table)
    assert list(chances["Applicant"]) == list(plans["Applicant"]) == list(PRESETS)
    for i, preset in enumerate(PRESETS.values()):
        scenario = preset(default_scenario(CATALOG, make.TODAY))
        best_of = Problem(CATALOG, scenario)
        best = solve(best_of)
        told = plans["Best plan"][i].replace("\\", "")
        cost = plans["Cost at most (expected)"][i].replace("\\", "")
        if isinstance(best, Plan):
            size = words.counted(len(best.blocks), "rotation")
            assert told.lower().startswith(size)
            assert best.blocks[0].offering.host in told
            assert cost == f"${best.cost_usd:,} (${best.expected_cost_usd:,})"
            known = result_words.chance(details.chances(best_of, best).expected)
            assert chances["Refusals counted"][i] == words.safe(known)
        else:
            assert (told, cost) == ("no plan fits", "–")
            assert chances["If all accept (how often)"][i] == "–"
    assert "Texas ties: " in at.get("plotly_chart")[0].proto.alt
    assert "With refusals counted, the best plan adds +" in text(at)
    assert "How often all accept is a guess: about 5 in 10 to about 1 in 4." in text(at)
    columns = ["Applicant", "No rotation", "Refusals counted"]
    assert list(chances) == [*columns, "If all accept (how often)"]


def test_an_applicant_can_be_opened():
    at = clicked(shown("Typical applicants"), "Texas ties")
    assert memory(at).now.origin.name == "Texas ties"
    assert scenario_of(at).applicant.ties == ("TX",)


def test_nothing_is_solved_for_a_tab_that_is_not_open(monkeypatch):
    monkeypatch.setattr("views.session.cached.result", lambda problem: 1 / 0)
    assert shown().selectbox


# --- plan it yourself -------------------------------------------------------------


def test_the_best_plan_is_hidden_until_asked_for(monkeypatch):
    monkeypatch.setattr("views.session.cached.solve", lambda problem: 1 / 0)
    at = shown(picks=("E3@2027-05-03", "E2@2027-08-02"))
    assert "At most $" in text(at)
    assert "Every rule is kept." in text(at)
    assert "The best plan gives" not in text(at)
    assert "Your plan: " in at.get("plotly_chart")[0].proto.alt


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
            "Still to come: “The number of rotations is as you asked.”",
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


def test_the_difference_is_priced_rotation_by_rotation():
    picks = ("E3@2027-05-03", "E2@2027-08-02")
    at = clicked(shown(picks=picks), "Show the best plan")
    best = solve(PROBLEM)
    found = loss(PROBLEM, judged(PROBLEM, picked(E3=MAY, E2=AUGUST)), best)
    assert f"The best plan gives {found.pp:.1f} pp match chance more" in text(at)
    numbers, _, swaps = (table.value for table in at.table)
    assert list(numbers["Plan"]) == ["Your plan", "The best plan"]
    assert list(numbers)[1:3] == ["Refusals counted", "If all accept (how often)"]
    assert all(", about " in cell for cell in numbers.iloc[:, 2])
    assert len(swaps) == len(found.swaps) + 1
    total = swaps["Gain"].iloc[-1].replace("\\", "").replace("\u00a0", " ")
    assert total == f"+{found.pp:.1f} pp"
    (alt,) = {chart.proto.alt for chart in at.get("plotly_chart")}
    assert alt.count("Your plan: ") == alt.count("The best plan: ") == 1


def test_a_new_pick_hides_the_best_plan_again():
    at = clicked(shown(picks=("E3@2027-05-03",)), "Show the best plan")
    assert "The best plan gives" in text(at)
    clicked(at, "Remove")
    assert "The best plan gives" not in text(at)


def test_without_any_plan_it_says_so():
    poor = replace(SCENARIO, budget_usd=10)
    picks = ("E3@2027-05-03",)
    at = shown(scenario=poor, picks=picks, revealed=(poor, picks))
    assert at.warning[0].value.startswith("No plan fits")


def verdict(own, best, found) -> str:
    return own_words.verdict(PROBLEM, own, best, found).replace("\u00a0", " ")


def test_the_verdict_is_honest():
    best = solve(PROBLEM)
    own = judged(PROBLEM, best.blocks)
    assert verdict(own, best, loss(PROBLEM, own, best)) == (
        "Your plan is as good as the best; the other costs the same"
    )
    dearer = Loss(0.03, 400, 90, ())
    assert verdict(own, best, dearer) == (
        "Your plan is as good as the best; the other costs $400 more if all accept"
    )
    late = replace(best, proof=Proof("feasible", 1.0, 20.0))
    assert "beats the best found in time" in verdict(own, late, Loss(-1.0, 0, 0, ()))
    twice = judged(PROBLEM, picked(E1=MAY, E3=JUNE, E2=AUGUST))
    assert not twice.is_valid
    assert "but it does not keep every rule" in verdict(
        twice, best, Loss(-1.0, -500, 0, ())
    )
    assert verdict(own, best, Loss(1.26, -500, 0, ())) == (
        "The best plan gives 1.3 pp match chance more, with refusals counted, and"
        " costs $500 less if all accept"
    )
    assert verdict(twice, best, Loss(1.26, 0, 0, ())).endswith(
        "costs the same; your plan does not keep every rule"
    )


def test_a_swap_is_told_in_words():
    (one,), (other,), (moved,) = picked(E1=MAY), picked(E3=JUNE), picked(E1=JUNE)
    told = [
        own_words.change(PricedSwap(gone, come, 0.0, 0))
        for gone, come in ((one, other), (one, moved), (None, one), (one, None))
    ]
    assert told == [
        "Host E3, 7 Jun – 2 Jul instead of Host E1, 3–28 May",
        "Host E1: 7 Jun – 2 Jul instead of 3–28 May",
        "Host E1, 3–28 May added",
        "Host E1, 3–28 May left out",
    ]


# --- the presenter view -----------------------------------------------------------


def test_a_room_sees_the_plan_and_what_one_more_brings():
    at = shown(presenting=True)
    assert "Chance to match: " in text(at)
    assert "Is one more worth it?" in text(at)
    assert not at.tabs
    assert len(at.get("plotly_chart")) == 2


def test_a_room_that_still_plans_does_not_see_the_best_plan():
    at = shown(presenting=True, picks=("E3@2027-05-03",))
    assert at.button_group[0].value == presenter.OWN
    assert "Chance to match: " not in text(at)
    clicked(at, "Show the best plan")
    at.button_group[0].set_value(presenter.BEST)
    assert "Our own plan beside the best" in text(ran(at))


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    remember(at, first_day=make.TODAY)
    return at


def test_the_address_opens_an_applicant_in_the_presenter_view(app):
    app.query_params[asked.PARAMETER] = "texas-ties"
    app.query_params[presenting.PARAMETER] = "1"
    ran(app)
    assert memory(app).now.origin.name == "Texas ties"
    assert not app.number_input
    assert [b.label for b in app.button if b.label.startswith("Leave")]
    before = scenario_of(app)
    clicked(app, "Leave presenter view")
    assert app.number_input
    assert scenario_of(app) == before
    assert presenting.PARAMETER not in app.query_params


@pytest.mark.parametrize("name", [asked.PARAMETER, presenting.PARAMETER])
def test_an_address_of_strangers_is_refused_in_a_sentence(app, name):
    app.query_params[name] = "<b>[x](http://y)" * 1_000
    ran(app)
    (error,) = app.error
    assert error.value.startswith("The address asks for")
    assert "<b>" not in error.value
    assert memory(app).now.origin.name == "Average student"
    assert app.number_input


@given(some.text(max_size=60) | some.sampled_from(["1 ", "01", "true", "TEXAS-TIES"]))
def test_no_text_asks_for_an_applicant_or_a_view_by_chance(text: str):
    known = {asked.slug(name): name for name in PRESETS}
    assert asked.preset_of(text) == known.get(text)


def test_every_applicant_has_an_address():
    slugs = [asked.slug(name) for name in PRESETS]
    assert [asked.preset_of(slug) for slug in slugs] == list(PRESETS)
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz-") for slug in slugs)


def test_the_page_offers_its_link():
    at = shown()
    link = next(code.value for code in at.code if "preset=" in code.value)
    found = urlsplit(link)
    assert found.path.endswith("/advisor")
    assert parse_qs(found.query) == {"preset": ["average-student"]}
    at.toggle(key="linked view").set_value(True)
    link = next(code.value for code in ran(at).code if "preset=" in code.value)
    assert parse_qs(urlsplit(link).query)["present"] == ["1"]


def test_the_link_takes_the_own_plan_along():
    picks = ("E3@2027-05-03", "E1@2027-06-07")
    at = shown(picks=picks)
    at.toggle(key="linked picks").set_value(True)
    link = next(code.value for code in ran(at).code if "preset=" in code.value)
    text = parse_qs(urlsplit(link).query)["own"]
    opened = shown(tab="Typical applicants")
    opened.query_params["own"] = text
    ran(opened)
    assert memory(opened).picks == picks
    assert opened.session_state["sections for advisors"] == "Plan it yourself"


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
