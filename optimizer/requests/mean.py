"""The mean match value of asking: over the answers, the best that can be done then.

With requests R, whose fees are paid whatever the answers, the applicant does the best
set of what said yes within the budget that is left (docs/model.md). Here this mean is
worked out for one R, and at once for every R that is one request away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from optimizer.model.match import Floats
from optimizer.requests.batch_dating import Ints
from optimizer.requests.patterns import Patterns, patterns_of
from optimizer.requests.set_values import Chosen, SetValues


@dataclass(frozen=True, slots=True)
class Steps:
    """Means of all sets of requests that are one step from R, n requests of N.

    ``without`` (n,): one of R is not sent. ``more`` (N,): one more is sent.
    ``instead`` (n, N): one is sent in place of another. What is no such set: -inf.
    """

    mean: float
    without: Floats
    more: Floats
    instead: Floats


class Mean:
    """Means of sets of the requests of ``values``, and of their neighbours.

    ``set_aside`` is a sum kept for fees: what is done must fit the budget less that
    sum whatever was asked, and sets whose fees exceed it are ruled out. None: what
    the fees leave is there.
    """

    def __init__(
        self,
        values: SetValues,
        set_aside: int | None = None,
        patterns: Callable[[Sequence[float]], Patterns] = patterns_of,
    ) -> None:
        self.values = values
        self.set_aside = set_aside
        self.patterns = patterns
        self.fees = np.array([r.fee_usd for r in values.requests], dtype=np.int64)
        self.acceptance = np.array([r.acceptance for r in values.requests], dtype=float)
        self.certain = np.array([r.certain for r in values.requests], dtype=bool)

    def of(self, asked: Chosen) -> float:
        """Mean match value of these requests; -inf if their fees are ruled out."""
        fees = int(self.fees[list(asked)].sum())
        if not self.allows(fees):
            return -np.inf
        inside = Inside(self, asked)
        return float(inside.chances @ inside.best(inside.beside(self.room(fees))))

    def room(self, fees_usd: int) -> int:
        """What is left for rotations once these fees are paid."""
        gone = fees_usd if self.set_aside is None else self.set_aside
        return self.values.problem.scenario.budget_usd - gone

    def steps(
        self,
        asked: Chosen,
        kept: frozenset[int] = frozenset(),
        among: Ints | None = None,
        *,
        swaps: bool = True,
    ) -> Steps:
        """Every set of requests one step away; ``kept`` are not given up.

        ``among`` are the requests that may be added; None: all. Without ``swaps``
        nothing is given up.
        """
        every = np.arange(len(self.fees)) if among is None else among
        return _Steps(self, asked, kept, every, swaps).found

    def allows(self, fees_usd: int) -> bool:
        """Whether these fees fit the sum that is set aside."""
        return self.set_aside is None or fees_usd <= self.set_aside


class Inside:
    """The sets within some requests R and one more, and the answers to R."""

    def __init__(self, mean: Mean, asked: Chosen) -> None:
        self.values, self.asked = mean.values, asked
        self.open = [i for i in asked if not mean.certain[i]]
        self.acceptance = [float(mean.acceptance[i]) for i in self.open]
        self.patterns = mean.patterns(self.acceptance)
        self.chances = self.patterns.chances(self.acceptance)
        self.bit = np.zeros(len(mean.fees), dtype=np.int64)
        self.bit[self.open] = 1 << np.arange(len(self.open), dtype=np.int64)
        most = min(self.values.most, len(asked) + 1)
        self.sets = [s for r in range(most) for s in combinations(asked, r)]
        self.values.prepare(self.sets)
        self.masks = np.array([self.bit[list(s)].sum() for s in self.sets], dtype=int)
        self._bests: dict[bytes, Floats] = {}

    @cached_property
    def _ways(self) -> tuple[Floats, Floats]:
        """Cost and value of each set and one more request, (A, S, N)."""
        found = [self.values.beside(s) for s in self.sets]
        width = max((w.usd.shape[1] for w in found), default=1)
        shape = (width, len(found), len(self.bit))
        usd, value = np.full(shape, np.inf), np.full(shape, -np.inf)
        for i, ways in enumerate(found):
            usd[: ways.usd.shape[1], i] = ways.usd.T
            value[: ways.usd.shape[1], i] = ways.value.T
        return usd, value

    def beside(self, room_usd: int) -> Floats:
        """Best value of each set and one more request for this money, (S, N)."""
        best = np.full((len(self.sets), len(self.bit)), -np.inf)
        for usd, value in zip(*(each[::-1] for each in self._ways), strict=True):
            best = np.where(usd <= room_usd, value, best)  # values rise with costs
        return best

    def best(self, beside: Floats) -> Floats:
        """Value of the best set of each pattern of answers, (P,)."""
        inner = np.ascontiguousarray(beside[:, list(self.asked)])
        key = inner.tobytes()
        if key not in self._bests:
            masks = self.masks[:, None] | self.bit[list(self.asked)][None, :]
            known = inner > self.values.baseline
            found = np.full(len(self.patterns.masks), self.values.baseline)
            inside = known & (np.bitwise_count(masks) <= self.patterns.most)
            place = self.patterns.place(masks[inside])
            np.maximum.at(found, place, inner[inside])
            self._bests[key] = self.patterns.spread(found)
        return self._bests[key]

    def best_with(self, more: Ints, beside: Floats) -> Floats:
        """Value of the best set that holds one more request, (P, more)."""
        found = np.full((len(self.patterns.masks), len(more)), -np.inf)
        inside = np.bitwise_count(self.masks) <= self.patterns.most
        place = self.patterns.place(self.masks[inside])
        worth = beside[np.ix_(inside, more)]
        if len(self.open) == len(self.asked):
            found[place] = worth
        else:  # hosts that have said yes have no bit: sets with and without them meet
            np.maximum.at(found, place, worth)
        return self.patterns.spread(found)


class _Steps:
    """Works out ``Steps``: one pass for each pair of a fee saved and a fee added."""

    def __init__(
        self,
        mean: Mean,
        asked: Chosen,
        kept: frozenset[int],
        among: Ints,
        swaps: bool,
    ) -> None:
        self.mean, self.asked, self.among = mean, asked, among
        self.inside = Inside(mean, asked)
        self.fees = int(mean.fees[list(asked)].sum())
        # Row 0 gives nothing up, row 1 + t gives up the t-th request.
        given_up = [t for t, i in enumerate(asked) if swaps and i not in kept]
        self.rows = np.array([0, *(1 + t for t in given_up)], dtype=int)
        self.saved = np.zeros(len(asked) + 1, dtype=np.int64)
        self.saved[1:] = mean.fees[list(asked)]
        self.weights = np.zeros((len(asked) + 1, len(self.inside.chances)))
        self.weights[0] = self.inside.chances
        bits = {i: b for b, i in enumerate(self.inside.open)}
        for t in given_up:
            self.weights[1 + t] = self.inside.patterns.without(
                bits[asked[t]], self.inside.acceptance
            )

    @property
    def found(self) -> Steps:
        """The means of every step."""
        alone = np.full(len(self.asked) + 1, -np.inf)
        table = np.full((len(self.asked) + 1, len(self.mean.fees)), -np.inf)
        for saved in np.unique(self.saved[self.rows]):
            rows = self.rows[self.saved[self.rows] == saved]
            self._fill(rows, int(saved), alone, table)
        table[self._ruled_out()] = -np.inf
        return Steps(float(alone[0]), alone[1:], table[0], table[1:])

    def _fill(self, rows: Ints, saved: int, alone: Floats, table: Floats) -> None:
        mean, inside, weights = self.mean, self.inside, self.weights[rows]
        left = self.fees - saved
        if mean.allows(left):
            alone[rows] = weights @ inside.best(inside.beside(mean.room(left)))
        for room, more in self._by_room(left):
            beside = inside.beside(room)
            no = inside.best(beside)
            yes = inside.best_with(more, beside)
            np.maximum(yes, no[:, None], out=yes)
            p = mean.acceptance[more]
            # Not by "@": threads of BLAS cost more than they save at this size.
            mean_yes = np.einsum("rp,pm->rm", weights, yes)
            table[np.ix_(rows, more)] = np.outer(weights @ no, 1 - p) + mean_yes * p

    def _by_room(self, fees_usd: int) -> Iterator[tuple[int, Ints]]:
        """What is left for rotations after one more fee, and the requests with it."""
        mean = self.mean
        allowed = [i for i in self.among if mean.allows(fees_usd + int(mean.fees[i]))]
        rooms = np.array([mean.room(fees_usd + int(mean.fees[i])) for i in allowed])
        for room in np.unique(rooms):
            yield int(room), np.array(allowed, dtype=np.int64)[rooms == room]

    def _ruled_out(self) -> Floats:
        """Where a door would be asked twice, or one request swapped for itself."""
        door = self.mean.values.door
        doors = door[list(self.asked)]
        same = doors[:, None] == door[None, :]
        often = same.sum(axis=0)
        found = np.vstack([often > 0, often[None, :] - same > 0])
        found[1 + np.arange(len(self.asked)), list(self.asked)] = True
        return np.asarray(found)
