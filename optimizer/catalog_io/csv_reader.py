"""A CSV file as typed records, with every fault of its form and of its cells."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from itertools import islice
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from optimizer.catalog_io.spreadsheet import (
    Known,
    tidy_rows,
    without_blank_columns,
    without_blanks,
)
from optimizer.domain.columns import cell_readers
from optimizer.domain.faults import (
    DataError,
    Fault,
    faults_of,
    first_faults,
    nearest,
    quote_value,
)

# A catalog may come from anywhere: what is larger than this is refused unread.
FILE_BYTES = 10_000_000
ROWS = 100_000
COLUMNS = 100
CELL_CHARACTERS = 2_000
LISTED_FAULTS = 200
# Excel writes the second in much of the world, the third as "Unicode text".
SEPARATORS = (",", ";", "\t")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_FIRST_LINE = re.compile(r"[^\r\n]*")

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row as text: the line it starts on (the header is line 1) and its cells."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table(Generic[Record]):
    """What a file holds: its rows as text, and as records where they are right.

    ``complete`` says that no row is missing, so that references can be judged.
    """

    file: str
    rows: tuple[CsvRow, ...] = ()
    records: tuple[tuple[int, Record], ...] = ()
    faults: tuple[Fault, ...] = ()
    complete: bool = True

    def fault(self, line: int, column: str, what: str, allowed: str) -> Fault:
        """Say what is wrong in one cell."""
        return Fault(f"{self.file}, row {line}, column {column}", what, allowed)


def _unreadable(file: str, what: str, allowed: str) -> DataError:
    """Refuse a file that cannot be read at all, for one reason."""
    return DataError([Fault(file, what, allowed)])


def read_table(
    file: str,
    content: bytes | None,
    record: type[Record],
    *,
    optional: bool = False,
    known: Known | None = None,
) -> Table[Record]:
    """Read a file by its content; the columns are the fields of ``record``.

    ``None`` says that there is no such file: an empty table where it is optional.
    ``known`` ids take the place of those that a spreadsheet cut.
    """
    if optional and content is None:
        return Table(file)
    try:
        header, lines = _split(file, _text(file, content))
    except DataError as error:
        return Table(file, faults=error.faults, complete=False)
    faults = _header_faults(file, header, record)
    if faults:
        return Table(file, faults=tuple(faults), complete=False)
    return _build_table(file, header, lines, record, known or {})


def cells_in(
    file: str, content: bytes
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each row with the line it starts on; ``DataError`` if none."""
    return _split(file, _text(file, content))


def encoding_of(content: bytes) -> str:
    """Tell how a file is encoded, by its first bytes."""
    if content.startswith(UTF_16):
        return "utf-16"
    return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"


def _text(file: str, content: bytes | None) -> str:
    if content is None:
        raise _unreadable(file, "the file is missing", "a CSV file of this name")
    if len(content) > FILE_BYTES:
        raise _unreadable(file, "the file is too large", "up to 10 MB")
    try:
        text = content.decode(encoding_of(content))
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not {error.encoding.upper()}"
        allowed = "text saved as UTF-8 (in Excel: CSV UTF-8)"
        raise _unreadable(file, what, allowed) from None
    if "\0" in text:
        raise _unreadable(file, "the file holds binary data", "text, as CSV")
    if not text.strip():
        raise _unreadable(file, "the file is empty", "a header and one row a line")
    return text


