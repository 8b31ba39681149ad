"""The inputs: every scenario survives them, and each faulty one is told in words."""

from __future__ import annotations

import ast
import datetime as dt
import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args, get_type_hints

import factories as make
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest
from visits import memory, remember

from optimizer.domain.applicant import Applicant, Booked, Letter, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import FoundOut
from optimizer.domain.scenario import PATHS, Scenario
from optimizer.scenario_io.json_file import (
    default_scenario,
    read_scenario,
    write_scenario,
)
from optimizer.scenario_io.presets import PRESETS
from views.inputs import changes, labels, panel, start, widgets
from views.inputs.callbacks import (
    with_exclusion,
    with_pin,
    without_exclusion,
    without_pin,
)
from views.inputs.input_words import in_one_line
from views.inputs.panel import complaints
from views.session import input_state
from views.session.input_state import MONTHS, PAIRS, RATED

PROGRAMS = ("P1", "P2", "P3")
OFFERINGS = ("E1", "E2", "E3")
CITIES = (("Houston", "TX"), ("Chicago", "IL"), ("Newark", "NJ"))
AREAS = ("pain", "sports", "stroke")
REGIONS = ("Midwest", "Northeast", "South")

PANELS = (panel.CHANGE, *panel.MORE)

CATALOG = make.catalog(
    programs=tuple(
        make.program(p, city=city, state=st, focus=AREAS)
        for p, (city, st) in zip(PROGRAMS, CITIES, strict=True)
    ),
    offerings=tuple(
        make.offering(o, p, city=city, state=st)
        for o, p, (city, st) in zip(OFFERINGS, PROGRAMS, CITIES, strict=True)
    ),
    places=tuple(
        make.place(city, st, region=region)
        for region, (city, st) in zip(REGIONS, CITIES[::-1], strict=True)
    ),
    seasons=(make.season(2027), make.season(2028)),
)


def page(catalog):  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from views.inputs import changes, panel
    from views.session import state

    if "apply" in st.session_state:
        state.apply(st.session_state.pop("apply"))
    found = st.session_state["found"] = panel.draw(catalog).scenario
    st.session_state["changed"] = changes.changed_from_start(found)


@pytest.fixture
def app() -> AppTest:
    return session()


def session() -> AppTest:
    at = AppTest.from_function(page, kwargs={"catalog": CATALOG}, default_timeout=60)
    remember(at, first_day=make.TODAY)
    for name in PANELS:
        at.session_state[f"{widgets.PANEL_KEY}{name}"] = True
    return at.run()


# One visitor to whom one scenario after the other is applied: nothing may stay behind.
visitor = cache(session)


def found(at: AppTest) -> Scenario:
    assert not at.exception, at.exception
    scenario: Scenario = at.session_state["found"]
    return scenario


def applied(at: AppTest, scenario: Scenario) -> Scenario:
    at.session_state["apply"] = scenario
    return found(at.run())


def key(at: AppTest, path: str) -> str:
    return f"{input_state.PREFIX}{memory(at).editions.get(path, 0)}.{path}"


def editor(at: AppTest, path: str) -> str:
    return f"rows of {path} {memory(at).openings[path]}"


def widget(kind: str, path: str, at: AppTest) -> Any:
    return getattr(at, kind)(key=key(at, path))


# --- what comes out -------------------------------------------------------------


def test_a_new_session_has_the_default_scenario(app: AppTest) -> None:
    assert found(app) == default_scenario(CATALOG, make.TODAY)
    assert not app.warning
    assert not app.error


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_gives_its_scenario(app: AppTest, name: str) -> None:
    app.selectbox(key=input_state.ORIGIN_KEY).select(name).run()
    expected = PRESETS[name](default_scenario(CATALOG, make.TODAY))
    assert found(app) == expected
    assert app.session_state["changed"] == ()


@pytest.mark.parametrize("name", PRESETS)
def test_each_preset_is_a_sound_scenario(shipped: Catalog, name: str) -> None:
    scenario = PRESETS[name](default_scenario(shipped, make.TODAY))
    assert read_scenario(write_scenario(scenario), shipped, make.TODAY) == scenario


def test_presets_differ(shipped: Catalog) -> None:
    default = default_scenario(shipped, make.TODAY)
    assert len({preset(default) for preset in PRESETS.values()}) == len(PRESETS)


