"""Numbers and dates in words."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain import words


def test_dollars_have_commas():
    assert [words.dollars(n) for n in (0, 999, 1_234)] == ["$0", "$999", "$1,234"]


def test_a_day_is_written_out():
    assert words.day_in_words(dt.date(2027, 9, 2)) == "2 September 2027"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "no rotations"),
        (1, "1 rotation"),
        (2, "2 rotations"),
        (6, "6 rotations"),
        (7, "7 rotations"),
        (12, "12 rotations"),
    ],
)
def test_counts(n, text):
    assert words.count(n, "rotation") == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (tuple("abcdef"), "a, b, c, d, e and f"),
        (tuple("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_names_in_a_row(names, text):
    assert words.join_names(names) == text


def test_fewer_names_where_less_is_asked_for():
    assert words.join_names(("a", "b", "c", "d"), most=3) == "a, b and 2 more"


def test_months_by_name():
    assert words.months((7,)) == "July"
    assert words.months((3, 4, 9)) == "March, April and September"
    assert words.months(range(3, 10)).count(",") == 5
