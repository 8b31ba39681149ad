"""What a click on a page does to the inputs: each a step that can be taken back.

What each click makes of a scenario, then the callbacks. An id names an offering
(E012), or an offering on a date (E012@2027-05-03).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial, reduce
from operator import itemgetter
from typing import Any, Literal, TypeVar

from optimizer.domain.problem import Problem
from optimizer.domain.records import FoundOut, Reply
from optimizer.domain.replies import YES
from optimizer.domain.scenario import (
    INTERVIEWED,
    MOST_DONE,
    Answer,
    Interview,
    Scenario,
    differing,
    value_of,
    with_values,
)
from optimizer.domain.starts import offering_of
from optimizer.residency_list.residency import with_wish
from views.session import catalogs, state

T = TypeVar("T")


def change(scenario: Scenario) -> None:
    """Put what a scenario of a problem changes into the inputs (a callback).

    A problem books what has begun; in the inputs that stays as it was entered.
    """
    now = state.valid()
    read = Problem(catalogs.current(), now).scenario
    changes = {
        path: _without_read(*(value_of(one, path) for one in (now, read, scenario)))
        for path in differing(read, scenario)
    }
    state.apply(with_values(now, changes))


def with_pin(scenario: Scenario, block_id: str) -> Scenario:
    """Keep a rotation in the plan; it replaces an older pin of the same offering."""
    offering = offering_of(block_id)
    return replace(
        scenario,
        pins=(*_without_offering(scenario.pins, offering), block_id),
        exclusions=_without(scenario.exclusions, offering, block_id),
    )


def without_pin(scenario: Scenario, block_id: str) -> Scenario:
    """Let go of a rotation, whether it was pinned on a date or on any."""
    pins = _without_offering(scenario.pins, offering_of(block_id))
    return replace(scenario, pins=pins)


def with_exclusion(scenario: Scenario, block_id: str) -> Scenario:
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


def with_reply(scenario: Scenario, name: str, answer: Answer | None) -> Scenario:
    """Note the answer to a request; one answer an offering, None takes it away.

    A refusal is of every date. What was accepted is no longer excluded. A request
    counts as written today; days that were noted go with what they were noted for.
    """
    offering = offering_of(name)
    kept = {n: a for n, a in scenario.answers if offering_of(n) != offering}
    if answer:
        kept[offering if answer == "refused" else name] = answer
    days = scenario.reply_days
    if answer == "asked":
        days = _with(days, name, Reply(asked=scenario.today))
    elif answer is None:
        days = _with(days, name, None)
    confirm = scenario.answer_by
    if answer not in YES:
        confirm = _with(confirm, name, None)
    exclusions = scenario.exclusions
    if answer in YES:
        exclusions = _without(exclusions, offering, name)
    return replace(
        scenario,
        answers=tuple(sorted(kept.items())),
        answer_by=confirm,
        reply_days=days,
        exclusions=exclusions,
    )


def with_ticks(scenario: Scenario, item_ids: tuple[str, ...], done: bool) -> Scenario:
    """Tick things to do off, or not any more; past the most, no more are."""
    others = [name for name in scenario.done if name not in item_ids]
    found = sorted({*others, *item_ids}) if done else others
    return replace(scenario, done=tuple(found[:MOST_DONE]))


def with_rating(scenario: Scenario, program_id: str, rating: int | None) -> Scenario:
    """Rate a program from 1 to 5; None takes its rating away."""
    wishes = scenario.preferences
    kept = {name: number for name, number in wishes.programs if name != program_id}
    if rating is not None:
        kept[program_id] = rating
    programs = tuple(sorted(kept.items()))
    return replace(scenario, preferences=replace(wishes, programs=programs))


def with_answer(scenario: Scenario, found: FoundOut) -> Scenario:
    """Note what was found out, in place of an earlier answer to the same question."""
    others = without_answer(scenario, found).found_out
    every = sorted((*others, found), key=lambda one: (one.record_id, one.field))
    return replace(scenario, found_out=tuple(every))


def without_answer(scenario: Scenario, found: FoundOut) -> Scenario:
    """Forget the answer about a field of a record."""
    key = (found.record_id, found.field)
    kept = (o for o in scenario.found_out if (o.record_id, o.field) != key)
    return replace(scenario, found_out=tuple(kept))


def without_exclusion(scenario: Scenario, block_id: str) -> Scenario:
    """Let a rotation come back that was kept out on one date or on all."""
    kept = (
        _without_offering(scenario.exclusions, block_id)
        if block_id == offering_of(block_id)
        else _without(scenario.exclusions, offering_of(block_id), block_id)
    )
    return replace(scenario, exclusions=kept)


def with_field(field: str, scenario: Scenario, value: Any) -> Scenario:
    """Set a field of the scenario."""
    return replace(scenario, **{field: value})


def with_day(field: str, scenario: Scenario, name: str, day: Any) -> Scenario:
    """Note a day of an offering: when it was asked for, until when to confirm a yes."""
    changes: Any = {field: _with(getattr(scenario, field), name, day)}
    return replace(scenario, **changes)


def with_took_place(
    scenario: Scenario, name: str, said: Literal["yes", "no"]
) -> Scenario:
    """Note whether a rotation that should have begun by now took place."""
    known = {**dict(scenario.took_place), name: said}
    return replace(scenario, took_place=tuple(sorted(known.items())))


def with_interviews(
    scenario: Scenario, came: Interview, programs: Collection[str]
) -> Scenario:
    """Note from which programs something came of an application."""
    others = [(p, c) for p, c in scenario.interviews if c != came and p not in programs]
    found = sorted([*others, *((p, came) for p in programs)])
    heard = replace(scenario, interviews=tuple(found))
    return with_rank_order(heard, scenario.rank_order)


def with_rank_order(scenario: Scenario, order: Collection[str]) -> Scenario:
    """Rank programs in this order, those that interview the applicant."""
    came = dict(scenario.interviews)
    kept = tuple(p for p in order if came.get(p) in INTERVIEWED)
    return replace(scenario, rank_order=kept)


def _with(
    days: tuple[tuple[str, T], ...], name: str, day: T | None
) -> tuple[tuple[str, T], ...]:
    """Note something of an offering; None: nothing more."""
    offering = offering_of(name)
    kept = {n: known for n, known in days if offering_of(n) != offering}
    if day is not None:
        kept[name] = day
    return tuple(sorted(kept.items(), key=itemgetter(0)))


def _without_read(own: Any, read: Any, wanted: Any) -> Any:
    """What is wanted, but for what a problem only read into the inputs."""
    if own == read:
        return wanted
    kept = [one for one in wanted if one in own or one not in read]
    return (*kept, *(one for one in own if one not in read and one not in kept))


def _covers(excluded: str, name: str) -> bool:
    """Whether excluding one rules the other out."""
    return excluded in (name, offering_of(name))


def _without(ids: tuple[str, ...], *dropped: str) -> tuple[str, ...]:
    return tuple(found for found in ids if found not in dropped)


def _without_offering(ids: tuple[str, ...], offering: str) -> tuple[str, ...]:
    return tuple(found for found in ids if offering_of(found) != offering)


def _each(made: Callable[..., Scenario]) -> Callable[..., Scenario]:
    """A change made for each of several offerings."""
    return lambda scenario, offering_ids: reduce(made, offering_ids, scenario)


def _click(made: Callable[..., Scenario]) -> Callable[..., None]:
    """A callback that applies a change."""

    def clicked(*given: Any) -> None:
        state.apply(made(state.valid(), *given))

    return clicked


pin, unpin = _click(with_pin), _click(without_pin)
exclude, include = _click(with_exclusion), _click(without_exclusion)
exclude_all, include_all = (
    _click(_each(made)) for made in (with_exclusion, without_exclusion)
)
rate, tick, heard_from = (
    _click(with_rating),
    _click(with_ticks),
    _click(with_interviews),
)
rank, wish_for = _click(with_rank_order), _click(with_wish)
apply_to, line = (
    _click(partial(with_field, field))
    for field in ("applications", "stop_usd_per_point")
)
confirm_by, wrote = (
    _click(partial(with_day, field)) for field in ("answer_by", "reply_days")
)
answer, took_place = _click(with_reply), _click(with_took_place)
record, forget = _click(with_answer), _click(without_answer)