@pytest.mark.parametrize(
    ("kind", "path", "value", "expected"),
    [
        ("number_input", "budget_usd", 3_000, {"budget_usd": 3_000}),
        ("slider", "rotations", (2, 4), {"min_rotations": 2, "max_rotations": 4}),
        ("number_input", "applicant.step2_ck", None, {"step2_ck": None}),
        ("number_input", "max_idle_days", 9, {"max_idle_days": 9}),
        ("toggle", "include_unverified", False, {"include_unverified": False}),
        ("selectbox", "applicant.graduation_date", None, {"graduation_date": None}),
        ("multiselect", "applicant.ties", ["TX"], {"ties": ("TX",)}),
        ("selectbox", "kind", "hands_on", {"kind": "hands_on"}),
        (
            "selectbox",
            "visa",
            ("us_img", True, "none"),
            {"img_type": "us_img", "us_work_authorized": True, "entry_status": "none"},
        ),
    ],
)
def test_an_input_sets_its_field(
    app: AppTest, kind: str, path: str, value: Any, expected: dict[str, Any]
) -> None:
    widget(kind, path, app).set_value(value).run()
    assert found(app) == make.scenario(**expected)


@pytest.mark.parametrize(
    ("day", "said"), [(1, "28 days before programs start"), (30, "That costs")]
)
def test_the_day_of_the_exam_says_when_the_score_is_out(
    app: AppTest, day: int, said: str
) -> None:
    """Programs of the season start reading on 22 September, 24 days are guessed."""
    widget("number_input", "applicant.step2_ck", app).set_value(None).run()
    assert widget("toggle", "applicant.score_in_time", app).value
    exam = dt.date(2027, 8, day)
    widget("date_input", "applicant.step2_date", app).set_value(exam).run()
    assert found(app).applicant.step2_date == exam
    assert any(said in shown.value for shown in app.markdown)
    toggle = key(app, "applicant.score_in_time")
    assert toggle not in [drawn.key for drawn in app.toggle]


def test_months(app: AppTest) -> None:
    months = widget("pills", "months", app)
    months.set_value([8, 7]).run()
    assert found(app).months == (7, 8)
    months.set_value([]).run()
    assert found(app).months == ()
    months.set_value(list(MONTHS)).run()
    assert found(app).months is None


def test_a_chosen_program_can_be_rated(app: AppTest) -> None:
    path = "preferences.programs"
    widget("multiselect", path, app).set_value(["P2"]).run()
    assert found(app).preferences.programs == (("P2", 5),)
    app.segmented_control(key=key(app, f"{path}.P2")).set_value(2).run()
    assert found(app).preferences.programs == (("P2", 2),)
    widget("multiselect", path, app).set_value([]).run()
    assert found(app).preferences.programs == ()


# --- round trip -----------------------------------------------------------------

DAYS = some.dates(dt.date(2027, 1, 1), dt.date(2028, 6, 30))
MAYBE_DAYS = some.none() | DAYS
PLACES = tuple(f"{city}, {st}" for city, st in CITIES)
STATES = tuple(st for _, st in CITIES)
BLOCKS = (*OFFERINGS, "E1@2027-05-03", "E3@2027-06-07")
SPANS = some.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


def names(options: tuple[str, ...]) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(options), max_size=4).map(tuple)


def ratings(
    options: tuple[str, ...], low: int, high: int
) -> some.SearchStrategy[tuple[tuple[str, int], ...]]:
    numbers = some.dictionaries(some.sampled_from(options), some.integers(low, high))
    return numbers.map(lambda found: tuple(sorted(found.items())))


def within(path: str) -> some.SearchStrategy[int]:
    return some.integers(*widgets.limits(path))


def maybe(path: str) -> some.SearchStrategy[int | None]:
    return some.none() | within(path)


