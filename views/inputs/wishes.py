"""Inputs on where the applicant would like to match."""

from __future__ import annotations

import streamlit as st

from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Rating
from optimizer.domain.words import focus_name
from views.inputs import widgets as fields
from views.inputs.labels import help_text, label
from views.kit.names import focus_areas, program_name, states
from views.session import input_state

PATH = "preferences.where_matters"


def draw(catalog: Catalog) -> None:
    """Draw the inputs."""
    low, high = fields.limits(PATH)
    st.slider(
        label(PATH),
        low,
        high,
        input_state.value(PATH),
        step=0.05,
        format="percent",
        key=input_state.key(PATH),
        persist_state="session",
        help=help_text(PATH),
    )
    bounds = fields.limits_of(Rating)
    fields.rated("preferences.states", states(catalog), bounds)
    fields.rated(
        "preferences.programs",
        sorted(catalog.program, key=lambda key: program_name(catalog, key)),
        bounds,
        lambda key: program_name(catalog, key),
    )
    if hint := _hint():
        st.markdown(hint)
    fields.several(
        "preferences.focus", focus_areas(catalog), focus_name, placeholder="Field"
    )


def _hint() -> str:
    """Say so if ratings and their weight do not go together."""
    wishes = input_state.draft().preferences
    rated = bool(wishes.programs or wishes.states)
    if rated and wishes.where_matters == 0:
        return f"Ratings count once “{label(PATH)}” is above 0 %."
    if wishes.where_matters > 0 and not rated:
        return "Rate a state or a program, else all places count the same."
    return ""
