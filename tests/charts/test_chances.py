"""Chances: each one a mark on its range, the order from little to much."""

from dataclasses import replace

from charts.chances import chances_chart, describe, labelled
from optimizer.domain.plan import Chance, Chances

FOUND = Chances(
    baseline=Chance(0.33, 0.27, 0.40),
    if_all_accept=Chance(0.52, 0.41, 0.60),
    expected=Chance(0.36, 0.30, 0.44),
    any_accepts=0.39,
    all_accept=1 / 222,
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
    assert texts[-1].startswith("If both hosts accept (about 1 season in 220): ")
    assert "52" in texts[-1]


def test_refusals_counted_stand_above_all_accepting_and_say_how_often_that_is():
    assert labelled(FOUND) == (
        ("With no away rotation added", FOUND.baseline),
        ("With refusals counted", FOUND.expected),
        ("If all accept (about 1 season in 220)", FOUND.if_all_accept),
    )
    rows = chances_chart(labelled(FOUND), dark=False).layout.annotations
    assert [row.y for row in rows] == sorted(row.y for row in rows)
    low, high = chances_chart(labelled(FOUND), dark=False).layout.yaxis.range
    assert low > high, "the first row is on top"


def test_where_nobody_can_refuse_there_is_one_chance():
    sure = replace(FOUND, expected=FOUND.if_all_accept, all_accept=1.0)
    assert labelled(sure) == (
        ("With no away rotation added", FOUND.baseline),
        ("With this plan", FOUND.if_all_accept),
    )
    assert [name for name, _ in labelled(sure, "")] == ["With no away rotation added"]


def test_the_axis_ends_beyond_the_highest_range():
    low, high = chances_chart(labelled(FOUND), dark=False).layout.xaxis.range
    assert low == 0
    assert 60 < high <= 101


def test_a_chance_in_words_has_its_range():
    assert describe("Now", FOUND.baseline) == "Now: 33\u00a0%, range 27–40\u00a0%"
