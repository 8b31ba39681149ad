"""A catalog as rows: written back as its CSV files, packed into a zip, compared."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from optimizer.catalog_io.read import RECORDS
from optimizer.catalog_io.tables import KEYS
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import cell_of
from optimizer.domain.records import Provenance

# The earliest date a zip can hold: the same files make the same zip on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def write_files(catalog: Catalog) -> dict[str, bytes]:
    """Write a catalog as its files; reading them gives an equal catalog."""
    return {file: write_file(catalog, file) for file in RECORDS}


def write_file(catalog: Catalog, file: str) -> bytes:
    """Write one of the files of a catalog."""
    return write_rows(file, map(cells_of, records_of(catalog)[file]))


def write_rows(file: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows of cells under the header of a file."""
    sheet = io.StringIO(newline="")
    # With this line end a lone \r in a cell is quoted too, and comes back.
    writer = csv.DictWriter(sheet, columns_of(file), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue().encode()


def columns_of(file: str) -> tuple[str, ...]:
    """Columns of a file, in order."""
    return tuple(field.name for field in fields(RECORDS[file]))


def records_of(catalog: Catalog) -> dict[str, tuple[Any, ...]]:
    """Records of a catalog by the file that holds them."""
    return {file: getattr(catalog, file.removesuffix(".csv")) for file in RECORDS}


def by_key(catalog: Catalog) -> dict[tuple[str, str], Any]:
    """Records of a catalog by file and key, as provenance.csv writes them."""
    return {
        (file, str(key)): record
        for file in KEYS
        for key, record in getattr(catalog, file.removesuffix("s.csv")).items()
    }


def cells_of(record: Any) -> dict[str, str]:
    """A record as the text of its cells, by column."""
    return {
        field.name: cell_of(getattr(record, field.name))
        for field in fields(type(record))
    }


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip, always the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, files[name])
    return packed.getvalue()


Cells = Mapping[str, str]
SOURCES = "provenance.csv"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of which cells differ: (column, before, after) of each."""

    key: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What is different in a file; ``rows`` counts those it has after.

    Rows are named by their keys; one of provenance.csv, which has none, by what it is
    the source of. Its rows come and go but never change.
    """

    file: str
    rows: int
    added: tuple[str, ...]
    changed: tuple[ChangedRow, ...]
    removed: tuple[str, ...]


def catalog_changes(before: Catalog, after: Catalog) -> tuple[FileChanges, ...]:
    """Compare two catalogs; every file is there, changed or not."""
    old, new = _rows(before), _rows(after)
    return tuple(
        _sources(before, after)
        if file == SOURCES
        else _row_changes(file, old.get(file, {}), new.get(file, {}))
        for file in records_of(after)
    )


def _rows(catalog: Catalog) -> dict[str, dict[str, Cells]]:
    found: dict[str, dict[str, Cells]] = {}
    for (file, key), record in by_key(catalog).items():
        found.setdefault(file, {})[key] = cells_of(record)
    return found


def _row_changes(
    file: str, old: dict[str, Cells], new: dict[str, Cells]
) -> FileChanges:
    both = [key for key in new if key in old and old[key] != new[key]]
    return FileChanges(
        file=file,
        rows=len(new),
        added=tuple(key for key in new if key not in old),
        changed=tuple(ChangedRow(key, _cells(old[key], new[key])) for key in both),
        removed=tuple(key for key in old if key not in new),
    )


def _cells(old: Cells, new: Cells) -> tuple[tuple[str, str, str], ...]:
    return tuple((c, old[c], new[c]) for c in new if old[c] != new[c])


def _sources(before: Catalog, after: Catalog) -> FileChanges:
    old, new = Counter(before.provenance), Counter(after.provenance)
    return FileChanges(
        file=SOURCES,
        rows=len(after.provenance),
        added=tuple(map(_source, (new - old).elements())),
        changed=(),
        removed=tuple(map(_source, (old - new).elements())),
    )


def _source(found: Provenance) -> str:
    return f"{found.file} {found.record_id} {found.field}"
