"""Offerings of one's own: their list, and what the form and its buttons do to it."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.catalog_io.own import (
    drop_offering,
    own_offerings,
    put_offering,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.records import Offering
from views.programs import own_offering_form
from views.programs.own_offering_form import LABELS
from views.session import catalogs
from views.session.session import session

NO_CITY = "“City”: choose one, or fill in one that is not in the list."
OWN_NAME = "with your own offerings"


def render(catalog: Catalog) -> None:
    """Draw the offerings of one's own and the form."""
    st.subheader("Offerings of your own", anchor=False)
    for offering in own_offerings(catalog):
        _row(offering)
    edited = catalog.offering.get(catalogs.editing())
    if said := session().wrong_in_form:
        st.error(" ".join(map(words.safe, said)), icon=":material/error:")
    title = f"Change {edited.offering_id}" if edited else "Add an offering"
    with st.expander(
        title,
        icon=":material/edit:" if edited else ":material/add:",
        expanded=bool(edited or said),
        key=catalogs.key("form panel"),
    ):
        own_offering_form.draw(catalog, edited, _save, _leave)


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


def _save() -> None:
    """Put what the form says into the catalog in use (a callback)."""
    catalog = catalogs.current()
    offering, place = own_offering_form.cells(catalog)
    if not offering["city"]:
        session().wrong_in_form = (NO_CITY,)
        return
    try:
        found = put_offering(catalog, offering, place, catalogs.known_catalogs())
    except DataError as error:
        session().wrong_in_form = tuple(dict.fromkeys(map(_fault_words, error.faults)))
        return
    _use(found)


def _remove(offering_id: str) -> None:
    """Take an offering out of the catalog in use (a callback)."""
    _use(drop_offering(catalogs.current(), offering_id, catalogs.known_catalogs()))


def _leave() -> None:
    """Leave the offering as it is (a callback)."""
    catalogs.edit("")


def _use(catalog: Catalog) -> None:
    own = catalogs.own()
    catalogs.edit("")
    catalogs.use(own.name if own else OWN_NAME, catalog)


def _fault_words(fault: Fault) -> str:
    column = fault.where.rpartition("column ")[2]
    where = f"“{LABELS[column]}”" if column in LABELS else fault.where
    return f"{where}: {fault.what}. Allowed: {fault.allowed}."
