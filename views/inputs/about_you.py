"""Inputs on who applies: the profile that hosts and programs look at."""

from __future__ import annotations

import streamlit as st

from optimizer.domain.records import Catalog
from views.inputs import widgets as fields
from views.kit.names import states
from views.session import input_state


def draw(catalog: Catalog) -> None:
    """Draw the inputs."""
    cities = sorted(catalog.place)
    needs_no_visa = input_state.draft().applicant.us_work_authorized
    with st.grid(2, vertical_alignment="bottom"):
        fields.pick("standing")
        fields.pick("applicant.entry_status", disabled=needs_no_visa)
        fields.date("applicant.graduation_date")
        fields.number("applicant.us_letters")
        fields.number("applicant.step2_ck", placeholder="Not taken")
        fields.number("applicant.step2_failures")
        fields.toggle("applicant.step1_passed")
        fields.number("applicant.step1_failures")
        if input_state.draft().applicant.step2_ck is None:
            _score_to_come()
    if hint := _hint():
        st.markdown(hint)
    fields.toggle("applicant.home_school_in_vslo")
    places = [*states(catalog), *cities]
    fields.several("applicant.ties", places, placeholder="State or city")
    fields.several("free_housing", cities, placeholder="City")


def _score_to_come() -> None:
    fields.number("applicant.step2_expected", placeholder="Not known")
    fields.toggle("applicant.score_in_time")
    fields.number("applicant.step2_low", placeholder="Not known")
    fields.number("applicant.step2_high", placeholder="Not known")


def _hint() -> str:
    """Say so if the status and the graduation date do not go together."""
    draft = input_state.draft()
    who, day = draft.applicant, draft.applicant.graduation_date
    if day and who.status == "student" and day < draft.today:
        return "Your graduation date is over: as a student choose a later one."
    if day and who.status == "graduate" and day > draft.today:
        return "Your graduation date is still to come: until then you are a student."
    return ""
