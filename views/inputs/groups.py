"""The inputs in groups: what decides, then what is behind "More"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import streamlit as st

from charts.words import full_day
from optimizer.domain.applicant import Rating
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import bounds_of
from optimizer.domain.scenario import Rotations
from optimizer.domain.words import focus_name, state_name
from optimizer.model.entry_rules import MADE_FOR
from views.inputs import rows, widgets
from views.inputs.labels import CAUTIOUS, MIDDLE, VISAS, help_text, label
from views.kit.terms import (
    block_name,
    focus_areas,
    offerings,
    program_name,
    regions,
    states,
)
from views.session import input_state
from views.session.input_state import offered_months

NO_SCORE = (
    "Without a score yet, programs count as seeing the one you expect, else an average"
    " one. The range of your chance is wider. A score that comes late costs interviews."
)
"""What a missing Step 2 CK does."""
WHERE = "preferences.where_matters"


def what_decides(catalog: Catalog) -> None:
    """Draw the few inputs that change the answer most."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        widgets.choice("applicant.status", width="content")
        widgets.month("applicant.graduation_date", width=155)
        widgets.number("budget_usd", step=500, width=185)
        widgets.number("applicant.step2_ck", placeholder="Not taken", width=155)
        widgets.pick("visa", offered=VISAS, width=185)
        widgets.pick("applicant.ecfmg", width=155)
        widgets.pick("season", options=_seasons(catalog), width=155)
        _months()
    if hints := [*_hints(catalog)]:
        st.markdown("  \n".join(hints))


SCORE_OUT = (
    "Your score would be out about {out}, by our guess: {days} days before programs"
    " start reading."
)
SCORE_LATE = (
    "Your score would be out about {out}, by our guess: after programs start reading."
    " That costs interviews."
)


def about_you(catalog: Catalog) -> list[str]:
    """Draw letters in hand, attempts, school and a score still to come.

    Some matter only where a rule on record concerns the applicant.
    """
    who = input_state.draft().applicant
    with st.grid(3, vertical_alignment="bottom"):
        widgets.number("applicant.us_letters")
        widgets.number("applicant.step2_failures")
        widgets.number("applicant.step1_failures")
        if who.step2_ck is None:
            widgets.number("applicant.step2_expected", placeholder="Not known")
            widgets.number("applicant.step2_low", placeholder="Not known")
            widgets.number("applicant.step2_high", placeholder="Not known")
            widgets.date("applicant.step2_date")
            if who.step2_date is None:
                widgets.toggle("applicant.score_in_time")
        widgets.toggle("applicant.step1_passed")
        widgets.number("applicant.weeks_abroad")
        widgets.pick("applicant.nationality", disabled=who.us_work_authorized)
        if any(who.nationality in rule.applies_to for rule in catalog.entry_rules):
            widgets.toggle("applicant.visa_in_hand")
        if who.weeks_abroad:
            widgets.toggle("applicant.school_approved")
        widgets.toggle("applicant.home_school_in_vslo")
        widgets.toggle("applicant.us_school")
    return []


def wishes(catalog: Catalog) -> list[str]:
    """Draw everything on where and what one would like, and what must be."""
    _ratings(catalog)
    coded, cities = states(catalog), sorted(catalog.place)
    widgets.several(
        "applicant.ties", [*coded, *cities], state_name, "State or city", width=640
    )
    widgets.several("required_states", coded, state_name, "State", width=640)
    with st.grid(4, vertical_alignment="bottom"):
        widgets.number("min_in_ties")
        widgets.number("min_receptive")
        widgets.number("min_hands_on")
        widgets.number("min_focus_areas")
        widgets.pick("kind")
    widgets.several(
        "preferences.focus", focus_areas(catalog), focus_name, "Field", width=640
    )
    bounds = bounds_of(Rotations)
    widgets.rated("max_per_region", regions(catalog), bounds)
    known = offerings(catalog)
    for path in ("pins", "exclusions"):
        widgets.several(path, known, lambda key: block_name(catalog, key), "Rotation")
    return []


def requests_and_letters() -> list[str]:
    """Draw how many hosts are asked, which of them, and what letters are for."""
    with st.grid(4, vertical_alignment="bottom"):
        widgets.number("max_requests")
        widgets.number("stop_usd_per_point", step=250)
        _rotations()
        widgets.number("min_letters")
        widgets.date("letters_by")
        widgets.pick("request_dates")
        widgets.pick("least_trust")
        widgets.choice("acceptance")
        widgets.number("letters_each")
        widgets.pick("letter_form")
        widgets.pick("letter_asked")
        widgets.number("processing_days", placeholder="Our guess")
        widgets.toggle("include_unverified")
    return rows.letters()


