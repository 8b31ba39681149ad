"""What of the catalog is known, and what is only assumed: the one definition."""

from __future__ import annotations

from typing import Literal

from optimizer.domain.fields import OFFERING
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog, Offering, Provenance

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
