"""Draws: the value in the middle, low and high at the tenth part of either side."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import numpy as np
import pytest

from optimizer.domain.catalog import PARAMETERS
from optimizer.domain.problem import Problem
from optimizer.model.value.rates import DRAWS, TOGETHER, draws


def drawn(name: str, value: float, low: float, high: float) -> np.ndarray:
    """Draws of one assumption with this range."""
    p = make.problem()
    changed = tuple(
        replace(a, value=value, low=low, high=high) if a.name == name else a
        for a in p.catalog.assumptions
    )
    catalog = make.versioned(replace(p.catalog, assumptions=changed))
    return draws(Problem(catalog, p.scenario))[name]


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("kappa_base_odds", (0.55, 0.9, 1.5)),
        ("or_interview_handson", (2.7, 6, 11)),
        ("p_sponsor_receptive", (0.85, 0.95, 0.99)),
        ("quality_loading_match", (0, 0.25, 0.7)),
        ("unknown_tuition_usd", (0, 800, 4775)),
        ("step2ck_reference", (235, 240, 245)),
    ],
)
def test_the_value_is_the_median_and_the_ends_are_tenths(name, ends):
    low, value, high = ends
    found = drawn(name, value, low, high)
    # of 400 draws a share of 0.1 has a standard error of 0.015, one of 0.5 of 0.025
    assert np.mean(found <= low) == pytest.approx(0.1, abs=0.05)
    assert np.mean(found <= value) == pytest.approx(0.5, abs=0.08)
    assert np.mean(found <= high) == pytest.approx(0.9, abs=0.05)


def test_each_side_is_half_a_normal_on_the_scale_of_the_number():
    found = np.log(drawn("kappa_base_odds", 1, 0.5, 4))
    above, below = found[found > 0], found[found < 0]
    # the mean of a half normal is its standard deviation times sqrt(2 / pi)
    for side, width in ((above, np.log(4)), (below, -np.log(2))):
        assert side.mean() == pytest.approx(width / 1.2816 * 0.798, rel=0.15)


def test_every_draw_keeps_its_bound():
    found = draws(make.problem())
    for name, bound in PARAMETERS.items():
        assert len(found[name]) == DRAWS == 400
        assert (found[name] >= bound.low).all()
        assert (found[name] <= bound.high).all()
        if bound.strict:
            assert bound.low < found[name].min()
            assert found[name].max() < bound.high


def test_an_assumption_without_a_range_is_not_drawn():
    assert set(drawn("kappa_base_odds", 0.9, 0.9, 0.9)) == {0.9}


def test_a_side_without_a_width_stays_at_the_value():
    found = drawn("grad_over_5y_odds", 0.6, 0.6, 1)
    assert found.min() == pytest.approx(0.6)
    assert np.mean(found > 0.61) == pytest.approx(0.48, abs=0.08)


def test_a_new_row_moves_no_other():
    p = make.problem()
    fewer = tuple(a for a in p.catalog.assumptions if a.name != "late_score_odds")
    catalog = make.versioned(replace(p.catalog, assumptions=fewer))
    before, after = draws(p), draws(Problem(catalog, p.scenario))
    assert all(np.array_equal(before[name], after[name]) for name in after)


PAIRS = [(a, b, r) for a, others in TOGETHER.items() for b, r in others.items()]


@pytest.mark.parametrize(("name", "other", "r"), PAIRS)
def test_what_was_fitted_together_is_drawn_together(name, other, r):
    ranks = [np.argsort(np.argsort(_drawn_widely(x))) for x in (name, other)]
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(r, abs=0.11)


@pytest.mark.parametrize("name", TOGETHER)
def test_what_moves_with_others_is_as_wide_as_alone(name):
    found = _drawn_widely(name)
    assert np.mean(found <= 0.5) == pytest.approx(0.5, abs=0.08)
    assert np.mean(found <= 0.25) == pytest.approx(0.1, abs=0.05)
    assert np.mean(found <= 0.75) == pytest.approx(0.9, abs=0.05)


def _drawn_widely(name: str) -> np.ndarray:
    return drawn(name, 0.5, 0.25, 0.75)
