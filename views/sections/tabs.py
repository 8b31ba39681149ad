"""A page of several sections, of which only the one on screen is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def lazily(
    key: str, sections: Mapping[str, Callable[..., None]], *given: object
) -> None:
    """Draw sections as tabs, of which only the one on screen is worked out."""
    tabs = st.tabs(list(sections), key=key, on_change="rerun")
    for tab, section in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                section(*given)
