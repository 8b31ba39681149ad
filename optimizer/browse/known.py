"""What of the catalog is known and what only assumed, field by field, and how old."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge

from optimizer.catalog_io.csv_reader import read_table
from optimizer.catalog_io.read import DATA, content
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import FILES, OFFERING, Decides
from optimizer.domain.faults import DataError
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.domain.records import Day, Offering, Program, Provenance, Text
from optimizer.model.trust import first_day_of, months_between

Knowledge = Literal["known", "assumed", "unknown"]

NOTHING = (None, "", (), "unknown")
"""Values that say nothing; 0, "no" and "none" are answers."""

# Lines of the bill that are an assumption if the catalog does not know the field.
FEE_FIELDS = {
    column.label: name for name, column in OFFERING.items() if column.unit == "US$"
}
TRANSPORT = "Local transport"


def standing(value: object, source: Provenance | None) -> Knowledge:
    """Where a value stands: unknown if it says nothing, assumed if its source says so.

    Everything else is known: read somewhere, estimated by rule, general knowledge, or
    the user's own. A value without a source is known too, as in a catalog without any.
    """
    if value in NOTHING:
        return "unknown"
    return "assumed" if source and source.status == "assumed" else "known"


def knows(catalog: Catalog, offering: Offering, field: str) -> bool:
    """Whether a field of an offering is on record and not only assumed."""
    source = catalog.source_of.get(("offerings.csv", offering.offering_id, field))
    return standing(getattr(offering, field), source) == "known"


def is_assumed(problem: Problem, item: CostItem) -> bool:
    """Whether a line of the bill rests on an assumption instead of a record."""
    offering = problem.catalog.offering.get(item.offering_id or "")
    if offering is None:
        return False
    if item.label == TRANSPORT:
        return problem.place_of(offering).transport_week_usd is None
    field = FEE_FIELDS.get(item.label)
    return field is not None and not knows(problem.catalog, offering, field)


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of one record; the first of its sources is the one that was taken.

    ``ask`` is the question to send where the value is not known, "" where it is.
    """

    field: str
    value: object
    sources: tuple[Provenance, ...]
    ask: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the catalog has a value at all, on record or assumed."""
        return self.value not in NOTHING


def facts_of(catalog: Catalog, record: Program | Offering) -> tuple[Fact, ...]:
    """Every field of a record in the order of its file."""
    file, record_id = _about(record)
    sources: dict[str, list[Provenance]] = {}
    for known in catalog.provenance:
        if known.record_id == record_id and known.file == file:
            sources.setdefault(known.field, []).append(known)
    return tuple(
        Fact(
            name,
            value,
            tuple(sources.get(name, ())),
            FILES[file][name].ask if value in NOTHING else "",
        )
        for name, value in ((f.name, getattr(record, f.name)) for f in fields(record))
    )


def _about(record: Program | Offering) -> tuple[str, str]:
    """File and id of a record."""
    if isinstance(record, Program):
        return "programs.csv", record.program_id
    return "offerings.csv", record.offering_id


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


OLD_MONTHS = 12
"""A catalog whose newest page is older than this is called old."""
SEASONS_AHEAD = 3
"""The catalog reaches to the residency that starts so many years after this year."""
_READ = ("sourced", "aggregator")


@dataclass(frozen=True, slots=True)
class Aged:
    """A fact that decides something, read on a page too long ago or undated."""

    decides: Decides
    source: Provenance

    @property
    def is_undated(self) -> bool:
        """Whether the page bore no date."""
        return first_day_of(self.source.as_of) is None


def older(catalog: Catalog, months: int, day: dt.date) -> tuple[Aged, ...]:
    """Facts that decide and were read more than so many months before a day.

    By what they decide; there the undated first, then the oldest. Only the source that
    was taken counts, and only where the value says something.
    """
    found = [
        Aged(decides, source)
        for (file, record_id, field), source in catalog.source_of.items()
        if source.status in _READ and (decides := _decides(file, field))
        if _says_something(catalog, file, record_id, field)
        if _is_older(source.as_of, months, day)
    ]
    order = list(dict.fromkeys(c.decides for of in FILES.values() for c in of.values()))
    return tuple(sorted(found, key=lambda one: _rank(one, order)))


def newest(catalog: Catalog) -> dt.date | None:
    """The day of the newest page that was read; None where none has a date."""
    said = {source.as_of for source in catalog.provenance if source.status in _READ}
    return max((day for day in map(first_day_of, said) if day), default=None)


def is_old(catalog: Catalog, day: dt.date) -> bool:
    """Whether nothing in the catalog was read in the last twelve months."""
    last = newest(catalog)
    return last is not None and months_between(last, day) >= OLD_MONTHS


def due(catalog: Catalog, day: dt.date) -> Iterator[str]:
    """Say what a keeper of the catalog looks at once a year, a line each.

    Seasons that are projections and the one to add, what a season fixes (assumptions
    without a range: fees, signals), and rules of entry not read within twelve months.
    """
    ahead = [season for season in catalog.seasons if season.match_day >= day]
    for season in ahead:
        if season.estimated == "yes":
            yield f"seasons.csv {season.season}: its dates are a projection"
    last = max(season.season for season in catalog.seasons)
    if last - day.year < SEASONS_AHEAD:
        yield f"seasons.csv {last + 1}: to be added"
    for one in catalog.assumptions:
        if one.low == one.value == one.high:
            yield f"assumptions.csv {one.name}: {one.value:g}, {one.source}"
    for rule in catalog.entry_rules:
        if _is_older(rule.as_of, OLD_MONTHS, day):
            read = rule.as_of or "undated"
            yield f"entry_rules.csv {rule.rule_id}: {read} {rule.url}"


def _decides(file: str, field: str) -> Decides:
    column = FILES[file].get(field) if file in FILES else None
    return column.decides if column else ""


def _says_something(catalog: Catalog, file: str, record_id: str, field: str) -> bool:
    records = catalog.program if file == "programs.csv" else catalog.offering
    record = records.get(record_id)
    return record is not None and getattr(record, field) not in NOTHING


def _is_older(as_of: str, months: int, day: dt.date) -> bool:
    said = first_day_of(as_of)
    return said is None or months_between(said, day) > months


def _rank(one: Aged, order: list[Decides]) -> tuple[int, dt.date, str, str]:
    day = first_day_of(one.source.as_of) or dt.date.min
    place = order.index(one.decides)
    return place, day, one.source.record_id, one.source.field
