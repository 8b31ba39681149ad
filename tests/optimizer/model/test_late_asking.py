"""An assumed last day to apply that is over lowers the chance of a yes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.problem import Problem
from optimizer.model.rotation import acceptance_of, visit_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.objective import acceptance_assumption

MAY = dt.date(2027, 5, 3)
LAST = MAY - dt.timedelta(weeks=20)
"""Last day to apply for the only start, by the lead that is assumed."""


def problem(half: int = 60, **fields: Any) -> Problem:
    changes = {n: fields.pop(n) for n in ("today", "answers") if n in fields}
    asked = {"starts": str(MAY), "acceptance": 0.4, "apply_lead_weeks": None}
    offering = make.offering(**asked | fields)
    catalog = make.catalog(offerings=(offering,), late_asking_half_days=half)
    return make.problem(versioned(catalog), **changes)


@pytest.mark.parametrize(
    ("days", "chance"), [(-5, 0.4), (0, 0.4), (60, 0.2), (120, 0.1)]
)
def test_the_chance_halves_with_the_days_since(days, chance):
    p = problem(today=LAST + dt.timedelta(days=days))
    assert acceptance_of(p, p.catalog.offerings[0]) == pytest.approx(chance)


@pytest.mark.parametrize(
    "kept",
    [
        {"half": 0},
        {"apply_lead_weeks": 2},
        {"application_window": "/04-30 for 03-01/09-30"},
        {"answers": (("E1", "asked"),)},
        {"starts": f"{MAY};2027-08-30"},
    ],
)
def test_nothing_is_lost_where_no_assumed_day_is_over_or_one_asked_in_time(kept):
    p = problem(today=LAST + dt.timedelta(days=60), **kept)
    assert acceptance_of(p, p.catalog.offerings[0]) == 0.4


def test_it_is_worth_less_and_no_longer_drawn():
    found = []
    for days in (0, 60):
        p = problem(acceptance=None, today=LAST + dt.timedelta(days=days))
        visit = visit_of(p, p.catalog.offerings[0])
        drawn = acceptance_assumption(p, visit) is not None
        assert match_model(p).acceptance(visit, False)[0] == visit.acceptance
        found.append((drawn, visit.acceptance))
    (first, soon), (second, late) = found
    assert (first, second) == (True, False)
    assert late == pytest.approx(soon / 2)
