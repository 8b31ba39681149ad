"""Bars to both sides of a line, told apart without colour."""

from __future__ import annotations

import pytest

from charts.bars import SwingBar, differences_chart, tornado
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


FOUND = {"More money": 4, "Less <b>money</b>": -12, "Another month": 0}


@pytest.mark.parametrize("dark", [True, False])
def test_bars_go_to_the_right_for_more_and_to_the_left_for_fewer(dark):
    figure = differences_chart(FOUND, "of 1,000", dark=dark)
    (bars,) = figure.data
    assert list(bars.x) == [4, -12, 0]
    shapes = list(bars.marker.pattern.shape)
    assert shapes[0] == shapes[2] != shapes[1]
    low, high = figure.layout.xaxis.range
    assert low < -12
    assert high > 4
    assert figure.layout.xaxis.title.text == "of 1,000"


def test_words_are_plain_text_with_their_number():
    texts = [
        a.text for a in differences_chart(FOUND, "x", dark=False).layout.annotations
    ]
    assert texts[0] == "More money: <b>+4</b>"
    assert texts[1] == "Less &lt;b&gt;money&lt;/b&gt;: <b>−12</b>"
    assert texts[2].endswith("<b>0</b>")


def test_no_change_is_a_figure_too():
    assert differences_chart({}, "x", dark=True).layout.height > 0
