"""The presenter view on and off: by the address, by a button, and how it looks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views.session import remembered
from views.session.session import session

SLIDES, STYLE = (
    Path(__file__).with_name(f"{of}.css") for of in ("slides", "presenting")
)
PARAMETER = "present"
ON = "1"
UNKNOWN = "The address asks for a view that does not exist; this is the usual one."


def look(text: str) -> str:
    """Turn the view on if the address asks so; return what is wrong with it, if any."""
    if not remembered.is_new(PARAMETER, text):
        return ""
    session().presenting = text == ON
    return "" if text == ON else UNKNOWN


def begin() -> None:
    """Turn the view on, and say so in the address (a callback)."""
    session().presenting = True
    st.query_params[PARAMETER] = ON


def leave() -> None:
    """Turn the view off (a callback)."""
    session().presenting = False
    st.query_params.pop(PARAMETER, None)


def bar() -> None:
    """Draw what stands in place of the inputs: the way out."""
    st.html(STYLE)
    with st.container(horizontal=True, horizontal_alignment="right", key="leave"):
        st.button(
            "Leave presenter view",
            icon=":material/close_fullscreen:",
            type="tertiary",
            help="Back to the inputs and the menu; nothing is lost.",
            on_click=leave,
        )
