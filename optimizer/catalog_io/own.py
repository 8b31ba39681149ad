"""A catalog of one's own: a small one to start from, and offerings put in as rows.

Offerings are added, changed and removed as rows of a file; they are read back by the
same readers as every other row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.catalog_io.upload import README, catalog_from
from optimizer.catalog_io.write import (
    by_key,
    cells_of,
    columns_of,
    write_files,
    write_rows,
    write_zip,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.records import Offering, Provenance
from optimizer.domain.starts import parse_starts

# What the examples show: a fixed calendar, any Monday, and a host without a program.
_EXAMPLES: tuple[Callable[[Offering], bool], ...] = (
    lambda o: bool(o.program_id) and parse_starts(o.starts).pattern == "dates",
    lambda o: bool(o.program_id) and o.kind == "observership",
    lambda o: not o.program_id,
)
_SECTION = re.compile(r"^## (\w+\.csv)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
_INTRODUCTION = """\
A catalog for RotaMatch: tables that any spreadsheet opens.

HOW TO USE IT
1. Change, add or delete rows. Leave the first row of each file as it is.
2. Save each table as CSV; in Excel choose "CSV UTF-8".
3. On the page "Programs", tab "Your own catalog", upload the files that you changed,
   or a zip of all. You see what differs before anything is used.
A file that you leave out is taken from the catalog in use. To add offerings,
offerings.csv alone is enough, as long as their cities are in places.csv and their
programs in programs.csv.

RULES
An empty cell means unknown, never no and never 0. Dates are written as 2027-03-01,
money in whole US dollars, and ; separates the entries of a list. Rotations start on
Mondays. seasons.csv, assumptions.csv and entry_rules.csv are complete: change them only
if you know why. A source in provenance.csv is left out by itself once the value that it
speaks of is changed or deleted.
"""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column in words: its name, what may be in a cell, and what it means."""

    name: str
    allowed: str
    meaning: str


def dictionary(text: str) -> dict[str, tuple[TemplateColumn, ...]]:
    """Read the columns of each file from the data dictionary, a Markdown text."""
    return {
        file: tuple(TemplateColumn(*(c.replace("`", "") for c in row)) for row in rows)
        for file, section in _SECTION.findall(text)
        if (rows := _ROW.findall(section))
    }


def readme(columns: Mapping[str, tuple[TemplateColumn, ...]]) -> bytes:
    """Write what goes with a catalog: how to use it, and every column in words."""
    parts = [_INTRODUCTION]
    for file, described in columns.items():
        rows = (f"  {c.name}: {c.meaning} ({c.allowed})" for c in described)
        parts.append("\n".join([file.upper(), *rows, ""]))
    # Windows' editor of old shows lines only so.
    return "\n".join(parts).replace("\n", "\r\n").encode()


def template(catalog: Catalog) -> dict[str, bytes]:
    """Write a small valid catalog: a few offerings of this one, with all they need."""
    first = (next(filter(show, catalog.offerings), None) for show in _EXAMPLES)
    offerings = {o.offering_id: o for o in first if o}
    programs = {o.program_id for o in offerings.values()}
    kept = [p for p in catalog.programs if p.program_id in programs]
    places = {o.place for o in offerings.values()}
    places |= {f"{p.city}, {p.state}" for p in kept}
    small = replace(
        catalog,
        programs=tuple(kept),
        offerings=tuple(offerings.values()),
        places=tuple(p for p in catalog.places if p.place in places),
    )
    return write_files(replace(small, provenance=_sources(small)))


def pack_files(
    files: Mapping[str, bytes], columns: Mapping[str, tuple[TemplateColumn, ...]]
) -> bytes:
    """Pack the files of a catalog into a zip, with the words on its columns."""
    return write_zip({**files, README: readme(columns)})


def _sources(catalog: Catalog) -> tuple[Provenance, ...]:
    known = by_key(catalog)
    return tuple(p for p in catalog.provenance if (p.file, p.record_id) in known)


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
