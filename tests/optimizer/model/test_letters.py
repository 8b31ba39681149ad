"""The letter clock, to the day."""

from __future__ import annotations

import datetime as dt

import factories as make
import pytest
from random_problems import versioned

from optimizer.model.letters import (
    days_of,
    days_to_letter,
    end_of,
    gives_letter,
    last_on_time_start,
    letter_ready,
)
from optimizer.model.rotation import booked_rotations, rotation_on

MAY = dt.date(2027, 5, 3)  # a Monday
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("weeks", "end", "days"),
    [(1, "05-07", 5), (2, "05-14", 12), (4, "05-28", 26), (9, "07-02", 61)],
)
def test_a_block_ends_on_the_friday_of_its_last_week(weeks, end, days):
    offering = make.offering(weeks=weeks)
    assert f"{end_of(offering, MAY):%m-%d}" == end
    assert end_of(offering, MAY).weekday() == 4
    assert days_of(offering, dt.date(2027, 5, 3)) == days


@pytest.mark.parametrize(
    ("letter_days", "ready"),
    [
        (0, dt.date(2027, 6, 11)),  # 28 May + 14 days
        (10, dt.date(2027, 6, 21)),
        (None, dt.date(2027, 7, 2)),  # 21 days where unknown
    ],
)
def test_writing_and_processing_add_up(letter_days, ready):
    offering = make.offering(letter_days=letter_days)
    p = make.problem(versioned(make.catalog(offerings=(offering,))))
    assert letter_ready(p, offering, MAY, end_of(offering, MAY)) == ready
    assert rotation_on(p, offering, MAY).letter_ready == ready


def test_the_assumptions_set_the_clock():
    offering = make.offering(letter_days=None)
    found = make.catalog(letter_days_default=7, letter_processing_days=1)
    p = make.problem(versioned(found))
    assert days_to_letter(p, offering, days=26) == 25 + 8
    assert days_to_letter(p, None, days=26) == 25 + 8


@pytest.mark.parametrize(
    ("writing", "days", "ready"),
    [
        (21, 26, 6 + 21 + 14),  # asked on the seventh day
        (5, 26, 25 + 14),  # never before the last day
        (21, 5, 4 + 21 + 14),  # shorter than a week
    ],
)
def test_who_is_asked_in_the_first_week_writes_while_one_is_there(writing, days, ready):
    p = make.problem(letter_asked="first_week")
    assert days_to_letter(p, make.offering(letter_days=writing), days) == ready


def test_the_applicant_may_know_how_long_processing_takes():
    p = make.problem(processing_days=3)
    assert days_to_letter(p, make.offering(letter_days=21), days=26) == 25 + 21 + 3


@pytest.mark.parametrize(("by", "timely"), [(1, False), (2, True), (3, True)])
def test_on_time_is_up_to_and_including_the_day(by, timely):
    # ready on 2 July
    p = make.problem(letters_by=dt.date(2027, 7, by))
    assert rotation_on(p, make.offering(), MAY).letter_on_time is timely


def test_the_season_sets_the_day_unless_one_is_given():
    offering, season = make.offering(), make.season(letters_by=dt.date(2027, 7, 1))
    p = make.problem(versioned(make.catalog(seasons=(season,))))
    assert p.letters_by == dt.date(2027, 7, 1)
    assert not rotation_on(p, offering, MAY).letter_on_time


@pytest.mark.parametrize("letter_days", [0, 20, 21, 22, None, 100])
def test_the_last_start_on_time_is_the_last_one(letter_days):
    offering = make.offering(letter_days=letter_days)
    p = make.problem(versioned(make.catalog(offerings=(offering,))))
    last = last_on_time_start(p, offering)
    assert last is not None
    end = last + 25 * DAY  # four weeks from a Monday to a Friday
    assert letter_ready(p, offering, last, end) == p.letters_by
    assert last_on_time_start(p, offering, days=31) == last - 5 * DAY


def test_a_host_that_gives_no_letter_gives_none():
    never = make.offering(gives_letter="no")
    p = make.problem()
    assert not gives_letter(never)
    assert letter_ready(p, never, MAY, MAY) is None
    assert last_on_time_start(p, never) is None
    found = rotation_on(p, never, MAY)
    assert found.letter_ready is None
    assert not found.letter_on_time


def test_unknown_counts_as_a_letter():
    assert gives_letter(make.offering(gives_letter="unknown"))
    assert gives_letter(None)


def test_a_booked_rotation_has_the_clock_of_its_offering():
    # booked until Saturday 29 May; the offering's writer takes 5 days
    slow = make.catalog(offerings=(make.offering(letter_days=5),))
    end = dt.date(2027, 5, 29)
    p = make.problem(versioned(slow), booked=(make.booked(MAY, end=end),))
    assert booked_rotations(p)[0].letter_ready == dt.date(2027, 6, 17)
    bare = make.booked(MAY, end=end, program_id="P1")
    p = make.problem(versioned(slow), booked=(bare,))
    assert booked_rotations(p)[0].letter_ready == dt.date(2027, 7, 3)


def test_a_booked_rotation_without_a_letter_gives_none():
    never = make.catalog(offerings=(make.offering(gives_letter="no"),))
    p = make.problem(versioned(never), booked=(make.booked(MAY),))
    assert booked_rotations(p)[0].letter_ready is None
