"""The inputs' widgets: a scenario as their values and back, their keys, what they show.

A widget cannot show every value a scenario may hold (all seven months ticked, or "any
month"), so what a widget means is compared with what it meant before. Streamlit keeps
the value of an input that is not drawn (``persist_state``), such as one behind a closed
button.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import streamlit as st

from optimizer.domain.scenario import PATHS, Scenario, value_of, with_values
from optimizer.domain.terms import touched_months
from views.session.session import session

# One widget for two or three fields.
PAIRS = {
    "rotations": ("min_rotations", "max_rotations"),
    "visa": (
        "applicant.img_type",
        "applicant.us_work_authorized",
        "applicant.entry_status",
    ),
    "doubt": ("evidence", "budget_counts", "housing"),
}
# Names with a number each, and the number that a newly chosen name takes.
RATED = {"preferences.programs": 5, "preferences.states": 5, "max_per_region": 1}
# Editors keep their own state; the view hands over what their rows say.
TABLES = ("free_dates", "blackouts", "booked", "letters")
MONTHS = tuple(range(3, 10))
ANY = "any"
OPEN = ("kind", "applicant.lives_in_us", "applicant.nationality")
"""Choices of which one is that nothing is said."""


def widget_state(scenario: Scenario) -> dict[str, Any]:
    """Value of each widget by its path; of a rated name too, by "path.name"."""
    values: dict[str, Any] = {}
    for path in PATHS:
        values |= _as_widget(path, value_of(scenario, path))
    for path, pair in PAIRS.items():
        values[path] = tuple(values.pop(field) for field in pair)
    if values["months"] is None:
        ends = scenario.window_start, scenario.window_end
        values["months"] = list(offered_months(*ends))
    return values


def offered_months(first: dt.date | None, last: dt.date | None) -> tuple[int, ...]:
    """Months that can be ticked: those of a season, and what one's own dates reach."""
    begin, end = first or last, last or first
    if begin is None or end is None:
        return MONTHS
    return tuple(sorted({*MONTHS, *touched_months(begin, end)}))


def _as_widget(path: str, value: Any) -> dict[str, Any]:
    if path in RATED:
        return {path: [name for name, _ in value]} | {
            f"{path}.{name}": number for name, number in value
        }
    if path == "months":
        return {path: value if value is None else list(value)}
    if path in OPEN:
        return {path: ANY if value is None else value}
    if isinstance(value, tuple) and path not in TABLES:
        return {path: list(dict.fromkeys(value))}
    return {path: value}


def scenario_fields(values: dict[str, Any]) -> dict[str, Any]:
    """Scenario fields from the values of widgets."""
    paired = {path for pair in PAIRS.values() for path in pair}
    single = [path for path in PATHS if path not in paired]
    found = {path: _as_field(path, values) for path in single}
    for path, pair in PAIRS.items():
        found |= dict(zip(pair, values[path], strict=True))
    return found


def _as_field(path: str, values: dict[str, Any]) -> Any:
    value = values[path]
    if path in RATED:
        default = RATED[path]
        return tuple(
            sorted((name, values.get(f"{path}.{name}", default)) for name in value)
        )
    if path == "months":
        offered = offered_months(values["window_start"], values["window_end"])
        return None if set(value) >= set(offered) else tuple(sorted(value))
    if path in OPEN:
        return None if value == ANY else value
    return tuple(value) if isinstance(value, list) else value


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
    return with_values(base, changed)


def _in_widgets() -> dict[str, Any]:
    keys = {path: key(path) for path in session().editions}
    state = st.session_state
    return {path: state[name] for path, name in keys.items() if name in state}
