"""What differs from the start, short, in the words of the inputs, and back again."""

from __future__ import annotations

from charts.format import short
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario, value_of
from views.inputs.words import inputs_that_differ, name, told
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
    was, is_now = (
        short(told(catalog, scenario, path), CHARACTERS) for scenario in (before, now)
    )
    said = f"{name(path).partition(' (')[0]}: {is_now}"
    return said if was in NOTHING else f"{said} instead of {was}"
