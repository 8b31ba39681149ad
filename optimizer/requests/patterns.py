"""Patterns of answers: which of several hosts say yes, and how likely that is.

Up to ``EXACT`` open requests every pattern is there. Beyond, patterns with more than so
many yeses that this hardly happens are left out, and what is likely of them is
counted for those with just that many: the mean of a value that rises with every yes is
then a little too low, by no more than what is left out is likely.

Answers may hang together, as every host sees the same applicant. Behind each answer
stands a normal variable; a host says yes if it falls below the quantile of its
acceptance. These variables share a part z, so that the correlation of any two is rho:
given z they are independent, with

    p_i(z) = Phi((Phi^-1(p_i) + sqrt(rho) z) / sqrt(1 - rho)).

The mean over z is taken at 15 Gauss-Hermite nodes. Answers that are known tell about z,
by Bayes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from statistics import NormalDist

import numpy as np

from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import Ints

EXACT = 14
"""Open requests up to which every pattern of answers is looked at."""
TAIL = 0.1
"""Chance of more yeses than are looked at, beyond that many requests."""
NODES = 15
_BLOCK = 2**14
"""Values of patterns that are looked at together: they stay in the cache."""
_ALONE = 200_000
"""Multiplications for which a library of linear algebra starts no threads."""
_NORMAL = NormalDist()
_z, _weights = np.polynomial.hermite_e.hermegauss(NODES)


@dataclass(frozen=True, eq=False)
class Patterns:
    """Patterns of answers to n requests with at most ``most`` yeses.

    ``masks`` (P,) rise by number; bit b: the host of request b says yes. With any
    pattern there is every pattern of fewer of its yeses.
    """

    count: int
    most: int
    masks: Ints

    @property
    def complete(self) -> bool:
        """Whether every pattern is there."""
        return self.most >= self.count

    def place(self, masks: Ints) -> Ints:
        """Where these patterns are."""
        return masks if self.complete else np.searchsorted(self.masks, masks)

    def spread(self, values: Floats) -> Floats:
        """The highest entry over every subset of each pattern; (P, ...), in place."""
        for bit in range(self.count):
            if self.complete:
                halves = values.reshape(-1, 2, (values.size // len(values)) << bit)
                np.maximum(halves[:, 1], halves[:, 0], out=halves[:, 1])
            else:
                more, less = self._pairs[bit]
                values[more] = np.maximum(values[more], values[less])
        return values

    def first(self, masks: Ints) -> Ints:
        """Which of these is the first that each pattern holds, (P,).

        Their number where it holds none.
        """
        count = len(masks)
        found = np.zeros(len(self.masks))
        np.maximum.at(found, self.place(masks), np.arange(count, 0, -1, dtype=float))
        return count - self.spread(found).astype(np.int64)

    @property
    def _pairs(self) -> list[tuple[Ints, Ints]]:
        return _pairs_of(self)

    def chances(self, acceptance: Sequence[float | Floats]) -> Floats:
        """How likely each pattern is, (P,); they add up to 1.

        Acceptances of shape (D, 1) are D draws of them, each worked out: (D, P).
        """
        if self.complete:
            draws = np.shape(acceptance[0])[:-1] if self.count else ()
            found = np.ones((*draws, 1 << self.count))
            for bit, p in enumerate(acceptance):
                some = found[..., : 1 << bit]
                np.multiply(some, p, out=found[..., 1 << bit : 2 << bit])
                some *= 1 - p
            return found
        chance = np.ones(1)
        for bit, p in enumerate(acceptance):
            chance = chance * np.where(self.masks >> bit & 1, p, 1 - p)
        return self._with_tail(chance)

    def without(self, bit: int, acceptance: Sequence[float]) -> Floats:
        """As ``chances``, had the request of this bit not been sent."""
        never = [0.0 if b == bit else p for b, p in enumerate(acceptance)]
        return self.chances(never)

    def _with_tail(self, chance: Floats) -> Floats:
        top = np.bitwise_count(self.masks) == self.most
        left = 1 - chance.sum(axis=-1, keepdims=True)
        known = chance[..., top].sum(axis=-1, keepdims=True)
        more = np.divide(left, known, out=np.zeros_like(left), where=known > 0)
        chance[..., top] *= 1 + more
        return np.asarray(chance / chance.sum(axis=-1, keepdims=True))


def mean_of_best(weights: Floats, yes: Floats, no: Floats, which: Ints) -> Floats:
    """Means of the better of two values of each pattern, (rows, columns).

    Of each column (P, columns) and of that of ``no`` (P, L) which belongs to it.
    """
    found = np.zeros((len(weights), yes.shape[1]))
    # Block by block: fresh memory and threads cost more than they save.
    size = max(min(_ALONE // max(found.size, 1), _BLOCK // max(yes.shape[1], 1)), 1)
    room, usual = np.empty_like(yes[:size]), np.bincount(which).argmax()
    other = np.flatnonzero(which != usual)
    for a in range(0, len(yes), size):
        b = min(a + size, len(yes))
        best = np.maximum(yes[a:b], no[a:b, usual, None], out=room[: b - a])
        if len(other):
            best[:, other] = np.maximum(yes[a:b, other], no[a:b, which[other]])
        found += weights[:, a:b] @ best
    return found


@lru_cache(maxsize=64)
def every_pattern(count: int) -> Patterns:
    """All patterns of answers to so many requests."""
    return Patterns(count, count, np.arange(1 << count, dtype=np.int64))


def patterns_of(acceptance: Sequence[float]) -> Patterns:
    """All patterns, or beyond ``EXACT`` requests those that matter."""
    count = len(acceptance)
    if count <= EXACT:
        return every_pattern(count)
    return _few_yeses(count, _most_likely(acceptance))


def _most_likely(acceptance: Sequence[float]) -> int:
    """The fewest yeses that are exceeded with a chance of at most ``TAIL``."""
    exactly = np.ones(1)
    for p in acceptance:
        exactly = np.convolve(exactly, (1 - p, p))
    return int(np.flatnonzero(1 - np.cumsum(exactly) <= TAIL)[0])


@lru_cache(maxsize=16)
def _few_yeses(count: int, most: int) -> Patterns:
    masks = [
        sum(1 << bit for bit in bits)
        for size in range(most + 1)
        for bits in combinations(range(count), size)
    ]
    return Patterns(count, most, np.sort(np.array(masks, dtype=np.int64)))


@lru_cache(maxsize=16)
def _pairs_of(patterns: Patterns) -> list[tuple[Ints, Ints]]:
    """For each bit, where it is set and where the same patterns are without it."""
    return list(_each_pair(patterns))


def _each_pair(patterns: Patterns) -> Iterator[tuple[Ints, Ints]]:
    for bit in range(patterns.count):
        more = np.flatnonzero(patterns.masks >> bit & 1)
        yield more, np.searchsorted(patterns.masks, patterns.masks[more] - (1 << bit))


# ---- answers that hang together ----------------------------------------------------


def given_quality(acceptance: Sequence[float], correlation: float) -> Floats:
    """Chance of a yes of each host at each node, (nodes, hosts)."""
    rows = [[_at(p, correlation, float(z)) for p in acceptance] for z in _z]
    return np.array(rows, dtype=float).reshape(NODES, len(acceptance))


def node_weights(
    yes: Sequence[float], no: Sequence[float], correlation: float
) -> Floats:
    """Weight of each node after these hosts said yes and no, (nodes,); sum 1.

    ``yes`` and ``no`` are what their acceptances were before they answered.
    """
    weights = np.asarray(_weights, dtype=float).copy()
    weights *= given_quality(yes, correlation).prod(axis=1)
    weights *= (1 - given_quality(no, correlation)).prod(axis=1)
    if not weights.any():  # who never says no has: that tells nothing
        return node_weights((), (), correlation)
    return np.asarray(weights / weights.sum())


def _at(p: float, correlation: float, z: float) -> float:
    if p in (0.0, 1.0):
        return p
    shifted = _NORMAL.inv_cdf(p) + correlation**0.5 * z
    return _NORMAL.cdf(shifted / (1 - correlation) ** 0.5)
