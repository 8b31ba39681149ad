"""A catalog written back as its CSV files, and files packed into one zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from optimizer.catalog_io.read import RECORDS
from optimizer.catalog_io.tables import KEYS
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import cell_of

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
