"""A catalog is read whole, or refused with every fault named."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from catalog_files import replace_text, sentences, set_cell
from factories import (
    ASSUMPTIONS,
    catalog,
    offering,
    place,
    program,
    provenance,
    season,
    versioned,
    write_catalog,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.catalog_io.csv_reader import CELL_CHARACTERS, FILE_BYTES, LISTED_FAULTS
from optimizer.catalog_io.read import check, read_catalog
from optimizer.domain.catalog import OPTIONAL, PARAMETERS
from optimizer.domain.faults import DataError

FILES = ("programs", "offerings", "places", "seasons", "assumptions")


def test_what_is_written_is_read_back(folder: Path) -> None:
    source = provenance("programs.csv", "P1", "visa_sponsorship")
    found = read_catalog(folder)
    # catalogs are compared by version, and this one says what each of them holds
    assert versioned(found) == catalog(sources=(source,))


def test_names_of_any_script_are_read(tmp_path: Path) -> None:
    places = (place("São Paulo", "TX"), place("北京", "TX"))
    offerings = (
        offering("E1", city="São Paulo", host="Hospital das Clínicas"),
        offering("E2", city="北京"),
    )
    write_catalog(tmp_path, catalog(offerings=offerings, places=places))
    found = read_catalog(tmp_path)
    assert found.offering["E1"].host == "Hospital das Clínicas"
    assert "北京, TX" in found.place


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    path = folder / "programs.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check(folder) == []


def test_semicolons_may_separate_cells(folder: Path) -> None:
    before = read_catalog(folder)
    path = folder / "places.csv"
    path.write_text(path.read_text().replace(",", ";"))
    assert read_catalog(folder) == before


def test_too_many_columns_are_refused(folder: Path) -> None:
    names = ",".join(f"c{i}" for i in range(101))
    (folder / "places.csv").write_text(f"{names}\n")
    assert sentences(folder) == [
        "places.csv, row 1: there are 101 columns; allowed: up to 100."
    ]


def test_long_words_are_not_compared(folder: Path) -> None:
    set_cell(folder, "places.csv", "city", "x" * 61)
    assert any("allowed: a known one." in sentence for sentence in sentences(folder))


def test_empty_cells_mean_unknown(folder: Path) -> None:
    for column in ("students", "tuition_usd", "acceptance", "focus"):
        set_cell(folder, "offerings.csv", column, "")
    set_cell(folder, "programs.csv", "receptiveness_us", "")
    found = read_catalog(folder)
    item = found.offering["E1"]
    assert (item.students, item.tuition_usd, item.acceptance) == ("unknown", None, None)
    assert item.focus == ()
    assert found.program["P1"].receptiveness_us == "unknown"


def test_columns_may_come_in_any_order(folder: Path) -> None:
    before = read_catalog(folder)
    path = folder / "places.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    path.write_text("\n".join(",".join(reversed(row)) for row in rows))
    assert read_catalog(folder) == before


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_assumption_is_required(folder: Path, name: str) -> None:
    set_cell(folder, "assumptions.csv", "name", f"{name}_x", key=name)
    missing = f"assumptions.csv, column name: {name} is missing; allowed: a row."
    assert missing in sentences(folder)


@pytest.mark.parametrize("name", OPTIONAL)
def test_optional_assumptions_may_be_left_out(folder: Path, name: str) -> None:
    if name in ASSUMPTIONS:
        set_cell(folder, "assumptions.csv", "name", "my_own_note", key=name)
    assert check(folder) == []


def test_an_assumption_needs_a_plain_name(folder: Path) -> None:
    name = "acceptance_cold"
    line = set_cell(folder, "assumptions.csv", "name", "a b", key=name)
    assert sentences(folder) == [
        f'assumptions.csv, row {line}, column name: "a b" does not fit;'
        " allowed: letters, digits and _."
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    expected = f"{name}.csv: the file is missing; allowed: a CSV file of this name."
    assert expected in sentences(folder)


def test_provenance_may_be_missing(folder: Path) -> None:
    (folder / "provenance.csv").unlink()
    assert read_catalog(folder).provenance == ()


NEWER = (
    *("track", "application_deadline", "ecfmg_wanted", "pmr_letter"),
    *("interviews_per_year", "first_class", "residents_img"),
)


def test_an_older_catalog_has_no_columns_about_the_residency(folder: Path) -> None:
    whole = read_catalog(folder)
    with (folder / "programs.csv").open(newline="", encoding="utf-8") as sheet:
        rows = list(csv.DictReader(sheet))
    kept = [name for name in rows[0] if name not in NEWER]
    assert len(kept) == len(rows[0]) - len(NEWER)
    with (folder / "programs.csv").open("w", newline="", encoding="utf-8") as sheet:
        writer = csv.DictWriter(sheet, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert read_catalog(folder).programs == whole.programs


@pytest.mark.parametrize("cell", ["31 October", "02-29", "10-32", "NONE"])
def test_a_deadline_is_a_day_of_every_year(folder: Path, cell: str) -> None:
    set_cell(folder, "programs.csv", "application_deadline", cell)
    assert sentences(folder) == [
        f'programs.csv, row 2, column application_deadline: "{cell}" is no day of every'
        " year; allowed: a month and a day such as 10-31, or none."
    ]


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    expected = "nowhere: there is no such folder; allowed: a folder."
    assert sentences(tmp_path / "nowhere") == [expected]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "places.csv: the file is empty; allowed: a header and one row a line."),
        (
            b" \n\n",
            "places.csv: the file is empty; allowed: a header and one row a line.",
        ),
        (b"\x00\x01", "places.csv: the file holds binary data; allowed: text, as CSV."),
        (
            "city\nM\xfcnchen\n".encode("latin-1"),
            "places.csv: byte 7 is not UTF-8; allowed: text saved as UTF-8"
            " (in Excel: CSV UTF-8).",
        ),
        (
            b'city,state\n"Waco,TX\n',
            "places.csv, row 2: this is not valid CSV (unexpected end of data);"
            " allowed: comma-separated cells, quotes closed and doubled inside quotes.",
        ),
        (
            b"x" * (FILE_BYTES + 1),
            "places.csv: the file is too large; allowed: up to 10 MB.",
        ),
    ],
)
def test_an_unreadable_file_is_one_fault(
    folder: Path, content: bytes, sentence: str
) -> None:
    (folder / "places.csv").write_bytes(content)
    assert sentences(folder) == [sentence]


def test_too_many_rows_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.catalog_io.csv_reader.ROWS", 10)
    rows = (
        len((folder / "assumptions.csv").read_text(encoding="utf-8").splitlines()) - 1
    )
    told = f"assumptions.csv: there are {rows} rows; allowed: up to 10."
    assert told in sentences(folder)


def test_a_column_may_not_be_missing_unknown_or_doubled(folder: Path) -> None:
    replace_text(folder, "places.csv", "region,lat", "regio,state")
    assert sentences(folder) == [
        "places.csv, row 1, column region: this column is missing;"
        " allowed: every column.",
        "places.csv, row 1, column lat: this column is missing; allowed: every column.",
        'places.csv, row 1, column "regio": this column is unknown;'
        " allowed: a known one, such as region.",
        "places.csv, row 1, column state: this column is there 2 times; allowed: once.",
    ]


def test_a_ragged_row_is_named(folder: Path) -> None:
    replace_text(folder, "places.csv", "Houston,TX", "Houston,TX,extra")
    expected = (
        "places.csv, row 2: there are 12 cells under 11 columns; allowed: 11 cells."
    )
    assert sentences(folder) == [expected]


def test_a_long_cell_is_named(folder: Path) -> None:
    set_cell(folder, "programs.csv", "institution", "x" * (CELL_CHARACTERS + 1))
    (found,) = sentences(folder)
    assert found.startswith('programs.csv, row 2, column institution: "xxx')
    assert found.endswith("is too long; allowed: 2,000 characters.")
    assert len(found) < 150


def test_a_doubled_id_names_both_rows(tmp_path: Path) -> None:
    write_catalog(tmp_path, catalog(offerings=(offering("E1"), offering("E2"))))
    set_cell(tmp_path, "offerings.csv", "offering_id", "E1", key="E2")
    assert sentences(tmp_path) == [
        'offerings.csv, row 3, column offering_id: "E1" is already in row 2;'
        " allowed: each one once."
    ]


def test_a_season_is_needed(folder: Path) -> None:
    path = folder / "seasons.csv"
    path.write_text(path.read_text().splitlines()[0])
    assert sentences(folder) == [
        "seasons.csv: there is no row; allowed: at least one season."
    ]


def test_a_row_is_the_line_it_starts_on(tmp_path: Path) -> None:
    offerings = (offering("E1", title="two\nlines"), offering("E2"))
    write_catalog(tmp_path, catalog(offerings=offerings))
    set_cell(tmp_path, "offerings.csv", "weeks", "x", key="E2")
    (found,) = sentences(tmp_path)
    # The header is line 1, E1 fills lines 2 and 3.
    assert found.startswith("offerings.csv, row 4, column weeks")


def test_all_faults_of_all_files_are_listed_at_once(folder: Path) -> None:
    set_cell(folder, "programs.csv", "lat", "north")
    set_cell(folder, "offerings.csv", "weeks", "x")
    set_cell(folder, "offerings.csv", "starts", "daily")
    set_cell(folder, "seasons.csv", "match_day", "soon")
    with pytest.raises(DataError) as error:
        read_catalog(folder)
    where = {fault.where for fault in error.value.faults}
    assert where == {
        "programs.csv, row 2, column lat",
        "offerings.csv, row 2, column weeks",
        "offerings.csv, row 2, column starts",
        "seasons.csv, row 2, column match_day",
    }


def test_a_faulty_row_still_counts_for_those_that_point_at_it(folder: Path) -> None:
    set_cell(folder, "programs.csv", "lat", "north")
    assert len(sentences(folder)) == 1  # not: the offering's program is unknown


def shuffled(folder: Path) -> None:
    """Put the rows of every file but provenance in another order."""
    for name in FILES:
        header, *rows = (folder / f"{name}.csv").read_text().splitlines()
        random.Random(1).shuffle(rows)
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]))


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    write_catalog(
        tmp_path,
        catalog(
            programs=tuple(program(f"P{i}") for i in range(6)),
            offerings=tuple(offering(f"E{i}") for i in range(6)),
            seasons=(season(2028), season(2029)),
        ),
    )
    before = read_catalog(tmp_path)
    first = (tmp_path / "programs.csv").read_text()
    shuffled(tmp_path)
    assert (tmp_path / "programs.csv").read_text() != first
    assert read_catalog(tmp_path) == before


def test_a_changed_cell_changes_the_version(folder: Path) -> None:
    before = read_catalog(folder).version
    set_cell(folder, "places.csv", "food_week_usd", "101")
    after = read_catalog(folder).version
    assert before != after
    assert len(after) == 32


def test_the_first_source_of_a_field_wins(tmp_path: Path) -> None:
    sources = (
        provenance("programs.csv", "P1", "url"),
        provenance("programs.csv", "P1", "lat", source="the first"),
        provenance("programs.csv", "P1", "lat", source="a later one"),
    )
    write_catalog(tmp_path, catalog(sources=sources))
    found = read_catalog(tmp_path).source_of
    assert found["programs.csv", "P1", "lat"].source == "the first"


def test_a_flood_of_faults_ends_with_a_note(folder: Path) -> None:
    path = folder / "places.csv"
    header, row = path.read_text().splitlines()
    rows = [
        row.replace("Houston", f"City {i}", 1) + "x" for i in range(2 * LISTED_FAULTS)
    ]
    path.write_text("\n".join([header, row, *rows]))
    found = sentences(folder)
    assert len(found) == LISTED_FAULTS + 1
    assert "there are more faults" in found[-1]


def test_a_flood_of_faults_between_files_ends_with_a_note(folder: Path) -> None:
    path = folder / "offerings.csv"
    header, row = path.read_text().splitlines()
    rows = [row.replace("E1,P1", f"X{i},P9", 1) for i in range(2 * LISTED_FAULTS)]
    path.write_text("\n".join([header, *rows]))
    found = sentences(folder)
    assert len(found) == LISTED_FAULTS + 1
    assert found[-1].startswith("the catalog: there are more faults")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_the_reader(folder: Path, content: bytes) -> None:
    path = folder / "places.csv"
    header = "city,state,metro,region,lat,lon,housing_week_usd,housing_week_low,"
    header += "housing_week_high,food_week_usd,transport_week_usd\n"
    path.write_bytes(content)
    assert all(sentence.encode() for sentence in sentences(folder))
    path.write_bytes(header.encode() + content)
    assert all("\n" not in sentence for sentence in sentences(folder))