def _split(file: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Split the text into the header and the rows with the line each starts on."""
    found = without_blanks(_lines(file, text))
    header = [cell.strip() for cell in next(found)[1]]
    if len(header) > COLUMNS:
        what, allowed = f"there are {len(header)} columns", f"up to {COLUMNS}"
        raise _unreadable(f"{file}, row 1", what, allowed)
    lines = list(islice(found, ROWS))
    if more := sum(1 for _ in found):  # counted, never kept
        what = f"there are {len(lines) + more} rows"
        raise _unreadable(file, what, f"up to {ROWS}")
    return without_blank_columns(header, lines)


def _lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    rows = io.StringIO(text, newline="")
    reader = csv.reader(rows, delimiter=separator_of(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        where = f"{file}, row {line}"
        allowed = "comma-separated cells, quotes closed and doubled inside quotes"
        raise _unreadable(where, f"this is not valid CSV ({error})", allowed) from None


def separator_of(text: str) -> str:
    """Tell what separates cells: no name of a column holds a separator."""
    header = _FIRST_LINE.match(text.lstrip())
    assert header is not None, "it matches any text"
    return max(SEPARATORS, key=header[0].count)  # the comma where neither is there


def _header_faults(file: str, header: list[str], record: type[Any]) -> list[Fault]:
    where = f"{file}, row 1"
    columns = [field.name for field in fields(record)]
    needed = [field.name for field in fields(record) if field.default is MISSING]
    missing = [
        Fault(f"{where}, column {name}", "this column is missing", "every column")
        for name in needed
        if name not in header
    ]
    unknown = [
        Fault(f"{where}, column {quote_value(name)}", "this column is unknown", hint)
        for name in dict.fromkeys(header)
        if name not in columns
        for hint in [nearest(name, columns)]
    ]
    twice = [
        Fault(f"{where}, column {name}", f"this column is there {n} times", "once")
        for name, n in Counter(header).items()
        if n > 1 and name in columns
    ]
    return missing + unknown + twice


def _build_table(
    file: str,
    header: list[str],
    lines: list[tuple[int, list[str]]],
    record: type[Any],
    known: Known,
) -> Table[Any]:
    rows, misshapen = _rows(file, header, lines)
    tidy = tidy_rows(record, [(row.line, row.cells) for row in rows], known)
    rows = tuple(map(CsvRow, (row.line for row in rows), tidy.rows))
    told: dict[int, set[str]] = defaultdict(set)
    for each in tidy.spoilt:
        told[each.line].add(each.column)
    records, wrong = _records(file, rows, record, told)
    faults = first_faults([*misshapen, *tidy.faults(file), *wrong], LISTED_FAULTS, file)
    return Table(file, rows, records, tuple(faults), complete=not misshapen)


def _rows(
    file: str, header: list[str], lines: list[tuple[int, list[str]]]
) -> tuple[tuple[CsvRow, ...], list[Fault]]:
    rows: list[CsvRow] = []
    faults: list[Fault] = []
    for line, cells in lines:
        found = _shape_faults(f"{file}, row {line}", header, cells)
        faults += found
        if len(faults) > LISTED_FAULTS:
            break
        if not found:
            texts = (cell.strip() for cell in cells)
            rows.append(CsvRow(line, dict(zip(header, texts, strict=True))))
    return tuple(rows), faults


def _records(
    file: str, rows: tuple[CsvRow, ...], record: type[Any], told: Mapping[int, set[str]]
) -> tuple[tuple[tuple[int, Any], ...], list[Fault]]:
    readers, adapter = cell_readers(record), TypeAdapter(record)
    records: list[tuple[int, Any]] = []
    faults: list[Fault] = []
    for row in rows:
        # A column that may be missing is as good as empty.
        cells = {name: row.cells.get(name, "") for name in readers}
        values = {name: read(cells[name]) for name, read in readers.items()}
        try:  # as JSON, where strictness still reads dates and lists
            found = adapter.validate_json(json.dumps(values), strict=True)
            records.append((row.line, found))
        except ValidationError as error:
            faults += _cell_faults(file, row, error, told.get(row.line, set()))
        if len(faults) > LISTED_FAULTS:
            break
    return tuple(records), faults


def _shape_faults(where: str, header: list[str], cells: list[str]) -> list[Fault]:
    if len(cells) != len(header):
        what = f"there are {len(cells)} cells under {len(header)} columns"
        return [Fault(where, what, f"{len(header)} cells")]
    return [
        Fault(
            f"{where}, column {name}",
            f"{quote_value(cell)} is too long",
            "2,000 characters",
        )
        for name, cell in zip(header, cells, strict=True)
        if len(cell) > CELL_CHARACTERS
    ]


def _cell_faults(
    file: str, row: CsvRow, error: ValidationError, told: set[str]
) -> Iterator[Fault]:
    seen = {*told}
    for location, _, allowed in faults_of(error):
        column = str(location[0])
        if column in seen:  # each entry of a list and each member of a union speaks
            continue
        seen.add(column)
        cell = row.cells.get(column, "")
        what = f"{quote_value(cell)} does not fit" if cell else "this is empty"
        yield Fault(f"{file}, row {row.line}, column {column}", what, allowed)
