"""A class as a table: rows read as scenario files do, and every fault has its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest

from benchmarks.class_table import write_applicants
from optimizer.domain.applicant import Applicant, Booked, Preferences
from optimizer.domain.faults import DataError
from optimizer.domain.scenario import Scenario
from optimizer.export.applicants import read_applicants
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS

TODAY = make.TODAY


def scenarios(shipped, text: str) -> list[Scenario]:
    rows = read_applicants("class.csv", text.encode())
    return [row.scenario(shipped, TODAY) for row in rows]


def test_cells_are_read_by_the_types_of_their_fields(shipped):
    header = (
        "name;applicant.status;applicant.step2_ck;applicant.us_work_authorized;months;"
        "preferences.where_matters;budget_usd;preferences.states;applicant.ties\n"
    )
    text = (
        header
        + 'Ann;Graduate;none;YES;"7;8";0,5;6000.0;"TX=5; NY=4";"TX;Houston, TX"\n'
    )
    (row,) = read_applicants("class.csv", text.encode())
    assert (row.line, row.name) == (2, "Ann")
    found = row.scenario(shipped, TODAY)
    assert found == replace(
        default_scenario(shipped, TODAY),
        applicant=Applicant(
            status="graduate",
            step2_ck=None,
            us_work_authorized=True,
            ties=("TX", "Houston, TX"),
        ),
        months=(7, 8),
        budget_usd=6000,
        preferences=Preferences(where_matters=0.5, states=(("NY", 4), ("TX", 5))),
    )


def test_an_empty_cell_takes_the_default_and_blank_rows_are_skipped(shipped):
    found = scenarios(shipped, "name,budget_usd,months\n,,\nA,,\n\nB,7000,\n")
    default = default_scenario(shipped, TODAY)
    assert found == [default, replace(default, budget_usd=7000)]


def test_every_fault_has_its_row_and_column(shipped):
    text = "budget_usd,applicant.status,months,season\n9000,student,7,2028\n"
    text += '"10,000",dean,"7,13",2028\n'
    good, bad = read_applicants("class.csv", text.encode())
    assert good.scenario(shipped, TODAY).budget_usd == 9000
    with pytest.raises(DataError) as refused:
        bad.scenario(shipped, TODAY)
    assert {fault.where for fault in refused.value.faults} == {
        "row 3, column applicant.status",
        "row 3, column budget_usd",
        "row 3, column months[0]",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("budget_used\n1\n", 'class.csv, row 1, column "budget_used": this column is'),
        ("season,season\n1,2\n", "2 times"),
        ("season\n1,2\n", "class.csv, row 2: there are 2 cells under 1 columns"),
        ("", "the file is empty"),
        ("\0", "binary"),
    ],
)
def test_a_table_that_is_none_is_refused_whole(text, said):
    with pytest.raises(DataError) as refused:
        read_applicants("class.csv", text.encode())
    assert said in str(refused.value)


@pytest.mark.parametrize("cell", ["[" * 1_900, "{", "[1", "NaN", "1e400"])
def test_a_cell_of_a_stranger_is_a_fault_and_nothing_else(shipped, cell):
    for column in ("booked", "months", "preferences.where_matters", "max_per_region"):
        text = f"{column}\n{cell}\n"
        (row,) = read_applicants("class.csv", text.encode())
        with pytest.raises(DataError) as refused:
            row.scenario(shipped, TODAY)
        assert all(
            fault.where.startswith(f"row 2, column {column}")
            for fault in refused.value.faults
        )


def test_what_is_written_reads_the_same(shipped):
    default = default_scenario(shipped, TODAY)
    people = [(name, preset(default)) for name, preset in PRESETS.items()]
    offering = shipped.offerings[0].offering_id
    stay = (dt.date(2027, 7, 5), dt.date(2027, 7, 30))
    full = replace(
        default,
        applicant=replace(default.applicant, step2_ck=None, graduation_date=None),
        months=(),
        blackouts=(stay,),
        booked=(Booked(*stay, "hands_on", offering),),
        answers=((offering, "asked"),),
        kind="hands_on",
    )
    people.append(("Full", full))
    rows = read_applicants("class.csv", write_applicants(people))
    assert [(r.name, r.scenario(shipped, TODAY)) for r in rows] == people
