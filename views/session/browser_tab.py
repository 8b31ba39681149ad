"""The visitor's own browser tab remembers the inputs; the server stores nothing.

A tab's memory outlives a reload, which Streamlit forgets all over, and is gone when the
tab is closed. What it holds goes into a new session once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import streamlit as st

KEY = "what the tab kept"
ENTRY = "rotamatch"
# The first message of a session asks what another session has left here; until the
# server has heard of it nothing is overwritten. A tab may forbid its memory: then all
# goes on without it.
SCRIPT = f"""
const sent = new Set();
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
    if (!sent.has(data.session)) {{
      sent.add(data.session);
      setTriggerValue("found", String(found.text));
    }}
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
            "session": st.session_state.setdefault("session of the tab", uuid4().hex),
            "heard": "tab was heard" in st.session_state,
            "text": text,
        },
        on_found_change=_hear(found),
    )


def _hear(found: Callable[[object], None]) -> Callable[[], None]:
    def heard() -> None:
        if "tab was heard" not in st.session_state:
            st.session_state["tab was heard"] = True
            state: Any = st.session_state[KEY]
            found(state.get("found"))

    return heard
