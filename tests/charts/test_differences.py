"""What changes of the inputs do: a bar each, told apart without colour."""

from __future__ import annotations

import pytest

from charts.differences import differences_chart

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


def test_nothing_is_a_figure_too():
    assert differences_chart({}, "x", dark=True).layout.height > 0
