"""Inputs in the memory of the browser tab: kept, restored after a reload, forgotten.

Only the visitor's own tab stores it; what comes back from there is read like a file.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.scenario_io.share_several import Saved
from views.inputs import share
from views.kit import addresses
from views.session import browser_tab, notices, remembered, state, tab_content
from views.session.session import Origin, session
from views.session.tab_content import TabMemory

LINKS = (share.PARAMETER, addresses.PARAMETER, "kept")
MISFIT = (
    "What this browser tab kept of your inputs does not fit the present catalog, so it"
    " was not restored."
)
FORGET_HELP = (
    "Starts anew: inputs, kept scenarios and picks go, here and in this browser tab."
)


def keep(catalog: Catalog) -> None:
    """Have the tab keep the inputs, and restore what it kept of an earlier session."""
    text = tab_content.write(_visit(), catalog) if _is_worth_keeping() else None
    browser_tab.remember(text, partial(restore, catalog))


def restore(catalog: Catalog, text: object) -> None:
    """Go on where another session of this tab ended (a callback); a new link wins."""
    try:
        visit = tab_content.read(text, catalog, remembered.SLOTS, remembered.MOST_PICKS)
    except DataError:
        notices.refuse(MISFIT)
        return
    if (link := _link()) and link != visit.link:
        return
    visit = visit.on(session().first_day)
    state.resume(Origin(visit.start.name, visit.start.scenario), visit.scenario)
    remembered.put_slots(dict(visit.kept))
    session().picks = visit.picks
    session().mine = True
    notices.tell_restored()


def line() -> None:
    """Say that inputs were restored, until one is changed."""
    if not notices.is_restored():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Your inputs of this browser tab were restored.", width="content")
        _forget_button("Forget them")


def control() -> None:
    """Say what the tab keeps, with a way to forget it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            "This browser tab keeps your inputs until you close it. The server keeps"
            " nothing.",
            width="content",
        )
        _forget_button("Forget my inputs")


def _forget_button(name: str) -> None:
    st.button(
        name,
        icon=":material/delete:",
        type="tertiary",
        help=FORGET_HELP,
        on_click=_forget,
    )


def _forget() -> None:
    """Start anew with nothing to go back to (a callback)."""
    remembered.put_slots({})
    session().picks, session().mine = (), False
    state.start(*_begun())
    state.begin_here()


def _begun() -> Origin:
    found = session().begun
    assert found is not None, "the session has begun"
    return found


def _is_worth_keeping() -> bool:
    """Whether there is more than a new session would start with."""
    begun = _begun()
    changed = (state.origin(), state.valid()) != (begun, begun.scenario)
    return changed or bool(remembered.kept_scenarios() or session().picks)


def _visit() -> TabMemory:
    origin = state.origin()
    return TabMemory(
        day=session().first_day,
        link=_link(),
        start=Saved(origin.name, origin.scenario),
        scenario=state.valid(),
        kept=tuple(remembered.kept_scenarios().items()),
        picks=session().picks,
    )


def _link() -> str:
    """Stand for the links that this session was opened with."""
    return tab_content.mark(
        *(
            st.query_params.get(name) or session().looked_at.get(name, "")
            for name in LINKS
        )
    )
