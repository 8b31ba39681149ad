"""Diminishing returns: two curves, marginal gains, the guide's bands."""

import pytest
from factories import scenario

from charts.returns import BANDS, returns_chart
from optimizer.domain.plan import BestOfSize, NoPlan, Plan, Proof

NONE = NoPlan(scenario(), "infeasible", 0.1)


def step(size, certain, expected):
    plans = [
        Plan(scenario(), (), value, (), 0, 0, Proof("optimal", value, 0.1))
        for value in (certain, expected)
    ]
    return BestOfSize(size, *plans)


STEPS = (
    step(0, 0.33, 0.33),
    step(1, 0.42, 0.345),
    BestOfSize(2, NONE, NONE),
    step(3, 0.535, 0.37),
)


def chart(steps=STEPS, chosen=3):
    return returns_chart(steps, measure="match chance", chosen=chosen, dark=False)


def test_both_curves_are_drawn_and_differ_without_colour():
    certain, expected = chart().data
    assert certain.x == (0, 1, 2, 3)
    assert certain.y == pytest.approx((33, 42, None, 53.5), nan_ok=True)
    assert expected.y[1] == pytest.approx(34.5)
    assert certain.line.dash != expected.line.dash
    assert certain.marker.symbol != expected.marker.symbol


def test_sizes_without_a_plan_leave_a_gap():
    certain, _ = chart().data
    assert certain.y[2] is None
    assert certain.text[2] == ""
    assert not certain.connectgaps


def test_the_guides_bands_are_named():
    figure = chart()
    texts = [note.text for note in figure.layout.annotations]
    names = ["essential", "target", "usual limit", "beyond it"]
    assert [name for *_, name in BANDS] == names
    assert set(texts) >= {*names[:3], "your plan"}
    assert "beyond it" not in texts
    large = returns_chart(STEPS, measure="match", chosen=3, dark=True, largest=6)
    assert "beyond it" in [note.text for note in large.layout.annotations]
    assert large.layout.xaxis.range[1] > 6


def test_the_plan_is_marked_once_its_size_is_known():
    texts = [note.text for note in chart(STEPS[:2]).layout.annotations]
    assert "your plan" not in texts


def test_the_value_axis_starts_at_nothing():
    low, high = chart().layout.yaxis.range
    assert low == 0
    assert high > 53.5


def test_the_axis_stays_while_results_come():
    assert chart(STEPS[:1]).layout.xaxis.range == chart().layout.xaxis.range
