"""How many records of the catalog have a field known, assumed and unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

from annotated_types import Ge

from optimizer.browse.known import Knowledge, standing
from optimizer.catalog_io.csv_reader import read_table
from optimizer.catalog_io.read import DATA, content
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.records import (
    Day,
    Offering,
    Program,
    Text,
)

Records = Annotated[int, Ge(0)]

BEFORE = "coverage_before.csv"
EARLIER = DATA.parent / "docs"
"""Where the earlier count of the shipped catalog is kept, in a checkout."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how many records of a file one field is known, assumed and unknown.

    ``counted_on`` is the day of an earlier count; None is the catalog as it is.
    """

    file: Text
    field: Text
    known: Records
    assumed: Records
    unknown: Records
    counted_on: Day | None = None

    @property
    def records(self) -> int:
        """All records of the file."""
        return self.known + self.assumed + self.unknown


def coverage(catalog: Catalog) -> tuple[Coverage, ...]:
    """Count every field of programs and offerings, in the order of the columns.

    The keys are left out, and so are places and seasons: all theirs is estimated.
    """
    programs = {p.program_id: p for p in catalog.programs}
    offerings = {o.offering_id: o for o in catalog.offerings}
    return (
        *_coverage_of(catalog, "programs.csv", Program, programs),
        *_coverage_of(catalog, "offerings.csv", Offering, offerings),
    )


def _coverage_of(
    catalog: Catalog,
    file: str,
    kind: type[Program | Offering],
    records: dict[str, Program] | dict[str, Offering],
) -> tuple[Coverage, ...]:
    _, *columns = (field.name for field in fields(kind))  # the first is the key
    found = {column: Counter[Knowledge]() for column in columns}
    for key, record in records.items():
        for column, counts in found.items():
            source = catalog.source_of.get((file, key, column))
            counts[standing(getattr(record, column), source)] += 1
    return tuple(
        Coverage(file, column, counts["known"], counts["assumed"], counts["unknown"])
        for column, counts in found.items()
    )


def on_record(catalog: Catalog) -> tuple[int, int]:
    """How many experiences are on record, and how many further programs to write to.

    An offering that is only assumed stands for a letter one could write to a program,
    unless it is closed to foreign schools; it is no experience on record.
    """
    assumed = [o for o in catalog.offerings if o.status == "assumed"]
    open_ = [o for o in assumed if {o.students, o.graduates} != {"no"}]
    return len(catalog.offerings) - len(assumed), len({o.program_id for o in open_})


def before(folder: Path) -> tuple[Coverage, ...]:
    """Read the earlier count kept in a folder; empty where none is kept.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    path = folder / BEFORE
    told = content(path) if path.is_file() else None
    table = read_table(BEFORE, told, Coverage, optional=True)
    if table.faults:
        raise DataError(table.faults)
    return tuple(record for _, record in table.records)
