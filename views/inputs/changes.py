"""What differs from the start, short, in the words of the inputs, and back again."""

from __future__ import annotations

from typing import Any

from charts.format import short
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario, value_of
from views.inputs.words import inputs_that_differ, name, told, told_items
from views.session.widget_values import PAIRS, changed_by

NAMED = 3
CHARACTERS = 34
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
        was, is_now = (told(catalog, scenario, path) for scenario in (before, now))
    if was in NOTHING:
        return _cut(is_now)
    if _cut(was) == _cut(is_now):  # they differ behind the cut
        return f"{is_now} instead of {was}"
    return f"{_cut(is_now)} instead of {_cut(was)}"