BOOKED = some.builds(
    lambda span, where, cost: Booked(*span, "hands_on", **where, cost_usd=cost),
    SPANS,
    some.sampled_from(
        (
            {"offering_id": "E2"},
            {"program_id": "P1"},
            {"offering_id": "E1", "program_id": "P1"},
        )
    ),
    some.integers(0, 9_000),
)
BOOKED |= some.builds(
    lambda span, letters: Booked(
        *span,
        "observership",
        specialty="neurology",
        city="Houston, TX",
        letters_expected=letters,
    ),
    SPANS,
    some.integers(0, 4),
)
APPLICANTS = some.builds(
    Applicant,
    graduation_date=some.none() | some.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    lives_in_us=some.sampled_from((None, True, False)),
    step1_failures=within("applicant.step1_failures"),
    step2_ck=maybe("applicant.step2_ck"),
    step2_expected=maybe("applicant.step2_expected"),
    score_in_time=some.booleans(),
    step2_date=some.none() | DAYS,
    entry_status=some.sampled_from(("B-1", "not_needed")),
    nationality=some.sampled_from((None, "CA", "NG", "IN")),
    visa_in_hand=some.booleans(),
    ecfmg=some.sampled_from(("certified", "in_time", "not_in_time")),
    weeks_abroad=within("applicant.weeks_abroad"),
    school_approved=some.booleans(),
    us_school=some.booleans(),
    step2_failures=within("applicant.step2_failures"),
    us_letters=within("applicant.us_letters"),
    ties=names((*STATES, *PLACES, "AK")),
)
WISHES = some.builds(
    Preferences,
    where_matters=some.floats(0, 1),
    programs=ratings(PROGRAMS, 1, 5),
    states=ratings((*STATES, "GU"), 1, 5),
    focus=names(AREAS),
)
COUNTS = [
    "budget_usd",
    "arrival_usd",
    "spent_usd",
    "settle_days",
    "waiting_usd_per_day",
    "gap_days",
    "min_letters",
    "min_hands_on",
    "min_receptive",
    "min_in_ties",
    "min_focus_areas",
    "applications",
]
ROTATIONS = some.tuples(within("min_rotations"), within("max_rotations")).map(sorted)
SCENARIOS = some.builds(
    lambda counts, pair, span, **others: Scenario(
        **others,
        **counts,
        min_rotations=pair[0],
        max_rotations=pair[1],
        window_start=span and span[0],
        window_end=span and span[1],
    ),
    some.fixed_dictionaries({name: within(name) for name in COUNTS}),
    ROTATIONS,
    some.none() | SPANS,
    season=some.sampled_from((2027, 2028)),
    today=DAYS,
    applicant=APPLICANTS,
    housing=some.sampled_from(("low", "mid", "high")),
    evidence=some.sampled_from(("central", "cautious", "blended")),
    budget_counts=some.sampled_from(("assumed", "cautious")),
    free_housing=names(PLACES),
    months=some.none() | some.sets(some.sampled_from(MONTHS)).map(tuple),
    free_dates=some.lists(SPANS, max_size=3).map(tuple),
    blackouts=some.lists(SPANS, max_size=3).map(tuple),
    home_trip_usd=maybe("home_trip_usd"),
    max_stay_days=maybe("max_stay_days"),
    max_weeks_away=maybe("max_weeks_away"),
    max_idle_days=maybe("max_idle_days"),
    letters=some.lists(some.builds(Letter), max_size=3).map(tuple),
    letters_each=within("letters_each"),
    letter_form=some.sampled_from(("plain", "evaluation")),
    letter_asked=some.sampled_from(("end", "first_week")),
    processing_days=maybe("processing_days"),
    letters_by=some.none() | some.dates(dt.date(2027, 1, 1), dt.date(2027, 6, 30)),
    kind=some.sampled_from((None, "hands_on", "observership")),
    required_states=names(STATES),
    max_per_region=ratings(REGIONS, 0, 6),
    pins=names(BLOCKS),
    exclusions=names(BLOCKS),
    booked=some.lists(BOOKED, max_size=3).map(tuple),
    include_unverified=some.booleans(),
    preferences=WISHES,
    acceptance=some.sampled_from(("expected", "certain")),
    work_limit=some.floats(0.1, 120),
)


@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
@given(scenario=SCENARIOS)
def test_every_scenario_survives_the_inputs(scenario: Scenario) -> None:
    at = visitor()
    assert applied(at, scenario) == scenario
    # Once more with what a browser would send back, and then behind closed buttons.
    assert found(at.run()) == scenario
    for is_open in (False, True):
        at.session_state[f"{widgets.PANEL_KEY}Money and dates"] = is_open
        at.session_state[f"{widgets.PANEL_KEY}Wishes"] = is_open
        at.session_state[f"{widgets.PANEL_KEY}Requests and letters"] = is_open
        assert found(at.run()) == scenario
    assert not at.warning


def test_a_change_leaves_all_other_fields_alone(app: AppTest) -> None:
    before = make.scenario(
        months=(9, 3), ties=("TX", "TX"), pins=("E1", "E1"), booked=(BOTH,)
    )
    applied(app, before)
    widget("number_input", "budget_usd", app).set_value(2_500).run()
    assert found(app) == replace(before, budget_usd=2_500)


BOTH = make.booked(dt.date(2027, 5, 3), offering_id="E1", program_id="P1")


def test_closed_panels_keep_what_was_typed_in_them(app: AppTest) -> None:
    applied(app, PRESETS["Texas ties"](make.scenario(kind="hands_on", booked=(BOTH,))))
    rows(app, "blackouts", {"from": "2027-05-01", "to": "2027-05-09"})
    app.segmented_control(key=key(app, "preferences.states.TX")).set_value(3)
    widget("number_input", "applicant.step2_ck", app).set_value(None)
    widget("toggle", "applicant.step1_passed", app).set_value(False)
    widget("date_input", "window_end", app).set_value(dt.date(2027, 8, 1)).run()
    expected = found(app)
    days = (dt.date(2027, 5, 1), dt.date(2027, 5, 9))
    assert (expected.blackouts, expected.booked) == ((days,), (BOTH,))
    assert expected.preferences.states == (("TX", 3),)
    assert (expected.applicant.step2_ck, expected.applicant.step1_passed) == (None, 0)
    for is_open in (False, True):
        for name in PANELS:
            app.session_state[f"{widgets.PANEL_KEY}{name}"] = is_open
        for _ in range(3):
            assert found(app.run()) == expected
    widget("number_input", "gap_days", app).set_value(5).run()
    assert found(app) == replace(expected, gap_days=5)


