"""The inputs' widgets: their keys, what they are filled with, what they show now.

Streamlit keeps the value of an input that is not drawn (``persist_state``), such as one
behind a closed button.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from optimizer.domain.scenario import Scenario
from views.session.session import session
from views.session.widget_values import RATED, TABLES, changed_by, meant, shown

ORIGIN_KEY = "start from"
PREFIX = "input "


def key(path: str) -> str:
    """Key of the widget that sets a field, or the number of a name: "path.name".

    It changes with every scenario that is applied: a widget behind a closed button
    does not hear of its new value, and the browser would send the old one again.
    """
    return f"{PREFIX}{session().edition}.{path}"


def fill(scenario: Scenario, origin: str) -> None:
    """Show a scenario in the widgets: in a callback, or before they are drawn."""
    close_editors()
    _forget(PREFIX)
    now = session()
    now.edition += 1
    now.filled = scenario
    now.held_back = False
    st.session_state[ORIGIN_KEY] = origin
    values = shown(scenario)
    now.rows = {path: values.pop(path) for path in TABLES}
    for path, value in values.items():
        st.session_state[key(path)] = value


def _forget(prefix: str, *but: str) -> None:
    """Forget the widgets whose keys begin so."""
    for name in [*st.session_state]:
        if str(name).startswith(prefix) and name not in but:
            del st.session_state[name]


def value(path: str) -> Any:
    """Return what the widget of a field is to show.

    A widget is given it as its first value too: one that the browser builds late, on a
    slow line, hears of no other.
    """
    return st.session_state[key(path)]


def chosen_origin() -> str:
    """Return the name that the visitor chose to start from."""
    found: str = st.session_state[ORIGIN_KEY]
    return found


def rate(path: str, names: list[str]) -> None:
    """Give each name that was just chosen its first number; forget those of others."""
    keys = [key(f"{path}.{name}") for name in names]
    _forget(key(f"{path}."), *keys)
    for name in keys:
        st.session_state.setdefault(name, RATED[path])


def rows(path: str) -> tuple[Any, ...]:
    """Return what an editor of rows starts from when its panel opens."""
    now = session()
    if path not in now.open_rows:
        now.open_rows[path] = now.rows[path]
        now.openings[path] = now.openings.get(path, 0) + 1
    found: tuple[Any, ...] = now.open_rows[path]
    return found


def editor_key(path: str) -> str:
    """Key of an editor of rows, another one each time its panel opens."""
    return f"rows of {key(path)} {session().openings[path]}"


def put_rows(path: str, rows: tuple[Any, ...]) -> None:
    """Hand over what the rows of an editor say."""
    session().rows[path] = rows


def close_editors() -> None:
    """Let editors of rows start anew when their panel opens again."""
    session().open_rows.clear()


def draft() -> Scenario:
    """Return the scenario that the widgets show now, sensible or not.

    A field whose widget means what it meant at first keeps the value applied.
    """
    base = session().filled
    assert base is not None, "the widgets were never filled"
    before, now = meant(shown(base)), meant(_in_widgets() | session().rows)
    changed = {path: value for path, value in now.items() if value != before[path]}
    return changed_by(base, changed)


def _in_widgets() -> dict[str, Any]:
    start = key("")
    return {
        name.removeprefix(start): value
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(start)
    }
