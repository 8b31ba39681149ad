"""The fields of a scenario by path, and in which of them scenarios differ."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter

from optimizer.domain.scenario import Applicant, Preferences, Scenario

PARTS = {"applicant": Applicant, "preferences": Preferences}
PATHS = (
    *(field.name for field in fields(Scenario) if field.name not in PARTS),
    *(f"{part}.{field.name}" for part in PARTS for field in fields(PARTS[part])),
)
"""Every field; those of the applicant and of the wishes with a dot."""


SCENARIO = TypeAdapter(Scenario)


@cache
def meaning(path: str) -> str:
    """What a field means, as it stands under the field itself."""
    return _described()[path]


def value_of(scenario: Scenario, path: str) -> Any:
    """Return the value of a field."""
    return attrgetter(path)(scenario)


def differing(first: Scenario, *others: Scenario) -> list[str]:
    """Fields in which not all scenarios agree."""
    return [
        path
        for path in PATHS
        if any(value_of(other, path) != value_of(first, path) for other in others)
    ]


@cache
def _described() -> dict[str, str]:
    """The description of every field, by its path."""
    schema = SCENARIO.json_schema()
    parts = {"": schema} | {
        f"{part}.": schema["$defs"][kind.__name__] for part, kind in PARTS.items()
    }
    return {
        f"{part}{name}": " ".join(found["description"].split())
        for part, of in parts.items()
        for name, found in of["properties"].items()
    }
