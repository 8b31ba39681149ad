"""Up to three named scenarios in one URL parameter, in the form of ``share``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from optimizer.domain.applicant import Applicant
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share import (
    DAMAGED,
    content_of,
    link_error,
    link_fields,
    link_scenario,
    pack,
)

MOST = 3
NAME_CHARACTERS = 40
FIELD = "several"


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario that was set aside under a name.

    Without ``has_profile`` its applicant is not who it was made for.
    """

    name: str
    scenario: Scenario
    has_profile: bool = True

    def seen_by(self, applicant: Applicant) -> Scenario:
        """The scenario as it is for whoever looks: a profile it lacks is theirs."""
        if self.has_profile:
            return self.scenario
        return replace(self.scenario, applicant=applicant)


def short_name(text: str) -> str:
    """Write a name in one line of bounded length, of what can be printed."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())[:NAME_CHARACTERS].strip()


def several_query(
    catalog: Catalog, kept: Sequence[Saved], *, include_profile: bool
) -> str:
    """Write the value of the URL parameter.

    ``DataError`` if the scenarios are too large for a link.
    """
    each = [kept_as_json(catalog, one, include_profile=include_profile) for one in kept]
    if query := pack({"catalog": catalog.shipped.version, FIELD: each}):
        return query
    raise link_error("these scenarios are too large for a link, so save them as files")


def open_several(text: str, catalog: Catalog, today: dt.date) -> tuple[Saved, ...]:
    """Read the value of the URL parameter: one to ``MOST`` scenarios.

    ``DataError`` with exactly one sentence.
    """
    found = content_of(text).get(FIELD)
    if not isinstance(found, list) or not 1 <= len(found) <= MOST:
        raise link_error(DAMAGED)
    return tuple(kept_of_json(one, catalog, today) for one in found)


def kept_as_json(
    catalog: Catalog, kept: Saved, *, include_profile: bool
) -> dict[str, Any]:
    """One named scenario as it stands in a link."""
    problem = Problem(catalog, kept.scenario)
    profile = include_profile and kept.has_profile
    return {
        "name": kept.name,
        "scenario": link_fields(problem, include_profile=profile),
    }


def kept_of_json(found: object, catalog: Catalog, today: dt.date) -> Saved:
    """Read one named scenario of a link; ``DataError`` with exactly one sentence."""
    if not isinstance(found, dict):
        raise link_error(DAMAGED)
    name, scenario = found.get("name"), found.get("scenario")
    if not isinstance(name, str) or not isinstance(scenario, dict):
        raise link_error(DAMAGED)
    opened, _ = link_scenario(scenario, catalog, today)
    return Saved(short_name(name) or "Unnamed", opened, "applicant" in scenario)