def money_and_dates(catalog: Catalog) -> list[str]:
    """Draw costs, days and what is booked; return what is missing in tables."""
    with st.grid(4, vertical_alignment="bottom"):
        widgets.pick("doubt", offered=(MIDDLE, CAUTIOUS))
        widgets.number("arrival_usd", step=100)
        widgets.number("spent_usd", step=100)
        widgets.number("waiting_usd_per_day", step=10)
        widgets.number("home_trip_usd", step=100, placeholder="As much")
        widgets.pick("applicant.lives_in_us")
        widgets.number("settle_days")
        widgets.number("applications", step=5)
        widgets.date("window_start")
        widgets.date("window_end")
        widgets.number("gap_days")
        widgets.number("max_idle_days", placeholder="Any")
        widgets.number("max_stay_days", placeholder="Any")
        widgets.number("max_weeks_away", placeholder="Any")
        widgets.date("today")
        widgets.number("work_limit", step=1.0, format="%g")
    widgets.several("free_housing", sorted(catalog.place), placeholder="City")
    return rows.spans("free_dates") + rows.spans("blackouts") + rows.bookings(catalog)


MORE = {
    "About you": about_you,
    "Wishes": wishes,
    "Requests and letters": lambda _: requests_and_letters(),
    "Money and dates": money_and_dates,
}
"""Each draws a group of inputs, and returns what is missing in its tables."""
EDITORS = {
    "Requests and letters": ("letters",),
    "Money and dates": ("blackouts", "booked"),
}
"""Where each editor of rows is drawn."""


def _seasons(catalog: Catalog) -> dict[int, str]:
    return {year: f"{year - 1} (start {year})" for year in catalog.season}


def _months() -> None:
    st.pills(
        label("months"),
        _month_choices(),
        selection_mode="multi",
        default=input_state.value("months"),
        format_func=lambda month: dt.date(2000, month, 1).strftime("%b"),
        key=input_state.key("months"),
        persist_state="session",
        help=help_text("months"),
        width="content",
        wrap=True,
    )


def _month_choices() -> list[int]:
    draft = input_state.draft()
    offered = offered_months(draft.window_start, draft.window_end)
    return sorted({*offered, *input_state.value("months")})


def _rotations() -> None:
    low, high = widgets.limits("max_rotations")
    st.slider(
        label("rotations"),
        low,
        high,
        input_state.value("rotations"),
        key=input_state.key("rotations"),
        persist_state="session",
        help=help_text("rotations"),
    )


def _score_words(catalog: Catalog, exam: dt.date) -> str:
    days = round(catalog.assumption["step2_score_days"].value)
    out = exam + dt.timedelta(days=days)
    read = catalog.season[input_state.draft().season].program_access
    said = SCORE_OUT if out <= read else SCORE_LATE
    return said.format(out=full_day(out), days=(read - out).days)


def _hints(catalog: Catalog) -> Iterator[str]:
    """Say for whom it is not made, what a missing score does, and what does not fit."""
    draft = input_state.draft()
    who, day = draft.applicant, draft.applicant.graduation_date
    if who.us_school:
        yield MADE_FOR
    if who.step2_ck is None:
        yield NO_SCORE
        if who.step2_date:
            yield _score_words(catalog, who.step2_date)
    if day and who.status == "student" and day < draft.today:
        yield "Your graduation is over: as a student choose a later month."
    if day and who.status == "graduate" and day > draft.today:
        yield "Your graduation is still to come: until then you are a student."


def _ratings(catalog: Catalog) -> None:
    low, high = widgets.limits(WHERE)
    st.slider(
        label(WHERE),
        low,
        high,
        input_state.value(WHERE),
        step=0.05,
        format="percent",
        key=input_state.key(WHERE),
        persist_state="session",
        help=help_text(WHERE),
        width=640,
    )
    bounds = bounds_of(Rating)
    widgets.rated("preferences.states", states(catalog), bounds, state_name)
    widgets.rated(
        "preferences.programs",
        sorted(catalog.program, key=lambda key: program_name(catalog, key)),
        bounds,
        lambda key: program_name(catalog, key),
    )
    if hint := _rating_hint():
        st.markdown(hint)


def _rating_hint() -> str:
    """Say so if ratings and their weight do not go together."""
    wanted = input_state.draft().preferences
    rated = bool(wanted.programs or wanted.states)
    if rated and wanted.where_matters == 0:
        return f"Ratings count once “{label(WHERE)}” is above 0 %."
    if wanted.where_matters > 0 and not rated:
        return "Rate a state or a program, else all places count the same."
    return ""