def test_what_does_not_fit_stays_said_behind_a_closed_button(app: AppTest) -> None:
    widget("date_input", "window_start", app).set_value(dt.date(2027, 8, 2)).run()
    fits = found(app)
    too_early = dt.date(2027, 8, 1)
    widget("date_input", "window_end", app).set_value(too_early).run()
    for is_open in (False, True):
        for name in PANELS:
            app.session_state[f"{widgets.PANEL_KEY}{name}"] = is_open
        for _ in range(3):
            assert found(app.run()) == fits
            assert "“Not after” lies before “Not before”" in app.warning[0].value
    assert widget("date_input", "window_end", app).value == too_early
    named(app, changes.BACK).click().run()
    assert not app.warning
    assert widget("date_input", "window_end", app).value == fits.window_end


def test_a_name_that_is_chosen_again_has_its_first_number(app: AppTest) -> None:
    applied(app, make.scenario())
    path = "preferences.states"
    for chosen, states in (
        (["TX"], (("TX", 5),)),
        ([], ()),
        (["TX"], (("TX", 5),)),
    ):
        app.multiselect(key=key(app, path)).set_value(chosen).run()
        assert found(app).preferences.states == states
        for rating in app.segmented_control:
            if rating.key == key(app, f"{path}.TX"):
                rating.set_value(2).run()
                assert found(app).preferences.states == (("TX", 2),)


def test_only_what_changes_gets_a_new_widget(app: AppTest) -> None:
    # Behind a closed button the browser keeps the old value of a widget it knows; and
    # whoever is typing in another one goes on.
    score, money = key(app, "applicant.step2_ck"), key(app, "budget_usd")
    applied(app, make.scenario(step2_ck=251))
    keys = [number.key for number in app.number_input]
    assert score not in keys
    assert money in keys


# --- the first screen -----------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "$10,000 · student 2027 · B-1 · Mar–Sep"),
        ({"months": (4, 5, 6, 9)}, "$10,000 · student 2027 · B-1 · Apr, May, Jun, Sep"),
        ({"months": ()}, "$10,000 · student 2027 · B-1 · no month"),
        (
            {"graduation_date": None, "entry_status": "WB", "months": (7,)},
            "$10,000 · student · visa waiver · Jul",
        ),
        (
            {"us_work_authorized": True, "entry_status": "none", "months": (7, 8)},
            "$10,000 · student 2027 · Green card or work permission · Jul, Aug",
        ),
    ],
)
def test_what_decides_stands_in_one_line(given: dict[str, Any], line: str) -> None:
    assert in_one_line(make.scenario(**given)) == line


def lines(at: AppTest, start: str) -> list[str]:
    told = [found.value.replace("\\", "") for found in at.markdown]
    return [found for found in told if found.startswith(start)]


EXAMPLE = "Example: a student with $10,000."


def test_it_is_an_example_until_it_is_ones_own(app: AppTest) -> None:
    app.session_state[f"{widgets.PANEL_KEY}{panel.CHANGE}"] = False
    assert lines(app.run(), EXAMPLE)
    assert not app.number_input
    named(app, "Make it mine").click().run()
    assert not lines(app, EXAMPLE)
    assert widget("number_input", "budget_usd", app).value == 10_000
    named(app, "Done").click().run()
    assert not app.number_input
    assert not lines(app, EXAMPLE)


def test_with_money_of_ones_own_it_is_no_example(app: AppTest) -> None:
    assert lines(app, EXAMPLE)
    widget("number_input", "applicant.step2_ck", app).set_value(250).run()
    assert lines(app, EXAMPLE)
    widget("number_input", "budget_usd", app).set_value(6_000).run()
    assert not lines(app, "Example")


def test_an_exact_graduation_day_is_kept_and_stands_for_its_month(app: AppTest) -> None:
    mine = make.scenario(graduation_date=dt.date(2028, 6, 30))
    assert applied(app, mine) == mine
    months = widget("selectbox", "applicant.graduation_date", app)
    assert months.options.count("Jun 2028") == 1
    months.set_value(dt.date(2028, 5, 15)).run()
    assert found(app).applicant.graduation_date == dt.date(2028, 5, 15)


