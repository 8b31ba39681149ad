"""Chances by number of requests: one curve for each number of rotations."""

import pytest

from charts.requests import at_least, curves, requests_chart

CHANCES = (
    (1.0, 0.15, 0.0, 0.0, 0.0),
    (1.0, 0.42, 0.07, 0.0, 0.0),
    (1.0, 0.61, 0.15, 0.0, 0.0),
)


def chart(chances=CHANCES, planned=2, enough=3, dark=False):
    return requests_chart(chances, planned=planned, enough=enough, dark=dark)


def test_each_number_that_can_be_reached_has_a_curve():
    figure = chart()
    assert [t.name for t in figure.data] == ["at least one", "at least two"]
    assert list(figure.data[0].x) == [1, 2, 3]
    assert list(figure.data[0].y) == pytest.approx([15, 42, 61])
    assert list(figure.data[1].y) == pytest.approx([0, 7, 15])
    assert figure.data[1].text[-1].replace("\u00a0", " ") == " 15 %"
    named = [a.text for a in figure.layout.annotations if "least" in a.text]
    assert named == ["● ── at least one", "■ – – at least two"]


def test_curves_differ_in_more_than_colour():
    one, two = chart().data
    assert one.line.dash != two.line.dash
    assert one.marker.symbol != two.marker.symbol


def test_there_are_at_most_three_curves():
    assert list(curves(((1, 0.9, 0.8, 0.7, 0.6),))) == [1, 2, 3]
    assert list(curves(((1, 0, 0),))) == []
    assert at_least(3) == "at least three"


@pytest.mark.parametrize(
    ("planned", "enough", "said"),
    [(2, 3, ["plan", "enough"]), (2, 2, ["plan"]), (2, None, ["plan"]), (0, None, [])],
)
def test_the_plan_and_what_is_enough_are_marked(planned, enough, said):
    figure = chart(planned=planned, enough=enough)
    marks = [a.text for a in figure.layout.annotations if "least" not in a.text]
    assert marks == said
    assert [s.x0 for s in figure.layout.shapes] == [
        n for n in (2, 3) if n in {planned, enough}
    ]


def test_the_last_values_have_room():
    assert chart().layout.xaxis.range[1] >= 3.9
    assert chart().layout.yaxis.ticktext[-1] == "100\u00a0%"
    assert chart(dark=True).layout.xaxis.title.text == "requests sent"
