"""The inputs' widgets: their keys, what they are filled with, what they show now.

Streamlit keeps the value of an input that is not drawn (``persist_state``), such as one
behind a closed button.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from optimizer.domain.scenario import Scenario
from views.session.session import session
from views.session.widget_values import (
    RATED,
    TABLES,
    scenario_fields,
    widget_state,
    with_changes,
)

ORIGIN_KEY = "start from"
PREFIX = "input "


def key(path: str) -> str:
    """Key of the widget that sets a field, or the number of a name: "path.name".

    It changes with every value that is applied: a widget behind a closed button does
    not hear of its new value, and the browser would send the old one again.
    """
    return f"{PREFIX}{session().editions.get(path, 0)}.{path}"


def fill(scenario: Scenario, origin: str) -> None:
    """Show a scenario in the widgets: in a callback, or before they are drawn.

    Only widgets whose value changes are written: someone may be typing in another.
    """
    now = session()
    now.edition += 1
    now.filled = scenario
    now.held_back = False
    if st.session_state.get(ORIGIN_KEY) != origin:
        st.session_state[ORIGIN_KEY] = origin
    values = widget_state(scenario)
    for path in TABLES:
        _put_table(path, values.pop(path))
    before = _in_widgets()
    _forget(before.keys() - values.keys())
    for path, value in values.items():
        if path not in before or before[path] != value:
            _forget([path])
            now.editions[path] = now.editions.get(path, 0) + 1
            st.session_state[key(path)] = value


def _put_table(path: str, rows: tuple[Any, ...]) -> None:
    if session().rows.get(path) != rows:
        session().rows[path] = rows
        session().open_rows.pop(path, None)


def _forget(paths: Iterable[str]) -> None:
    """Forget what the widgets of these fields show."""
    for path in paths:
        st.session_state.pop(key(path), None)


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
    chosen = [f"{path}.{name}" for name in names]
    known = [found for found in session().editions if found.startswith(f"{path}.")]
    _forget(set(known).difference(chosen))
    for one in chosen:
        session().editions.setdefault(one, 0)
        st.session_state.setdefault(key(one), RATED[path])


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
    return f"rows of {path} {session().openings[path]}"


def put_rows(path: str, rows: tuple[Any, ...]) -> None:
    """Hand over what the rows of an editor say."""
    session().rows[path] = rows


def close_editors(paths: Iterable[str] = TABLES) -> None:
    """Let editors of rows start anew when their panel opens again."""
    for path in paths:
        session().open_rows.pop(path, None)


def draft() -> Scenario:
    """Return the scenario that the widgets show now, sensible or not.

    A field whose widget means what it meant at first keeps the value applied.
    """
    base = session().filled
    assert base is not None, "the widgets were never filled"
    before, now = (
        scenario_fields(widget_state(base)),
        scenario_fields(_in_widgets() | session().rows),
    )
    changed = {path: value for path, value in now.items() if value != before[path]}
    return with_changes(base, changed)


def _in_widgets() -> dict[str, Any]:
    keys = {path: key(path) for path in session().editions}
    state = st.session_state
    return {path: state[name] for path, name in keys.items() if name in state}
