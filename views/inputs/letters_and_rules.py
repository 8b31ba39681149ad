"""Inputs on letters, refusals and the rules a plan must obey."""

from __future__ import annotations

import streamlit as st

from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Rotations
from views.inputs import widgets as fields
from views.kit.names import block_name, offerings, regions, states


def draw(catalog: Catalog) -> None:
    """Draw the inputs."""
    _letters()
    _counts()
    fields.several("required_states", states(catalog), placeholder="State")
    bounds = fields.limits_of(Rotations)
    fields.rated("max_per_region", regions(catalog), bounds)
    known = offerings(catalog)
    for path in ("pins", "exclusions"):
        fields.several(
            path, known, lambda key: block_name(catalog, key), placeholder="Rotation"
        )


def _letters() -> None:
    with st.grid(2):
        fields.number("min_letters")
        fields.date("letters_by")
        fields.pick("kind")
        fields.choice("acceptance")
    fields.toggle("include_unverified")
    fields.pick("least_trust")


def _counts() -> None:
    with st.grid(2):
        fields.number("min_hands_on")
        fields.number("min_receptive")
        fields.number("min_in_ties")
        fields.number("min_focus_areas")
