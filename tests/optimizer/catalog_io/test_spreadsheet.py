"""Files that a spreadsheet saved: undone where it has one meaning, else told once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import factories as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.catalog_io.read import DATA, RECORDS
from optimizer.catalog_io.spreadsheet import tidy_rows
from optimizer.catalog_io.upload import catalog_from
from optimizer.catalog_io.write import cells_of, records_of, write_files
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.records import Offering, Place

CATALOG = make.catalog(
    programs=(make.program(acgme_id="3400512345"), make.program("P2")),
    offerings=(
        make.offering("E1", tuition_usd=100, acceptance=0.15),
        make.offering("E2", starts="2027-05-03;2027-06-07", us_persons_only="unknown"),
        make.offering("E3", starts="2027-05-03"),
    ),
)
FILES = write_files(CATALOG)
Grid = list[list[str]]


def grid(content: bytes) -> Grid:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def saved(rows: Grid, separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=separator).writerows(rows)
    return sheet.getvalue().encode(encoding)


def edited(file: str, column: str, change: Callable[[str], str]) -> dict[str, bytes]:
    """The files with every cell of a column changed."""
    head, *rows = grid(FILES[file])
    at = head.index(column)
    new = [[*row[:at], change(row[at]), *row[at + 1 :]] for row in rows]
    return {**FILES, file: saved([head, *new])}


def faults(files: dict[str, bytes], *known: Catalog) -> list[str]:
    with pytest.raises(DataError) as refusal:
        catalog_from(files, *known)
    return [fault.sentence for fault in refusal.value.faults]


def with_commas(rows: Grid) -> Grid:
    """As Excel writes numbers where the comma is the decimal sign."""
    number = re.compile(r"-?\d+\.\d+")
    return [
        [c.replace(".", ",") if number.fullmatch(c) else c for c in r] for r in rows
    ]


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16"), ("\t", "utf-8")],
)
def test_the_shipped_catalog_comes_back_from_a_spreadsheet(
    shipped: Catalog, separator: str, encoding: str
) -> None:
    """Decimal commas, cut ids, capitals and 100.0, blank rows and columns at once."""
    files = {name: (DATA / name).read_bytes() for name in RECORDS}
    spoilt = {
        name: saved(spoil(with_commas(grid(content))), separator, encoding)
        for name, content in files.items()
    }
    assert b"3,40E+09" in saved(spoil(grid(files["programs.csv"])), ";")
    found = catalog_from(spoilt, shipped)
    assert found == shipped
    assert found.provenance == shipped.provenance


def spoil(rows: Grid) -> Grid:
    head, *body = rows
    names = {name: at for at, name in enumerate(head)}
    for row in body:
        if at := names.get("acgme_id"):
            row[at] = f"{int(row[at]):.2E}".replace(".", ",") if row[at] else ""
        for name in ("students", "accepts_img", "visa_sponsorship", "kind"):
            if at := names.get(name):
                row[at] = row[at].title()
        for name in ("housing_week_usd", "tuition_usd"):
            if (at := names.get(name)) and row[at]:
                row[at] = f"{row[at]}.0"
    blank = [""] * (len(head) + 3)
    filled = [[row[0], "", *row[1:], "", ""] for row in [head, *body]]
    return [blank, filled[0], blank, *filled[1:], [], blank]


@pytest.mark.parametrize("many", [1, 2])
@pytest.mark.parametrize(
    "date", ["3/1/2027", "01.03.2027", "1-3-2027", "25.12.2027", "3/1/27"]
)
def test_dates_in_another_order_are_one_sentence(date: str, many: int) -> None:
    head, row = grid(FILES["seasons.csv"])
    at = head.index("letters_by")
    row[at : at + many] = [date] * many
    (said,) = faults({**FILES, "seasons.csv": saved([head, row])})
    more = " (1 more cell like it)" if many > 1 else ""
    assert said == (
        f'seasons.csv, row 2, column letters_by: "{date}" does not say which number is'
        f" the day{more}; allowed: 2027-03-01: format the column as text in the"
        " spreadsheet, then write it anew."
    )


@pytest.mark.parametrize("column", ["starts", "as_of"])
def test_other_dates_in_columns_of_text_are_seen_too(column: str) -> None:
    several = "5/3/2027; 6/7/2027" if column == "starts" else "5/3/2027"
    (said,) = faults(edited("offerings.csv", column, lambda _: several))
    assert "(2 more cells like it)" in said


@pytest.mark.parametrize("written", ["2027/05/03", "2027.5.3", "2027-5-3"])
def test_a_date_that_begins_with_its_year_has_one_meaning(written: str) -> None:
    assert catalog_from(
        edited(
            "offerings.csv",
            "starts",
            lambda old: (
                old.replace("2027-05-03", written) if old == "2027-05-03" else old
            ),
        )
    ) == catalog_from(FILES)


def test_an_id_that_was_cut_is_known_again_or_refused() -> None:
    known = catalog_from(FILES)
    cut = edited("programs.csv", "acgme_id", lambda old: old and "3.40E+09")
    assert catalog_from(cut, known) == known
    (said,) = faults(cut)
    assert said.startswith(
        'programs.csv, row 2, column acgme_id: "3.40E+09" is a long number that a'
        " spreadsheet cut; allowed: all its digits"
    )
    other = edited("programs.csv", "acgme_id", lambda old: old and "3.41E+09")
    assert len(faults(other, known)) == 1


@pytest.mark.parametrize(
    ("cell", "means"),
    [("100.0", 100), ("100,0", 100), ("100.00", 100), ("0,0", 0), ("-0.0", 0)],
)
def test_a_whole_number_may_be_written_with_a_nought(cell: str, means: int) -> None:
    found = catalog_from(edited("offerings.csv", "tuition_usd", lambda _: cell))
    assert {o.tuition_usd for o in found.offerings} == {means}


@pytest.mark.parametrize("cell", ["1,500", "1.500", "1,500,000"])
def test_a_number_that_may_be_a_thousand_times_as_much_is_one_sentence(
    cell: str,
) -> None:
    (said,) = faults(edited("offerings.csv", "tuition_usd", lambda _: cell))
    assert f'"{cell}" may be a thousand times as much' in said
    assert "(2 more cells like it)" in said


def values(*cells: str) -> list[str | None]:
    """What the numbers of one column of a file are taken for; None: refused."""
    rows = [(line, {"city": "A", "lat": cell}) for line, cell in enumerate(cells, 2)]
    found = tidy_rows(Place, rows, {})
    refused = {each.line for each in found.spoilt}
    return [
        None if line in refused else row["lat"]
        for (line, _), row in zip(rows, found.rows, strict=True)
    ]


def test_a_comma_is_a_decimal_sign_where_nothing_else_fits() -> None:
    assert values("29,76", "-95,3701") == ["29.76", "-95.3701"]
    assert values("0,125", "1,5E-05") == ["0.125", "1.5E-05"]
    assert values("1,234") == [None]
    assert values("1,234", "29,76") == ["1.234", "29.76"]  # the file has shown it
    assert values("1,234", "29,76", "3.5") == [None, "29.76", "3.5"]
    assert values("29.76", "1.234") == ["29.76", "1.234"]  # as before


def test_capitals_do_not_change_a_choice() -> None:
    files = edited("offerings.csv", "students", str.upper)
    files["programs.csv"] = edited("programs.csv", "visa_sponsorship", str.lower)[
        "programs.csv"
    ]
    files["offerings.csv"] = files["offerings.csv"].replace(b"mondays", b"Mondays")
    assert catalog_from(files) == catalog_from(FILES)
    (said, *_) = faults(edited("offerings.csv", "students", lambda _: "perhaps"))
    assert "perhaps" in said


def test_a_column_without_a_name_that_holds_something_is_a_fault() -> None:
    rows = [[*row, ""] for row in grid(FILES["places.csv"])]
    assert catalog_from({**FILES, "places.csv": saved(rows)})
    rows[1][-1] = "lost"
    assert "cells under" in faults({**FILES, "places.csv": saved(rows)})[0]


def test_other_faults_of_a_spoilt_row_are_told_as_well() -> None:
    head, row, *others = grid(FILES["offerings.csv"])
    row[head.index("starts")], row[head.index("weeks")] = "5/3/2027", "many"
    found = faults({**FILES, "offerings.csv": saved([head, row, *others])})
    assert [said.split(":")[0] for said in found] == [
        "offerings.csv, row 2, column starts",
        "offerings.csv, row 2, column weeks",
    ]


@given(st.lists(st.text(alphabet="0123456789.,-/+E aYes;", max_size=12), max_size=4))
def test_tidying_twice_changes_nothing(cells: list[str]) -> None:
    names = ["offering_id", "students", "starts", "tuition_usd", "acceptance"]
    rows = [(2, dict(zip(names, ["E1", *cells], strict=False)))]
    once = tidy_rows(Offering, rows, {})
    again = tidy_rows(Offering, [(2, once.rows[0])], {})
    assert again.rows == once.rows


@pytest.mark.parametrize("file", sorted(RECORDS))
def test_what_no_spreadsheet_touched_stays_as_it_is(
    shipped: Catalog, file: str
) -> None:
    written = [cells_of(record) for record in records_of(shipped)[file]]
    found = tidy_rows(RECORDS[file], list(enumerate(written, 2)), {})
    assert list(found.rows) == written
    assert not found.spoilt
