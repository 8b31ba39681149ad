"""The schedule shows every date of a plan where it belongs, in signs and in words."""

import datetime as dt

import pytest
from factories import booked, catalog, offering, problem, program, season

from charts import words
from charts.schedule import (
    average_chart,
    average_summary,
    schedule_chart,
    schedule_legend,
    summary,
)
from charts.timeline import host_dates, rows, season_dates, span, waits
from optimizer.model.rotation import block_of, rotation_on
from optimizer.requests.asking import ask

MARCH = dt.date(2027, 3, 1)
JUNE = dt.date(2027, 6, 7)
AUGUST = dt.date(2027, 8, 30)
MS_PER_DAY = 86_400_000


@pytest.fixture
def two():
    """Two offerings: hands-on with all dates known, observership with none."""
    return problem(
        catalog(
            programs=(program("P1"), program("P2")),
            offerings=(
                offering("E1", "P1", host="Alpha <b>Hospital</b>"),
                offering(
                    "E2",
                    "P2",
                    kind="observership",
                    apply_lead_weeks=None,
                    letter_days=0,
                ),
            ),
            unknown_lead_weeks=10,
        )
    )


def blocks(asked, **starts):
    chosen = [(asked.catalog.offering[name], day) for name, day in starts.items()]
    return tuple(block_of(rotation_on(asked, o, start)) for o, start in chosen)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_rows_carry_every_date(two):
    first, second = rows(two, blocks(two, E2=JUNE, E1=MARCH))
    assert (first.start, first.end) == (MARCH, dt.date(2027, 3, 26))
    assert first.apply_by == MARCH - dt.timedelta(weeks=12)
    assert first.letter_ready == first.end + dt.timedelta(days=21 + 14)
    assert first.letter_on_time
    assert not first.lead_assumed
    assert second.apply_by == JUNE - dt.timedelta(weeks=10)
    assert second.lead_assumed
    assert second.kind == "observership"


def test_the_last_start_still_gives_a_letter_in_time(two):
    (row,) = rows(two, blocks(two, E1=MARCH))
    lag = dt.timedelta(days=25 + 21 + 14)
    assert row.last_start + lag == two.letters_by


def test_bars_lie_on_the_days_of_their_rotation(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH, E2=JUNE), dark=False)
    bar = trace(figure, "hands-on")
    assert bar.base == (MARCH,)
    assert bar.x == (26 * MS_PER_DAY,)
    assert bar.orientation == "h"
    assert trace(figure, "observership").base == (JUNE,)


def test_kinds_differ_without_colour(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH, E2=JUNE), dark=False)
    shapes = [
        trace(figure, name).marker.pattern.shape
        for name in ("hands-on", "observership")
    ]
    assert len(set(shapes)) == 2


def test_marks_stand_on_their_dates_with_different_signs(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH, E2=AUGUST), dark=True)
    signs = {
        t.name: t for t in figure.data if t.type == "scatter" and t.mode == "markers"
    }
    assert signs["last day to apply"].x[0] == MARCH - dt.timedelta(weeks=12)
    assert signs["letter in time"].x == (dt.date(2027, 3, 26) + dt.timedelta(days=35),)
    assert signs["letter too late"].x == (dt.date(2027, 9, 24) + dt.timedelta(days=14),)
    assert len({t.marker.symbol for t in signs.values()}) == len(signs)
    assert "too late" in signs["letter too late"].customdata[0]


def test_waiting_is_drawn_only_beyond_a_weekend(two):
    apart = rows(two, blocks(two, E1=MARCH, E2=JUNE))
    (wait,) = waits(apart)
    assert (wait.start, wait.end) == (dt.date(2027, 3, 27), dt.date(2027, 6, 6))
    assert wait.days == 72
    next_monday = rows(two, blocks(two, E1=MARCH, E2=dt.date(2027, 3, 29)))
    assert waits(next_monday) == ()
    figure = schedule_chart(two, blocks(two, E1=MARCH, E2=JUNE), dark=False)
    assert trace(figure, "waiting").base == (wait.start,)
    assert any("72 days" in note.text for note in figure.layout.annotations)


def test_booked_rotations_are_shown_and_need_no_application(two):
    asked = problem(two.catalog, booked=(booked(JUNE, offering_id="E2"),))
    row = rows(asked, ())[0]
    assert row.booked
    assert row.apply_by is None
    figure = schedule_chart(asked, (), dark=False)
    assert any("booked" in note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("answer", ["asked", "accepted"])
def test_who_was_asked_has_no_last_day_to_apply(two, answer):
    p = problem(two.catalog, answers=(("E2", answer),))
    first, second = rows(p, blocks(p, E1=MARCH, E2=JUNE))
    assert first.apply_by
    assert second.apply_by is None
    assert not second.lead_assumed


def test_names_of_hosts_are_plain_text(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH), dark=False)
    text = " ".join(note.text for note in figure.layout.annotations)
    assert "&lt;b&gt;" in text
    assert "Alpha <b>" not in text


