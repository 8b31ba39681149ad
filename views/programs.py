"""Page: the programs, and what one can find out and add about them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimizer.problem import Problem
from views import map_section

TITLE = "Programs"
LEAD = "Every residency program of the catalog, with or without a plan."
SECTIONS: dict[str, Callable[[Problem], None]] = {"Map": map_section.render}


def render(problem: Problem) -> None:
    """Draw the sections as tabs, of which only the one on screen is worked out."""
    st.header(TITLE, anchor=False)
    st.markdown(LEAD)
    tabs = st.tabs(list(SECTIONS), key=f"sections of {TITLE}", on_change="rerun")
    for tab, section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:
            with tab:
                section(problem)
