"""Starting points: typical applicants, each a change of the default scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from optimizer.domain.applicant import Preferences
from optimizer.domain.scenario import Scenario

Preset = Callable[[Scenario], Scenario]


def average_student(default: Scenario) -> Scenario:
    """Last-year student, middling scores, one US letter: the default scenario."""
    return default


def strong_student(default: Scenario) -> Scenario:
    """Student with a high Step 2 CK, two letters and money for four rotations."""
    return replace(
        default,
        applicant=replace(default.applicant, step2_ck=258, us_letters=2),
        budget_usd=14_000,
        max_rotations=4,
    )


def observer_graduate(default: Scenario) -> Scenario:
    """Graduate on a visitor visa: observerships are what is open, letters are short."""
    return replace(
        default,
        applicant=replace(
            default.applicant,
            status="graduate",
            graduation_date=dt.date(default.season - 4, 6, 30),
            step2_ck=236,
            us_letters=0,
        ),
        kind="observership",
    )


def two_summer_months(default: Scenario) -> Scenario:
    """Student who is free in July and August alone."""
    return replace(default, months=(7, 8), max_rotations=2)


def texas_ties(default: Scenario) -> Scenario:
    """Student with family in Texas who would like to stay there."""
    return replace(
        default,
        applicant=replace(default.applicant, ties=("TX",)),
        preferences=Preferences(where_matters=0.5, states=(("TX", 5),)),
        min_in_ties=1,
    )


def citizen_graduate(default: Scenario) -> Scenario:
    """US citizen who studied abroad, graduated and needs no visa."""
    return replace(
        default,
        applicant=replace(
            default.applicant,
            status="graduate",
            graduation_date=dt.date(default.season - 3, 6, 30),
            img_type="us_img",
            us_work_authorized=True,
            entry_status="none",
            step2_ck=232,
        ),
    )


PRESETS: dict[str, Preset] = {
    "Average student": average_student,
    "Student with strong scores": strong_student,
    "Graduate who needs observerships": observer_graduate,
    "Only July and August": two_summer_months,
    "Texas ties": texas_ties,
    "US citizen graduate": citizen_graduate,
}
