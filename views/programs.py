"""Page: the programs and hosts themselves, whatever the plan is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimizer.problem import Problem
from views import found_out, inputs, opened

TITLE = "Programs"
SECTIONS: dict[str, Callable[[Problem], None]] = {
    "What I found out": found_out.render,
}


def render(problem: Problem) -> None:
    """Draw the section that is open; it needs no plan."""
    opened.note(inputs.opened_link())
    st.header(TITLE, anchor=False)
    tabs = st.tabs(list(SECTIONS), key=f"sections of {TITLE}", on_change="rerun")
    for tab, section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:
            with tab:
                section(problem)
