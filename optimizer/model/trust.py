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

Mask = NDArray[np.bool_]
RECENT_MONTHS = 18
"""A page of the host is taken at its word as long as this."""
FIELDS = ("students", "graduates", "pmr_available")
"""The columns whose sources a grade looks at."""
GENERAL = "p_rotation_accept_per_application"


def deciding(applicant: Applicant, day: dt.date) -> tuple[str, str]:
    """The columns that decide the grade for an applicant."""
    status = "students" if is_student(applicant, day) else "graduates"
    return status, "pmr_available"


def grade_of(problem: Problem, offering: Offering) -> Grade:
    """Grade an offering for the applicant of a problem, on its day.

    Confirmed: the host's own page of the last 18 months, or the applicant who asked,
    says both. Likely: both are on record. Unclear: one of them. Cold: neither.
    """
    return _grades(*_graded_by(problem))[offering.offering_id]


def is_trusted(problem: Problem, offering: Offering) -> bool:
    """Whether an offering is graded as the scenario asks, or better."""
    return grade_of(problem, offering) in _sure_enough(problem)


def trust_of_all(problem: Problem) -> Mask:
    """``is_trusted`` of every offering, in the catalog's order, (O,)."""
    enough, graded = _sure_enough(problem), _grades(*_graded_by(problem))
    return np.array([grade in enough for grade in graded.values()], dtype=bool)


def _sure_enough(problem: Problem) -> tuple[Grade, ...]:
    return GRADES[: GRADES.index(problem.scenario.least_trust) + 1]


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


def acceptances(problem: Problem) -> dict[str, float]:
    """Chance that each host accepts, whatever it has said meanwhile, by offering.

    In the catalog's order: its own, or that of its grade.
    """
    return _acceptances(*_graded_by(problem))


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


def _graded_by(problem: Problem) -> tuple[Catalog, tuple[str, str], dt.date]:
    """All that the grades of a problem hang on."""
    day = problem.scenario.today
    return problem.catalog, deciding(problem.scenario.applicant, day), day


@lru_cache(maxsize=16)
def _grades(
    catalog: Catalog, fields: tuple[str, str], day: dt.date
) -> dict[str, Grade]:
    return {o.offering_id: _grade(catalog, o, fields, day) for o in catalog.offerings}


@lru_cache(maxsize=16)
def _acceptances(
    catalog: Catalog, fields: tuple[str, str], day: dt.date
) -> dict[str, float]:
    value = {g: catalog.assumption[_acceptance_name(catalog, g)].value for g in GRADES}
    graded = zip(catalog.offerings, _grades(catalog, fields, day).values(), strict=True)
    return {
        o.offering_id: value[grade] if o.acceptance is None else o.acceptance
        for o, grade in graded
    }


def _grade(
    catalog: Catalog, offering: Offering, fields: tuple[str, str], day: dt.date
) -> Grade:
    known = [field for field in fields if getattr(offering, field) == "yes"]
    if len(known) < len(fields):
        return "unclear" if known else "cold"
    recent = all(_is_recent(catalog, offering, field, day) for field in fields)
    return "confirmed" if recent else "likely"


def _is_recent(catalog: Catalog, offering: Offering, field: str, day: dt.date) -> bool:
    said = _day_of_word(catalog, offering, field)
    return said is not None and months_between(said, day) < RECENT_MONTHS


def _day_of_word(catalog: Catalog, offering: Offering, field: str) -> dt.date | None:
    """The day of the host's own page, or of the applicant's word; None without one."""
    known = catalog.source_of.get(("offerings.csv", offering.offering_id, field))
    if known is None or known.status not in ("sourced", "user"):
        return None
    return first_day_of(known.as_of)
