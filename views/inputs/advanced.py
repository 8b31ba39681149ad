"""Inputs that most people leave as they are: money, dates, what is booked, search."""

from __future__ import annotations

import streamlit as st

from optimizer.domain.records import Catalog
from views.inputs import rows as tables
from views.inputs import widgets as fields
from views.inputs.choices import CAUTIOUS, MIDDLE
from views.inputs.labels import help_text, label
from views.session import input_state


def draw(catalog: Catalog) -> list[str]:
    """Draw the inputs and return what is missing in their tables."""
    money, dates, booked, search = st.tabs(["Money", "Dates", "Booked", "Search"])
    with money:
        _money()
    with dates:
        _dates()
        missing = tables.blackouts()
    with booked:
        missing += tables.booked(catalog)
    with search:
        _search(catalog)
    return missing


def _money() -> None:
    fields.pick("doubt", offered=(MIDDLE, CAUTIOUS))
    with st.grid(2):
        fields.number("arrival_usd", step=100)
        fields.number("home_trip_usd", step=100, placeholder="As much")
        fields.pick("applicant.lives_in_us")
        fields.number("spent_usd", step=100)
        fields.number("waiting_usd_per_day", step=10)


def _dates() -> None:
    with st.grid(2):
        fields.date("window_start")
        fields.date("window_end")
        fields.number("gap_days")
        fields.number("max_idle_days", placeholder="Any")
        fields.number("max_stay_days", placeholder="Any")
        fields.number("max_weeks_away", placeholder="Any")


def _search(catalog: Catalog) -> None:
    with st.grid(2):
        st.selectbox(
            label("season"),
            list(catalog.season),
            list(catalog.season).index(input_state.value("season")),
            key=input_state.key("season"),
            persist_state="session",
            help=help_text("season"),
        )
        fields.date("today")
        fields.number("applications", step=5)
        fields.number("time_limit_s", step=1.0, format="%g")
