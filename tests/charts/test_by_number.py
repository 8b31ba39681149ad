"""The curve of gains by number of requests."""

from __future__ import annotations

from charts import words
from charts.by_number import gain_chart, more
from optimizer.requests.ask_list import NumberGain

GAINS = (NumberGain(0, 0.0, 0), NumberGain(1, 1.24, 50), NumberGain(2, 2.0, 150))


def test_gains_are_whole_people_of_a_thousand():
    assert [more(gain) for gain in GAINS] == [0, 12, 20]


def test_people_are_those_of_every_other_page():
    """8.05 points are half a person between two."""
    gain = NumberGain(1, 8.05, 50)
    assert words.more_of_thousand(gain.gain_pp) == f"{more(gain)} more of 1,000"
    assert words.of_thousand(gain.gain_pp) == f"{more(gain)} of 1,000"


def test_every_number_is_a_point_and_the_list_a_line():
    for dark in (False, True):
        figure = gain_chart(GAINS, 1, dark=dark)
        (curve,) = figure.data
        assert list(curve.x) == [0, 1, 2]
        assert list(curve.y) == [0, 12, 20]
        (line,) = figure.layout.shapes
        assert line.x0 == line.x1 == 1
        assert [note.text for note in figure.layout.annotations] == ["your list"]
