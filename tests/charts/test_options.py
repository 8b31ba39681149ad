"""Other uses of money and time: each priced one with its mark and its range."""

from __future__ import annotations

from charts.options import options_chart
from optimizer.domain.plan import Estimate
from optimizer.trade_offs.other_uses import Option
from optimizer.trade_offs.returns import Marginal


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
