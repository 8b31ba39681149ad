"""Several plans on one axis: every rotation in its own row, under its plan's title."""

import datetime as dt
from itertools import pairwise

import pytest
from factories import booked, catalog, offering, problem, program

from charts.schedule import (
    Titled,
    schedule_legend,
    schedules_chart,
    shared_dates,
    summary_of_all,
)
from charts.timeline import rows
from optimizer.model.rotation import block_of, rotation_on

MARCH, JUNE = dt.date(2027, 3, 1), dt.date(2027, 6, 7)
MS_PER_DAY = 86_400_000


def blocks(asked, **starts):
    chosen = [(asked.catalog.offering[name], day) for name, day in starts.items()]
    return tuple(block_of(rotation_on(asked, o, start)) for o, start in chosen)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@pytest.fixture
def asked():
    programs = (program("P1"), program("P2"))
    offerings = (
        offering("E1", "P1", host="Alpha <b>x"),
        offering("E2", "P2", kind="observership", weeks=2),
    )
    return problem(catalog(programs, offerings))


@pytest.fixture
def plans(asked):
    return (
        Titled("A: as <i>it is", asked, blocks(asked, E1=MARCH, E2=JUNE)),
        Titled("B: poor", asked, (), "no plan fits"),
        Titled("C: late", asked, blocks(asked, E1=JUNE)),
    )


def test_bars_lie_on_their_days_and_no_two_rotations_share_a_row(plans):
    figure = schedules_chart(plans, dark=False)
    hands_on, observed = trace(figure, "hands-on"), trace(figure, "observership")
    assert hands_on.base == (MARCH, JUNE)
    assert hands_on.x == (26 * MS_PER_DAY,) * 2
    assert observed.x == (12 * MS_PER_DAY,)
    rows = sorted((*hands_on.y, *observed.y))
    assert all(b - a >= 1 for a, b in pairwise(rows))
    low, high = figure.layout.yaxis.range
    assert high < rows[0] - 0.3 < rows[-1] + 0.3 < low


def test_each_title_stands_above_the_rows_of_its_plan(plans):
    figure = schedules_chart(plans, dark=True)
    titles = [n for n in figure.layout.annotations if n.text.startswith("<b>")]
    assert [n.text for n in titles] == [
        "<b>A: as &lt;i&gt;it is</b>",
        "<b>B: poor</b>: no plan fits",
        "<b>C: late</b>",
    ]
    first, second = trace(figure, "hands-on").y
    (middle,) = trace(figure, "observership").y
    a, b, c = (n.y for n in titles)
    assert a < first < middle < b < c < second


def test_names_are_plain_text(plans):
    text = " ".join(
        n.text for n in schedules_chart(plans, dark=False).layout.annotations
    )
    assert "Alpha &lt;b&gt;x" in text
    assert "Alpha <b>x" not in text


def test_only_dates_that_all_share_are_drawn(asked, plans):
    assert len(shared_dates(plans)) == 2
    early = problem(asked.catalog, letters_by=dt.date(2027, 8, 1))
    both = (plans[0], Titled("D", early, blocks(early, E1=MARCH)))
    names = [name for _, name in shared_dates(both)]
    assert names == ["submit from"]
    lines = [s for s in schedules_chart(both, dark=False).layout.shapes if s.x0 != 0]
    assert [line.x0 for line in lines] == [asked.season.submit_open]


def test_the_axis_holds_every_plan(asked, plans):
    figure = schedules_chart(plans, dark=False)
    first, last = figure.layout.xaxis.range
    for plan in plans:
        for block in plan.blocks:
            assert first < block.start < block.letter_ready < last


def test_the_words_say_what_the_figure_shows(plans):
    said = summary_of_all(plans)
    assert said.startswith("Schedules. A: as <i>it is: Alpha <b>x 1–26 Mar; Host E2 ")
    assert "B: poor: no plan fits." in said


def test_booked_rotations_are_rows_too(asked):
    mine = problem(asked.catalog, booked=(booked(JUNE, offering_id="E2"),))
    said = summary_of_all((Titled("A", mine),))
    assert "booked" in said
    assert trace(schedules_chart((Titled("A", mine),), dark=False), "hands-on").y


def test_the_legend_names_only_what_is_drawn(asked, plans):
    timeline = rows(asked, blocks(asked, E1=MARCH, E2=JUNE))
    assert "waiting" in schedule_legend(timeline, dark=False)
    assert "waiting" not in schedule_legend(timeline, dark=False, waiting=False)
