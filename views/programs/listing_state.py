"""What the list of programs remembers: search, filters, order, what is opened."""

from __future__ import annotations

from typing import Any

import streamlit as st

from optimizer.browse.facets import FACETS
from optimizer.browse.listing import Query

PARAMETER = "program"
"""In the address: id of the program, or of the offering, that is shown in full."""
TEXT, LISTING, ORDER = "text", "listing", "order"
_KEPT, _EDITION, _TURN = "find", "find edition", "find turn"


def value(name: str, otherwise: Any) -> Any:
    """Return what was last set, whether its widget is on the page or not."""
    return st.session_state.get(_KEPT, {}).get(name, otherwise)


def key(name: str, otherwise: Any) -> str:
    """Key of a widget, filled with what was last set where the browser lost it."""
    found = f"find {name} {st.session_state.get(_EDITION, 0)}"
    if found not in st.session_state:
        st.session_state[found] = value(name, otherwise)
    return found


def note(name: str, widget: str) -> None:
    """Keep what a widget says; the list begins at its first page (a callback)."""
    kept = st.session_state.get(_KEPT, {})
    st.session_state[_KEPT] = {**kept, name: st.session_state[widget]}
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """How often the list was changed: each list begins at its first page."""
    found: int = st.session_state.get(_TURN, 0)
    return found


def clear() -> None:
    """Forget the search and every filter, not the order (a callback)."""
    kept = st.session_state.get(_KEPT, {})
    st.session_state[_KEPT] = {n: kept[n] for n in (LISTING, ORDER) if n in kept}
    st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1
    st.session_state[_TURN] = turn() + 1


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
