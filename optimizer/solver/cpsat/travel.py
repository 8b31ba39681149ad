"""Travel in the CP-SAT model: lower bounds on what a trip through places costs."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from optimizer.domain.records import Place
from optimizer.model.dating import Scheduler

PATH_ROTATIONS = 4
"""Up to this many rotations the places of a trip form a path in any order."""
ENDS_OF_A_LEG = 2
"""On a path no place has more than two legs."""

Expr = cp_model.LinearExpr | cp_model.IntVar | int
"""A linear expression of the model, or a number where nothing varies."""


def path(
    model: cp_model.CpModel,
    pairs: Sequence[tuple[int, int]],
    legs_usd: Sequence[int],
    at: Sequence[Expr],
    several: cp_model.IntVar,
    *,
    ordered: bool,
) -> Expr:
    """Dollars of a path through the visited places, whatever the order.

    ``pairs`` of places and the price of the leg between them, ``at`` the literal of
    each place, ``several`` true where two or more are visited. With one leg fewer
    than places, every place touched and (``ordered``) none more than twice, the legs
    form a path. No trip in any order costs less.
    """
    touching: list[list[cp_model.IntVar]] = [[] for _ in at]
    used = []
    for a, b in pairs:
        leg = model.new_bool_var(f"leg{a}-{b}")
        model.add(leg <= at[a])
        model.add(leg <= at[b])
        used.append(leg)
        touching[a].append(leg)
        touching[b].append(leg)
    model.add(sum(used) >= sum(at) - 1)
    for literal, legs in zip(at, touching, strict=True):
        model.add(sum(legs) >= literal).only_enforce_if(several)
        if ordered:
            model.add(sum(legs) <= ENDS_OF_A_LEG)
    return sum(usd * leg for usd, leg in zip(legs_usd, used, strict=True))


def shortest_legs(
    model: cp_model.CpModel,
    scheduler: Scheduler,
    places: Sequence[Place],
    at: Sequence[Expr],
    several: cp_model.IntVar,
) -> Expr:
    """Half the shortest leg of each visited place, halves rounded down to be valid."""
    total: list[Expr] = []
    for a, literal in zip(places, at, strict=True):
        legs = [scheduler.least_leg(a, b) for b in places if b is not a]
        total.append(min(legs) // 2 * literal)
    travel = model.new_int_var(0, 1_000_000, "travel")
    model.add(travel >= sum(total)).only_enforce_if(several)
    return travel
