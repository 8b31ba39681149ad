"""What a click on a page does to the inputs: each a step that can be taken back.

What each click makes of a scenario, then the callbacks. An id names an offering
(E012), or an offering on a date (E012@2027-05-03).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

from optimizer.domain.block_id import offering_of
from optimizer.domain.records import FoundOut
from optimizer.domain.replies import YES
from optimizer.domain.scenario import Answer, Scenario
from views.session import state


def apply(scenario: Scenario) -> None:
    """Put a scenario into the inputs, a step that can be taken back (a callback)."""
    state.apply(scenario)


def pinned(scenario: Scenario, block_id: str) -> Scenario:
    """Keep a rotation in the plan; it replaces an older pin of the same offering."""
    offering = offering_of(block_id)
    return replace(
        scenario,
        pins=(*_without_offering(scenario.pins, offering), block_id),
        exclusions=_without(scenario.exclusions, offering, block_id),
    )


def unpinned(scenario: Scenario, block_id: str) -> Scenario:
    """Let go of a rotation, whether it was pinned on a date or on any."""
    pins = _without_offering(scenario.pins, offering_of(block_id))
    return replace(scenario, pins=pins)


def excluded(scenario: Scenario, block_id: str) -> Scenario:
    """Keep a rotation out of the plan, on one date or on all.

    What is paid would have to be in: it counts as accepted only.
    """
    offering = offering_of(block_id)
    whole = block_id == offering
    dropped = (
        _without_offering(scenario.pins, offering)
        if whole
        else _without(scenario.pins, block_id)
    )
    kept = _without(scenario.exclusions, block_id)
    answers = tuple(
        (name, "accepted" if answer == "paid" and _covers(block_id, name) else answer)
        for name, answer in scenario.answers
    )
    return replace(
        scenario, pins=dropped, exclusions=(*kept, block_id), answers=answers
    )


def answered(scenario: Scenario, name: str, answer: Answer | None) -> Scenario:
    """Note the answer to a request; one answer an offering, None takes it away.

    A refusal is of every date. What was accepted is no longer excluded.
    """
    offering = offering_of(name)
    kept = {n: a for n, a in scenario.answers if offering_of(n) != offering}
    if answer:
        kept[offering if answer == "refused" else name] = answer
    exclusions = scenario.exclusions
    if answer in YES:
        exclusions = _without(exclusions, offering, name)
    return replace(scenario, answers=tuple(sorted(kept.items())), exclusions=exclusions)


def rated(scenario: Scenario, program_id: str, rating: int | None) -> Scenario:
    """Rate a program from 1 to 5; None takes its rating away."""
    wishes = scenario.preferences
    kept = {name: number for name, number in wishes.programs if name != program_id}
    if rating is not None:
        kept[program_id] = rating
    programs = tuple(sorted(kept.items()))
    return replace(scenario, preferences=replace(wishes, programs=programs))


def recorded(scenario: Scenario, found: FoundOut) -> Scenario:
    """Note what was found out, in place of an earlier answer to the same question."""
    others = without_answer(scenario, found).found_out
    every = sorted((*others, found), key=lambda one: (one.record_id, one.field))
    return replace(scenario, found_out=tuple(every))


def without_answer(scenario: Scenario, found: FoundOut) -> Scenario:
    """Forget the answer about a field of a record."""
    key = (found.record_id, found.field)
    kept = (o for o in scenario.found_out if (o.record_id, o.field) != key)
    return replace(scenario, found_out=tuple(kept))


def included(scenario: Scenario, block_id: str) -> Scenario:
    """Let a rotation come back that was kept out on one date or on all."""
    kept = (
        _without_offering(scenario.exclusions, block_id)
        if block_id == offering_of(block_id)
        else _without(scenario.exclusions, offering_of(block_id), block_id)
    )
    return replace(scenario, exclusions=kept)


def _covers(excluded: str, name: str) -> bool:
    """Whether excluding one rules the other out."""
    return excluded in (name, offering_of(name))


def _without(ids: tuple[str, ...], *dropped: str) -> tuple[str, ...]:
    return tuple(found for found in ids if found not in dropped)


def _without_offering(ids: tuple[str, ...], offering: str) -> tuple[str, ...]:
    return tuple(found for found in ids if offering_of(found) != offering)


def excluded_all(scenario: Scenario, offering_ids: tuple[str, ...]) -> Scenario:
    """Keep several offerings out of the plan."""
    return reduce(excluded, offering_ids, scenario)


def included_all(scenario: Scenario, offering_ids: tuple[str, ...]) -> Scenario:
    """Let several offerings come back."""
    return reduce(included, offering_ids, scenario)


def _click(
    change: Callable[..., Scenario], answers: bool = False
) -> Callable[..., None]:
    """A callback that applies a change; an answer is compared with what was before."""

    def clicked(*given: Any) -> None:
        if answers:
            state.answering()
        apply(change(state.valid(), *given))

    return clicked


pin, unpin = _click(pinned), _click(unpinned)
exclude, include = _click(excluded), _click(included)
exclude_all, include_all = _click(excluded_all), _click(included_all)
rate = _click(rated)
answer, record, forget = (
    _click(change, answers=True) for change in (answered, recorded, without_answer)
)
