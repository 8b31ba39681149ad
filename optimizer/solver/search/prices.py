"""What a dollar is worth: the price with the least bound, by a line search.

At any price of a dollar, and any worth of meeting a rule, a cut bounds every plan:
the members' net values and what the dollars are worth in all. One offer of each host
counts. Every member but one pays at least its shortest leg.

Shapes: N offers in the order of their hosts, P prices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.solver.search.goal import Goal
from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask

_GRID = np.concatenate([[0.0], np.geomspace(0.02, 20, 12)])
"""Prices that are tried first, in units of the best worth per mean dollar."""
_FINE = np.linspace(0, 1, 8)[1:-1]
_STEPS = np.array([0.001, 0.004, 0.012, 0.03, 0.06, 0.1])
"""Worths of meeting a rule once that are tried."""
_SHIFTS = np.array([0.0, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0])
_LEAST_GAIN = 1e-9


@dataclass(frozen=True, eq=False)
class Need:
    """Every plan of interest has at least (or with sign -1 at most) ``count`` of it."""

    amounts: Floats
    count: float
    sign: float = 1.0


@dataclass(frozen=True, eq=False)
class Priced:
    """A linear bound with the best price found: v <= constant + sum of ``choice``.

    ``bound``: no plan of interest is worth more; ``price`` of a dollar.
    """

    bound: float
    price: float
    constant: float
    choice: Floats

    def only(self, kept: Indices | Mask) -> Priced:
        """The same for some of the offers."""
        return replace(self, choice=self.choice[kept])


class Hosts:
    """Offers at their hosts: what the best of so many different hosts add."""

    def __init__(self, host: Indices, low: int, most: int) -> None:
        change = np.flatnonzero(np.diff(host)) + 1
        self.first = np.concatenate([[0], change])
        self.number = np.zeros(len(host), dtype=int)
        self.number[change] = 1
        self.number = np.cumsum(self.number)
        self.low, self.most = low, most

    def best(self, net: Floats) -> Floats:
        """The most that ``low`` to ``most`` offers of different hosts add, (P,)."""
        top = self.tops(net)
        total = np.concatenate(
            [np.zeros((len(net), 1)), np.cumsum(top, axis=1)], axis=1
        )
        if total.shape[1] <= self.low:
            return np.full(len(net), -np.inf)
        return np.asarray(total[:, self.low :].max(axis=1))

    def tops(self, net: Floats) -> Floats:
        """The best offer of each of the ``most`` best hosts, falling, (P, most)."""
        best = np.maximum.reduceat(net, self.first, axis=1)
        if self.most < best.shape[1]:
            best = -np.partition(-best, self.most - 1, axis=1)[:, : self.most]
        return np.asarray(-np.sort(-best, axis=1))

    def beside(self, net: Floats) -> Floats:
        """The most that others add beside each offer, at other hosts, (N,).

        At least ``low`` less one and at most ``most`` less one of them.
        """
        best = np.maximum.reduceat(net, self.first)
        order = np.argsort(-best, kind="stable")[: self.most]
        top = best[order]
        found = np.full(len(best), self._others(top[: self.most - 1]))
        for place, host in enumerate(order):
            found[host] = self._others(np.delete(top, place))
        return np.asarray(found[self.number])

    def _others(self, top: Floats) -> float:
        total = np.concatenate([[0.0], np.cumsum(top)])
        return float(total[max(self.low - 1, 0) :].max(initial=-np.inf))


def best_price(
    constant: float,
    choice: Floats,
    usd: Floats,
    leg: Floats,
    root: float,
    hosts: Hosts,
    goal: Goal,
    needs: Iterable[Need],
) -> Priced:
    """The best price of a dollar for a bound, and the worths of needs that lower it.

    ``usd`` of each offer, ``leg`` its shortest leg, ``root`` the leg that one need not
    pay.
    """

    def bounds(prices: Floats, constants: Floats, choices: Floats) -> Floats:
        net = choices - prices[:, None] * (usd + leg)
        return np.asarray(
            constants + goal.pay(prices) + prices * root + hosts.best(net)
        )

    unit = max(float(choice.max(initial=0.0)), 1e-9) / max(float(usd.mean()), 1.0)
    grid = unit * _GRID
    found = bounds(grid, np.array(constant), choice[None])
    i = int(found.argmin())
    low, high = grid[max(i - 1, 0)], grid[min(i + 1, len(grid) - 1)]
    fine = low + (high - low) * _FINE
    finer = bounds(fine, np.array(constant), choice[None])
    j = int(finer.argmin())
    bound, price = min((found[i], grid[i]), (finer[j], fine[j]))
    for need in needs:
        step = need.sign * _STEPS
        choices = choice[None] + step[:, None] * need.amounts
        found = bounds(np.full(len(step), price), constant - step * need.count, choices)
        k = int(found.argmin())
        if found[k] < bound - _LEAST_GAIN:
            constant = float(constant - step[k] * need.count)
            choice, bound = choices[k], found[k]
            shifted = price * _SHIFTS
            found = bounds(shifted, np.array(constant), choice[None])
            k = int(found.argmin())
            if found[k] < bound:
                bound, price = found[k], shifted[k]
    return Priced(float(bound), float(price), constant, choice)


def shortest_legs(place: Indices, legs: Floats, booked: Indices) -> Floats:
    """Shortest leg of each offer to another or to a booked rotation, (N,)."""
    here = np.bincount(place, minlength=len(legs))
    other = np.where(here > 0, legs, np.inf)
    alone = np.flatnonzero(here == 1)
    other[alone, alone] = np.inf
    found = other.min(axis=1)[place]
    if len(booked):
        found = np.minimum(found, legs[np.ix_(place, booked)].min(axis=1))
    return np.where(np.isinf(found), 0.0, found)
