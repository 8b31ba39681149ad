"""Pins and exclusions: what a click on a rotation does to the scenario.

An id names an offering (E012), or an offering on a date (E012@2027-05-03).
"""

from __future__ import annotations

from dataclasses import replace

from optimizer.scenario import Scenario


def pinned(scenario: Scenario, block_id: str) -> Scenario:
    """Keep a rotation in the plan; it replaces an older pin of the same offering."""
    offering = _offering(block_id)
    return replace(
        scenario,
        pins=(*_without_offering(scenario.pins, offering), block_id),
        exclusions=_without(scenario.exclusions, offering, block_id),
    )


def unpinned(scenario: Scenario, block_id: str) -> Scenario:
    """Let go of a rotation, whether it was pinned on a date or on any."""
    pins = _without_offering(scenario.pins, _offering(block_id))
    return replace(scenario, pins=pins)


def excluded(scenario: Scenario, block_id: str) -> Scenario:
    """Keep a rotation out of the plan, on one date or on all."""
    offering = _offering(block_id)
    whole = block_id == offering
    dropped = (
        _without_offering(scenario.pins, offering)
        if whole
        else _without(scenario.pins, block_id)
    )
    kept = _without(scenario.exclusions, block_id)
    return replace(scenario, pins=dropped, exclusions=(*kept, block_id))


def included(scenario: Scenario, block_id: str) -> Scenario:
    """Let a rotation come back that was kept out on one date or on all."""
    kept = (
        _without_offering(scenario.exclusions, block_id)
        if block_id == _offering(block_id)
        else _without(scenario.exclusions, _offering(block_id), block_id)
    )
    return replace(scenario, exclusions=kept)


def _offering(block_id: str) -> str:
    return block_id.partition("@")[0]


def _without(ids: tuple[str, ...], *dropped: str) -> tuple[str, ...]:
    return tuple(found for found in ids if found not in dropped)


def _without_offering(ids: tuple[str, ...], offering: str) -> tuple[str, ...]:
    return tuple(found for found in ids if _offering(found) != offering)
