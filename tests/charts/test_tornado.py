"""The tornado: what is drawn where."""

from __future__ import annotations

import pytest

from charts.tornado import SwingBar, tornado
from charts.words import more_of_thousand

BARS = (
    SwingBar("How much a letter helps.", 1.0, 3.5),
    SwingBar("Tuition <b>where</b> none is known.", 2.0, 2.0),
)


@pytest.mark.parametrize("dark", [True, False])
def test_bars_run_from_the_value_to_each_end(dark):
    figure = tornado(BARS, 2.0, more_of_thousand, axis="gain", dark=dark)
    low, high = figure.data
    assert (low.name, high.name) == ("at its low", "at its high")
    assert list(low.base) == list(high.base) == [2.0, 2.0]
    assert list(low.x) == [-1.0, 0.0]
    assert list(high.x) == [1.5, 0.0]
    assert low.customdata[0] == more_of_thousand(1.0)
    assert low.marker.pattern.shape != high.marker.pattern.shape


def test_labels_are_plain_text_and_the_axis_holds_all():
    figure = tornado(BARS, 2.0, more_of_thousand, axis="gain", dark=False)
    told = " ".join(a.text for a in figure.layout.annotations)
    assert "How much a letter helps." in told
    assert "&lt;b&gt;where" in told
    low, high = figure.layout.xaxis.range
    assert low < 1.0
    assert high > 3.5
    assert figure.layout.xaxis.title.text == "gain"


def test_no_bar_is_a_figure_too():
    assert tornado((), 2.0, more_of_thousand, axis="gain", dark=False).layout.height > 0
