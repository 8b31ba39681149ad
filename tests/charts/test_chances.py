"""Chances: each one a mark on its range, the order from little to much."""

from charts.chances import chances_chart, labelled, told
from optimizer.domain.plan import Chance, Chances

FOUND = Chances(
    baseline=Chance(0.33, 0.27, 0.40),
    if_all_accept=Chance(0.52, 0.41, 0.60),
    expected=Chance(0.36, 0.30, 0.44),
    any_accepts=0.39,
)


def test_every_chance_has_its_range_and_its_mark():
    figure = chances_chart(labelled(FOUND), dark=False)
    *ranges, marks = figure.data
    assert [trace.x for trace in ranges] == [(27, 40), (30, 44), (41, 60)]
    assert marks.x == (33, 36, 52)
    assert all(
        name in marks.customdata[i] for i, (name, _) in enumerate(labelled(FOUND))
    )


def test_values_are_written_out():
    figure = chances_chart(labelled(FOUND, "both hosts accept"), dark=True)
    texts = [note.text for note in figure.layout.annotations]
    assert texts[-1].startswith("If both hosts accept")
    assert "52" in texts[-1]


def test_the_axis_ends_beyond_the_highest_range():
    low, high = chances_chart(labelled(FOUND), dark=False).layout.xaxis.range
    assert low == 0
    assert 60 < high <= 101


def test_a_chance_in_words_has_its_range():
    assert told("Now", FOUND.baseline) == "Now: 33\u00a0%, range 27–40\u00a0%"
