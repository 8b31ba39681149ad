"""The bars of what limits: one for each step, in pp, under its words."""

from __future__ import annotations

from dataclasses import replace

import factories as make
import pytest

from charts.binding import describe, worth_chart
from optimizer.explain.binding import Loosened

STEPS = (
    Loosened("Free June too.", make.scenario(), 0.28, 1_545, True),
    Loosened("Allow <b>three</b> rotations.", make.scenario(), 0.33, 0, True),
)


@pytest.mark.parametrize("dark", [False, True])
def test_a_bar_for_each_step(dark):
    figure = worth_chart(STEPS, measure="match chance", dark=dark)
    (bars,) = figure.data
    assert list(bars.x) == [0.28, 0.33]
    assert len(figure.layout.annotations) == 2
    texts = [a.text for a in figure.layout.annotations]
    assert "Free June too" in texts[0]
    assert "0.28" in texts[0]
    assert "&lt;b&gt;three" in texts[1]


def test_a_step_in_words():
    assert (
        describe(STEPS[0], "match chance")
        == "Free June too: +0.28\u00a0pp match chance"
    )


def test_no_step_draws_nothing():
    assert len(worth_chart((), measure="match chance", dark=False).data[0].x or ()) == 0


def test_ranges_are_lines_over_the_bars_and_said():
    step = replace(STEPS[0], range_pp=(-0.1, 0.5))
    figure = worth_chart((step, STEPS[1]), measure="match chance", dark=False)
    (bars,) = figure.data
    assert list(bars.error_x.array) == pytest.approx([0.22, 0])
    assert list(bars.error_x.arrayminus) == pytest.approx([0.38, 0])
    low, high = figure.layout.xaxis.range
    assert low < -0.1
    assert high > 0.5
    assert describe(step, "match chance").endswith("match chance, range −0.10 to 0.50")