# --- what does not fit ----------------------------------------------------------


def test_a_window_that_ends_before_it_starts_is_told_and_not_used(app: AppTest) -> None:
    widget("date_input", "window_end", app).set_value(dt.date(2027, 4, 1)).run()
    sound = found(app)
    widget("date_input", "window_start", app).set_value(dt.date(2027, 5, 1)).run()
    assert found(app) == sound
    assert len(app.warning) == 1
    assert "“Not after” lies before “Not before”" in app.warning[0].value
    widget("date_input", "window_start", app).set_value(dt.date(2027, 3, 8)).run()
    assert not app.warning
    assert found(app).window_start == dt.date(2027, 3, 8)


def test_letters_long_after_the_season_are_told(app: AppTest) -> None:
    widget("date_input", "letters_by", app).set_value(dt.date(2040, 1, 1)).run()
    assert found(app).letters_by is None
    assert "“Letters needed by”" in app.warning[0].value


def test_what_no_plan_can_fit_is_told_before_the_answer(app: AppTest) -> None:
    applied(app, make.scenario(min_letters=6, required_states=("TX", "IL", "NJ")))
    (told,) = [info.value.replace("\\", "") for info in app.info]
    assert told == (
        "No plan can fit this. “Letters on time (at least)”: 1 in hand and at most"
        " 3 rotations are fewer than 6. Choose at most 4, or allow more rotations."
    )
    widget("number_input", "min_letters", app).set_value(4).run()
    assert not app.info


@pytest.mark.parametrize(
    ("status", "day", "told"),
    [
        ("student", dt.date(2020, 6, 30), "is over"),
        ("graduate", dt.date(2029, 6, 30), "still to come"),
        ("graduate", dt.date(2020, 6, 30), None),
        ("student", None, None),
    ],
)
def test_a_status_that_does_not_fit_the_graduation_is_told(
    app: AppTest, status: str, day: dt.date | None, told: str | None
) -> None:
    applied(app, make.scenario(status=status, graduation_date=day))
    hints = [t.value for t in app.markdown if t.value.startswith("Your graduation")]
    assert (told in hints[0]) if told else not hints


FAULTY: tuple[tuple[dict[str, Any], str], ...] = (
    ({"min_rotations": 4, "max_rotations": 2}, "The fewest rotations are more"),
    ({"pins": ("E99",)}, "“Must be in the plan”"),
    ({"exclusions": ("E1@banana",)}, "“Must not be in the plan”"),
    ({"required_states": ("Texas",)}, "“States to rotate in”"),
    ({"free_housing": ("Atlantis",)}, "“Free places to stay”"),
    ({"ties": ("Oz",)}, "“Ties”"),
    ({"max_per_region": (("Moon", 1),)}, "“Regions with a limit”"),
    ({"season": 1999}, "“Year you apply”"),
    ({"answers": (("E1", "paid"),), "exclusions": ("E1",)}, "“Answers of hosts”"),
    ({"answers": (("E1", "banana"),)}, "“Answers of hosts”"),
    (
        {"booked": (replace(BOTH, program_id="P9"),)},
        "“Rotations already booked, or done”, row 1",
    ),
    ({"budget_usd": -5}, "“Money for rotations (US$)”"),
    ({"work_limit": float("nan")}, "Your inputs"),
    ({"months": (0, 13)}, "“Free months”: "),
)


@pytest.mark.parametrize(("changes", "start"), FAULTY)
def test_every_fault_is_told_by_the_name_of_its_input(
    changes: dict[str, Any], start: str
) -> None:
    said = complaints(make.scenario(**changes), CATALOG)
    assert said
    for sentence in said:
        assert sentence.startswith(start)
        assert "Choose ." not in sentence
        assert not re.search(r"[a-z]_[a-z]", sentence), "no field's own name"


def rows(at: AppTest, path: str, *added: dict[str, Any]) -> None:
    at.session_state[editor(at, path)] = {
        "added_rows": list(added),
        "edited_rows": {},
        "deleted_rows": [],
    }
    at.run()


def test_days_off_are_typed_in_a_table(app: AppTest) -> None:
    rows(app, "blackouts", {"from": "2027-05-01", "to": "2027-05-09"})
    assert found(app).blackouts == ((dt.date(2027, 5, 1), dt.date(2027, 5, 9)),)


def test_reversed_days_off_are_told(app: AppTest) -> None:
    rows(app, "blackouts", {"from": "2027-05-09", "to": "2027-05-01"})
    assert found(app).blackouts == ()
    assert "Swap the two" in app.warning[0].value


def test_a_day_that_is_none_waits_for_a_real_one(app: AppTest) -> None:
    rows(app, "blackouts", {"from": "2027-05-01", "to": "banana"})
    assert found(app).blackouts == ()
    assert "row 1: fill in" in app.info[0].value


