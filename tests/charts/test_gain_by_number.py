"""The curve of gains by number of requests."""

from __future__ import annotations

from charts.gain_by_number import gain_chart, more
from optimizer.requests.ask_list import NumberGain

GAINS = (NumberGain(0, 0.0, 0), NumberGain(1, 1.24, 50), NumberGain(2, 2.0, 150))


def test_gains_are_whole_people_of_a_thousand():
    assert [more(gain) for gain in GAINS] == [0, 12, 20]


def test_every_number_is_a_point_and_the_list_a_line():
    for dark in (False, True):
        figure = gain_chart(GAINS, 1, dark=dark)
        (curve,) = figure.data
        assert list(curve.x) == [0, 1, 2]
        assert list(curve.y) == [0, 12, 20]
        (line,) = figure.layout.shapes
        assert line.x0 == line.x1 == 1
        assert [note.text for note in figure.layout.annotations] == ["your list"]
