"""The fields of a scenario by path, and in which of them scenarios differ."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any

from optimizer.domain.scenario import Applicant, Preferences, Scenario

PARTS = {"applicant": Applicant, "preferences": Preferences}
PATHS = (
    *(field.name for field in fields(Scenario) if field.name not in PARTS),
    *(f"{part}.{field.name}" for part in PARTS for field in fields(PARTS[part])),
)
"""Every field; those of the applicant and of the wishes with a dot."""


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
