"""A part of a page that unfolds: worked out and sent to the browser only while open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def drawer(label: str, key: str, draw: Callable[[], None]) -> None:
    """Draw the line of a part, and the part itself if it is open."""
    part = st.expander(label, key=key, on_change="rerun")
    if part.open:
        with part:
            draw()
