"""Offerings of one's own in a catalog: added, changed and removed as rows of a file.

They are read back by the same readers as every other row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from optimizer.catalog_io.upload import catalog_from
from optimizer.catalog_io.write import cells_of, columns_of, write_files, write_rows
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Offering

OFFERINGS, PLACES = "offerings.csv", "places.csv"

_OWN = re.compile(r"U(\d{3,9})", re.ASCII)


def own_offerings(catalog: Catalog) -> tuple[Offering, ...]:
    """Offerings that were added by hand, in the order of their ids."""
    return tuple(o for o in catalog.offerings if _OWN.fullmatch(o.offering_id))


def next_id(catalog: Catalog) -> str:
    """Id of the next offering of one's own: U001, U002 ..."""
    taken = (_OWN.fullmatch(found) for found in catalog.offering)
    return f"U{max((int(found[1]) for found in taken if found), default=0) + 1:03d}"


def put_offering(
    catalog: Catalog,
    offering: Mapping[str, str],
    place: Mapping[str, str] | None = None,
    known: Sequence[Catalog] = (),
) -> Catalog:
    """Add an offering, or replace the one of its id, given as cells by column.

    A column that is not given is empty. ``place`` adds the city it is in. ``DataError``
    with every cell that does not fit.
    """
    files = {OFFERINGS: _with(catalog.offerings, OFFERINGS, "offering_id", offering)}
    if place:
        files[PLACES] = _with(catalog.places, PLACES, "", place)
    return _catalog_with(catalog, files, known)


def drop_offering(
    catalog: Catalog, offering_id: str, known: Sequence[Catalog] = ()
) -> Catalog:
    """Take an offering out of a catalog."""
    rows = [cells_of(o) for o in catalog.offerings if o.offering_id != offering_id]
    return _catalog_with(catalog, {OFFERINGS: write_rows(OFFERINGS, rows)}, known)


def _with(
    records: Sequence[object], file: str, key: str, row: Mapping[str, str]
) -> bytes:
    """Write a file with one more row, in place of the one of its key, if any."""
    others = [cells_of(record) for record in records]
    kept = [cells for cells in others if not key or cells[key] != row[key]]
    blank = dict.fromkeys(columns_of(file), "")
    return write_rows(file, [*kept, blank | dict(row)])


def _catalog_with(
    catalog: Catalog, changed: Mapping[str, bytes], known: Sequence[Catalog]
) -> Catalog:
    return catalog_from(write_files(catalog) | dict(changed), catalog, *known)
