"""Inputs on who applies: the profile that hosts and programs look at."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from optimizer.domain.records import Catalog
from optimizer.model.hosts.entry_rules import MADE_FOR
from views.inputs import widgets as fields
from views.kit.names import states
from views.session import input_state

NO_SCORE = (
    "Without a score yet, programs count as seeing the one you expect, else an average"
    " one. The range of your chance is wider. A score that comes late costs interviews."
)
"""What a missing Step 2 CK does."""


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
        fields.pick("applicant.ecfmg")
        fields.number("applicant.weeks_abroad")
        fields.pick("applicant.nationality", disabled=needs_no_visa)
        _of_rules(catalog)
    if hints := [*_hints()]:
        st.markdown("  \n".join(hints))
    fields.toggle("applicant.home_school_in_vslo")
    fields.toggle("applicant.us_school")
    places = [*states(catalog), *cities]
    fields.several("applicant.ties", places, placeholder="State or city")
    fields.several("free_housing", cities, placeholder="City")


def _score_to_come() -> None:
    fields.number("applicant.step2_expected", placeholder="Not known")
    fields.toggle("applicant.score_in_time")
    fields.number("applicant.step2_low", placeholder="Not known")
    fields.number("applicant.step2_high", placeholder="Not known")


def _of_rules(catalog: Catalog) -> None:
    """Draw what matters only where a rule on record concerns the applicant."""
    who = input_state.draft().applicant
    if any(who.nationality in rule.applies_to for rule in catalog.entry_rules):
        fields.toggle("applicant.visa_in_hand")
    if who.weeks_abroad:
        fields.toggle("applicant.school_approved")


def _hints() -> Iterator[str]:
    """Say for whom it is not made, what a missing score does, and what does not fit."""
    draft = input_state.draft()
    who, day = draft.applicant, draft.applicant.graduation_date
    if who.us_school:
        yield MADE_FOR
    if who.step2_ck is None:
        yield NO_SCORE
    if day and who.status == "student" and day < draft.today:
        yield "Your graduation date is over: as a student choose a later one."
    if day and who.status == "graduate" and day > draft.today:
        yield "Your graduation date is still to come: until then you are a student."
