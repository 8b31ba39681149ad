"""One cell of a catalog corrected, with the page it is from: all valid, or nothing.

Only what changes is written anew: other cells, their order, the separator and the line
ends of a file stay as they are.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from optimizer.catalog_io.csv_reader import cells_in, encoding_of, separator_of
from optimizer.catalog_io.read import catalog_of, files_in, read_tables
from optimizer.catalog_io.tables import FORMS, KEYS
from optimizer.catalog_io.write import by_key, cells_of, columns_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, nearest, quote_value
from optimizer.domain.records import Offering, Provenance
from optimizer.domain.starts import iso_date

FILES = ("offerings.csv", "programs.csv", "places.csv")
SOURCES, OFFERINGS = "provenance.csv", "offerings.csv"
UNDATED = "undated"
PAGES = {
    "offerings.csv": "page of the host",
    "programs.csv": "page of the program",
    "places.csv": "a public page",
}
"""What a source is called where nothing else is said."""

_DECIDING = ("students", "graduates", "title")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_ALLOWED_DATES = "a year, month or day up to today, such as 2026-05, or undated"

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says: one field of one record, as a cell, and the date of the page.

    ``says`` is what the page is or says in a few words; ``status`` is ``aggregator``
    where it is not the host's own.
    """

    record_id: str
    field: str
    value: str
    url: str
    as_of: str
    says: str = ""
    confidence: Literal["high", "medium", "low"] = "high"
    status: Literal["sourced", "aggregator"] = "sourced"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that fits: what was and what is, and the files to be written."""

    file: str
    was: str
    now: str
    before: Catalog
    after: Catalog
    files: Mapping[str, bytes]


def correct_cell(folder: Path, told: Told, today: dt.date) -> Corrected:
    """Put a cell and its source into the files of a catalog, in memory.

    The source comes first of those of its field; others with a page stay behind it. The
    date and standing of an offering follow where the field is the one that decides.
    ``DataError`` with every fault of the catalog as it is; else with everything about
    the correction that does not fit; else with every fault of the catalog it makes.
    """
    files = files_in(folder)
    before = catalog_of(read_tables(files))
    if faults := [*_faults(before, told, today)]:
        raise DataError(faults)
    file = _file_of(before, told.record_id)
    was = _cells(before, file, told.record_id).get(told.field, "")
    changed = dict(files)
    _put(changed, file, told.record_id, {told.field: told.value.strip()})
    changed[SOURCES] = _with_source(files.get(SOURCES), file, told)
    after = catalog_of(read_tables(changed))
    follows = _following(after, told) if file == OFFERINGS else {}
    now = _cells(after, file, told.record_id)[told.field]  # "Yes" is written as "yes"
    _put(changed, file, told.record_id, {told.field: now, **follows})
    after = catalog_of(read_tables(changed))
    return Corrected(
        file=file,
        was=was,
        now=now,
        before=before,
        after=after,
        files={n: c for n, c in changed.items() if files.get(n) != c},
    )


def write_corrected(folder: Path, found: Corrected) -> None:
    """Write the files that a correction changes, each whole or not at all.

    ``DataError`` if the folder cannot be written to.
    """
    parts = {folder / f".{name}.part": name for name in found.files}
    try:
        for part, name in parts.items():
            part.write_bytes(found.files[name])
        for part, name in parts.items():
            part.replace(folder / name)
    except OSError as error:
        what = error.strerror or "it cannot be written"
        allowed = "a folder that you may write to"
        raise DataError([Fault(str(folder), what, allowed)]) from None


def deciding_field(offering: Offering) -> str:
    """The field whose source dates an offering: whom it takes, else what it is."""
    if not offering.offering_id.startswith("M-"):  # asked by e-mail: nothing is offered
        for field in ("students", "graduates"):
            if getattr(offering, field) != "unknown":
                return field
    return "title"


# ---- what does not fit ---------------------------------------------------------------


def _faults(catalog: Catalog, told: Told, today: dt.date) -> Iterator[Fault]:
    file = _file_of(catalog, told.record_id)
    if not file:
        known = [key for of, key in by_key(catalog) if of in FILES]
        what = "there is no such offering, program or place"
        alike = [k for k in known if k[:1] == told.record_id[:1]] or known
        yield Fault(quote_value(told.record_id), what, nearest(told.record_id, alike))
    elif fault := _field_fault(file, told.field):
        yield fault
    for name, text in (("the value", told.value), ("what it says", told.says)):
        if not text.isprintable():
            yield Fault(name, f"{quote_value(text)} does not fit", "one line of text")
    link, allowed = FORMS[SOURCES]["url"]
    if not link.fullmatch(told.url):
        yield Fault("the source", f"{quote_value(told.url)} does not fit", allowed)
    if not _is_date(told.as_of, today):
        what = f"{quote_value(told.as_of)} does not fit"
        yield Fault("the date of the source", what, _ALLOWED_DATES)


def _field_fault(file: str, field: str) -> Fault | None:
    columns = [name for name in columns_of(file) if name not in KEYS[file]]
    if field in KEYS[file]:
        return Fault(
            quote_value(field), "this names the row", "a field that may change"
        )
    if file == OFFERINGS and field in ("as_of", "status"):
        what = "this follows from the sources"
        return Fault(quote_value(field), what, "the field that a page speaks of")
    if field not in columns:
        return Fault(
            quote_value(field), f"{file} has no such field", nearest(field, columns)
        )
    return None


def _is_date(text: str, today: dt.date) -> bool:
    if text == UNDATED:
        return True
    if not _DATE.fullmatch(text):
        return False
    day = iso_date(f"{text}-01-01"[:10])
    return day is not None and day <= today


def _file_of(catalog: Catalog, record_id: str) -> str:
    known = by_key(catalog)
    return next((file for file in FILES if (file, record_id) in known), "")


# ---- the files -----------------------------------------------------------------------


def _cells(catalog: Catalog, file: str, record_id: str) -> Row:
    return cells_of(by_key(catalog)[file, record_id])


def _following(catalog: Catalog, told: Told) -> Row:
    """Date and standing of an offering: those of the source that decides."""
    field = deciding_field(catalog.offering[told.record_id])
    source = catalog.source_of.get((OFFERINGS, told.record_id, field))
    if source is None or told.field not in _DECIDING:
        return {}
    as_of = "" if source.as_of == UNDATED else source.as_of
    return {"as_of": as_of, "status": source.status}


def _put(files: dict[str, bytes], file: str, record_id: str, cells: Row) -> None:
    """Change cells of one row; a column that an older file lacks is added."""
    columns, rows = _parse_rows(file, files[file])
    for row in rows:
        if ", ".join(row[column] for column in KEYS[file]) == record_id:
            row.update(cells)
    added = [column for column in cells if column not in columns]
    files[file] = _format_rows(files[file], [*columns, *added], rows)


def _with_source(content: bytes | None, file: str, told: Told) -> bytes:
    """The sources with a new one, before the others of its field.

    What stood there without a page, or from the same page, is gone.
    """
    whole = content or (",".join(columns_of(SOURCES)) + "\n").encode()
    columns, rows = _parse_rows(SOURCES, whole)
    field = (file, told.record_id, told.field)
    kept = [r for r in rows if _about(r) != field or r["url"] not in ("", told.url)]
    of_record = [i for i, r in enumerate(kept) if _about(r)[:2] == field[:2]]
    of_field = [i for i in of_record if _about(kept[i]) == field]
    last = of_record[-1] + 1 if of_record else len(kept)
    kept.insert(of_field[0] if of_field else last, cells_of(_source(file, told)))
    return _format_rows(whole, columns, kept)


def _about(row: Row) -> tuple[str, str, str]:
    return row["file"], row["record_id"], row["field"]


def _source(file: str, told: Told) -> Provenance:
    return Provenance(
        file=file,
        record_id=told.record_id,
        field=told.field,
        source=told.says.strip() or PAGES[file],
        url=told.url,
        as_of=told.as_of,
        confidence=told.confidence,
        status=told.status,
    )


def _parse_rows(file: str, content: bytes) -> tuple[list[str], list[Row]]:
    header, rows = cells_in(file, content)
    stripped = (map(str.strip, cells) for _, cells in rows)
    return header, [dict(zip(header, row, strict=True)) for row in stripped]


def _format_rows(like: bytes, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Write rows as the file was written: its encoding, separator and line ends."""
    encoding, sheet = encoding_of(like), io.StringIO(newline="")
    writer = csv.DictWriter(
        sheet,
        columns,
        restval="",
        delimiter=separator_of(like.decode(encoding)),
        lineterminator="\r\n" if b"\r" in like else "\n",
    )
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode(encoding)
