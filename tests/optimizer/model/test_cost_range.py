"""How far a total could go."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest

from optimizer.model.cost import cost_range, total
from optimizer.model.rotation import rotation_on

MARCH = dt.date(2027, 3, 1)


def one(**changes):
    """A problem and its one rotation."""
    problem = make.problem(make.catalog(offerings=(make.offering(**changes),)))
    return problem, (rotation_on(problem, problem.catalog.offering["E1"], MARCH),)


def test_what_is_on_record_has_no_range():
    problem, rotations = one()
    found = cost_range(problem, rotations)
    assert found.usd == found.known_usd == found.high_usd == total(problem, rotations)
    assert (found.assumed_usd, found.unknown) == (0, 0)


@pytest.mark.parametrize("counts", ["assumed", "cautious"])
def test_each_unknown_amount_rises_to_its_high(counts):
    problem, rotations = one(tuition_usd=None, other_fees_usd=None)
    problem = problem.having(budget_counts=counts)
    found = cost_range(problem, rotations)
    known = total(one()[0], one()[1])
    assert found.usd == total(problem, rotations)
    assert found.known_usd == known
    assert found.assumed_usd == (1_250 if counts == "assumed" else 4_600)
    assert (found.unknown, found.high_usd) == (2, known + 4_600)


def test_nothing_costs_nothing():
    problem, _ = one()
    assert cost_range(problem, ()).high_usd == 0
