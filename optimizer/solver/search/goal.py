"""What a search is after: which plans are still of interest, by value and dollars.

Dollars are those of offers, legs and waiting: what is spent in any case is left aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from optimizer.solver.sets.offer_arrays import Floats

TOLERANCE = 0.0002
"""tau: a plan is called optimal if no plan is better by more (0.02 pp)."""
ANY = -1e-6
"""Less than any value."""
_ROUNDED = 1e-8
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Found:
    """A set with dates that obeys every rule: members, and whose letters are on time.

    ``members`` index the offers of the search; ``usd`` as above. ``orders``: those of
    some members' dates (by place) that give the value; None: any does.
    """

    value: float
    usd: int
    members: tuple[int, ...]
    timely: tuple[bool, ...]
    orders: frozenset[tuple[int, ...]] | None = None


class Goal(Protocol):
    """Which sets are of interest.

    ``saves``: of the ways to date a set it wants the cheapest that is worth enough,
    not the most valuable. ``every_way``: it wants every way to date a set that is worth
    its dollars. ``best``: the best plan heard of.
    """

    saves: bool
    every_way: bool
    best: Found | None

    @property
    def room(self) -> float:
        """No plan of interest costs more."""

    @property
    def above(self) -> float:
        """Every plan of interest is worth more."""

    def above_at(self, usd: Floats) -> Floats | float:
        """What plans of at least so many dollars must exceed."""

    def pay(self, prices: Floats) -> Floats:
        """What dollars are worth in all, at prices of a dollar.

        A linear bound b on the value of a set and its dollars c leaves a set of
        interest only if b + pay - price x c > ``above``.
        """

    def settled(self, upper: float) -> bool:
        """Whether no plan worth so much at most changes what it holds."""

    def take(self, found: Found) -> None:
        """Hear of a plan."""


class Best:
    """The most valuable plan within a budget: more than the tolerance better."""

    saves = every_way = False

    def __init__(self, room: float) -> None:
        self.room = room
        self.best: Found | None = None

    @property
    def above(self) -> float:
        """The best value so far and the tolerance."""
        return ANY if self.best is None else self.best.value + TOLERANCE

    def above_at(self, usd: Floats) -> Floats | float:
        """The same, whatever the dollars."""
        del usd
        return self.above

    def pay(self, prices: Floats) -> Floats:
        """The whole room."""
        return np.asarray(prices * self.room)

    def settled(self, upper: float) -> bool:
        """Whether the best is worth more, however values are rounded."""
        return self.best is not None and upper < self.best.value - _ROUNDED

    def take(self, found: Found) -> None:
        """Keep it if it is better."""
        if self.best is None or _better(found, self.best):
            self.best = found


class Cheapest:
    """The cheapest plan worth more than a level, and those that cost the same.

    With ``enough`` any plan will do: none is of interest once there is one.
    """

    saves, every_way = True, False

    def __init__(
        self, room: float, above: float = ANY, *, enough: bool = False
    ) -> None:
        self.room, self.above, self.enough = room, above, enough
        self.best: Found | None = None
        self.ties: list[Found] = []

    def above_at(self, usd: Floats) -> Floats | float:
        """The level, whatever the dollars."""
        del usd
        return self.above

    def pay(self, prices: Floats) -> Floats:
        """The room that is left below the cheapest so far."""
        return np.asarray(prices * self.room)

    def settled(self, upper: float) -> bool:
        """What is not worth enough it never hears of."""
        return upper <= self.above

    def take(self, found: Found) -> None:
        """Keep it if it is not dearer."""
        if found.value <= self.above or found.usd > self.room:
            return
        if self.best is None or found.usd < self.best.usd:
            self.best, self.ties = found, []
            self.room = -1.0 if self.enough else float(found.usd)
        self.ties.append(found)


def least_value(best: Found) -> float:
    """What plans count as equal to the best are worth more than."""
    return best.value - TOLERANCE - _LEAST


def _better(found: Found, other: Found) -> bool:
    return (found.value, -found.usd) > (other.value, -other.usd)
