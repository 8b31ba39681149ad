"""How sure it is that PM&R of a host takes someone of the applicant's status.

Worked out from two facts and their sources, never a cell: whether the host takes
students or graduates of foreign schools, and whether PM&R takes visitors. The grade
names the assumption behind the chance of a yes where the host has published none. A
visa or a law of a state does not enter: those are checks of their own.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.applicant import Applicant, is_student
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import GRADES, Grade
from optimizer.domain.starts import FIRST_YEAR

Floats = NDArray[np.float64]
Indices = NDArray[np.int_]
Mask = NDArray[np.bool_]
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


def grade_of_all(problem: Problem) -> Indices:
    """``grade_of`` each offering, as its place among ``GRADES``, (O,)."""
    who, day = problem.scenario.applicant, problem.scenario.today
    known = [_on_record(problem.catalog, field) for field in deciding(who, day)]
    count = np.sum([yes for yes, _, _ in known], axis=0)
    # less a month where the day of the month is still to come: as ``months_between``
    ages = [12 * day.year + day.month - m - (day.day < d) for _, m, d in known]
    recent = np.all([age < RECENT_MONTHS for age in ages], axis=0)
    both = np.where(recent, GRADES.index("confirmed"), GRADES.index("likely"))
    fewer = np.where(count > 0, GRADES.index("unclear"), GRADES.index("cold"))
    return np.where(count == len(known), both, fewer)


def trust_of_all(problem: Problem) -> Mask:
    """``is_trusted`` of every offering, in the catalog's order, (O,)."""
    least = GRADES.index(problem.scenario.least_trust)
    if least == len(GRADES) - 1:
        return np.ones(len(problem.catalog.offerings), dtype=bool)
    return grade_of_all(problem) <= least


def cold_margin(problem: Problem) -> float:
    """What a cold host must add to stand before hosts on record, as a share of 1.

    It is what a request must add at all.
    """
    return problem.scenario.stop_points_per_request / 100


def acceptance_name(problem: Problem, offering: Offering) -> str:
    """Name of the assumption behind the chance of a yes, where none is on record.

    A catalog from before the grades has one for all.
    """
    return _acceptance_name(problem.catalog, grade_of(problem, offering))


def acceptances_unsaid(problem: Problem) -> Floats:
    """The assumed chance of a yes of each offering, (O,), on record or not."""
    names = [_acceptance_name(problem.catalog, grade) for grade in GRADES]
    return np.array([problem.parameter(n) for n in names])[grade_of_all(problem)]


def _acceptance_name(catalog: Catalog, grade: Grade) -> str:
    name = f"acceptance_{grade}"
    return name if name in catalog.assumption else GENERAL


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
    said = _day_of_word(catalog, offering, field)
    return said is not None and months_between(said, day) < RECENT_MONTHS


def _day_of_word(catalog: Catalog, offering: Offering, field: str) -> dt.date | None:
    """The day of the host's own page, or of the applicant's word; None without one."""
    known = catalog.source_of.get(("offerings.csv", offering.offering_id, field))
    if known is None or known.status not in ("sourced", "user"):
        return None
    return first_day_of(known.as_of)


@lru_cache(maxsize=64)
def _on_record(catalog: Catalog, field: str) -> tuple[Mask, Indices, Indices]:
    """Which offerings say yes, and the month and day of the word for it, (O,)."""
    every = catalog.offerings
    yes = np.array([getattr(o, field) == "yes" for o in every], dtype=bool)
    said = [_day_of_word(catalog, o, field) or dt.date.min for o in every]
    months = np.array([12 * day.year + day.month for day in said], dtype=int)
    return yes, months, np.array([day.day for day in said], dtype=int)
