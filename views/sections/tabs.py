"""A page of several sections, of which only the one on screen is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from views.sections import no_plan, opened
from views.session import cached, state

Section = Callable[[Problem, Plan], None]


def draw(
    problem: Problem, title: str, lead: str, sections: Mapping[str, Section]
) -> None:
    """Draw the title and the sections as tabs, for the best plan of the inputs.

    Without a plan it says why there is none, with what would help.
    """
    opened.note(state.opened())
    outcome = cached.solve(problem)
    if isinstance(outcome, NoPlan):
        no_plan.render(problem, outcome)
        return
    st.header(title, anchor=False)
    st.markdown(lead)
    lazily(f"sections of {title}", sections, problem, outcome)


def lazily(
    key: str, sections: Mapping[str, Callable[..., None]], *given: object
) -> None:
    """Draw sections as tabs, of which only the one on screen is worked out."""
    tabs = st.tabs(list(sections), key=key, on_change="rerun")
    for tab, section in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                section(*given)
