"""The catalog from a folder of CSV files, whole or not at all.

``data/README.md`` is the dictionary of the columns.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from optimizer.catalog import (
    Assumption,
    Catalog,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)
from optimizer.coherence import Tables, coherence_faults
from optimizer.faults import DataError, Fault, listed
from optimizer.tables import LISTED_FAULTS, Table, read_table

VERSION_CHARACTERS = 12

Record = TypeVar("Record")


def read_catalog(folder: Path) -> Catalog:
    """Read and validate the catalog in a folder.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    tables = _tables(folder)
    faults = _faults(folder, tables)
    if faults:
        raise DataError(faults)
    return _catalog(tables)


def check(folder: Path) -> list[Fault]:
    """List every fault of the catalog in a folder."""
    return _faults(folder, _tables(folder))


def _tables(folder: Path) -> Tables:
    return Tables(
        programs=read_table(folder, "programs.csv", Program),
        offerings=read_table(folder, "offerings.csv", Offering),
        places=read_table(folder, "places.csv", Place),
        seasons=read_table(folder, "seasons.csv", Season),
        assumptions=read_table(folder, "assumptions.csv", Assumption),
        provenance=read_table(folder, "provenance.csv", Provenance, optional=True),
    )


def _faults(folder: Path, tables: Tables) -> list[Fault]:
    if not folder.is_dir():
        return [
            Fault(folder.name or str(folder), "there is no such folder", "a folder")
        ]
    return [
        *(fault for table in tables for fault in table.faults),
        *listed(coherence_faults(tables), LISTED_FAULTS, "the catalog"),
    ]


def _catalog(tables: Tables) -> Catalog:
    catalog = Catalog(
        programs=_sorted(tables.programs, "program_id"),
        offerings=_sorted(tables.offerings, "offering_id"),
        places=_sorted(tables.places, "place"),
        seasons=_sorted(tables.seasons, "season"),
        assumptions=_sorted(tables.assumptions, "name"),
        # The sort is stable: of several sources of a field the first in the file wins.
        provenance=_sorted(tables.provenance, "file", "record_id", "field"),
    )
    return replace(catalog, version=_version(catalog))


def _sorted(table: Table[Record], *key: str) -> tuple[Record, ...]:
    records = [record for _, record in table.records]
    return tuple(sorted(records, key=attrgetter(*key)))


def _version(catalog: Catalog) -> str:
    """Digest of the content; the order of rows and columns does not change it."""
    content = [(field.name, getattr(catalog, field.name)) for field in fields(catalog)]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:VERSION_CHARACTERS]
