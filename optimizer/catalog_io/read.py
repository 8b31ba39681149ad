"""The catalog from its CSV files, whole or not at all: in a folder or in memory.

``data/README.md`` is the dictionary of the columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from optimizer.catalog_io.catalog_faults import coherence_faults
from optimizer.catalog_io.csv_reader import FILE_BYTES, LISTED_FAULTS, Table, read_table
from optimizer.catalog_io.spreadsheet import Known
from optimizer.catalog_io.tables import Tables
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, first_faults
from optimizer.domain.records import (
    Assumption,
    EntryRule,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)

_INSTALLED, _CHECKED_OUT = (
    parent / "data" for parent in Path(__file__).resolve().parents[1:3]
)
DATA = _INSTALLED if _INSTALLED.is_dir() else _CHECKED_OUT
"""The folder of the shipped catalog: installed inside the optimizer, else beside it."""

RECORDS: dict[str, type[Any]] = {
    "programs.csv": Program,
    "offerings.csv": Offering,
    "places.csv": Place,
    "seasons.csv": Season,
    "assumptions.csv": Assumption,
    "entry_rules.csv": EntryRule,
    "provenance.csv": Provenance,
}
OPTIONAL_FILES = ("entry_rules.csv", "provenance.csv")
# 128 bits: nobody can write a catalog that passes for another one in a cache.
VERSION_CHARACTERS = 32

Record = TypeVar("Record")


def read_catalog(folder: Path) -> Catalog:
    """Read and validate the catalog in a folder.

    ``DataError`` with every fault of every file.
    """
    return catalog_of(read_tables(files_in(folder)))


def check(folder: Path) -> list[Fault]:
    """List every fault of the catalog in a folder."""
    try:
        read_catalog(folder)
    except DataError as error:
        return list(error.faults)
    return []


def read_tables(files: Mapping[str, bytes], known: Known | None = None) -> Tables:
    """Read the files of a catalog by their names; what is wrong is in the tables."""
    return Tables(
        *(
            read_table(
                file,
                files.get(file),
                record,
                optional=file in OPTIONAL_FILES,
                known=known,
            )
            for file, record in RECORDS.items()
        )
    )


def catalog_of(tables: Tables) -> Catalog:
    """Build the catalog that the tables hold.

    ``DataError`` with every fault of every file.
    """
    if faults := _faults(tables):
        raise DataError(faults)
    return _catalog(tables)


def files_in(folder: Path) -> dict[str, bytes]:
    """Content of the files that are there, never much more than is allowed.

    ``DataError`` if there is no such folder, or a file of it cannot be read.
    """
    if not folder.is_dir():
        what = "there is no such folder"
        raise DataError([Fault(folder.name or str(folder), what, "a folder")])
    return {
        file: content(folder / file) for file in RECORDS if (folder / file).is_file()
    }


def content(path: Path) -> bytes:
    """Content of a file, never much more than is allowed.

    ``DataError`` if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES + 1)  # one more, so that the reader can say so
    except OSError:
        fault = Fault(path.name, "the file cannot be read", "a CSV file")
        raise DataError([fault]) from None


def _faults(tables: Tables) -> list[Fault]:
    return [
        *(fault for table in tables for fault in table.faults),
        *first_faults(coherence_faults(tables), LISTED_FAULTS, "the catalog"),
    ]


def _catalog(tables: Tables) -> Catalog:
    catalog = Catalog(
        programs=_sort_records(tables.programs, "program_id"),
        offerings=_sort_records(tables.offerings, "offering_id"),
        places=_sort_records(tables.places, "place"),
        seasons=_sort_records(tables.seasons, "season"),
        assumptions=_sort_records(tables.assumptions, "name"),
        entry_rules=_sort_records(tables.entry_rules, "rule_id"),
        # The sort is stable: of several sources of a field the first in the file wins.
        provenance=_sort_records(tables.provenance, "file", "record_id", "field"),
    )
    return replace(catalog, version=_version(catalog))


def _sort_records(table: Table[Record], *key: str) -> tuple[Record, ...]:
    records = [record for _, record in table.records]
    return tuple(sorted(records, key=attrgetter(*key)))


def _version(catalog: Catalog) -> str:
    """Digest of the content; the order of rows and columns does not change it."""
    content = [(field.name, getattr(catalog, field.name)) for field in fields(catalog)]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:VERSION_CHARACTERS]
