"""What of the catalog is on record, and what is only assumed."""

from __future__ import annotations

from optimizer.catalog import Catalog, Offering, Program
from optimizer.plan import CostItem
from optimizer.problem import Problem

# Lines of the bill that are an assumption if the catalog does not know the field.
FEE_FIELDS = {
    "Application fee": "application_fee_usd",
    "Tuition": "tuition_usd",
    "Other fees": "other_fees_usd",
}
TRANSPORT = "Local transport"


def knows(catalog: Catalog, offering: Offering, field: str) -> bool:
    """Whether a field of an offering is on record and not only assumed."""
    key = ("offerings.csv", offering.offering_id, field)
    return _known(catalog, key, getattr(offering, field))


def knows_program(catalog: Catalog, program: Program, field: str) -> bool:
    """Whether a field of a program is on record and not only assumed."""
    key = ("programs.csv", program.program_id, field)
    return _known(catalog, key, getattr(program, field))


def is_assumed(problem: Problem, item: CostItem) -> bool:
    """Whether a line of the bill rests on an assumption instead of a record."""
    offering = problem.catalog.offering.get(item.offering_id or "")
    if offering is None:
        return False
    if item.label == TRANSPORT:
        return problem.place_of(offering).transport_week_usd is None
    field = FEE_FIELDS.get(item.label)
    return field is not None and not knows(problem.catalog, offering, field)


def _known(catalog: Catalog, key: tuple[str, str, str], value: object) -> bool:
    source = catalog.source_of.get(key)
    assumed = source is not None and source.status == "assumed"
    return value not in (None, "unknown", ()) and not assumed
