"""Last days to apply, by month and day of every season."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.terms import last_day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("none", None),
        ("10-31", dt.date(2027, 10, 31)),
        ("07-01", dt.date(2027, 7, 1)),
        ("06-30", dt.date(2028, 6, 30)),
        ("01-15", dt.date(2028, 1, 15)),
    ],
)
def test_a_day_is_of_the_season(text: str, found: dt.date | None) -> None:
    assert last_day(text, 2028) == found


@pytest.mark.parametrize("text", ["31 Oct", "13-01", "02-29", "2027-10-31", "1-5", "x"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no day of every year"):
        last_day(text, 2028)
