"""A scenario made for one catalog, fitted to another: what it lacks is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import offering_of
from optimizer.domain.words import STATES
from optimizer.scenario_io.checks import scenario_faults
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
    focuses = [p.focus for p in catalog.programs] + [o.focus for o in catalog.offerings]
    areas = {area for focus in focuses for area in focus}
    states = STATES.keys() | {place.state for place in catalog.places}
    regions = {place.region for place in catalog.places}

    def keep(path: str, items: Iterable[Any], known: Callable[[str], bool]) -> Any:
        """Keep what is known of names, or of pairs of a name and something."""
        found = [(i if isinstance(i, str) else i[0], i) for i in items]
        left.extend(Omission(path, name) for name, _ in found if not known(name))
        return tuple(item for name, item in found if known(name))

    def block(name: str) -> bool:
        return offering_of(name) in catalog.offering

    def program(name: str) -> bool:
        return name in catalog.program

    def place(name: str) -> bool:
        return name in (catalog.place if "," in name else states)

    wishes, ties = scenario.preferences, scenario.applicant.ties
    booked = [
        (b.offering_id or b.program_id or b.city or "", b) for b in scenario.booked
    ]
    sites = {*catalog.offering, *catalog.program, *catalog.place}
    return replace(
        scenario,
        applicant=replace(scenario.applicant, ties=keep("applicant.ties", ties, place)),
        free_housing=keep("free_housing", scenario.free_housing, place),
        required_states=keep("required_states", scenario.required_states, place),
        max_per_region=keep(
            "max_per_region", scenario.max_per_region, regions.__contains__
        ),
        pins=keep("pins", scenario.pins, block),
        exclusions=keep("exclusions", scenario.exclusions, block),
        answers=keep("answers", scenario.answers, block),
        answer_by=keep("answer_by", scenario.answer_by, block),
        reply_days=keep("reply_days", scenario.reply_days, block),
        took_place=keep("took_place", scenario.took_place, block),
        found_out=tuple(
            one
            for _, one in keep(
                "found_out",
                ((one.record_id, one) for one in scenario.found_out),
                sites.__contains__,
            )
        ),
        list_wishes=keep("list_wishes", scenario.list_wishes, program),
        rank_order=keep("rank_order", scenario.rank_order, program),
        interviews=keep("interviews", scenario.interviews, program),
        booked=tuple(b for _, b in keep("booked", booked, sites.__contains__)),
        preferences=replace(
            wishes,
            programs=keep("preferences.programs", wishes.programs, program),
            states=keep("preferences.states", wishes.states, place),
            focus=keep("preferences.focus", wishes.focus, areas.__contains__),
        ),
    )


def _sound(scenario: Scenario, catalog: Catalog, left: list[Omission]) -> Scenario:
    """Set back the fields that still do not fit, such as a window of other dates."""
    roots = {re.split(r"[.\[]", f.where)[0] for f in scenario_faults(scenario, catalog)}
    if roots & {*_WINDOW}:  # what is left of the two may lie outside of the season
        roots |= {*_WINDOW}
    left.extend(Omission(root) for root in sorted(roots))
    default = default_scenario(catalog, scenario.today)
    return replace(scenario, **{root: getattr(default, root) for root in roots})
