"""Starting points: typical applicants, each a change of the default scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from optimizer.domain.applicant import Preferences
from optimizer.domain.scenario import Scenario

Preset = Callable[[Scenario], Scenario]


def _preset(years: int | None = None, *, who: Any = (), **fields: Any) -> Preset:
    """A change of the applicant and of other fields.

    ``years`` since graduation at the season; None: a student.
    """

    def change(default: Scenario) -> Scenario:
        changes = dict(who)
        if years is not None:
            day = dt.date(default.season - years, 6, 30)
            changes |= {"status": "graduate", "graduation_date": day}
        applicant = replace(default.applicant, **changes)
        return replace(default, applicant=applicant, **fields)

    return change


# Last-year student, middling scores, one US letter: the default scenario.
AVERAGE = _preset()
PRESETS: dict[str, Preset] = {
    "Average student": AVERAGE,
    # A high Step 2 CK, two letters and money for four rotations.
    "Student with strong scores": _preset(
        who={"step2_ck": 258, "us_letters": 2}, budget_usd=14_000, max_rotations=4
    ),
    # On a visitor visa: observerships are what is open, letters are short.
    "Graduate who needs observerships": _preset(
        4, who={"step2_ck": 236, "us_letters": 0}, kind="observership"
    ),
    "Only July and August": _preset(months=(7, 8), max_rotations=2),
    # Family in Texas, and would like to stay there.
    "Texas ties": _preset(
        who={"ties": ("TX",)},
        preferences=Preferences(where_matters=0.5, states=(("TX", 5),)),
        min_in_ties=1,
    ),
    # Studied abroad, graduated, needs no visa.
    "US citizen graduate": _preset(
        3,
        who={
            "img_type": "us_img",
            "us_work_authorized": True,
            "entry_status": "none",
            "step2_ck": 232,
        },
    ),
}
