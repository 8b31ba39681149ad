"""Windows for applications: read, refused, and the days they are for a start."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.terms import application_days, parse_windows, touched_months

QUARTERS = (
    "12-01/12-31 for 04-01/06-30;03-01/03-31 for 07-01/09-30;"
    "06-01/06-30 for 10-01/12-31;09-01/09-30 for 01-01/03-31"
)


@pytest.mark.parametrize(
    ("windows", "start", "first", "last"),
    [
        # Four windows a year: the one of the quarter of the start, the year before.
        (QUARTERS, "2027-05-03", "2026-12-01", "2026-12-31"),
        (QUARTERS, "2027-07-05", "2027-03-01", "2027-03-31"),
        (QUARTERS, "2027-02-01", "2026-09-01", "2026-09-30"),
        # A part of the year that goes over its end.
        ("05-16/06-30 for 10-01/02-28", "2027-11-01", "2027-05-16", "2027-06-30"),
        ("05-16/06-30 for 10-01/02-28", "2028-02-07", "2027-05-16", "2027-06-30"),
        # A window that goes over the end of the year.
        ("09-01/05-31 for 01-01/12-31", "2027-07-05", "2026-09-01", "2027-05-31"),
        # Only one end is known; the other stays open.
        ("/07-01 for 01-01/06-30", "2027-03-01", None, "2026-07-01"),
        ("03-01/ for 06-01/05-31", "2027-04-05", "2026-03-01", None),
        ("03-01/ for 06-01/05-31", "2027-06-07", "2027-03-01", None),
        # Of other starts the host says nothing, and without a window of none.
        ("/07-01 for 01-01/06-30", "2027-08-02", None, None),
        ("", "2027-08-02", None, None),
        # 29 February is the 28th in other years.
        ("/02-29 for 05-01/05-31", "2027-05-03", None, "2027-02-28"),
    ],
)
def test_the_days_to_apply_for_a_start(
    windows: str, start: str, first: str | None, last: str | None
) -> None:
    expected = tuple(
        dt.date.fromisoformat(day) if day else None for day in (first, last)
    )
    assert application_days(windows, dt.date.fromisoformat(start)) == expected


def test_a_window_closes_before_the_start_it_is_for() -> None:
    day = dt.date(2027, 1, 4)
    while day < dt.date(2029, 1, 1):
        first, last = application_days(QUARTERS, day)
        assert first is not None
        assert last is not None
        assert first <= last < day
        day += dt.timedelta(weeks=1)


@pytest.mark.parametrize(
    ("windows", "what"),
    [
        ("all year", "is no window"),
        ("12-01/12-31", "is no window"),
        ("/ for 04-01/06-30", "neither a first nor a last day"),
        ("12-01/12-32 for 04-01/06-30", "12-32 is no day of a year"),
        ("13-01/ for 04-01/06-30", "13-01 is no day of a year"),
        ("12-01/ for 04-01/06-30;01-01/ for 06-30/07-31", "two windows"),
    ],
)
def test_what_is_no_window_is_refused(windows: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        parse_windows(windows)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (dt.date(2027, 5, 3), dt.date(2027, 5, 28), (5,)),
        (dt.date(2026, 11, 30), dt.date(2027, 2, 1), (1, 2, 11, 12)),
        (dt.date(2027, 5, 3), dt.date(2029, 4, 1), tuple(range(1, 13))),
        (dt.date(2027, 5, 3), dt.date(2027, 4, 1), ()),
    ],
)
def test_the_months_that_dates_touch(first, last, months):
    assert touched_months(first, last) == months