def test_half_a_row_waits_for_the_rest(app: AppTest) -> None:
    rows(app, "blackouts", {"from": "2027-05-01"})
    assert found(app).blackouts == ()
    assert not app.warning
    assert "row 1: fill in" in app.info[0].value


BOOKED_ROW = {
    "where": "program P2",
    "kind": "hands_on",
    "start": "2027-05-03",
    "end": "2027-05-28",
}


def test_a_booked_rotation_is_typed_in_a_table(app: AppTest) -> None:
    rows(app, "booked", BOOKED_ROW)
    expected = make.booked(dt.date(2027, 5, 3), program_id="P2")
    assert found(app).booked == (expected,)


def test_a_rotation_in_another_specialty_is_typed_in_the_same_table(
    app: AppTest,
) -> None:
    city = {"where": "city Houston, TX", "letters_expected": 2}
    rows(app, "booked", BOOKED_ROW | city | {"specialty": "neurology"})
    (booked,) = found(app).booked
    assert (booked.city, booked.program_id) == ("Houston, TX", None)
    assert (booked.specialty, booked.letters_expected) == ("neurology", 2)


def test_a_city_without_a_specialty_is_told(app: AppTest) -> None:
    rows(app, "booked", BOOKED_ROW | {"where": "city Houston, TX"})
    assert found(app).booked == ()
    assert "its host says where it is" in app.warning[0].value


def test_letters_are_typed_in_a_table(app: AppTest) -> None:
    sent = {"last_cycle": False, "same_program": False}  # as a browser does
    old = {"kind": "other", "last_cycle": True}
    rows(app, "letters", sent | old, sent | {"kind": "research"})
    assert found(app).letters == (Letter("other", last_cycle=True), Letter("research"))


def test_a_letter_of_nobody_waits_for_a_writer(app: AppTest) -> None:
    rows(app, "letters", {"last_cycle": True})
    assert found(app).letters == ()
    assert "row 1: fill in who wrote it" in app.info[0].value


def test_a_booked_rotation_that_ends_too_early_is_told(app: AppTest) -> None:
    rows(app, "booked", BOOKED_ROW | {"end": "2027-04-02"})
    assert found(app).booked == ()
    assert "“Rotations already booked, or done”, row 1" in app.warning[0].value


def test_the_editor_checks_what_a_browser_sends(app: AppTest) -> None:
    rows(app, "booked", BOOKED_ROW | {"where": "program <b>no</b>"})
    assert found(app).booked == ()
    assert r"\<b\>" in app.warning[0].value


# --- back to the start ----------------------------------------------------------


def test_a_line_names_what_changed_and_reset_undoes_it(app: AppTest) -> None:
    app.selectbox(key=input_state.ORIGIN_KEY).select("Texas ties").run()
    widget("number_input", "budget_usd", app).set_value(2_500).run()
    widget("multiselect", "pins", app).set_value(["E2"]).run()
    assert app.session_state["changed"] == (
        "Money for rotations",
        "Must be in the plan",
    )
    told = named(app, "Reset").help.replace("\\", "")
    assert told.startswith("Back to “Texas ties”. Changed: Money for rotations: $2,500")
    named(app, "Reset").click().run()
    texas = PRESETS["Texas ties"](default_scenario(CATALOG, make.TODAY))
    assert found(app) == texas
    assert not offers(app, "Reset")


def offers(at: AppTest, name: str) -> bool:
    return name in [button.label for button in at.button]


def named(at: AppTest, name: str) -> Any:
    return next(button for button in at.button if button.label == name)


# --- undo and redo --------------------------------------------------------------


def test_every_change_is_one_step_and_all_can_be_taken_back(app: AppTest) -> None:
    assert not offers(app, changes.BACK)
    assert not offers(app, changes.FORTH)
    steps = [found(app)]
    made = (
        ("number_input", "budget_usd", 2_500),
        ("pills", "months", [5, 6]),
        ("number_input", "applicant.step2_ck", None),
        ("multiselect", "preferences.states", ["TX"]),
        ("segmented_control", "preferences.states.TX", 2),
        ("date_input", "window_end", dt.date(2027, 8, 1)),
    )
    for kind, path, value in made:
        widget(kind, path, app).set_value(value).run()
        steps.append(found(app))
    rows(app, "blackouts", {"from": "2027-05-01", "to": "2027-05-09"})
    steps.append(found(app))
    steps.append(applied(app, replace(found(app), pins=("E1",))))  # as a button does
    app.selectbox(key=input_state.ORIGIN_KEY).select("Texas ties").run()
    steps.append(found(app))
    assert len(set(steps)) == len(steps) == 10
    for earlier in reversed(steps[:-1]):
        named(app, changes.BACK).click().run()
        assert found(app) == earlier
    assert not offers(app, changes.BACK)
    for later in steps[1:]:
        named(app, changes.FORTH).click().run()
        assert found(app) == later
    assert not offers(app, changes.FORTH)


