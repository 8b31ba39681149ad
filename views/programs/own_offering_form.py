"""The form of an own offering: its inputs, and what they say as cells of a catalog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints

import streamlit as st

from optimizer.catalog_io.own import next_id
from optimizer.catalog_io.write import cells_of
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import OFFERING, PLACE, bounds_of
from optimizer.domain.records import Offering, Place
from views.kit.catalog_words import PATTERNS
from views.kit.terms import program_name, regions
from views.session import catalogs
from views.session.session import session

YES_NO = {"unknown": "Not known", "yes": "Yes", "no": "No"}
STARTS = PATTERNS | {"": "On these dates"}
OPTIONS: dict[str, dict[str, str]] = {
    "kind": {"hands_on": "Hands-on", "observership": "Observership"},
    "channel": {
        "direct": "By e-mail or through someone",
        "portal": "A form of the host",
        "VSLO": "VSLO",
    },
    **dict.fromkeys(("students", "graduates"), YES_NO),
    "us_persons_only": YES_NO | {"excluded": "Takes none of them"},
    "gives_letter": YES_NO,
    "pmr_available": YES_NO,
}
COLUMNS = {**PLACE, **OFFERING}
LABELS = {name: column.form_label for name, column in COLUMNS.items()}
HELP = {name: column.help for name, column in COLUMNS.items()}
BOUNDS = {
    name: bounds_of(kind)
    for record in (Place, Offering)
    for name, kind in get_type_hints(record, include_extras=True).items()
}

NEW = {"title": "PM&R elective", "weeks": "4", "pmr_available": "yes"}
# Fees that are not given count as a typical amount, never as nothing.
NUMBERS = tuple(name for name, column in OFFERING.items() if column.unit == "US$")
PLACE_NUMBERS = ("housing_week_usd", "food_week_usd")
DATES, NEW_CITY = "dates", "new city"


def draw(
    catalog: Catalog,
    edited: Offering | None,
    save: Callable[[], None],
    leave: Callable[[], None],
) -> None:
    """Draw the form, filled with an offering that is to be changed, if any.

    ``save`` and ``leave`` are called by its buttons.
    """
    cells = cells_of(edited) if edited else dict(NEW)
    with st.form(catalogs.key("form"), border=False, enter_to_submit=False):
        _text("host", cells, max_chars=300)
        _text("title", cells, max_chars=300)
        with st.grid(2):
            _city(catalog, edited)
            programs = sorted(catalog.program, key=lambda p: program_name(catalog, p))
            _choice(
                "program_id",
                ["", *programs],
                cells,
                lambda p: program_name(catalog, p) if p else "None",
            )
        with st.expander("The city is not in the list", icon=":material/add_location:"):
            _new_place(catalog)
        with st.grid(3):
            for column, names in OPTIONS.items():
                _choice(column, list(names), cells, names.__getitem__)
            _number("weeks", cells)
        with st.grid(2):
            _starts(cells)
        with st.grid(3):
            for column in (*NUMBERS, "acceptance"):
                _number(column, cells)
        _text("url", cells, placeholder="https://", max_chars=300)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save the change" if edited else "Add it",
                type="primary",
                icon=":material/check:",
                on_click=save,
            )
            if edited:
                st.form_submit_button("Do not change it", on_click=leave)


def _text(column: str, cells: dict[str, str], **layout: Any) -> None:
    st.text_input(
        LABELS[column],
        cells.get(column, ""),
        key=catalogs.key(column),
        help=HELP[column],
        **layout,
    )


def _choice(
    column: str,
    options: list[str],
    cells: dict[str, str],
    name: Callable[[str], str],
) -> None:
    before = cells.get(column, "")
    st.selectbox(
        LABELS[column],
        options,
        options.index(before) if before in options else 0,
        format_func=name,
        key=catalogs.key(column),
        help=HELP[column],
    )


def _number(column: str, cells: dict[str, str]) -> None:
    cell, times = cells.get(column), 100 if COLUMNS[column].unit == "share" else 1
    low, high = BOUNDS[column]
    st.number_input(
        LABELS[column],
        round(low * times),
        round(high * times),
        round(float(cell) * times) if cell else None,
        key=catalogs.key(column),
        help=HELP[column],
        placeholder="Not known",
    )


def _city(catalog: Catalog, edited: Offering | None) -> None:
    places = sorted(catalog.place)
    st.selectbox(
        LABELS["city"],
        places,
        places.index(edited.place) if edited else None,
        key=catalogs.key("city"),
        help=HELP["city"],
        placeholder="Choose",
    )


def _starts(cells: dict[str, str]) -> None:
    before = cells.get("starts", "mondays")
    dated = before not in STARTS
    _choice(
        "starts", list(STARTS), {"starts": "" if dated else before}, STARTS.__getitem__
    )
    st.text_input(
        "Dates",
        before if dated else "",
        key=catalogs.key(DATES),
        placeholder="2027-05-03; 2027-06-07",
        help="Any days, or ranges such as 2027-06-01/2027-06-30, separated by ; and"
        " used if “On these dates” is chosen.",
    )


def _new_place(catalog: Catalog) -> None:
    with st.grid(3):
        st.text_input(
            "New city",
            key=catalogs.key(NEW_CITY),
            help="Its name, where the list above does not have it.",
            max_chars=100,
        )
        st.text_input(
            LABELS["state"],
            key=catalogs.key("state"),
            help=HELP["state"],
            max_chars=2,
            placeholder="TX",
        )
        st.selectbox(
            LABELS["region"],
            regions(catalog),
            key=catalogs.key("region"),
            help=HELP["region"],
            index=None,
        )
        for column in ("lat", "lon", *PLACE_NUMBERS):
            low, high = BOUNDS[column]
            key = catalogs.key(column)
            st.number_input(LABELS[column], low, high, None, key=key, help=HELP[column])


def cells(catalog: Catalog) -> tuple[dict[str, str], dict[str, str] | None]:
    """The form as the cells of a row, and those of its city if that is new."""
    edited = catalog.offering.get(catalogs.editing())
    columns = ("host", "title", "program_id", "url", *OPTIONS, "weeks", *NUMBERS)
    city, place = _where(catalog)
    share = catalogs.value("acceptance")
    row = {
        **(cells_of(edited) if edited else {"offering_id": next_id(catalog)}),
        **{column: _cell(catalogs.value(column)) for column in columns},
        **city,
        "starts": catalogs.value("starts") or _cell(catalogs.value(DATES)),
        "acceptance": "" if share is None else f"{share / 100:g}",
        "as_of": session().first_day.isoformat(),
        "status": "user",
    }
    return row, place


def _where(catalog: Catalog) -> tuple[dict[str, str], dict[str, str] | None]:
    new = _cell(catalogs.value(NEW_CITY))
    if not new:
        found = catalog.place.get(catalogs.value("city") or "")
        city, of_state = (found.city, found.state) if found else ("", "")
        return {"city": city, "state": of_state}, None
    columns = ("region", "lat", "lon", *PLACE_NUMBERS)
    city_of = {"city": new, "state": _cell(catalogs.value("state")).upper()}
    numbers = {column: _cell(catalogs.value(column)) for column in columns}
    return city_of, {**city_of, "metro": new, **numbers}


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
