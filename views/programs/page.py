"""Page: all programs and offerings, whether there is a plan or not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimizer.domain.problem import Problem
from views.programs import listing as find_programs
from views.programs import own_catalog
from views.sections import map as map_section
from views.sections import opened
from views.sections import tabs as sections
from views.session import state

TITLE = "Programs"
LEAD = (
    "Everything in the catalog as it stands for you. What is not known is shown as"
    " unknown, with what to ask."
)
SECTIONS: dict[str, Callable[[Problem], None]] = {
    "Find programs": find_programs.render,
    "Map": map_section.render,
    "Your own catalog": own_catalog.render,
}


def render(problem: Problem) -> None:
    """Draw the title and the sections as tabs; only the open one is worked out."""
    opened.note(state.opened())
    st.header(TITLE, anchor=False)
    st.markdown(LEAD)
    sections.lazily(f"sections of {TITLE}", SECTIONS, problem)
