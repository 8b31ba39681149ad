"""Coverage counts what is known, assumed and unknown, by one definition."""

import csv
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from factories import catalog, offering, program, provenance, write_catalog

from optimizer.browse.known import (
    BEFORE,
    EARLIER,
    Coverage,
    before,
    coverage,
    knows,
    standing,
)
from optimizer.domain.faults import DataError
from optimizer.domain.records import Offering, Program

DATA = Path(__file__).parents[3] / "data"
KEYS = {"programs.csv": "program_id", "offerings.csv": "offering_id"}


def counts(made, file, field):
    [found] = [c for c in coverage(made) if (c.file, c.field) == (file, field)]
    return found.known, found.assumed, found.unknown


@pytest.mark.parametrize("value", [None, "", (), "unknown"])
def test_what_says_nothing_is_unknown_whatever_its_source(value):
    for status in ("sourced", "assumed"):
        source = provenance("offerings.csv", "E1", "students", status=status)
        assert standing(value, source) == "unknown"
    assert standing(value, None) == "unknown"


@pytest.mark.parametrize("value", [0, "no", "none", ("none",), "yes", 4])
def test_no_and_nought_are_answers(value):
    assert standing(value, None) == "known"
    for status in ("sourced", "aggregator", "estimated", "general_knowledge", "user"):
        source = provenance("offerings.csv", "E1", "students", status=status)
        assert standing(value, source) == "known"
    source = provenance("offerings.csv", "E1", "students", status="assumed")
    assert standing(value, source) == "assumed"


def test_each_record_is_counted_once():
    made = catalog(
        programs=(program("P1"), program("P2", visa_sponsorship=())),
        offerings=(
            offering("E1", tuition_usd=0),
            offering("E2", tuition_usd=None),
            offering("E3", tuition_usd=900),
        ),
        sources=(provenance("offerings.csv", "E3", "tuition_usd", status="assumed"),),
    )
    assert counts(made, "programs.csv", "visa_sponsorship") == (1, 0, 1)
    assert counts(made, "offerings.csv", "tuition_usd") == (1, 1, 1)
    assert {c.records for c in coverage(made) if c.file == "programs.csv"} == {2}
    assert {c.records for c in coverage(made) if c.file == "offerings.csv"} == {3}


def test_the_first_source_of_a_field_decides():
    twice = [
        provenance("offerings.csv", "E1", "acceptance", status=status)
        for status in ("assumed", "sourced")
    ]
    assert counts(catalog(sources=tuple(twice)), "offerings.csv", "acceptance") == (
        (0, 1, 0)
    )
    assert counts(catalog(sources=tuple(twice[::-1])), "offerings.csv", "acceptance")[0]


def test_what_is_only_assumed_is_not_known():
    sources = (provenance("offerings.csv", "E1", "acceptance", status="assumed"),)
    assumed, stated = catalog(sources=sources), catalog()
    assert not knows(assumed, assumed.offering["E1"], "acceptance")
    assert knows(stated, stated.offering["E1"], "acceptance")


def test_the_shipped_files_give_the_same_counts_cell_by_cell(shipped):
    """Recounted from the raw cells, without the reader or the catalog."""
    status = {}
    with (DATA / "provenance.csv").open(encoding="utf-8", newline="") as sheet:
        for row in csv.DictReader(sheet):
            key = (row["file"], row["record_id"], row["field"])
            status.setdefault(key, row["status"])
    expected = []
    for file, key in KEYS.items():
        with (DATA / file).open(encoding="utf-8", newline="") as sheet:
            rows = list(csv.DictReader(sheet))
        kind = {"programs.csv": Program, "offerings.csv": Offering}[file]
        for field in [f.name for f in fields(kind) if f.name != key]:
            found = Counter(
                "unknown"
                if row.get(field, "") in ("", "unknown")
                else "assumed"
                if status.get((file, row[key], field)) == "assumed"
                else "known"
                for row in rows
            )
            expected.append(
                (file, field, found["known"], found["assumed"], found["unknown"])
            )
    assert expected == [
        (c.file, c.field, c.known, c.assumed, c.unknown) for c in coverage(shipped)
    ]


def test_an_earlier_count_is_read_or_is_not_there(tmp_path):
    folder = write_catalog(tmp_path, catalog())
    assert before(folder) == ()
    header = "file,field,known,assumed,unknown,counted_on\n"
    (folder / BEFORE).write_text(header + "programs.csv,name,3,1,0,2026-11-24\n")
    [count] = before(folder)
    assert (count.known, count.assumed, count.unknown, count.records) == (3, 1, 0, 4)
    assert str(count.counted_on) == "2026-11-24"


def test_a_count_below_nought_is_refused(tmp_path):
    header = "file,field,known,assumed,unknown,counted_on\n"
    (tmp_path / BEFORE).write_text(header + "programs.csv,name,-3,1,0,2026-11-24\n")
    with pytest.raises(DataError):
        before(tmp_path)


def test_the_earlier_count_of_the_shipped_catalog_has_every_field(shipped):
    kept = before(EARLIER)
    assert [(c.file, c.field) for c in kept] == [
        (c.file, c.field) for c in coverage(shipped)
    ]
    assert all(isinstance(c, Coverage) and c.counted_on for c in kept)
    assert {(c.file, c.records) for c in kept} == {
        ("programs.csv", 116),
        ("offerings.csv", 316),
    }
