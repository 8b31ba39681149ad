"""Links from one page of the app to another, which keep the visitor's inputs."""

from __future__ import annotations

import streamlit as st

from views.kit import paths


def why_not(offering_id: str) -> None:
    """Link to the page that says why an offering is in the plan or is not."""
    st.page_link(
        st.Page(_elsewhere, title="Why this plan?", url_path=paths.WHY),
        label="Why not?",
        icon=":material/help_center:",
        query_params={"why": offering_id},
    )


def plan() -> None:
    """Link to the plan, with whom to ask."""
    st.page_link(
        st.Page(_elsewhere, title="Plan", default=True),
        label="Whom to write to",
        icon=":material/event_available:",
    )


def programs() -> None:
    """Link to all there is."""
    st.page_link(
        st.Page(_elsewhere, title="Programs", url_path=paths.PROGRAMS),
        label="Every program and host",
        icon=":material/location_city:",
    )


def method() -> None:
    """Link to the page that says why one should believe the answer."""
    st.page_link(
        st.Page(_elsewhere, title="Method", url_path=paths.METHOD),
        label="How it works, and why to believe it",
        icon=":material/menu_book:",
    )


def _elsewhere() -> None:
    """Stand for a page that is drawn elsewhere: its address is all that counts."""