def test_season_dates_share_a_line_if_they_share_a_day(two):
    submit, due = season_dates(two)
    assert submit == (dt.date(2027, 9, 1), "submit from")
    assert due == (dt.date(2027, 9, 22), "letters due, programs read")
    early = problem(two.catalog, letters_by=dt.date(2027, 8, 1))
    assert [date for date, _ in season_dates(early)] == sorted(
        date for date, _ in season_dates(early)
    )
    assert len(season_dates(early)) == 3


def test_each_season_date_has_a_line_and_a_label(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH), dark=False)
    assert [shape.x0 for shape in figure.layout.shapes] == [
        date for date, _ in season_dates(two)
    ]
    labels = [note.text for note in figure.layout.annotations]
    assert "Letters due, programs read 22 Sep" in labels


def test_the_axis_holds_every_date_that_is_still_ahead(two):
    timeline = rows(two, blocks(two, E1=MARCH, E2=AUGUST))
    first, last = span(two, timeline)
    assert first <= max(two.scenario.today, min(row.apply_by for row in timeline))
    assert last > max(row.letter_ready for row in timeline)


def test_a_deadline_long_past_does_not_stretch_the_axis(two):
    late = problem(two.catalog, today=dt.date(2027, 2, 20))
    first, _ = span(late, rows(late, blocks(late, E1=MARCH)))
    assert first > dt.date(2027, 2, 1)


def test_an_empty_plan_still_shows_the_season(two):
    figure = schedule_chart(two, (), dark=False)
    assert len(figure.layout.shapes) == 2
    assert summary(two, ()).startswith("Schedule. No rotation.")


def test_no_label_needs_room_beside_the_axis(two):
    figure = schedule_chart(two, blocks(two, E1=MARCH), dark=False)
    assert not figure.layout.yaxis.visible
    assert all(t.textposition is None for t in figure.data)
    assert all(note.xanchor for note in figure.layout.annotations)


def test_the_summary_says_what_the_figure_shows(two):
    told = summary(two, blocks(two, E1=MARCH))
    assert "1–26 Mar" in told
    assert "22 Sep 2027" in told


def test_the_legend_names_every_sign_that_is_drawn(two):
    every = rows(two, blocks(two, E1=MARCH, E2=AUGUST))
    for dark in (False, True):
        legend = schedule_legend(every, dark=dark)
        for name in (
            "hands-on",
            "observership",
            "apply",
            "in time",
            "too late",
            "in b",
        ):
            assert name in legend
    alone = schedule_legend(every[:1], dark=False)
    assert "hands-on" in alone
    for name in ("observership", "too late", "waiting"):
        assert name not in alone


# ---- other hosts, and what is done on average --------------------------------------


@pytest.fixture
def asked(two):
    """The list of both hosts, of which one is done."""
    one = {"min_letters": 0, "max_rotations": 1}
    return ask(two.having(stop_points_per_request=0.0, **one))


def test_dates_of_a_host_that_touch_are_one_span(two, asked):
    hosts = host_dates(asked.requests)
    assert [h.use for h in hosts] == sorted((h.use for h in hosts), reverse=True)
    (one,) = [h for h in hosts if h.name.startswith("Alpha")]
    named = next(a.request for a in asked.requests if a.request.name == "E1")
    assert len(one.spans) == 1  # any Monday, so there is no day between
    assert one.spans[0] == (named.starts[0], named.starts[-1] + dt.timedelta(days=25))


def test_dates_with_a_month_between_are_two_spans():
    free = offering("E1", starts="2027-03-01;2027-06-07", weeks=4)
    found = ask(problem(catalog(offerings=(free,)), min_letters=0))
    (host,) = host_dates(found.requests)
    assert [first for first, _ in host.spans] == [MARCH, JUNE]


def test_other_hosts_stand_faint_below_the_schedule(two, asked):
    others = host_dates(a for a in asked.requests if a.request.name == "E2")
    chosen = blocks(two, E1=MARCH)
    alone = schedule_chart(two, chosen, dark=False)
    figure = schedule_chart(two, chosen, dark=False, others=others)
    lane = trace(figure, "possible dates")
    assert set(lane.customdata) == {words.safe_html(others[0].name)}
    assert lane.marker.opacity < 1
    (mine,) = trace(figure, "hands-on").y
    assert min(lane.y) > mine
    assert figure.layout.height > alone.layout.height
    assert any("1 other host" in n.text for n in figure.layout.annotations)


def test_on_average_the_fuller_bar_is_done_more_often(two, asked):
    hosts = host_dates(asked.requests)
    figure = average_chart(two, hosts, dark=False)
    bars = trace(figure, "possible dates")
    drawn = dict(zip(bars.customdata, bars.marker.opacity, strict=True))
    assert len(bars.y) == sum(len(h.spans) for h in hosts)
    full = [drawn[words.safe_html(h.name)] for h in hosts]
    assert full == sorted(full, reverse=True)
    assert full[0] == 1 > full[-1] > 0
    said = average_summary(hosts)
    for host in hosts:
        assert f"{host.name} done {words.in_hundred(host.use)}" in said
    texts = " ".join(n.text for n in figure.layout.annotations)
    assert "&lt;b&gt;" in texts


def test_seasons_without_shared_days_have_three_lines():
    other = season(program_access=dt.date(2027, 9, 29))
    assert len(season_dates(problem(catalog(seasons=(other,))))) == 3
