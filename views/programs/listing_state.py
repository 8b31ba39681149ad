"""What the list of programs remembers: search, filters, order, what is opened."""

from __future__ import annotations

from typing import Any

import streamlit as st

from optimizer.browse.facets import FACETS
from optimizer.browse.listing import Query
from views.session.session import session

PARAMETER = "program"
"""In the address: id of the program, or of the offering, that is shown in full."""
TEXT, LISTING, ORDER = "text", "listing", "order"
_LASTING = (LISTING, ORDER)


def key(name: str) -> str:
    """Key of a widget; what is cleared starts anew under another one."""
    return (
        f"find {name}" if name in _LASTING else f"find {name} {session().list_edition}"
    )


def value(name: str, otherwise: Any) -> Any:
    """Return what was last set, whether its widget is on the page or not."""
    return st.session_state.get(key(name), otherwise)


def turn_over() -> None:
    """Begin the list at its first page (a callback)."""
    session().list_turn += 1


def clear() -> None:
    """Forget the search and every filter, not the order (a callback)."""
    session().list_edition += 1
    turn_over()


def query() -> Query:
    """Return what is looked for."""
    chosen = ((facet, tuple(value(facet, ()))) for facet in FACETS)
    return Query(value(TEXT, "") or "", tuple((f, o) for f, o in chosen if o))


def asked() -> str:
    """Return what the address asks to show in full."""
    found: str = st.query_params.get(PARAMETER, "")
    return found


def show(record_id: str) -> None:
    """Show a program or an offering in full; the address names it (a callback)."""
    st.query_params[PARAMETER] = record_id


def back() -> None:
    """Go back to the list (a callback)."""
    st.query_params.pop(PARAMETER, None)
