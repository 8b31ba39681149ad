"""What a plan costs, in whole US dollars, line by line, and how far that could go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import replies
from optimizer.domain.catalog import Catalog
from optimizer.domain.columns import OFFERING
from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem, Reused
from optimizer.domain.records import Offering, Place
from optimizer.model.rotation import Rotation, acceptance_before_reply, door_of
from optimizer.model.travel import route

Floats = NDArray[np.float64]
Indices = NDArray[np.int_]
Line = tuple[str, str | None]
SPENT, OTHER_REQUESTS = "Spent already", "Fees of other requests"
"""Lines of the bill that are paid whatever the plan."""


def bill(problem: Problem, rotations: tuple[Rotation, ...]) -> tuple[CostItem, ...]:
    """Every line of the cost of rotations in date order; they add up to its total."""
    return tuple(item for item in _lines(problem, rotations) if item.usd)


def total(problem: Problem, rotations: tuple[Rotation, ...]) -> int:
    """Cost in dollars if every host accepts."""
    return sum(item.usd for item in _lines(problem, rotations))


def expected_total(problem: Problem, rotations: tuple[Rotation, ...]) -> int:
    """Cost in dollars averaged over who accepts, each pattern by its probability.

    What is due for asking is spent in any case, the rest only where the host accepts.
    """
    mean = 0.0
    for accepted in product((True, False), repeat=len(rotations)):
        chance, kept, asked_usd = 1.0, [], 0
        for rotation, yes in zip(rotations, accepted, strict=True):
            p = rotation.visit.acceptance
            chance *= p if yes else 1 - p
            if yes:
                kept.append(rotation)
            elif (offering := rotation.visit.offering) and not rotation.visit.booked:
                asked_usd += to_ask_usd(problem, offering)
        if chance:
            mean += chance * (asked_usd + total(problem, tuple(kept)))
    return round(mean)


def rotation_usd(problem: Problem, rotation: Rotation) -> int:
    """A rotation's own cost: fees and living, without travel and waiting."""
    return sum(item.usd for item in _own_lines(problem, rotation))


def offering_usd(problem: Problem, offering: Offering) -> int:
    """Fees and living costs of an offering, the same on every start."""
    return sum(usd for _, usd in _offering_lines(problem, offering))


def fees_usd(problem: Problem, offering: Offering) -> int:
    """Application fee, tuition and other fees: what a host is paid."""
    return sum(usd for _, usd in _fee_lines(problem, offering))


@Reused
def fees(problem: Problem) -> Floats:
    """What each host is paid, in the catalog's order of offerings, (O,)."""
    every = problem.catalog.offerings
    return np.array([fees_usd(problem, o) for o in every], dtype=float)


@Reused
def living_week_usd(problem: Problem) -> Floats:
    """A week's room, food and local transport, in the order of places, (P,)."""
    weeks = (_week_lines(problem, place) for place in problem.catalog.places)
    return np.array([sum(usd for _, usd in week) for week in weeks], dtype=float)


def application_fee(problem: Problem, offering: Offering) -> int:
    """The application fee, or the assumption where unknown."""
    return _amount_or_assumption(
        problem, offering.application_fee_usd, "unknown_application_fee_usd"
    )


def fee_is_due_for_asking(offering: Offering) -> bool:
    """Whether the application fee is paid with the request, not after a yes.

    Where the catalog does not say: an e-mail without a fee on record costs nothing
    until the host says yes; VSLO, forms and fees on record are paid when asking.
    """
    if offering.fee_due != "unknown":
        return offering.fee_due == "asking"
    return offering.channel != "direct" or offering.application_fee_usd is not None


def asking_usd(problem: Problem, offering: Offering) -> int:
    """What a request costs whatever the answer: its application fee, or nothing yet."""
    due = fee_is_due_for_asking(offering)
    return application_fee(problem, offering) if due else 0


def still_usd(problem: Problem, offering: Offering) -> int:
    """Fees and living costs of an offering that are not gone with its request."""
    return offering_usd(problem, offering) - gone_for(problem, offering)


def still_usd_of_all(problem: Problem) -> Floats:
    """``still_usd`` of each offering of the catalog, in its order, (O,)."""
    weeks, place = _stays(problem.catalog)
    found: Floats = fees(problem) + weeks * living_week_usd(problem)[place]
    sent = replies.asked_offerings(problem.scenario)
    for i, offering in enumerate(problem.catalog.offerings if sent else ()):
        if offering.offering_id in sent:
            found[i] -= asking_usd(problem, offering)
    return found


@lru_cache(maxsize=16)
def _stays(catalog: Catalog) -> Indices:
    """Weeks of each offering, and the number of its place, (2, O)."""
    number = {p.place: i for i, p in enumerate(catalog.places)}
    stays = [(o.weeks, number[o.place]) for o in catalog.offerings]
    return np.array(stays, dtype=int).reshape(-1, 2).T


def gone_for(problem: Problem, offering: Offering) -> int:
    """What asking for an offering has cost: nothing as long as it was not asked for."""
    sent = replies.answered(problem.scenario, offering.offering_id)
    return asking_usd(problem, offering) if sent else 0


def to_ask_usd(problem: Problem, offering: Offering) -> int:
    """What asking costs from now on: nothing if it was asked for already."""
    return asking_usd(problem, offering) - gone_for(problem, offering)


def gone_usd(problem: Problem) -> int:
    """What is gone whatever the plan: spent already, and for requests that were sent.

    A plan pays ``still_usd`` for each of its offerings beside it.
    """
    sent = replies.asked_offerings(problem.scenario)
    return problem.scenario.spent_usd + _asked_usd(problem, sent)


