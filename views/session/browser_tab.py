"""The visitor's own browser tab remembers the inputs; the server stores nothing.

A tab's memory outlives a reload, which Streamlit forgets all over, and is gone when the
tab is closed. What it holds goes into a new session once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from views.session.session import session

KEY = "what the tab kept"
ENTRY = "rotamatch"
# The first message of a session asks what another session has left here; until the
# server has heard of it nothing is overwritten. A tab may forbid its memory: then all
# goes on without it.
SCRIPT = f"""
const ENTRY = {json.dumps(ENTRY)};

function left() {{
  try {{
    return JSON.parse(sessionStorage.getItem(ENTRY));
  }} catch {{
    return null;
  }}
}}

export default function ({{ data, setTriggerValue }}) {{
  const found = left();
  if (!data.heard && found && found.session !== data.session) {{
    setTriggerValue("found", String(found.text));
    return;
  }}
  try {{
    if (data.text === null) sessionStorage.removeItem(ENTRY);
    else sessionStorage.setItem(
      ENTRY, JSON.stringify({{ session: data.session, text: data.text }})
    );
  }} catch {{}}
}}
"""

_memory = st.components.v2.component("rotamatch_tab", js=SCRIPT)


def remember(text: str | None, found: Callable[[object], None]) -> None:
    """Have the tab keep a text, or nothing; call ``found`` once with what it kept."""
    _memory(
        key=KEY,
        data={
            "session": session().tab,
            "heard": session().tab_heard,
            "text": text,
        },
        on_found_change=_hear(found),
    )


def _hear(found: Callable[[object], None]) -> Callable[[], None]:
    def heard() -> None:
        # A run that was cut short may have lost it: then the tab says so again.
        state: Any = st.session_state.get(KEY)
        if state is not None and not session().tab_heard:
            session().tab_heard = True
            found(state.get("found"))

    return heard
