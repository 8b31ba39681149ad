"""A scenario as the values of its widgets, and back.

A widget cannot show every value a scenario may hold (all seven months ticked, or
"any month"), so what a widget means is compared with what it meant before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from optimizer.domain.scenario import PARTS, PATHS, Scenario, value_of
from optimizer.domain.terms import touched_months

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


def with_changes(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    """Return a scenario with other values in some of its fields."""
    parts = {
        part: replace(
            getattr(scenario, part),
            **{
                path.removeprefix(f"{part}."): value
                for path, value in changes.items()
                if path.startswith(f"{part}.")
            },
        )
        for part in PARTS
    }
    own = {path: value for path, value in changes.items() if "." not in path}
    return replace(scenario, **parts, **own)


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
