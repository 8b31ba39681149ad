"""The table of the catalog's columns speaks of every column, once."""

from __future__ import annotations

from dataclasses import fields

import pytest

from optimizer.domain.columns import FILES, OFFERING, PROGRAM
from optimizer.domain.found_out import FIELDS
from optimizer.domain.records import Offering, Place, Program

RECORDS = {"programs.csv": Program, "offerings.csv": Offering, "places.csv": Place}


@pytest.mark.parametrize("file", FILES)
def test_every_column_is_named_and_nothing_else(file: str) -> None:
    assert FILES[file].keys() == {field.name for field in fields(RECORDS[file])}


@pytest.mark.parametrize("file", FILES)
def test_no_two_columns_of_a_file_have_one_name(file: str) -> None:
    labels = [column.label for column in FILES[file].values()]
    assert len(set(labels)) == len(labels)
    assert not [label for label in labels if "_" in label or not label]


def test_a_column_of_both_files_has_one_name_and_one_unit() -> None:
    both = PROGRAM.keys() & OFFERING.keys() - {"program_id"}
    assert both == {"city", "state", "focus", "url"}
    for name in both:
        assert PROGRAM[name].label == OFFERING[name].label
        assert PROGRAM[name].unit == OFFERING[name].unit


@pytest.mark.parametrize("file", FILES)
def test_texts_are_whole(file: str) -> None:
    for column in FILES[file].values():
        assert not column.ask or column.ask.endswith("?")
        assert not column.help or column.help.endswith(".")
        assert not column.needed or column.needed.endswith(".")


def test_what_may_be_answered_can_be_asked_and_is_of_one_file() -> None:
    found = [
        (name, column)
        for columns in FILES.values()
        for name, column in columns.items()
        if column.answerable
    ]
    assert [name for name, _ in found] == list(FIELDS)
    assert all(column.ask for _, column in found)


def test_no_limit_is_said_only_of_numbers_that_may_be_empty() -> None:
    limits = {name for name, field in FIELDS.items() if field.column.no_limit}
    assert limits == {
        *("graduation_years_limit", "min_step2_ck", "max_exam_failures"),
        "max_step1_failures",
    }
    assert all(FIELDS[name].value("") is None for name in limits)


def test_a_form_says_the_unit() -> None:
    assert OFFERING["tuition_usd"].form_label == "Tuition or visitor fee (US$)"
    assert OFFERING["acceptance"].form_label == "Chance that the host accepts (%)"
    assert OFFERING["host"].form_label == "Host"
