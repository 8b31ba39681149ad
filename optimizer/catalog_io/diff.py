"""What differs between two catalogs, file by file and row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.catalog_io.write import by_key, cells_of, records_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Provenance

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
