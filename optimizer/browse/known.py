"""What of the catalog is known and what only assumed; each field with its sources."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import FILES, OFFERING
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Program, Provenance

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
