"""What is remembered of a visit, under one key."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest
from visits import memory

from views.session import session
from views.session.session import KEY, Session


def page():  # AppTest takes its source out of this module: no names of it here
    import streamlit as st

    from views.session.session import session

    session().picks += ("E1",)
    st.session_state["same"] = session() is session()


def test_every_visit_has_one_session_of_its_own() -> None:
    one, two = (AppTest.from_function(page) for _ in range(2))
    one.run().run()
    two.run()
    assert (memory(one).picks, memory(two).picks) == (("E1", "E1"), ("E1",))
    assert one.session_state["same"]
    assert memory(one).tab != memory(two).tab


def test_a_session_of_an_older_release_is_begun_anew() -> None:
    at = AppTest.from_function(page)
    at.session_state[KEY] = {"picks": ("old",)}
    at.run()
    assert isinstance(at.session_state[KEY], Session)
    assert memory(at).picks == ("E1",)


@pytest.mark.parametrize(
    ("minutes", "day"),
    [
        (600, "2026-12-31"),  # Honolulu: 14:30 of the day before
        (-780, "2027-01-01"),  # Auckland in summer: 13:30
        (0, "2027-01-01"),
        (30_000, "2027-01-05"),  # no clock: the server's day
        (None, "2027-01-05"),
    ],
)
def test_a_day_begins_where_the_browser_is(monkeypatch, minutes, day):
    """At 0:30 on New Year's Day 2027 in London; the server's own clock says the 5th."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(2027, 1, 1, 0, 30, tzinfo=zone)

    class Calendar(dt.date):
        @classmethod
        def today(cls):
            return cls(2027, 1, 5)

    clocks = SimpleNamespace(
        datetime=Clock, date=Calendar, UTC=dt.UTC, timedelta=dt.timedelta
    )
    monkeypatch.setattr(session, "dt", clocks)
    context = SimpleNamespace(timezone_offset=minutes)
    monkeypatch.setattr(session, "st", SimpleNamespace(context=context))
    assert session.visitors_day().isoformat() == day
