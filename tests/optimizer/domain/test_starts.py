"""The four ways to write starts, and the dates they stand for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.starts import (
    block_end,
    is_usual,
    iso_date,
    leaves_weekend,
    parse_starts,
    start_dates,
)

FIRST, LAST = dt.date(2027, 3, 1), dt.date(2027, 5, 3)  # both are Mondays


def days(*texts: str) -> tuple[dt.date, ...]:
    """Read dates of 2027 written as month-day."""
    return tuple(dt.date.fromisoformat(f"2027-{text}") for text in texts)


def test_mondays_include_both_ends() -> None:
    found = start_dates("mondays", FIRST, LAST)
    assert found[0] == FIRST
    assert found[-1] == LAST
    assert len(found) == 10


def test_mondays_begin_after_a_tuesday() -> None:
    found = start_dates("mondays", dt.date(2027, 3, 2), dt.date(2027, 3, 15))
    assert found == days("03-08", "03-15")


def test_first_mondays_are_one_a_month() -> None:
    found = start_dates("first_mondays", FIRST, LAST)
    assert found == days("03-01", "04-05", "05-03")


def test_first_mondays_skip_a_month_entered_late() -> None:
    found = start_dates("first_mondays", dt.date(2027, 3, 2), dt.date(2027, 4, 30))
    assert found == days("04-05")


def test_every_counts_from_its_anchor_before_the_window() -> None:
    found = start_dates("every:28d:2027-02-08", FIRST, LAST)
    assert found == days("03-08", "04-05", "05-03")


def test_every_starts_no_earlier_than_its_anchor() -> None:
    assert start_dates("every:14d:2027-04-19", FIRST, LAST) == days("04-19", "05-03")


def test_every_after_the_window_gives_nothing() -> None:
    assert start_dates("every:7d:2027-06-07", FIRST, LAST) == ()


def test_dates_are_sorted_and_cut_to_the_window() -> None:
    text = "2027-05-10; 2027-04-05;2027-03-01;2027-02-22;2027-04-05"
    assert start_dates(text, FIRST, LAST) == days("03-01", "04-05")


def test_months_begin_on_their_first_day() -> None:
    assert start_dates("months", dt.date(2027, 3, 2), LAST) == days("04-01", "05-01")


@pytest.mark.parametrize(
    ("starts", "weeks", "start", "end"),
    [
        ("mondays", 4, "03-01", "03-26"),
        ("2027-03-02", 4, "03-02", "03-29"),  # Tuesday to Monday
        ("2027-03-06", 2, "03-06", "03-19"),  # Saturday to Friday
        ("2027-03-07", 1, "03-07", "03-12"),  # Sunday to Friday
        ("months", 4, "02-01", "02-28"),
        ("months", 4, "03-01", "03-31"),
        ("2027-06-01/2027-06-30;2027-07-06", 4, "06-01", "06-30"),
        ("2027-06-01/2027-06-30;2027-07-06", 4, "07-06", "08-02"),
    ],
)
def test_a_block_ends_as_it_says_or_with_its_last_weekday(starts, weeks, start, end):
    first, last = days(start, end)
    assert block_end(starts, weeks, first) == last


def test_usual_blocks_run_from_monday_to_friday() -> None:
    assert all(map(is_usual, ["mondays", "every:28d:2027-03-01", "2027-03-01"]))
    unusual = ["months", "every:28d:2027-03-02", "2027-03-01/2027-03-26"]
    assert not any(map(is_usual, unusual))
    monday = FIRST.toordinal()
    assert leaves_weekend((monday, monday + 7), 26)
    assert not leaves_weekend((monday, monday + 8), 26)
    assert not leaves_weekend((monday,), 28)


def test_an_empty_window_has_no_start() -> None:
    assert start_dates("mondays", LAST, FIRST) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no start"),
        (" ; ", "there is no start"),
        ("Mondays", '"Mondays" is neither a pattern nor a real date'),
        ("every:28:2027-03-01", "the pattern is not every:<days>d:<date>"),
        ("every:10d:2027-03-01", "10 days is not a number of whole weeks"),
        ("every:0d:2027-03-01", "0 days is not a number of whole weeks"),
        ("2027-06-31", '"2027-06-31" is neither a pattern nor a real date'),
        ("2027-03-01/", '"" is neither a pattern nor a real date'),
        ("2027-03-02/2027-03-01", "2027-03-01 is before 2027-03-02"),
        ("2027-03-01/2028-03-01", "2027-03-01/2028-03-01 is longer than a year"),
        ("2027-03-01;2027-03-01/2027-03-09", "two blocks start on one day"),
        ("20270301", '"20270301" is neither a pattern nor a real date'),
    ],
)
def test_what_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        parse_starts(text)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["2027-W09-1", "2027-3-1", "1999-12-31"])
def test_a_date_has_one_form_and_a_sane_year(text: str) -> None:
    assert iso_date(text) is None


@given(
    starts=st.sampled_from(["mondays", "first_mondays", "every:21d:2027-03-01"]),
    first=st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    length=st.integers(0, 400),
)
def test_every_start_is_a_monday_inside_the_window(
    starts: str, first: dt.date, length: int
) -> None:
    last = first + dt.timedelta(days=length)
    found = start_dates(starts, first, last)
    assert list(found) == sorted(set(found))
    assert all(day.weekday() == 0 and first <= day <= last for day in found)
