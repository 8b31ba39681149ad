"""A scenario made for one catalog, fitted to another: what it lacks is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Scenario, value_of, with_values
from optimizer.scenario_io.checks import NAMED, is_known, name_of, scenario_faults
from optimizer.scenario_io.json_file import default_scenario

_WINDOW = ("window_start", "window_end")
_OF_A_SEASON = (*_WINDOW, "letters_by")


class Omission(NamedTuple):
    """What was left out: the field of the scenario, and the name in it, if any."""

    path: str
    name: str = ""


def fit(scenario: Scenario, catalog: Catalog) -> tuple[Scenario, tuple[Omission, ...]]:
    """Leave out what a catalog does not have; what is returned has no fault.

    Without its season a scenario takes the one that is planned on its day.
    """
    if not any(scenario_faults(scenario, catalog)):
        return scenario, ()
    left: list[Omission] = []
    found = fit_names(_fit_season(scenario, catalog, left), catalog, left)
    return _sound(found, catalog, left), tuple(left)


def scenario_on(scenario: Scenario, catalog: Catalog, today: dt.date) -> Scenario:
    """The scenario on a later day: in the season to come, once its own is over."""
    moved = replace(scenario, today=today)
    if catalog.season[scenario.season].window_end >= today:
        return moved
    undated: dict[str, Any] = dict.fromkeys(_OF_A_SEASON)
    year = default_scenario(catalog, today).season
    return moved if year == moved.season else replace(moved, season=year, **undated)


def _fit_season(scenario: Scenario, catalog: Catalog, left: list[Omission]) -> Scenario:
    if scenario.season in catalog.season:
        return scenario
    left.append(Omission("season", str(scenario.season)))
    dated = [name for name in _OF_A_SEASON if getattr(scenario, name) is not None]
    left.extend(Omission(name, str(getattr(scenario, name))) for name in dated)
    year = default_scenario(catalog, scenario.today).season
    undated: dict[str, Any] = dict.fromkeys(_OF_A_SEASON)
    return replace(scenario, season=year, **undated)


def fit_names(scenario: Scenario, catalog: Catalog, left: list[Omission]) -> Scenario:
    """Leave out the names that a catalog does not have, and add them to ``left``."""
    sites = {*catalog.offering, *catalog.program, *catalog.place}

    def keep(
        path: str, name: Callable[[Any], str], known: Callable[[str], bool]
    ) -> Any:
        """The items of a field whose names are known."""
        items = value_of(scenario, path)
        left.extend(Omission(path, name(i)) for i in items if not known(name(i)))
        return tuple(item for item in items if known(name(item)))

    def site(booked: Booked) -> str:
        return booked.offering_id or booked.program_id or booked.city or ""

    kept = {
        path: keep(path, name_of, partial(is_known, catalog, kind))
        for path, kind in NAMED.items()
    }
    kept["found_out"] = keep("found_out", lambda one: one.record_id, sites.__contains__)
    kept["booked"] = keep("booked", site, sites.__contains__)
    return with_values(scenario, kept)


def _sound(scenario: Scenario, catalog: Catalog, left: list[Omission]) -> Scenario:
    """Set back the fields that still do not fit, such as a window of other dates."""
    roots = {re.split(r"[.\[]", f.where)[0] for f in scenario_faults(scenario, catalog)}
    if roots & {*_WINDOW}:  # what is left of the two may lie outside of the season
        roots |= {*_WINDOW}
    left.extend(Omission(root) for root in sorted(roots))
    default = default_scenario(catalog, scenario.today)
    return replace(scenario, **{root: getattr(default, root) for root in roots})