def test_undo_takes_back_where_the_inputs_started_from(app: AppTest) -> None:
    app.selectbox(key=input_state.ORIGIN_KEY).select("Texas ties").run()
    named(app, changes.BACK).click().run()
    assert app.selectbox(key=input_state.ORIGIN_KEY).value == start.FIRST
    assert app.session_state["changed"] == ()
    named(app, changes.FORTH).click().run()
    assert app.selectbox(key=input_state.ORIGIN_KEY).value == "Texas ties"
    assert app.session_state["changed"] == ()


def test_a_new_change_ends_redo(app: AppTest) -> None:
    widget("number_input", "budget_usd", app).set_value(2_500).run()
    named(app, changes.BACK).click().run()
    widget("number_input", "budget_usd", app).set_value(3_500).run()
    assert not offers(app, changes.FORTH)
    named(app, changes.BACK).click().run()
    assert found(app) == make.scenario()


def test_undo_says_what_it_takes_back(app: AppTest) -> None:
    widget("number_input", "budget_usd", app).set_value(2_500).run()
    money = "Money for rotations"
    assert named(app, changes.BACK).help == f"{money}: \\$10,000 instead of \\$2,500"
    named(app, changes.BACK).click().run()
    assert named(app, changes.FORTH).help == f"{money}: \\$2,500 instead of \\$10,000"
    assert not offers(app, changes.BACK)


def test_undo_first_takes_back_what_does_not_fit(app: AppTest) -> None:
    widget("date_input", "window_end", app).set_value(dt.date(2027, 4, 1)).run()
    sound = found(app)
    widget("date_input", "window_start", app).set_value(dt.date(2027, 5, 1)).run()
    assert app.warning
    named(app, changes.BACK).click().run()
    assert not app.warning
    assert found(app) == sound
    named(app, changes.BACK).click().run()
    assert found(app) == make.scenario()


def test_a_run_without_a_change_is_no_step(app: AppTest) -> None:
    applied(app, make.scenario(months=(9, 3), ties=("TX", "TX")))
    for _ in range(3):
        app.run()
    named(app, changes.BACK).click().run()
    assert found(app) == make.scenario()
    assert not offers(app, changes.BACK)


def test_presets_and_reset_keep_what_was_found_out(app: AppTest) -> None:
    """It is about hosts, whoever asks."""
    answer = FoundOut("E1", "tuition_usd", "750", make.TODAY)
    applied(app, replace(found(app), found_out=(answer,)))
    assert app.session_state["changed"] == ("What I found out",)
    app.selectbox(key=input_state.ORIGIN_KEY).select("Texas ties").run()
    texas = PRESETS["Texas ties"](default_scenario(CATALOG, make.TODAY))
    assert found(app) == replace(texas, found_out=(answer,))
    widget("number_input", "budget_usd", app).set_value(2_500).run()
    next(button for button in app.button if button.label == "Reset").click().run()
    assert found(app) == replace(texas, found_out=(answer,))


# --- pins and exclusions --------------------------------------------------------


def test_a_pin_replaces_the_pin_of_the_same_offering() -> None:
    scenario = with_pin(make.scenario(pins=("E1@2027-05-03", "E2")), "E1@2027-06-07")
    assert scenario.pins == ("E2", "E1@2027-06-07")


def test_a_pin_lifts_the_exclusion_it_would_clash_with() -> None:
    excluding = make.scenario(exclusions=("E1", "E1@2027-05-03", "E1@2027-06-07"))
    assert with_pin(excluding, "E1@2027-05-03").exclusions == ("E1@2027-06-07",)


def test_unpin_forgets_the_offering_on_any_date() -> None:
    assert without_pin(make.scenario(pins=("E1", "E2")), "E1@2027-05-03").pins == (
        "E2",
    )


def test_an_exclusion_drops_the_pins_it_would_clash_with() -> None:
    pins = make.scenario(pins=("E1@2027-05-03", "E2"))
    whole = with_exclusion(pins, "E1")
    assert (whole.pins, whole.exclusions) == (("E2",), ("E1",))
    other_day = with_exclusion(pins, "E1@2027-06-07")
    assert other_day.pins == pins.pins


def test_include_undoes_exclude() -> None:
    before = make.scenario()
    for block in ("E1", "E1@2027-05-03"):
        assert without_exclusion(with_exclusion(before, block), block) == before
    assert (
        without_exclusion(make.scenario(exclusions=("E1@2027-05-03",)), "E1") == before
    )


