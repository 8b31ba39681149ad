"""Offerings of one's own: a list, and a form that adds or changes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from charts import format as words
from optimizer.catalog_io.edit import (
    drop_offering,
    next_id,
    own_offerings,
    put_offering,
)
from optimizer.catalog_io.write import cells_of
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.fields import OFFERING
from optimizer.domain.records import Catalog, Offering
from views.kit.names import program_name, regions
from views.programs.own_offerings_words import HELP, LABELS, OPTIONS, STARTS
from views.session import catalogs, state

OWN_NAME = "with your own offerings"
TITLE = "PM&R elective"
# Fees that are not given count as a typical amount, never as nothing.
NUMBERS = tuple(name for name, column in OFFERING.items() if column.unit == "US$")
PLACE_NUMBERS = ("housing_week_usd", "food_week_usd")
DATES, NEW_CITY = "dates", "new city"


def render(catalog: Catalog) -> None:
    """Draw the offerings of one's own and the form."""
    st.subheader("Offerings of your own", anchor=False)
    for offering in own_offerings(catalog):
        _row(offering)
    edited = catalog.offering.get(catalogs.editing())
    if said := catalogs.said():
        st.error(" ".join(map(words.safe, said)), icon=":material/error:")
    title = f"Change {edited.offering_id}" if edited else "Add an offering"
    with st.expander(
        title,
        icon=":material/edit:" if edited else ":material/add:",
        expanded=bool(edited or said),
        key=catalogs.key("form panel"),
    ):
        _form(catalog, edited)


def _row(offering: Offering) -> None:
    name = offering.offering_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{name}** "
            + words.safe(
                f"{words.short(offering.host, 60)}: {words.short(offering.title, 60)},"
                f" {words.counted(offering.weeks, 'week')}, {offering.place}"
            ),
            width="content",
        )
        st.button(
            "Edit",
            key=f"edit {name}",
            icon=":material/edit:",
            type="tertiary",
            help=f"Change {name} in the form below.",
            on_click=catalogs.edit,
            args=(name,),
        )
        st.button(
            "Remove",
            key=f"remove {name}",
            icon=":material/delete:",
            type="tertiary",
            help=f"Take {name} out of your catalog.",
            on_click=_remove,
            args=(name,),
        )


def _form(catalog: Catalog, edited: Offering | None) -> None:
    cells = cells_of(edited) if edited else {"title": TITLE, "weeks": "4"}
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
            _number("weeks", cells, low=1, high=52)
        with st.grid(2):
            _starts(cells)
        with st.grid(3):
            for column in NUMBERS:
                _number(column, cells, high=100_000)
            _number("acceptance", cells, high=100, times=100)
        _text("url", cells, placeholder="https://", max_chars=300)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save the change" if edited else "Add it",
                type="primary",
                icon=":material/check:",
                on_click=_save,
            )
            if edited:
                st.form_submit_button("Do not change it", on_click=_leave)


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


def _number(
    column: str, cells: dict[str, str], low: int = 0, high: int = 0, times: int = 1
) -> None:
    cell = cells.get(column)
    st.number_input(
        LABELS[column],
        low,
        high,
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
        help="Mondays, separated by ; and used if “On these dates” is chosen.",
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
        for column, most in (("lat", 90.0), ("lon", 180.0)):
            st.number_input(
                LABELS[column],
                -most,
                most,
                None,
                key=catalogs.key(column),
                help=HELP[column],
            )
        for column in PLACE_NUMBERS:
            st.number_input(
                LABELS[column],
                0,
                100_000,
                None,
                key=catalogs.key(column),
                help=HELP[column],
            )


def _save() -> None:
    """Put what the form says into the catalog in use (a callback)."""
    catalog = catalogs.current()
    offering, place = _cells(catalog)
    if not offering["city"]:
        catalogs.say(["“City”: choose one, or fill in one that is not in the list."])
        return
    try:
        found = put_offering(catalog, offering, place, catalogs.known())
    except DataError as error:
        catalogs.say(list(dict.fromkeys(map(_said, error.faults))))
        return
    _use(found)


def _remove(offering_id: str) -> None:
    """Take an offering out of the catalog in use (a callback)."""
    _use(drop_offering(catalogs.current(), offering_id, catalogs.known()))


def _leave() -> None:
    """Leave the offering as it is (a callback)."""
    catalogs.edit("")


def _use(catalog: Catalog) -> None:
    own = catalogs.own()
    catalogs.edit("")
    catalogs.use(own.name if own else OWN_NAME, catalog)


def _cells(catalog: Catalog) -> tuple[dict[str, str], dict[str, str] | None]:
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
        "as_of": state.first_day().isoformat(),
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


def _said(fault: Fault) -> str:
    """Say what is wrong in the words of the form."""
    column = fault.where.rpartition("column ")[2]
    where = f"“{LABELS[column]}”" if column in LABELS else fault.where
    return f"{where}: {fault.what}. Allowed: {fault.allowed}."
