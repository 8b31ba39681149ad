"""What differs from the start, in the words of the inputs, and the ways back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from charts.format import safe, short
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario, value_of
from views.inputs import callbacks, restored, start, widgets
from views.inputs.complaints import complaints
from views.inputs.labels import label
from views.inputs.words import in_words, inputs_that_differ, name, told_items
from views.session import state
from views.session.session import session
from views.session.widget_values import PAIRS, changed_by

NAMED = 3
CHARACTERS = 34
CHANGES = "All changes"
NOTHING = ("none", "no", "not set")
"""What need not be named as what was before."""


def changes(catalog: Catalog, before: Scenario, now: Scenario) -> dict[str, str]:
    """Say of each input that differs what it is and was, by its path."""
    return {
        path: _changed(catalog, before, now, path)
        for path in inputs_that_differ(before, now)
    }


def in_short(changes: dict[str, str], most: int = NAMED) -> str:
    """Write the first changes in one sentence, and how many more there are."""
    named = "; ".join(list(changes.values())[:most])
    more = len(changes) - most
    return f"{named}; and {more} more" if more > 0 else named


def changed_from_start(scenario: Scenario) -> tuple[str, ...]:
    """Name the inputs that differ from what the visitor started from."""
    paths = inputs_that_differ(state.origin().scenario, scenario)
    return tuple(label(path).partition(" (")[0] for path in paths)


def steps(catalog: Catalog, now: Scenario) -> None:
    """Draw the way back and the way forth; what they do stands in their help."""
    before, after = state.before(), state.after()
    for step, icon, change, other in (
        ("Undo", ":material/undo:", state.undo, before),
        ("Redo", ":material/redo:", state.redo, after),
    ):
        st.button(
            step,
            key=step,
            icon=icon,
            type="tertiary",
            disabled=other is None,
            help=safe(_step_help(catalog, now, step, other)),
            on_click=change,
        )


def _step_help(
    catalog: Catalog, now: Scenario, step: str, other: Scenario | None
) -> str:
    if other is None:
        return f"Nothing to {step.lower()}."
    if step == "Undo" and session().held_back:
        return "Takes back the change that does not fit."
    return in_short(changes(catalog, now, other)) or "Another start, the same inputs."


def origin_line(catalog: Catalog, scenario: Scenario) -> None:
    """Say what differs from the start, each with a way back."""
    origin = state.origin()
    restored.line()
    changed = changes(catalog, origin.scenario, scenario)
    if not changed:
        return
    begun = safe(origin.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"Changed from “{begun}”: {safe(in_short(changed))}")
        if panel := widgets.panel(CHANGES, type="tertiary"):
            with panel:
                _ways_back(catalog, scenario, changed)
        st.button(
            "Reset",
            icon=":material/restart_alt:",
            type="tertiary",
            help=f"Back to “{begun}” as it comes",
            on_click=start.restart,
            args=origin,
        )


def _ways_back(catalog: Catalog, now: Scenario, changed: dict[str, str]) -> None:
    """Draw all changes, each with a button that puts the input back."""
    before = state.origin().scenario
    st.markdown("Choose one to put it back, the others stay:")
    for path, said in changed.items():
        other = reverted(now, before, path)
        wrong = complaints(other, catalog)
        st.button(
            safe(said),
            key=f"back {path}",
            icon=":material/undo:",
            type="tertiary",
            disabled=bool(wrong),
            help=safe(" ".join(wrong) or f"Back to: {in_words(catalog, before, path)}"),
            on_click=callbacks.apply,
            args=(other,),
            wrap=True,
        )


def reverted(now: Scenario, before: Scenario, path: str) -> Scenario:
    """Put one input back to what it was, all else unchanged."""
    fields = PAIRS.get(path, (path,))
    return changed_by(now, {field: value_of(before, field) for field in fields})


def _changed(catalog: Catalog, before: Scenario, now: Scenario, path: str) -> str:
    return f"{name(path).partition(' (')[0]}: {_difference(catalog, before, now, path)}"


def _items_that_differ(
    before: Scenario, now: Scenario, path: str
) -> tuple[list[Any], list[Any]] | None:
    """Items of a list that are gone and those that are new; None: no two lists."""
    was, is_now = value_of(before, path), value_of(now, path)
    if not (was and is_now and isinstance(was, tuple) and isinstance(is_now, tuple)):
        return None
    gone = [item for item in was if item not in is_now]
    new = [item for item in is_now if item not in was]
    return (gone, new) if gone or new else None


def _cut(text: str) -> str:
    return short(text, CHARACTERS)


def _difference(catalog: Catalog, before: Scenario, now: Scenario, path: str) -> str:
    if path not in PAIRS and (items := _items_that_differ(before, now, path)):
        was, is_now = (told_items(catalog, path, some) for some in items)
        if not is_now:
            return f"no longer {_cut(was)}"
        if not was:
            return f"also {_cut(is_now)}"
    else:
        was, is_now = (in_words(catalog, scenario, path) for scenario in (before, now))
    if was in NOTHING:
        return _cut(is_now)
    if _cut(was) == _cut(is_now):  # they differ behind the cut
        return f"{is_now} instead of {was}"
    return f"{_cut(is_now)} instead of {_cut(was)}"
