"""How much of the catalog is known: what stands behind an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from optimizer.catalog import Catalog
from optimizer.known import knows as knows
from optimizer.known import knows_program as knows_program
from optimizer.words import STATUS as STATUS


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how many records of a kind a fact is known."""

    fact: str
    known: int
    records: int


PROGRAM_FACTS = {
    "receptiveness_non_us": "Programs: interviews non-US IMGs",
    "receptiveness_us": "Programs: interviews US IMGs",
    "visa_sponsorship": "Programs: visa sponsorship",
    "accepts_img": "Programs: accepts IMGs",
}
OFFERING_FACTS = {
    "students": "Offerings: takes foreign students",
    "graduates": "Offerings: takes graduates",
    "us_persons_only": "Offerings: US persons only",
    "tuition_usd": "Offerings: tuition",
    "apply_lead_weeks": "Offerings: how early to apply",
    "gives_letter": "Offerings: gives a letter",
    "acceptance": "Offerings: chance to be accepted",
}


def coverage(catalog: Catalog) -> tuple[Coverage, ...]:
    """Count the facts that decide most about a plan."""
    programs, offerings = catalog.programs, catalog.offerings
    return (
        *(
            Coverage(
                fact, sum(knows_program(catalog, p, f) for p in programs), len(programs)
            )
            for f, fact in PROGRAM_FACTS.items()
        ),
        *(
            Coverage(fact, sum(knows(catalog, o, f) for o in offerings), len(offerings))
            for f, fact in OFFERING_FACTS.items()
        ),
    )


def by_status(catalog: Catalog) -> tuple[tuple[str, int], ...]:
    """How many facts there are of each kind of source, most first."""
    found = Counter(fact.status for fact in catalog.provenance)
    return tuple((STATUS[status], count) for status, count in found.most_common())
