"""The tallies of a problem as arrays over its offers: who counts, how many, how few.

Shapes: N offers, S sets of equal size k, given as rows of indices (S, k).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from optimizer.domain.problem import Problem, Reused
from optimizer.model.rotation import Rotation, past_rotations
from optimizer.model.rules import rules
from optimizer.model.rules.counts import in_hand
from optimizer.solver.sets.offer_arrays import (
    Floats,
    Indices,
    Mask,
    Offers,
    catalog_arrays,
    visits,
)

Counts = Mask | Indices
_OWN_PLACE = frozenset({"number", "one per program", "letters"})
"""Tallies that the search keeps by itself, in counts, hosts and letters on time."""


@dataclass(frozen=True, eq=False)
class Demand:
    """A limit on how much of a set counts: of each offer so much, ``members`` (N,).

    What is asked for at least counts an offer once or not.
    """

    count: int
    members: Counts


@dataclass(frozen=True, eq=False)
class Cover:
    """``least`` areas must be covered: by a set (N, A) or what is booked (A,)."""

    least: int
    areas: Mask
    booked: Mask


@dataclass(frozen=True, eq=False)
class Demands:
    """What the tallies still ask of a set beside the booked rotations.

    ``low``, ``high``: how many more rotations in all, at least as many as any one rule
    asks for. ``needs``: at least so many of the members; ``caps``: at most.
    ``letters``: at least so many on time. ``full``: offers that no set may hold.
    ``broken``: booked rotations break a limit already.
    """

    low: int
    high: int
    letters: int
    needs: tuple[Demand, ...]
    caps: tuple[Demand, ...]
    cover: Cover | None
    full: Mask
    broken: bool

    def only(self, kept: Indices) -> Demands:
        """The same of some of the offers, in the order given."""
        cover = self.cover
        return replace(
            self,
            needs=tuple(Demand(d.count, d.members[kept]) for d in self.needs),
            caps=tuple(Demand(d.count, d.members[kept]) for d in self.caps),
            cover=cover and Cover(cover.least, cover.areas[kept], cover.booked),
            full=self.full[kept],
        )

    def allow(self, sets: Indices) -> Mask:
        """Whether each set keeps every limit on counts, letters aside, (S,)."""
        good = np.ones(len(sets), dtype=bool)
        for need in self.needs:
            good &= need.members[sets].sum(axis=1) >= need.count
        return good & self.within(sets)

    def within(self, sets: Indices) -> Mask:
        """Whether each set keeps every upper limit, and covers enough, (S,)."""
        good = np.ones(len(sets), dtype=bool)
        for cap in self.caps:
            good &= cap.members[sets].sum(axis=1) <= cap.count
        if self.cover:
            covered = self.cover.areas[sets].any(axis=1) | self.cover.booked
            good &= covered.sum(axis=1) >= self.cover.least
        return good

    def worths(self, timely: Mask) -> list[tuple[Floats, int]]:
        """What sets need of some offers: (1 for each that counts, how many)."""
        found = [(d.members.astype(float), d.count) for d in self.needs]
        if self.letters > 0:
            found.append((timely.astype(float), self.letters))
        return found


def demands(
    problem: Problem, offers: Offers, booked: tuple[Rotation, ...]
) -> tuple[Demands, Mask]:
    """The demands on sets of these offers, and which offers a set may hold at all."""
    reader = _Reader(problem, offers, booked)
    for tally in rules.TALLIES:
        limits = tally.limits(problem)
        if tally.name not in _OWN_PLACE and _asks(limits):
            reader.read(tally, limits)
    found = reader.found()
    return found, ~found.full


def _asks(limits: rules.CountLimits) -> bool:
    return any(limits.low.values()) or bool(limits.high) or limits.min_distinct > 0


@lru_cache(maxsize=64)
def who_counts(tally: rules.Tally) -> Reused[dict[str, Indices]]:
    """What counts for each key: offerings of the catalog, once for each time they do.

    On whatever day and letters aside. Problems that differ in nothing that the tally
    reads share it.
    """

    def find(problem: Problem) -> dict[str, Indices]:
        found: dict[str, list[int]] = {}
        for i, visit in enumerate(visits(problem.catalog)):
            for key in tally.keys(problem, visit, False):
                found.setdefault(key, []).append(i)
        return {key: np.array(some) for key, some in found.items()}

    return Reused(find)


class _Reader:
    """Reads tallies one after another."""

    def __init__(
        self, problem: Problem, offers: Offers, booked: tuple[Rotation, ...]
    ) -> None:
        self.problem, self.offers, self.booked = problem, offers, booked
        self.needs: list[Demand] = []
        self.caps: list[Demand] = []
        self.cover: Cover | None = None
        self.full = self._visited()
        keys = [r.visit.key for r in booked]
        past = {r.visit.key for r in past_rotations(problem)}
        self.broken = len(set(keys) - past) < len(keys)

    def _visited(self) -> Mask:
        """Offers at hosts where something is booked."""
        hosts = catalog_arrays(self.problem.catalog).hosts
        known = (*self.booked, *past_rotations(self.problem))
        taken = [hosts.get(r.visit.key, -1) for r in known]
        return np.isin(self.offers.host, taken)

    def read(self, tally: rules.Tally, limits: rules.CountLimits) -> None:
        """Add what one tally asks for."""
        found = who_counts(tally)(self.problem)
        booked = rules.counts(self.problem, tally, self.booked)
        for key, low in limits.low.items():
            if low > booked[key]:
                members = self._members(found, key) > 0
                self.needs.append(Demand(low - booked[key], members))
        for key, high in limits.high.items():
            self._cap(self._members(found, key), high - booked[key])
        if limits.min_distinct:
            self._cover(found, booked, limits.min_distinct)

    def _members(self, found: dict[str, Indices], key: str) -> Indices:
        """How often each offer counts for a key, (N,)."""
        every = len(self.problem.catalog.offerings)
        some = found.get(key, np.zeros(0, dtype=int))
        return np.bincount(some, minlength=every)[self.offers.index]

    def _cap(self, members: Indices, left: int) -> None:
        self.broken |= left < 0
        self.full |= members > max(left, 0)
        hosts = len(np.unique(self.offers.host[members > 0]))
        if members.max(initial=0) * hosts > left:
            self.caps.append(Demand(left, members))

    def _cover(
        self, found: dict[str, Indices], booked: Counter[str], least: int
    ) -> None:
        counted = {key: self._members(found, key) > 0 for key in (*found, *booked)}
        names = sorted(k for k, who in counted.items() if who.any() or k in booked)
        areas = [counted[name] for name in names]
        self.cover = Cover(
            least,
            np.array(areas, dtype=bool).reshape(len(names), len(self.full)).T,
            np.array([n in booked for n in names], dtype=bool),
        )

    def found(self) -> Demands:
        """Everything that was read."""
        s, booked = self.problem.scenario, len(self.problem.counted)
        timely = rules.letters_on_time(self.booked)
        letters = max(s.min_letters - in_hand(self.problem) - timely, 0)
        asked = (need.count for need in self.needs)
        return Demands(
            low=max(s.min_rotations - booked, letters, *asked, 0),
            high=s.max_rotations - booked,
            letters=letters,
            needs=tuple(self.needs),
            caps=tuple(self.caps),
            cover=self.cover,
            full=self.full,
            broken=self.broken,
        )
