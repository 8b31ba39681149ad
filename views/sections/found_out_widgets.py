"""The widget for an answer, by what its field takes, and its value as a cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from charts import words
from optimizer.domain.found_out import FIELDS
from optimizer.domain.problem import Problem
from optimizer.domain.starts import parse_starts, start_dates
from views.kit.catalog_words import PATTERNS, option_name

VISAS = ("J-1", "H-1B", "J-1;H-1B", "none")
DATES = "dates"
STEPS = {"US$": 50, "share": 5}
AS_TOLD = "As the host told you."
NO_LIMIT = "Leave it empty if there is no limit."


def dates_key(key: str) -> str:
    """Key of the menu of dates beside the one of patterns."""
    return f"{key} {DATES}"


def draw(problem: Problem, name: str, cell: str, key: str, label: str) -> None:
    """Draw the widget for an answer; it begins with the cell that holds now."""
    field = FIELDS[name]
    if name == "starts":
        _starts(problem, cell, key, label)
    elif field.bounds:
        _number(name, cell, key, label)
    else:
        options = VISAS if field.is_list else field.options
        st.segmented_control(
            label,
            options,
            default=cell if cell in options else None,
            format_func=option_name,
            key=key,
            help=AS_TOLD,
        )


def text_of(name: str, raw: Any, dates: Any) -> str | None:
    """What was put into the widget, as a cell; None where nothing was."""
    if name == "starts" and raw == DATES:
        return ";".join(day.isoformat() for day in sorted(dates or ())) or None
    if raw is None:
        return "" if FIELDS[name].column.no_limit else None
    return f"{raw / 100:g}" if FIELDS[name].column.unit == "share" else str(raw)


def _number(name: str, cell: str, key: str, label: str) -> None:
    low, high = FIELDS[name].bounds
    column = FIELDS[name].column
    share = column.unit == "share"
    step = STEPS.get(column.unit, 1)
    value = round(float(cell) * 100) if share and cell else int(cell) if cell else None
    st.number_input(
        label,
        int(low),
        int(high * 100 if share else high),
        value,
        step,
        key=key,
        help=f"{AS_TOLD} {NO_LIMIT}" if column.no_limit else AS_TOLD,
        width=240,
    )


def _starts(problem: Problem, cell: str, key: str, label: str) -> None:
    season = problem.season
    mondays = start_dates("mondays", season.window_start, season.window_end)
    pattern = cell if cell in PATTERNS else DATES
    options = [*PATTERNS, DATES]
    chosen = st.segmented_control(
        label,
        options,
        default=pattern,
        format_func=lambda found: PATTERNS.get(found, "These dates"),
        key=key,
        help=AS_TOLD,
    )
    if chosen == DATES:
        st.multiselect(
            "Mondays on which it starts",
            mondays,
            default=_in_season(cell, mondays),
            format_func=words.full_day,
            key=dates_key(key),
            help="All that the host named, within the season.",
        )


def _in_season(cell: str, mondays: tuple[dt.date, ...]) -> list[dt.date]:
    if parse_starts(cell).pattern in PATTERNS:
        return []
    found = start_dates(cell, mondays[0], mondays[-1])
    return [day for day in found if day in mondays]
