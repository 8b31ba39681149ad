"""Page: all programs and offerings, whether there is a plan or not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimizer.problem import Problem
from views import (
    find_programs,
    found_out,
    inputs,
    map_section,
    opened,
    own_catalog,
    sections,
)

TITLE = "Programs"
LEAD = (
    "Everything in the catalog as it stands for you. What is not known is shown as"
    " unknown, with what to ask."
)
SECTIONS: dict[str, Callable[[Problem], None]] = {
    "Find programs": find_programs.render,
    "Map": map_section.render,
    "What I found out": found_out.render,
    "Your own catalog": own_catalog.render,
}


def render(problem: Problem) -> None:
    """Draw the title and the sections as tabs; only the open one is worked out."""
    opened.note(inputs.opened_link())
    st.header(TITLE, anchor=False)
    st.markdown(LEAD)
    sections.lazily(f"sections of {TITLE}", SECTIONS, problem)