# --- words and bounds -----------------------------------------------------------


def test_every_field_has_a_label() -> None:
    assert not set(PATHS) - labels.LABELS.keys()
    assert not labels.LABELS.keys() - set(PATHS) - PAIRS.keys()


INPUTS = (
    "number_input",
    "selectbox",
    "multiselect",
    "slider",
    "toggle",
    "checkbox",
    "text_input",
    "text_area",
    "date_input",
    "pills",
    "segmented_control",
    "radio",
    "file_uploader",
)
PLAIN_WORDS = 4


def test_every_widget_explains_itself(app: AppTest) -> None:
    ratings = {"preferences.programs": ["P1"], "preferences.states": ["TX", "IL"]}
    for path, names in (ratings | {"max_per_region": ["South"]}).items():
        widget("multiselect", path, app).set_value(names).run()
    kinds = [kind for kind in INPUTS if hasattr(app, kind)]
    drawn = [element for kind in kinds for element in getattr(app, kind)]
    assert len(drawn) > 40
    helps = {element.label: element.help for element in drawn}
    assert [name for name, text in helps.items() if not text] == []
    assert [n for n, text in helps.items() if len(text.split()) < PLAIN_WORDS] == []
    assert len({element.help for element in drawn}) == len(drawn), "each its own"


def test_every_field_is_explained_where_it_is_set() -> None:
    """By the widget named after it, or by the one that sets it with another field."""
    pair = {field: path for path, fields in PAIRS.items() for field in fields}
    by_path = {path: labels.help_text(pair.get(path, path)) for path in PATHS}
    assert [path for path, text in by_path.items() if not text] == []
    own = [labels.help_text(path) for path in {pair.get(path, path) for path in PATHS}]
    assert len(set(own)) == len(own)
    assert set(RATED) == labels.NUMBERS.keys()


def calls(names: tuple[str, ...], path: Path) -> list[ast.Call]:
    """Calls of Streamlit in a file by the name of the function."""
    tree = ast.walk(ast.parse(path.read_text()))
    return [
        node
        for node in tree
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) in ("st", "st.column_config")
        and node.func.attr in names
    ]


COLUMNS = ("SelectboxColumn", "DateColumn", "NumberColumn", "TextColumn")
VIEWS = sorted(Path(panel.__file__).parents[1].rglob("*.py"))


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_every_input_of_every_page_has_help(path: Path) -> None:
    edited = calls(("data_editor",), path)
    found = calls((*INPUTS, *COLUMNS) if edited else INPUTS, path)
    silent = [
        f"{path.name}:{call.lineno}"
        for call in found
        if "help" not in [keyword.arg for keyword in call.keywords]
    ]
    assert silent == []


def test_bounds_come_from_the_scenario() -> None:
    assert widgets.limits("budget_usd") == (0, 100_000)
    assert widgets.limits("applicant.step2_ck") == (100, 300)
    assert widgets.limits("work_limit") == (0.1, 120.0)
    assert widgets.limits("months") == (1, 12)


@pytest.mark.parametrize(
    ("owner", "path"),
    [
        (Applicant, "applicant.status"),
        (Scenario, "acceptance"),
        (Booked, "booked.kind"),
        (Booked, "booked.specialty"),
        (Letter, "letters.kind"),
        (Scenario, "letter_form"),
        (Scenario, "letter_asked"),
    ],
)
def test_menus_offer_every_choice(owner: type, path: str) -> None:
    allowed = get_type_hints(owner)[path.rpartition(".")[2]]
    assert tuple(labels.CHOICES[path]) == get_args(allowed)


def test_the_visa_is_one_menu_for_citizenship_work_and_entry() -> None:
    hints = get_type_hints(Applicant)
    parts = ("img_type", "us_work_authorized", "entry_status")
    options = [get_args(hints[part]) or (False, True) for part in parts]
    names = labels.CHOICES["visa"]
    assert set(names) == set(product(*options))
    assert set(labels.VISAS) <= set(names)
    assert len({*names.values()}) == len(names)


def test_doubt_is_one_menu_for_evidence_fees_and_rooms() -> None:
    hints = get_type_hints(Scenario)
    fields_ = ("evidence", "budget_counts", "housing")
    every = product(*(get_args(hints[field]) for field in fields_))
    assert set(labels.CHOICES["doubt"]) == set(every)
    default = Scenario(season=2028, today=dt.date(2026, 11, 22))
    assert tuple(getattr(default, field) for field in fields_) == labels.MIDDLE
    assert labels.CHOICES["doubt"][labels.MIDDLE] == "Middle"
    assert labels.CHOICES["doubt"][labels.CAUTIOUS] == "Cautious"
