"""What no list of requests can beat, for small pools of them.

The bound is a linear program that chooses requests x and, in each pattern of answers, a
mixture of sets z: what is done of a request is at most x there, requests cost at most
``hi`` in fees, and sets must fit the budget less ``lo``, for each bucket from lo to hi
of the sums that fees can come to. Whoever pays fees in that bucket obeys all of it, so
the highest bucket bounds every list; on sampled patterns, the mean over these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from optimizer.domain.problem import Problem
from optimizer.requests.mean import Mean
from optimizer.requests.outlook import Outlook
from optimizer.requests.patterns import every_pattern
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import Chosen, SetValues

BUCKETS = 16
SEED = 0


@dataclass(frozen=True, slots=True)
class Referee:
    """The best that any list of a pool can bring, on some patterns of answers.

    ``masks`` (P,) are the patterns, bit by request of ``values``; ``weights`` (P,) add
    up to 1.
    """

    values: SetValues
    masks: np.ndarray
    weights: np.ndarray

    def mean(self, asked: Chosen) -> float:
        """What a list brings on average over these patterns."""
        outlook = Outlook(self.values, asked)
        bits = [(self.masks >> i & 1) << b for b, i in enumerate(asked)]
        return float(outlook.best[np.sum(bits, axis=0)] @ self.weights)

    def bound(self, number: int) -> float:
        """No list of at most so many requests brings more."""
        sums = {(0, 0)}
        for request in self.values.requests:
            sums |= {(n + 1, usd + request.fee_usd) for n, usd in sums if n < number}
        fees = np.array(sorted({usd for _, usd in sums}))
        buckets = np.array_split(fees, min(len(fees), BUCKETS))
        return max(self._bucket(number, int(b[0]), int(b[-1])) for b in buckets)

    def _bucket(self, number: int, lo: int, hi: int) -> float:
        sets = [s for s in self._sets() if s[1] + lo <= self._budget]
        program = _Program(self.values, number, hi)
        for mask, weight in zip(self.masks, self.weights, strict=True):
            within = [(m, gain) for m, _, gain in sets if m & mask == m]
            program.add_pattern(within, float(weight))
        return self.values.baseline + program.best()

    @property
    def _budget(self) -> int:
        return self.values.problem.scenario.budget_usd

    def _sets(self) -> Iterator[tuple[int, float, float]]:
        """Requests as bits, cost and gain of every way to do a set."""
        count = len(self.values.requests)
        for size in range(1, self.values.most + 1):
            sets = np.array(list(combinations(range(count), size)), dtype=np.int64)
            ways = self.values.ways(sets)
            for chosen, costs, values in zip(sets, ways.usd, ways.value, strict=True):
                mask = int((1 << chosen).sum())
                for usd, value in zip(costs, values, strict=True):
                    if value > self.values.baseline:
                        yield mask, float(usd), float(value - self.values.baseline)


class _Program:
    """The linear program of one bucket, put together pattern by pattern."""

    def __init__(self, values: SetValues, number: int, fees_usd: int) -> None:
        self.requests = len(values.requests)
        self.gain = [0.0] * self.requests
        self.cells: list[tuple[int, int, float]] = []
        self.limits: list[float] = []
        every = range(self.requests)
        self._limit([(i, 1.0) for i in every], number)
        self._limit([(i, float(values.requests[i].fee_usd)) for i in every], fees_usd)
        for door in np.unique(values.door):
            here = np.flatnonzero(values.door == door)
            self._limit([(int(i), 1.0) for i in here], 1)

    def add_pattern(self, sets: Sequence[tuple[int, float]], weight: float) -> None:
        """What can be done in one pattern: sets as bits, each with its gain."""
        columns = [self._column(weight * gain) for _, gain in sets]
        self._limit([(c, 1.0) for c in columns], 1)
        for i in range(self.requests):
            with_it = [c for c, (m, _) in zip(columns, sets, strict=True) if m >> i & 1]
            if with_it:
                self._limit([(i, -1.0), *((c, 1.0) for c in with_it)], 0)

    def best(self) -> float:
        """The highest gain."""
        rows, columns, numbers = zip(*self.cells, strict=True)
        shape = (len(self.limits), len(self.gain))
        found = linprog(
            -np.array(self.gain),
            A_ub=coo_array((numbers, (rows, columns)), shape).tocsr(),
            b_ub=self.limits,
            bounds=(0, 1),
            method="highs-ipm",
        )
        assert found.success, found.message
        return float(-found.fun)

    def _column(self, gain: float) -> int:
        self.gain.append(gain)
        return len(self.gain) - 1

    def _limit(self, cells: Sequence[tuple[int, float]], most: float) -> None:
        self.cells += [(len(self.limits), column, n) for column, n in cells]
        self.limits.append(most)


def pool(problem: Problem, size: int) -> SetValues:
    """The requests that add most alone, one for each door."""
    values = SetValues(problem, requests_of(problem))
    alone = Mean(values).steps((), swaps=False).more
    kept: dict[int, int] = {}
    for i in np.argsort(-alone, kind="stable"):
        kept.setdefault(int(values.door[i]), int(i))
    chosen = sorted(list(kept.values())[:size])
    return SetValues(problem, [values.requests[i] for i in chosen])


def all_patterns(values: SetValues) -> Referee:
    """Judge by every pattern of answers."""
    p = [r.acceptance for r in values.requests]
    patterns = every_pattern(len(p))
    return Referee(values, patterns.masks, patterns.chances(p))


def sampled_patterns(values: SetValues, count: int) -> Referee:
    """Judge by so many sampled patterns of answers."""
    p = np.array([r.acceptance for r in values.requests])
    yes = np.random.default_rng(SEED).random((count, len(p))) < p
    masks, times = np.unique(yes @ (1 << np.arange(len(p))), return_counts=True)
    return Referee(values, masks, times / count)


def best_of_all(values: SetValues, number: int) -> float:
    """The best mean of every list of a small pool."""
    mean = Mean(values)
    lists = combinations(range(len(values.requests)), number)
    return max(mean.of(asked) for asked in lists)
