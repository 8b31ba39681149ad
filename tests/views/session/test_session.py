"""What is remembered of a visit, under one key."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from visits import memory

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
