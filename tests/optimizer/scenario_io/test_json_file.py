"""A scenario is read from JSON, or refused with one sentence per fault."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, booked, catalog, offering, place, program, scenario, season
from hypothesis import example, given
from hypothesis import strategies as st

from optimizer.domain.applicant import Applicant, Booked, Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import (
    default_scenario,
    read_scenario,
    schema,
    write_scenario,
)

DOCS = Path(__file__).parents[3] / "docs" / "scenario.md"
CATALOG = catalog(
    programs=(program("P1", focus=("sci",)), program("P2", city="Chicago", state="IL")),
    offerings=(
        offering("E1"),
        offering("E2", "P2", city="Chicago", state="IL", kind="observership"),
    ),
    places=(place(), place("Chicago", "IL", region="Midwest")),
    seasons=(season(2028), season(2029)),
)


def read(content: Any, found: Catalog = CATALOG) -> Scenario:
    """Read a scenario given as text or as an object."""
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return read_scenario(text, found, TODAY)


def sentences(content: Any) -> list[str]:
    """Say what is wrong with a scenario."""
    with pytest.raises(DataError) as error:
        read(content)
    return [fault.sentence for fault in error.value.faults]


def full() -> Scenario:
    """A scenario with every optional field set."""
    return scenario(
        window_start=dt.date(2027, 4, 1),
        window_end=dt.date(2027, 8, 31),
        months=(4, 5, 6),
        blackouts=((dt.date(2027, 5, 1), dt.date(2027, 5, 9)),),
        max_stay_days=120,
        max_idle_days=30,
        letters_by=dt.date(2027, 9, 30),
        kind="hands_on",
        required_states=("TX",),
        max_per_region=(("Midwest", 1), ("South", 2)),
        pins=("E1", "E2@2027-05-10"),
        exclusions=("E2",),
        booked=(booked(dt.date(2027, 3, 1)),),
        free_housing=("Chicago, IL",),
        ties=("TX", "Chicago, IL"),
        step2_ck=None,
        graduation_date=None,
        where_matters=0.5,
        programs=(("P1", 5),),
        states=(("IL", 2), ("WY", 1)),
        focus=("sci",),
    )


@pytest.mark.parametrize("wanted", [scenario(), full()])
def test_what_is_written_is_read_back(wanted: Scenario) -> None:
    assert read(write_scenario(wanted)) == wanted


def test_writing_is_stable_and_complete() -> None:
    text = write_scenario(full())
    assert write_scenario(read(text)) == text
    assert list(json.loads(text)) == [field.name for field in fields(Scenario)]


def test_an_empty_object_is_the_default() -> None:
    assert read("{}") == default_scenario(CATALOG, TODAY)
    assert read(b"\xef\xbb\xbf{}") == default_scenario(CATALOG, TODAY)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        ("2026-11-22", 2028),
        ("2027-09-30", 2028),  # the last day of its window
        ("2027-10-01", 2029),
        ("2031-01-01", 2029),  # every season is over
    ],
)
def test_the_season_is_the_first_that_is_not_over(today: str, year: int) -> None:
    assert default_scenario(CATALOG, dt.date.fromisoformat(today)).season == year
    assert read({"today": today}).season == year


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "",
            "scenario: this is not JSON (Expecting value, line 1);"
            " allowed: a JSON object.",
        ),
        ("[]", "scenario: [] is no object; allowed: an object in curly brackets."),
        ("null", "scenario: null is no object; allowed: an object in curly brackets."),
        (
            '{"budget_usd": 1, "budget_usd": 2}',
            'scenario: the field "budget_usd" is there twice;'
            " allowed: each field once.",
        ),
        (
            '{"budget_usd": NaN}',
            'scenario: "NaN" is no finite number; allowed: finite numbers.',
        ),
        (
            '{"work_limit": 1e999}',
            'scenario: "1e999" is no finite number; allowed: finite numbers.',
        ),
        (
            '{"work_limit": -Infinity}',
            'scenario: "-Infinity" is no finite number; allowed: finite numbers.',
        ),
        (
            f'{{"budget_usd": {"9" * 5_000}}}',
            "scenario: a number is too long; allowed: numbers people use.",
        ),
        (
            '{"pins": ["\\ud800"]}',
            "scenario: a text holds half a character; allowed: whole characters.",
        ),
        (b"\xff", "scenario: byte 1 is not UTF-8; allowed: text saved as UTF-8."),
        (
            "[" * 100_000,
            "scenario: this is nested too deeply; allowed: up to 20 levels.",
        ),
        (" " * 1_000_001, "scenario: this is too large; allowed: up to 1 MB."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "bytes",
)
def test_what_is_no_object_is_refused(text: str | bytes, sentence: str) -> None:
    assert sentences(text) == [sentence]


def test_brackets_inside_texts_are_no_nesting() -> None:
    (found,) = sentences({"pins": ["[" * 50 + '\\"{']})
    assert found.startswith("pins: ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            {"budgt_usd": 1},
            "budgt_usd: this field is unknown;"
            " allowed: a known one, such as budget_usd or budget_counts or spent_usd.",
        ),
        (
            {"time_limit_s": 20.0},
            "time_limit_s: this field is unknown;"
            " allowed: a known one, such as work_limit.",
        ),
        (
            {"applicant": {"step2": 1}},
            "applicant.step2: this field is unknown;"
            " allowed: a known one, such as step2_ck or step2_low or step2_high.",
        ),
        (
            {"budget_usd": "a lot"},
            'budget_usd: "a lot" does not fit; allowed: a whole number.',
        ),
        ({"budget_usd": -1}, "budget_usd: -1 does not fit; allowed: 0 or more."),
        (
            {"max_rotations": 7},
            "max_rotations: 7 does not fit; allowed: 6 or less.",
        ),
        (
            {"min_letters": True},
            "min_letters: true does not fit; allowed: a whole number.",
        ),
        (
            {"include_unverified": "yes"},
            'include_unverified: "yes" does not fit; allowed: true or false.',
        ),
        ({"months": [0]}, "months[0]: 0 does not fit; allowed: 1 or more."),
        (
            {"window_end": "2027-06-31"},
            'window_end: "2027-06-31" does not fit;'
            " allowed: a real date such as 2027-03-01.",
        ),
        (
            {"today": "0001-01-01"},
            'today: "0001-01-01" does not fit; allowed: 2000-01-01 or more.',
        ),
        (
            {"kind": "unknown"},
            'kind: "unknown" does not fit; allowed: hands_on or observership.',
        ),
        (
            {"preferences": {"states": {"TX": 6}}},
            "preferences.states.TX: 6 does not fit; allowed: 5 or less.",
        ),
        (
            {"blackouts": [["2027-03-01"]]},
            "blackouts[0][1]: this is missing; allowed: a value.",
        ),
        (
            {"pins": "E1"},
            'pins: "E1" does not fit; allowed: a list in square brackets.',
        ),
        (
            {"applicant": None},
            "applicant: null does not fit; allowed: an object in curly brackets.",
        ),
        (
            {"season": 2031},
            "season: 2031 is not in the catalog; allowed: 2028, 2029.",
        ),
        (
            {"pins": ["E3"]},
            'pins: "E3" is unknown; allowed: a known one, such as E2 or E1.',
        ),
        (
            {"exclusions": ["E1@May"]},
            'exclusions: "E1@May" does not fit; allowed: an offering such as E012,'
            " or one on a date such as E012@2027-05-03.",
        ),
        (
            {"applicant": {"ties": ["Texas"]}},
            'applicant.ties: "Texas" is unknown; allowed: a state of two capital'
            " letters, such as TX, or a city such as Houston, TX.",
        ),
        (
            {"applicant": {"ties": ["Huston, TX"]}},
            'applicant.ties: the catalog has no city "Huston, TX";'
            " allowed: a known one, such as Houston, TX.",
        ),
        (
            {"free_housing": ["Chicago"]},
            'free_housing: the catalog has no city "Chicago";'
            " allowed: a known one, such as Chicago, IL.",
        ),
        (
            {"required_states": ["tx"]},
            'required_states: "tx" is unknown;'
            " allowed: a state of two capital letters, such as TX.",
        ),
        (
            {"preferences": {"states": {"Texas": 4}}},
            'preferences.states: "Texas" is unknown;'
            " allowed: a state of two capital letters, such as TX.",
        ),
        (
            {"preferences": {"programs": {"P3": 4}}},
            'preferences.programs: "P3" is unknown;'
            " allowed: a known one, such as P2 or P1.",
        ),
        (
            {"preferences": {"focus": ["spine"]}},
            'preferences.focus: "spine" is unknown; allowed: a known one, such as sci.',
        ),
        (
            {"max_per_region": {"north": 1}},
            'max_per_region: "north" is unknown; allowed: a known one, such as South.',
        ),
        (
            {"window_start": "2027-10-01"},  # the season's window ends on 30 September
            "window_end: 2027-09-30 is before 2027-10-01;"
            " allowed: the first day, then the last.",
        ),
        (
            {"blackouts": [["2027-05-02", "2027-05-01"]]},
            "blackouts[0]: 2027-05-01 is before 2027-05-02;"
            " allowed: the first day, then the last.",
        ),
        (
            {"min_rotations": 4},
            "min_rotations: 4 is too many; allowed: at most max_rotations, 3.",
        ),
        (
            {"letters_by": "2028-07-02"},
            "letters_by: 2028-07-02 is not of this season;"
            " allowed: 2026-07-01 to 2028-07-01.",
        ),
        (
            {"list_wishes": {"P3": "out"}},
            'list_wishes: "P3" is unknown; allowed: a known one, such as P2 or P1.',
        ),
        (
            {"applications": 1, "list_wishes": {"P1": "apply", "P2": "signal"}},
            "list_wishes: 2 applications are wished for, more than there are;"
            " allowed: at most 1.",
        ),
        (
            {"rank_order": ["P1"], "interviews": {"P1": "declined"}},
            'rank_order: "P1" has not interviewed you;'
            " allowed: programs that are invited or done under interviews.",
        ),
        (
            {"rank_order": ["P1", "P1"], "interviews": {"P1": "done"}},
            'rank_order: "P1" is ranked twice; allowed: each once.',
        ),
    ],
)
def test_a_fault_is_named_in_one_sentence(
    content: dict[str, Any], sentence: str
) -> None:
    assert sentences(content) == [sentence]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"offering_id": None},
            "booked[0]: it names no host; allowed: an offering_id or a program_id.",
        ),
        (
            {"offering_id": "E7"},
            'booked[0].offering_id: "E7" is unknown;'
            " allowed: a known one, such as E2 or E1.",
        ),
        (
            {"program_id": "P2"},
            'booked[0]: E1 is not at "P2";'
            " allowed: the offering alone, or its own program.",
        ),
        (
            {"end": "2027-02-26"},
            "booked[0].end: 2027-02-26 is before 2027-03-01;"
            " allowed: the first day, then the last.",
        ),
    ],
)
def test_a_booked_rotation_must_make_sense(
    changes: dict[str, Any], sentence: str
) -> None:
    good = {
        "start": "2027-03-01",
        "end": "2027-03-26",
        "kind": "hands_on",
        "offering_id": "E1",
    }
    assert read({"booked": [good]}).booked[0].offering_id == "E1"
    assert sentences({"booked": [good | changes]}) == [sentence]


def test_all_faults_are_named_at_once() -> None:
    assert len(sentences({"budget_usd": -1, "housing": "tent", "x": 1})) == 3
    assert len(sentences({"pins": ["E8", "E9"], "season": 2040})) == 3


def test_a_flood_of_faults_ends_with_a_note() -> None:
    found = sentences({f"field {i}": i for i in range(150)})
    assert len(found) == 101
    assert "there are more faults" in found[-1]


def test_a_long_value_is_shortened() -> None:
    (found,) = sentences({"housing": "x" * 5_000})
    assert len(found) < 120


@pytest.mark.parametrize(
    "content",
    [
        {"min_letters": 10},
        {"min_hands_on": 6},
        {"budget_usd": 0},
        {"months": []},
        {"pins": ["E1@2027-05-04"]},  # a Tuesday: the rules say that no block starts
    ],
)
def test_what_no_plan_can_fulfil_is_no_fault(content: dict[str, Any]) -> None:
    read(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from([f.name for f in (*fields(Scenario), *fields(Applicant))])
LIKELY = st.sampled_from(["E1", "TX", "2027-03-01", "9999-12-31", "hands_on", 2028, 3])


def is_read_or_refused(text: str | bytes) -> None:
    """Anything else than a scenario or sentences that can be printed is a bug."""
    try:
        found = read(text)
    except DataError as error:
        faults = error.faults
    else:
        assert read(write_scenario(found)) == found
        return
    assert faults
    assert all("\n" not in fault.sentence for fault in faults)
    assert all(fault.sentence.encode() for fault in faults)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str | bytes) -> None:
    is_read_or_refused(text)


@given(st.dictionaries(NAMES | st.text(max_size=8), JSON | LIKELY, max_size=5))
@example({"today": "1", "season": {}})
@example({"booked": [{"start": 1}], "\ud800": 1})
@example({"max_per_region": {"": 1, "a\nb": "x"}})
@example({"preferences": {"a\n": 1}})
def test_no_object_breaks_the_reader(content: dict[str, Any]) -> None:
    is_read_or_refused(json.dumps(content))


@given(st.dictionaries(NAMES, JSON | LIKELY, max_size=4))
def test_no_applicant_breaks_the_reader(content: dict[str, Any]) -> None:
    is_read_or_refused(json.dumps({"applicant": content, "preferences": content}))


def test_the_schema_requires_nothing_and_names_every_field() -> None:
    found = schema()
    json.dumps(found)
    assert "required" not in found
    assert list(found["properties"]) == [field.name for field in fields(Scenario)]
    assert found["properties"]["budget_usd"]["maximum"] == 100_000
    assert found["additionalProperties"] is False


ROW = re.compile(r"^\| `(\w+)` \| .* \| (.*) \|$", re.MULTILINE)


@pytest.mark.parametrize("record", [Scenario, Applicant, Booked, Preferences])
def test_the_documentation_names_every_field_with_its_default(
    record: type[Any],
) -> None:
    part = DOCS.read_text().split(f"\n## {record.__name__}\n")[1].split("\n## ")[0]
    documented = dict(ROW.findall(part))
    assert list(documented) == [field.name for field in fields(record)]
    written = json.loads(write_scenario(scenario()))
    owner = {Applicant: "applicant", Preferences: "preferences"}.get(record)
    default = written[owner] if owner else written
    for field in fields(record):
        if field.default is MISSING:
            continue
        value = default.get(field.name, field.default)
        assert documented[field.name] == f"`{json.dumps(value)}`", field.name
