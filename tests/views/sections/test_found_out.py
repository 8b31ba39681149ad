"""What was found out on its page: the form, what it changed, the list, the export."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from random_problems import versioned
from streamlit.testing.v1 import AppTest
from visits import ran, scenario_of

from optimizer.domain.found_out import FIELDS
from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.export.corrections import as_csv, as_issue, corrections
from views.inputs import callbacks
from views.kit import catalog_words
from views.sections import found_out, found_out_widgets
from views.session.session import session

MARKUP = "Clinic <b>A</b> [x](http://e.com) $1$ :red[x]"
DAY = dt.date(2026, 5, 3)


def page(problem):  # AppTest takes its source out of this module: no names of it here
    from views.sections import found_out
    from views.session import state

    if not state.started():
        state.start("x", problem.scenario)
    asked = type(problem)(problem.catalog, state.valid())
    found_out.render(asked)


def form(problem, record_id):
    from views.sections import found_out
    from views.session import state

    if not state.started():
        state.start("x", problem.scenario)
    found_out.form(type(problem)(problem.catalog, state.valid()), record_id)


@pytest.fixture(autouse=True)
def _inputs_without_widgets(monkeypatch):
    """Callbacks put a scenario into the session; no widget of the inputs is drawn."""
    from views.session import state

    def apply(scenario):
        state.keep(scenario)
        session().edition += 1

    monkeypatch.setattr(state, "apply", apply)


def hosts(*answers: FoundOut, **changes) -> Problem:
    """A plan of one at E2; nothing is known about whom E1 takes."""
    programs = (make.program("P1"), make.program("P2", accepts_img="unknown"))
    offerings = (
        make.offering("E1", "P1", acceptance=0.3, students="unknown", tuition_usd=None),
        make.offering("E2", "P2", acceptance=0.5, host=MARKUP),
    )
    found = versioned(make.catalog(programs, offerings))
    asked = {"max_rotations": 1, "min_letters": 0, "found_out": answers} | changes
    return make.problem(found, **asked)


def said(record_id: str, field: str, value: str) -> FoundOut:
    return FoundOut(record_id, field, value, DAY)


def shown(problem: Problem, source=page, **more) -> AppTest:
    given = {"problem": problem, **more}
    at = AppTest.from_function(source, kwargs=given, default_timeout=60)
    return ran(at)


def text(at: AppTest) -> str:
    found = "\n".join(item.value for item in (*at.header, *at.subheader, *at.markdown))
    return found.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def menu(at: AppTest, label: str):
    (found,) = [s for s in at.selectbox if s.label == label]
    return found


def about(at: AppTest, record_id: str, field: str) -> AppTest:
    menu(at, "Whom did you ask?").set_value(record_id).run()
    menu(at, "What did you ask?").set_value(field).run()
    assert not at.exception, at.exception
    return at


def pressed(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click().run()
    assert not at.exception, at.exception
    return at


def recorded(at: AppTest) -> tuple[FoundOut, ...]:
    found: tuple[FoundOut, ...] = scenario_of(at).found_out
    return found


def test_without_answers_the_page_says_what_to_do():
    at = shown(hosts())
    assert "Your answers: none yet" in text(at)
    assert "what to check first" in text(at)
    assert not at.code


def test_an_answer_is_recorded():
    base = hosts()
    at = about(shown(base), "E2", "students")
    assert "The catalog says: yes (nothing on record)." in text(at)
    at.segmented_control[0].set_value("no").run()
    pressed(at, "Record")
    assert recorded(at) == (FoundOut("E2", "students", "no", base.scenario.today),)
    assert "Your answers: 1" in text(at)


def test_the_form_begins_with_what_holds_and_says_who_says_so():
    at = shown(hosts(said("E1", "tuition_usd", "750")), form, record_id="E1")
    menu(at, "What did you ask?").set_value("tuition_usd").run()
    assert "You found out on 3 May 2026: $750." in text(at)
    assert at.number_input[0].value == 750
    at.number_input[0].set_value(800).run()
    at.date_input[0].set_value(dt.date(2026, 6, 1)).run()
    pressed(at, "Record")
    assert recorded(at) == (FoundOut("E1", "tuition_usd", "800", dt.date(2026, 6, 1)),)


def test_a_blank_number_can_be_recorded_only_where_it_means_no_limit():
    at = shown(hosts(), form, record_id="E1")
    menu(at, "What did you ask?").set_value("tuition_usd").run()
    assert next(b for b in at.button if b.label == "Record").disabled
    menu(at, "What did you ask?").set_value("max_step1_failures").run()
    pressed(at, "Record")
    assert [(f.field, f.value) for f in recorded(at)] == [("max_step1_failures", "")]
    assert "no limit" in text(at)


def test_start_dates_are_chosen_from_the_mondays_of_the_season():
    at = shown(hosts(), form, record_id="E1")
    menu(at, "What did you ask?").set_value("starts").run()
    assert at.segmented_control[0].value == "mondays"
    at.segmented_control[0].set_value("dates").run()
    assert next(b for b in at.button if b.label == "Record").disabled
    june, may = dt.date(2027, 6, 7), dt.date(2027, 5, 3)
    at.multiselect[0].set_value([june, may]).run()
    pressed(at, "Record")
    assert recorded(at)[0].value == "2027-05-03;2027-06-07"
    assert at.multiselect[0].value == [may, june]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_answered(field):
    """Whatever the widget gives is what the reader of a scenario takes."""
    record_id = "P1" if FIELDS[field].file == "programs.csv" else "E1"
    at = shown(hosts(), form, record_id=record_id)
    menu(at, "What did you ask?").set_value(field).run()
    if at.segmented_control:
        control = at.segmented_control[0]
        control.set_value(control.options and _raw(field)).run()
    elif at.number_input:
        at.number_input[0].set_value(at.number_input[0].max).run()
    pressed(at, "Record")
    (one,) = recorded(at)
    assert one.field == field
    FIELDS[field].value(one.value)
    assert Problem(hosts().catalog, scenario_of(at))


def _raw(field: str) -> str:
    if field == "visa_sponsorship":
        return "J-1;H-1B"
    return FIELDS[field].options[0] if FIELDS[field].options else "first_mondays"


def test_answers_are_listed_edited_and_removed():
    at = shown(hosts(said("E1", "students", "yes"), said("P2", "accepts_img", "no")))
    assert "Takes students of foreign schools: **yes**" in text(at)
    assert "Asked on 3 May 2026. The catalog says: not known" in text(at)
    assert "Program P2, Houston (program)" in text(at)
    next(b for b in at.button if b.label == "Remove").click().run()
    assert [f.record_id for f in recorded(at)] == ["P2"]


def test_what_is_passed_on_is_what_the_library_writes():
    problem = hosts(said("E2", "tuition_usd", "750"))
    at = shown(problem)
    assert at.code[0].value == as_issue(problem, corrections(problem)).strip()
    assert as_csv(corrections(problem))


def test_text_of_the_catalog_stays_text():
    at = shown(hosts(said("E2", "tuition_usd", "750")))
    raw = "\n".join(m.value for m in at.markdown)
    assert "<b>" not in raw.replace("\\<b", "")
    assert "[x](" not in raw


def test_recording_replaces_an_earlier_answer():
    scenario = callbacks.with_answer(hosts().scenario, said("E2", "students", "no"))
    scenario = callbacks.with_answer(scenario, said("E1", "weeks", "2"))
    scenario = callbacks.with_answer(scenario, said("E2", "students", "yes"))
    assert [(f.record_id, f.value) for f in scenario.found_out] == [
        ("E1", "2"),
        ("E2", "yes"),
    ]
    left = callbacks.without_answer(scenario, said("E1", "weeks", "9"))
    assert [f.record_id for f in left.found_out] == ["E2"]


def test_no_more_than_the_most_can_be_recorded(monkeypatch):
    monkeypatch.setattr(found_out, "MOST_FOUND_OUT", 1)
    at = shown(hosts(said("E1", "students", "yes")), form, record_id="E2")
    assert next(b for b in at.button if b.label == "Record").disabled
    at = shown(hosts(said("E1", "students", "yes")), form, record_id="E1")
    assert not next(b for b in at.button if b.label == "Record").disabled


# --- words ------------------------------------------------------------------------


def test_every_field_has_a_name_and_a_question():
    assert len({catalog_words.field_name(field) for field in FIELDS}) == len(FIELDS)
    assert all(catalog_words.question(field).endswith("?") for field in FIELDS)


@pytest.mark.parametrize(
    ("field", "cell", "words"),
    [
        ("graduates", "no", "no"),
        ("tuition_usd", "750", "$750"),
        ("acceptance", "0.25", "25 %"),
        ("weeks", "1", "1 week"),
        ("letter_days", "30", "30 days"),
        ("min_step2_ck", "", "no limit"),
        ("visa_sponsorship", "J-1;H-1B", "J-1 and H-1B"),
        ("kind", "hands_on", "hands-on"),
        ("starts", "mondays", "any Monday"),
        ("starts", "every:28d:2027-03-01", "every 28 days, as on 1 Mar 2027"),
        ("starts", "2027-05-03;2027-06-07", "3 May 2027, 7 Jun 2027"),
    ],
)
def test_values_in_words(field, cell, words):
    assert catalog_words.value_name(field, cell).replace("\u00a0", " ") == words


def test_a_blank_in_the_catalog_is_not_no_limit():
    problem = hosts(said("P1", "min_step2_ck", ""))
    asked = catalog_words.present(problem.catalog, "P1", "min_step2_ck")
    assert asked == "You found out on 3 May 2026: no limit."
    before = catalog_words.present(problem.catalog.shipped, "P1", "min_step2_ck")
    assert before == "The catalog says: not known."


def test_what_a_widget_says_as_a_cell():
    assert found_out_widgets.text_of("acceptance", 25, None) == "0.25"
    assert found_out_widgets.text_of("tuition_usd", None, None) is None
    limits = [name for name, field in FIELDS.items() if field.column.no_limit]
    assert [found_out_widgets.text_of(name, None, None) for name in limits] == [""] * 4
    assert found_out_widgets.text_of("starts", "dates", []) is None
    assert found_out_widgets.text_of("starts", "mondays", None) == "mondays"


def test_a_comparison_names_the_answer():
    from views.inputs.input_words import in_words

    problem = hosts(said("E1", "tuition_usd", "750"))
    found = in_words(problem.catalog, problem.scenario, "found_out")
    assert found == "Host E1, tuition or visitor fee: $750 (3 May 2026)"
    none = replace(problem.scenario, found_out=())
    assert in_words(problem.catalog, none, "found_out") == "none"
