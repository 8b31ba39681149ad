"""What later members can still do for a set: for demands, by value, for the money left.

Shapes: N offers left, S partial sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.solver.sets.demands import Demand
from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask
from optimizer.solver.sets.pool import by_host


@dataclass(frozen=True, slots=True)
class Market:
    """What money buys: dollars of the offers, rising, and the best gain up to each."""

    usd: Floats
    richest: Floats
    least_usd: float

    @classmethod
    def of(cls, usd: Floats, gain: Floats) -> Market:
        """Offers with these dollars and gains, (N,)."""
        order = np.argsort(usd, kind="stable")
        richest = np.maximum.accumulate(gain[order])
        return cls(usd[order], richest, float(usd.min(initial=np.inf)))

    def cheapest(self, count: int) -> float:
        """What so many offers cost at least."""
        return count * self.least_usd if count else 0.0

    def best(self, value: Floats, money: Floats, counts: tuple[int, int]) -> Floats:
        """Value with as many more offers as may be and this money can pay, (S,)."""
        fewest, most = counts
        best = value if fewest == 0 else np.full(len(value), -np.inf)
        for more in range(1, most + 1):
            dearest = money - (more - 1) * self.least_usd
            n = np.searchsorted(self.usd, dearest, side="right")
            gain = np.where(n > 0, self.richest[np.maximum(n - 1, 0)], -np.inf)
            best = np.maximum(best, value + more * gain)
        return best


@dataclass(frozen=True, slots=True)
class Later:
    """What later members can still do for each demand; ``after``: how many, (N,).

    ``prices``: dollars of the cheapest n that count for each, at different hosts; last
    of any.
    """

    needs: Sequence[Demand]
    after: Sequence[Indices]
    prices: Sequence[Floats]

    @classmethod
    def of(cls, needs: Sequence[Demand], host: Indices, usd: Floats) -> Later:
        """Count those that come after each offer."""
        counting = [need.members > 0 for need in needs]
        every = [*counting, np.ones(len(usd), dtype=bool)]
        prices = [np.cumsum([0.0, *by_host(host[c], usd[c])]) for c in every]
        return cls(needs, [_after(c) for c in counting], prices)

    def least_usd(self, members: Indices, missing: int) -> Floats:
        """What ``missing`` more members cost at least, those that rules need, (S,)."""
        *prices, cheapest = self.prices
        found = np.full(len(members), _at(cheapest, np.array(missing)))
        for need, usd in zip(self.needs, prices, strict=True):
            lacking = np.maximum(need.count - need.members[members].sum(axis=1), 0)
            others = np.maximum(missing - lacking, 0)
            found = np.maximum(found, _at(usd, lacking) + _at(cheapest, others))
        return found

    def can_meet(self, members: Indices, most: int) -> Mask:
        """Whether up to ``most`` later members can meet each demand of sets, (S,)."""
        good = np.ones(len(members), dtype=bool)
        for need, after in zip(self.needs, self.after, strict=True):
            can = np.minimum(after[members[:, -1]], most)
            good &= need.members[members].sum(axis=1) + can >= need.count
        return good


def tails(net: Floats, most: int) -> Floats:
    """The best t-th value among later offers than each, (N, most)."""
    found = np.full((len(net), max(most, 1)), -np.inf)
    if (np.diff(net) <= 0).all():
        for t in range(most):
            later = net[t + 1 :]
            found[: len(later), t] = later
        return found
    best: list[float] = []
    for at in range(len(net) - 1, -1, -1):
        found[at, : len(best)] = best
        best = sorted([*best, float(net[at])], reverse=True)[:most]
    return found


def _at(prices: Floats, count: Indices) -> Floats:
    """Dollars of so many; infinite if there are fewer."""
    return np.append(prices, np.inf)[np.minimum(count, len(prices))]


def _after(members: Mask) -> Indices:
    """How many later ones count, (N,)."""
    total = np.cumsum(members[::-1])[::-1]
    return np.concatenate([total[1:], [0]]).astype(int)