def fixed_usd(problem: Problem, booked: tuple[Rotation, ...]) -> int:
    """What is gone whatever is chosen, with the price of what is booked."""
    return gone_usd(problem) + sum(
        r.visit.booked.cost_usd for r in booked if r.visit.booked
    )


def _asked_usd(problem: Problem, offering_ids: Iterable[str]) -> int:
    """What asking for these cost: offerings of one request one fee."""
    offerings = (problem.catalog.offering[name] for name in offering_ids)
    fees = {_request(problem, o): asking_usd(problem, o) for o in offerings}
    return sum(fees.values())


def _request(problem: Problem, offering: Offering) -> tuple[object, ...]:
    """What offerings that are asked for in one request have in common."""
    return (
        door_of(problem, offering),
        offering.channel,
        acceptance_before_reply(problem, offering),
        application_fee(problem, offering),
        fee_is_due_for_asking(offering),
    )


def _lines(problem: Problem, rotations: tuple[Rotation, ...]) -> Iterator[CostItem]:
    scenario = problem.scenario
    yield CostItem(SPENT, scenario.spent_usd)
    yield CostItem(OTHER_REQUESTS, _asked_usd(problem, _others(problem, rotations)))
    if rotations:
        yield CostItem("Arrival and return", scenario.arrival_usd)
        days = f"Before the first rotation, {scenario.settle_days} days"
        yield CostItem(days, problem.settling_usd)
    for rotation in rotations:
        yield from _own_lines(problem, rotation)
    for leg in route(problem, rotations):
        start, end = leg.before.visit.place.city, leg.after.visit.place.city
        trip = f"Home and back, before {end}"
        yield CostItem(trip if leg.home else f"Travel, {start} to {end}", leg.trip.usd)
        label = f"Waiting, {leg.waiting_days} days before {end}"
        yield CostItem(label, leg.waiting_usd)


def _others(problem: Problem, rotations: tuple[Rotation, ...]) -> Iterator[str]:
    """Offerings asked for in requests that none of these rotations came of."""
    sent = replies.asked_offerings(problem.scenario)
    offerings = problem.catalog.offering
    chosen = (r.visit.offering for r in rotations if not r.visit.booked)
    known = {_request(problem, o) for o in chosen if o and o.offering_id in sent}
    for name in sent:
        if _request(problem, offerings[name]) not in known:
            yield name


def _own_lines(problem: Problem, rotation: Rotation) -> Iterator[CostItem]:
    visit = rotation.visit
    offering_id = visit.offering.offering_id if visit.offering else None
    if visit.booked:
        label = f"Booked, {visit.place.city}"
        yield CostItem(label, visit.booked.cost_usd, offering_id)
    elif visit.offering:
        for label, usd in _offering_lines(problem, visit.offering):
            yield CostItem(label, usd, offering_id)


def _offering_lines(problem: Problem, offering: Offering) -> Iterator[tuple[str, int]]:
    yield from _fee_lines(problem, offering)
    for label, usd in _week_lines(problem, problem.place_of(offering)):
        yield label, offering.weeks * usd


def _week_lines(problem: Problem, place: Place) -> Iterator[tuple[str, int]]:
    known, assumption = place.transport_week_usd, "unknown_transport_week_usd"
    yield "Housing", housing_week_usd(problem, place)
    yield "Food", place.food_week_usd
    yield "Local transport", _amount_or_assumption(problem, known, assumption)


def _fee_lines(problem: Problem, offering: Offering) -> Iterator[tuple[str, int]]:
    yield OFFERING["application_fee_usd"].label, application_fee(problem, offering)
    for field in ("tuition_usd", "other_fees_usd"):
        known, name = getattr(offering, field), f"unknown_{field}"
        yield OFFERING[field].label, _amount_or_assumption(problem, known, name)


def housing_week_usd(problem: Problem, place: Place) -> int:
    """A week's bed at the scenario's level; free where the applicant has one."""
    scenario = problem.scenario
    if place.place in scenario.free_housing:
        return 0
    level = {"low": place.housing_week_low, "high": place.housing_week_high}
    found = level.get(scenario.housing)
    return place.housing_week_usd if found is None else found


def _amount_or_assumption(problem: Problem, value: int | None, name: str) -> int:
    """An amount on record, or what is assumed: if cautious, as high as it may be."""
    if value is not None:
        return value
    assumption = problem.catalog.assumption[name]
    cautious = problem.scenario.budget_counts == "cautious"
    return round(assumption.high if cautious else assumption.value)


@dataclass(frozen=True, slots=True)
class CostRange:
    """What rotations cost in dollars, and what they could.

    ``usd`` is the total as the scenario counts, ``assumed_usd`` what of it rests on
    amounts that are not on record, ``unknown`` how many those are, ``high_usd`` the
    total with each of them as high as its assumption goes.
    """

    usd: int
    assumed_usd: int
    unknown: int
    high_usd: int

    @property
    def known_usd(self) -> int:
        """What is on record, or estimated from records."""
        return self.usd - self.assumed_usd


def cost_range(problem: Problem, rotations: tuple[Rotation, ...]) -> CostRange:
    """The range of the cost of rotations in date order, if every host accepts."""
    counted = _by_line(problem, rotations)
    usual = _by_line(problem.having(budget_counts="assumed"), rotations)
    high = _by_line(problem.having(budget_counts="cautious"), rotations)
    assumed = [line for line in usual | high if usual[line] != high[line]]
    rest = sum(counted[line] for line in assumed)
    return CostRange(counted.total(), rest, len(assumed), high.total())


def _by_line(problem: Problem, rotations: tuple[Rotation, ...]) -> Counter[Line]:
    lines: Counter[Line] = Counter()
    for item in bill(problem, rotations):
        lines[item.label, item.offering_id] += item.usd
    return lines
