"""How sure it is that PM&R of a host takes someone of the applicant's status.

Worked out from two facts and their sources, never a cell: whether the host takes
students or graduates of foreign schools, and whether PM&R takes visitors. The grade
names the assumption behind the chance of a yes where the host has published none. A
visa or a law of a state does not enter: those are checks of their own.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from optimizer.domain.applicant import Applicant, is_student
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import GRADES, Grade
from optimizer.domain.starts import FIRST_YEAR

RECENT_MONTHS = 18
"""A page of the host is taken at its word as long as this."""
FIELDS = ("students", "graduates", "pmr_available")
"""The columns whose sources a grade looks at."""
GENERAL = "p_rotation_accept_per_application"


def grade(
    catalog: Catalog, offering: Offering, applicant: Applicant, day: dt.date
) -> Grade:
    """Grade an offering for an applicant on a day.

    Confirmed: the host's own page of the last 18 months, or the applicant who asked,
    says both. Likely: both are on record. Unclear: one of them. Cold: neither.
    """
    fields = deciding(applicant, day)
    known = [field for field in fields if getattr(offering, field) == "yes"]
    if len(known) < len(fields):
        return "unclear" if known else "cold"
    recent = all(_is_recent(catalog, offering, field, day) for field in fields)
    return "confirmed" if recent else "likely"


def deciding(applicant: Applicant, day: dt.date) -> tuple[str, str]:
    """The columns that decide the grade for an applicant."""
    status = "students" if is_student(applicant, day) else "graduates"
    return status, "pmr_available"


def grade_of(problem: Problem, offering: Offering) -> Grade:
    """Grade an offering for the applicant of a problem, on its day."""
    scenario = problem.scenario
    return grade(problem.catalog, offering, scenario.applicant, scenario.today)


def is_trusted(problem: Problem, offering: Offering) -> bool:
    """Whether an offering is graded as the scenario asks, or better."""
    least = problem.scenario.least_trust
    if least == GRADES[-1]:
        return True
    return GRADES.index(grade_of(problem, offering)) <= GRADES.index(least)


def trust_of_all(problem: Problem) -> tuple[bool, ...]:
    """``is_trusted`` of every offering, in the catalog's order."""
    every = problem.catalog.offerings
    if problem.scenario.least_trust == GRADES[-1]:
        return (True,) * len(every)
    return tuple(is_trusted(problem, offering) for offering in every)


def cold_margin(problem: Problem) -> float:
    """What a cold host must add to stand before hosts on record, as a share of 1.

    It is what a request must add at all.
    """
    return problem.scenario.stop_points_per_request / 100


def acceptance_name(problem: Problem, offering: Offering) -> str:
    """Name of the assumption behind the chance of a yes, where none is on record.

    A catalog from before the grades has one for all.
    """
    name = f"acceptance_{grade_of(problem, offering)}"
    return name if name in problem.catalog.assumption else GENERAL


@lru_cache(maxsize=4096)
def first_day_of(as_of: str) -> dt.date | None:
    """The first day that a date of a source may mean: 2026-05 is 1 May 2026."""
    year, month, day = ([*as_of.split("-"), "1", "1"])[:3]
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from one day to a later one."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    return months - (later.day < earlier.day)


def _is_recent(catalog: Catalog, offering: Offering, field: str, day: dt.date) -> bool:
    known = catalog.source_of.get(("offerings.csv", offering.offering_id, field))
    if known is None or known.status not in ("sourced", "user"):
        return False
    said = first_day_of(known.as_of)
    return said is not None and months_between(said, day) < RECENT_MONTHS
