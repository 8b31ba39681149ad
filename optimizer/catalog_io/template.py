"""A small catalog to start one's own from, with every column explained in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from optimizer.catalog_io.upload import README
from optimizer.catalog_io.write import by_key, write_files, write_zip
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
