"""What hosts have answered to requests, and what that means for every plan.

What was accepted and has begun is no request any more: it is under way, or done.

An answer is to a request for an offering (E012), on any date, or on one date
(E012@2027-05-03). Asked and silent are waiting and change no plan. Accepted makes the
host's acceptance certain, and a date it was given for is the only one. Refused keeps
it out, on that date or on all. Paid is accepted and must be in the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from optimizer.domain.applicant import Booked
from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Answer, Answers, Scenario
from optimizer.domain.starts import (
    BlockId,
    block_end,
    is_dated,
    offering_of,
    offerings_of,
)

WAITING: tuple[Answer, ...] = ("asked", "silent")
YES: tuple[Answer, ...] = ("accepted", "paid")


def begun(scenario: Scenario) -> dict[str, str]:
    """Requests that were accepted and should have begun by now, by offering.

    Of several dates of one offering the one that took place; if that is not said the
    last one. They are asked about: did it take place?
    """
    took: dict[str, str] = dict(scenario.took_place)
    found: dict[str, str] = {}
    for name, answer in sorted(scenario.answers):
        if answer in YES and is_dated(name):
            block = BlockId.parse(name)
            known = took.get(found.get(block.offering_id, ""))
            if block.start and block.start <= scenario.today and known != "yes":
                found[block.offering_id] = name
    return found


def with_begun(catalog: Catalog, scenario: Scenario) -> Scenario:
    """The scenario with what has begun among what is booked, at no further cost.

    Nothing else is then said of these offerings: neither an answer nor a pin. What did
    not take place is in neither.
    """
    found = begun(scenario)
    if not found and not scenario.took_place:
        return scenario
    gone = {name for name, took in scenario.took_place if took == "no"}
    took_place = tuple(
        replace(booking, letters_expected=scenario.letters_each)
        for booking in _bookings(catalog, found, gone)
    )
    moot = {*gone, *(b.offering_id for b in took_place)}
    return replace(
        scenario,
        booked=(
            *(b for b in scenario.booked if _name(b) not in gone),
            *took_place,
        ),
        answers=tuple(a for a in scenario.answers if offering_of(a[0]) not in found),
        pins=tuple(p for p in scenario.pins if moot.isdisjoint({p, offering_of(p)})),
    )


def _bookings(
    catalog: Catalog, found: dict[str, str], gone: set[str]
) -> Iterator[Booked]:
    for offering_id, name in found.items():
        offering, start = catalog.offering.get(offering_id), BlockId.parse(name).start
        if offering and start and name not in gone:
            end = block_end(offering.starts, offering.weeks, start)
            yield Booked(start, end, offering.kind, offering_id)


def _name(booked: Booked) -> str:
    return str(BlockId(booked.offering_id or "", booked.start))


def answer_to(
    scenario: Scenario, offering_id: str, start: dt.date | None = None
) -> Answer | None:
    """The answer to a request for an offering on a date; None: not asked.

    An answer for that date counts before one for all dates. Without a date only the
    latter is looked at.
    """
    if not scenario.answers:
        return None
    known = dict(scenario.answers)
    return known.get(str(BlockId(offering_id, start)), known.get(offering_id))


def accepts(scenario: Scenario, offering_id: str) -> bool:
    """Whether the host has accepted, on whatever date."""
    return any(
        answer in YES and offering_of(name) == offering_id
        for name, answer in scenario.answers
    )


def accepted_dates(scenario: Scenario, offering_id: str) -> set[dt.date]:
    """The only dates for which a host has accepted; empty: any date, or not at all."""
    accepted = [
        BlockId.parse(name)
        for name, answer in scenario.answers
        if answer in YES and offering_of(name) == offering_id
    ]
    dates = {block.start for block in accepted if block.start}
    return dates if len(dates) == len(accepted) else set()


def required_names(scenario: Scenario) -> tuple[str, ...]:
    """What must be in a plan: what is pinned and what is paid."""
    return (*scenario.pins, *_with(scenario, "paid"))


def excluded_names(scenario: Scenario) -> tuple[str, ...]:
    """What must not be in a plan: what is excluded and what was refused."""
    return (*scenario.exclusions, *_with(scenario, "refused"))


def paid_offerings(scenario: Scenario) -> tuple[str, ...]:
    """Offerings that must be in what is done: they are paid."""
    return tuple(offering_of(name) for name in _with(scenario, "paid"))


def refused_offerings(scenario: Scenario) -> tuple[str, ...]:
    """Offerings that were refused on every date."""
    return tuple(name for name in _with(scenario, "refused") if not is_dated(name))


def named_offerings(scenario: Scenario) -> set[str]:
    """Offerings that a pin, an exclusion or an answer speaks of."""
    every = (*scenario.pins, *scenario.exclusions, *(n for n, _ in scenario.answers))
    return offerings_of(every)


def wanted_on_a_date(scenario: Scenario) -> set[str]:
    """Offerings that a pin or an answer speaks of on one date."""
    every = (*scenario.pins, *(name for name, _ in scenario.answers))
    return offerings_of(filter(is_dated, every))


def asked_offerings(scenario: Scenario) -> frozenset[str]:
    """Offerings that were asked for, whatever the answer."""
    return _offerings_in(scenario.answers)


def answered(scenario: Scenario, offering_id: str) -> bool:
    """Whether some answer, or a request that waits for one, speaks of an offering."""
    return offering_id in asked_offerings(scenario)


def unsettled(scenario: Scenario, offering_id: str) -> bool:
    """Whether an answer is for one date, so that the dates are unlike each other."""
    return offering_id in _unsettled_in(scenario.answers)


@lru_cache(maxsize=16)
def _unsettled_in(answers: Answers) -> frozenset[str]:
    return frozenset(offerings_of(n for n, _ in answers if is_dated(n)))


@lru_cache(maxsize=16)
def _offerings_in(answers: Answers) -> frozenset[str]:
    return frozenset(offerings_of(name for name, _ in answers))


def request_day_of(scenario: Scenario, offering_id: str) -> dt.date | None:
    """The first day on which an offering was asked for, if it is known."""
    days = (
        reply.asked
        for name, reply in scenario.reply_days
        if offering_of(name) == offering_id
    )
    return min((day for day in days if day), default=None)


def _with(scenario: Scenario, wanted: Answer) -> tuple[str, ...]:
    return tuple(name for name, answer in scenario.answers if answer == wanted)
