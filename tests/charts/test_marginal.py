"""What $1,000 buys: bars beside a line, and options with their ranges."""

from __future__ import annotations

import pytest
from factories import scenario

from charts.marginal import marginal_chart, options_chart
from optimizer.domain.plan import Estimate, Plan, Proof
from optimizer.trade_offs.elsewhere import Option
from optimizer.trade_offs.returns import Marginal, SizeLevel


def level(
    size: int, gain: float | None, usd: int, *, certain: bool = True
) -> SizeLevel:
    plan = Plan(scenario(), (), 0.4, (), 0, 0, Proof("optimal", 0.4, 0.1))
    more = (
        None if gain is None else Marginal(Estimate(gain, gain / 2, gain * 2), usd, 4)
    )
    value = Estimate(0.4, 0.3, 0.5)
    return SizeLevel(size, plan, certain, value, usd, 4, size - 1, more, (), True)


FULL = (level(0, None, 0), level(1, 6.0, 3_000), level(2, 4.0, 4_000))
COUNTED = (level(0, None, 0), level(1, 1.0, 1_000), level(2, 0.5, -100))


def chart(**changes):
    default = {"threshold": 0.5, "largest": 6, "dark": False}
    return marginal_chart(FULL, COUNTED, **default | changes)


def test_bars_are_gains_per_thousand_with_their_ranges():
    full, counted = chart().data
    assert (full.x, full.y) == ((1, 2), pytest.approx((2.0, 1.0)))
    assert full.error_y.array == pytest.approx((2.0, 1.0))
    assert full.error_y.arrayminus == pytest.approx((1.0, 0.5))
    # the second step costs less, so there is no rate
    assert (counted.x, counted.y) == ((1,), pytest.approx((1.0,)))


def test_bars_differ_without_colour():
    full, counted = chart().data
    assert full.marker.pattern.shape != counted.marker.pattern.shape


def test_the_line_is_where_the_visitor_put_it():
    for threshold in (0.0, 0.5, 3.0):
        figure = chart(threshold=threshold)
        (line,) = figure.layout.shapes
        assert line.y0 == line.y1 == threshold
        low, high = figure.layout.yaxis.range
        assert low <= threshold < high
        assert f"your line: {threshold:.1f}" in [
            note.text for note in figure.layout.annotations
        ]


def test_a_loss_is_in_sight():
    figure = marginal_chart(
        (level(1, -2.0, 1_000),), (), threshold=0.5, largest=6, dark=True
    )
    assert figure.layout.yaxis.range[0] < -2


def test_options_that_are_priced_have_a_mark_and_a_range():
    gain = Estimate(1.5, 0.5, 3.0)
    options = (
        Option("letter", "A <b>letter</b>", Marginal(gain, None, None), True, "why"),
        Option("research", "Research", None, False, "no figure"),
    )
    ranges, marks = options_chart(options, dark=False).data
    assert ranges.x == (0.5, 3.0)
    assert marks.x == (1.5,)
    notes = options_chart(options, dark=False).layout.annotations
    assert len(notes) == 1
    assert "&lt;b&gt;" in notes[0].text


def test_nothing_to_price_draws_nothing():
    assert options_chart((), dark=False).data[0].x == ()
