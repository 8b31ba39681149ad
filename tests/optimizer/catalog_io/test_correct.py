"""A correction changes its cell and its sources and nothing else, or nothing at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import factories as make
import pytest

from optimizer.catalog_io.correct import Told, correct_cell, write_corrected
from optimizer.catalog_io.read import check, read_catalog
from optimizer.domain.faults import DataError

TODAY = dt.date(2026, 11, 22)
PAGE = "https://example.org/visitors"
TOLD = Told("E1", "graduates", "no", PAGE, "2026-05")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalog with a page, a guess and another record behind what may change."""
    old = make.provenance("offerings.csv", "E1", "graduates", as_of="2019")
    guess = replace(old, source="a guess", url="", status="assumed")
    other = make.provenance("programs.csv", "P1", "name")
    return make.write_catalog(tmp_path, make.catalog(sources=(guess, old, other)))


def put(folder: Path, told: Told) -> None:
    write_corrected(folder, correct_cell(folder, told, TODAY))


def refused(folder: Path, told: Told) -> list[str]:
    """The sentences of a refusal, which leaves every file as it was."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DataError) as error:
        correct_cell(folder, told, TODAY)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    return [fault.sentence for fault in error.value.faults]


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(newline="", encoding="utf-8") as sheet:
        return list(csv.DictReader(sheet))


def test_a_cell_and_its_source_are_written(folder: Path) -> None:
    others = {p.name: p.read_bytes() for p in folder.iterdir()}
    (before,) = rows(folder, "offerings.csv")
    put(folder, TOLD)
    (after,) = rows(folder, "offerings.csv")
    assert {k for k in after if after[k] != before[k]} == {"graduates"}
    assert after["graduates"] == "no"
    same = [n for n, c in others.items() if (folder / n).read_bytes() == c]
    assert set(others) - set(same) == {"offerings.csv", "provenance.csv"}
    assert check(folder) == []


def test_the_new_source_is_first_and_a_guess_is_gone(folder: Path) -> None:
    put(folder, replace(TOLD, says="takes no graduates", confidence="medium"))
    first, second, other = rows(folder, "provenance.csv")
    assert first == {
        "file": "offerings.csv",
        "record_id": "E1",
        "field": "graduates",
        "source": "takes no graduates",
        "url": PAGE,
        "as_of": "2026-05",
        "confidence": "medium",
        "status": "sourced",
    }
    assert (second["as_of"], second["url"]) == ("2019", "https://example.org")
    assert other["record_id"] == "P1"


def test_the_same_page_is_named_once(folder: Path) -> None:
    put(folder, TOLD)
    put(folder, replace(TOLD, value="yes", as_of="2026-06"))
    found = [r["as_of"] for r in rows(folder, "provenance.csv") if r["url"] == PAGE]
    assert found == ["2026-06"]
    assert rows(folder, "offerings.csv")[0]["graduates"] == "yes"


@pytest.mark.parametrize(
    ("record_id", "field", "value", "file"),
    [
        ("E1", "tuition_usd", "750", "offerings.csv"),
        ("E1", "starts", "2027-05-03;2027-06-07", "offerings.csv"),
        ("P1", "track", "both", "programs.csv"),
        ("P1", "visa_sponsorship", "J-1;H-1B", "programs.csv"),
        ("P1", "min_step2_ck", "", "programs.csv"),
        ("Houston, TX", "food_week_usd", "120", "places.csv"),
    ],
)
def test_programs_offerings_and_places(
    folder: Path, record_id: str, field: str, value: str, file: str
) -> None:
    found = correct_cell(folder, Told(record_id, field, value, PAGE, "undated"), TODAY)
    assert (found.file, found.now) == (file, value)
    write_corrected(folder, found)
    assert rows(folder, file)[0][field] == value
    assert read_catalog(folder) == found.after
    assert found.after.source_of[file, record_id, field].url == PAGE


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"record_id": "E2"},
            '"E2": there is no such offering, program or place; allowed: a known one,'
            " such as E1.",
        ),
        (
            {"field": "graduate"},
            '"graduate": offerings.csv has no such field; allowed: a known one, such as'
            " graduates.",
        ),
        (
            {"field": "offering_id"},
            '"offering_id": this names the row; allowed: a field that may change.',
        ),
        (
            {"field": "as_of"},
            '"as_of": this follows from the sources; allowed: the field that a page'
            " speaks of.",
        ),
        (
            {"value": "perhaps"},
            'offerings.csv, row 2, column graduates: "perhaps" does not fit; allowed:'
            " yes, no or unknown.",
        ),
        (
            {"field": "city", "value": "Atlantis"},
            'offerings.csv, row 2, column city: "Atlantis, TX" is not in places.csv;'
            " allowed: a known one, such as Houston, TX.",
        ),
        (
            {"value": "no\nyes"},
            'the value: "no\\nyes" does not fit; allowed: one line of text.',
        ),
        (
            {"url": "example.org"},
            'the source: "example.org" does not fit; allowed: a web address (http or'
            " https).",
        ),
        (
            {"as_of": "May 2026"},
            'the date of the source: "May 2026" does not fit; allowed: a year, month or'
            " day up to today, such as 2026-05, or undated.",
        ),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    folder: Path, changes: dict[str, str], sentence: str
) -> None:
    assert refused(folder, replace(TOLD, **changes)) == [sentence]  # type: ignore[arg-type]


@pytest.mark.parametrize("as_of", ["2026-13", "2026-12", "2027", "2026-11-23", ""])
def test_a_date_is_real_and_not_to_come(folder: Path, as_of: str) -> None:
    (found,) = refused(folder, replace(TOLD, as_of=as_of))
    assert found.startswith("the date of the source: ")


@pytest.mark.parametrize("as_of", ["2026", "2026-11", "2026-11-22", "undated"])
def test_a_date_may_be_today(folder: Path, as_of: str) -> None:
    assert correct_cell(folder, replace(TOLD, as_of=as_of), TODAY).now == "no"


def test_everything_that_does_not_fit_is_named_at_once(folder: Path) -> None:
    assert len(refused(folder, Told("X", "graduates", "no", "x", "x"))) == 3


def test_a_catalog_with_faults_is_not_corrected(folder: Path) -> None:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(text.replace("Houston,TX", "Houston,tx"))
    assert refused(folder, TOLD)


@pytest.mark.parametrize(
    ("students", "field", "as_of", "status"),
    [
        ("unknown", "graduates", "2026-05", "aggregator"),
        ("yes", "graduates", "2026-11-01", "sourced"),
        ("yes", "title", "2026-11-01", "sourced"),
    ],
)
def test_date_and_standing_follow_the_source_that_decides(
    tmp_path: Path, students: str, field: str, as_of: str, status: str
) -> None:
    start = make.offering(students=students, as_of="2026-11-01", status="sourced")
    source = make.provenance("offerings.csv", "E1", "students")
    make.write_catalog(tmp_path, make.catalog(offerings=(start,), sources=(source,)))
    value = "no" if field == "graduates" else "Elective"
    put(tmp_path, Told("E1", field, value, PAGE, "2026-05", status="aggregator"))
    (row,) = rows(tmp_path, "offerings.csv")
    assert (row["as_of"], row["status"]) == (as_of, status)


@pytest.mark.parametrize(
    ("encoding", "separator", "ends"),
    [("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\n")],
)
def test_a_file_keeps_its_form(
    folder: Path, encoding: str, separator: str, ends: str
) -> None:
    """Encoding, separator, line ends and every other cell stay as they were."""
    for file in ("offerings.csv", "provenance.csv"):
        read = rows(folder, file)
        sheet = io.StringIO(newline="")
        writer = csv.DictWriter(
            sheet, list(read[0]), delimiter=separator, lineterminator=ends
        )
        writer.writeheader()
        writer.writerows(read)
        (folder / file).write_bytes(sheet.getvalue().encode(encoding))
    before = (folder / "offerings.csv").read_bytes().decode(encoding)
    put(folder, replace(TOLD, value="No"))
    after = (folder / "offerings.csv").read_bytes().decode(encoding)
    old = before.split(ends)[1].split(separator)
    new = after.split(ends)[1].split(separator)
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [("yes", "no")]
    assert after.split(ends)[0] == before.split(ends)[0]
    assert check(folder) == []


def test_a_folder_that_cannot_be_written_to_is_one_sentence(folder: Path) -> None:
    found = correct_cell(folder, TOLD, TODAY)
    (folder / ".provenance.csv.part").mkdir()
    before = (folder / "offerings.csv").read_bytes()
    with pytest.raises(DataError, match="allowed: a folder that you may write to"):
        write_corrected(folder, found)
    assert (folder / "offerings.csv").read_bytes() == before


def test_an_older_catalog_gets_the_column_and_the_sources(folder: Path) -> None:
    read = rows(folder, "programs.csv")
    kept = [name for name in read[0] if name != "track"]
    with (folder / "programs.csv").open("w", newline="", encoding="utf-8") as sheet:
        writer = csv.DictWriter(sheet, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(read)
    (folder / "provenance.csv").unlink()
    put(folder, Told("P1", "track", "both", PAGE, "2026"))
    assert rows(folder, "programs.csv")[0]["track"] == "both"
    assert len(rows(folder, "provenance.csv")) == 1
    assert check(folder) == []
