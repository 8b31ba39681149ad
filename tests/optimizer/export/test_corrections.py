"""What was found out as a CSV and as an issue: complete, harmless, nothing personal."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import fields

import factories as make

from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut
from optimizer.export.corrections import Correction, as_csv, as_issue, corrections

DAY = dt.date(2026, 5, 3)


def problem() -> Problem:
    """Three answers about a host whose name is a trap."""
    catalog = make.catalog(
        (make.program("P1", name="=cmd|' /C calc'!A0"),),
        (make.offering(host="@evil `x`\n# [y](http://z)", tuition_usd=None),),
        sources=(make.provenance("offerings.csv", "E1", "graduates"),),
        version="v1",
    )
    answers = (
        FoundOut("P1", "visa_sponsorship", "J-1;H-1B", DAY),
        FoundOut("E1", "tuition_usd", "750", DAY),
        FoundOut("E1", "graduates", "no", DAY),
    )
    return make.problem(catalog, found_out=answers, step2_ck=217, budget_usd=4_321)


def test_each_answer_is_a_correction_of_the_catalog_as_read() -> None:
    found = corrections(problem())
    assert [(c.file, c.record_id, c.field) for c in found] == [
        ("offerings.csv", "E1", "graduates"),
        ("offerings.csv", "E1", "tuition_usd"),
        ("programs.csv", "P1", "visa_sponsorship"),
    ]
    assert [(c.old_value, c.new_value) for c in found] == [
        ("yes", "no"),
        ("", "750"),
        ("J-1", "J-1;H-1B"),
    ]
    assert [c.note for c in found] == [
        "asked the host; before: sourced",
        "asked the host; before: no source on record",
        "asked the host; before: no source on record",
    ]
    assert {c.as_of for c in found} == {"2026-05-03"}


def test_the_csv_can_be_read_and_runs_nothing() -> None:
    found = corrections(problem())
    rows = list(csv.DictReader(io.StringIO(as_csv(found), newline="")))
    assert list(rows[0]) == [field.name for field in fields(Correction)]
    assert len(rows) == 3
    assert [row["new_value"] for row in rows] == ["no", "750", "J-1;H-1B"]
    assert rows[0]["name"] == "'@evil `x`\n# [y](http://z)"
    assert rows[2]["name"] == "'=cmd|' /C calc'!A0"
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row.values() if cell)


def test_the_issue_is_plain_and_says_nothing_of_the_applicant() -> None:
    text = as_issue(problem(), corrections(problem()))
    items = [line for line in text.splitlines() if line.startswith("- ")]
    assert items == [
        "- `offerings.csv`, `E1` (`@evil x # [y](http://z)`), `graduates`: `yes` is now"
        " `no`; asked on 2026-05-03",
        "- `offerings.csv`, `E1` (`@evil x # [y](http://z)`), `tuition_usd`: (empty) is"
        " now `750`; asked on 2026-05-03",
        "- `programs.csv`, `P1` (`=cmd|' /C calc'!A0`), `visa_sponsorship`: `J-1` is"
        " now `J-1;H-1B`; asked on 2026-05-03",
    ]
    assert "`v1`" in text
    assert "217" not in text
    assert "4321" not in text
    assert "4,321" not in text


def test_nothing_found_out_is_nothing_to_correct() -> None:
    base = problem()
    none = base.having(found_out=())
    assert corrections(none) == ()
    assert as_csv(()).splitlines() == [",".join(f.name for f in fields(Correction))]
