"""A bound on every choice, from choices mixed with each other (Frank-Wolfe).

Where states may be mixed, the tangent at any mixture bounds every choice. Going to the
best choice under the tangent, as far as F rises, lowers the bound step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.portfolio.linear import best_linear
from optimizer.portfolio.problem import STATES, Bools, Floats, Ints, Portfolio

_ROUNDS = 60
_HALVINGS = 30
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound, the mixture (J, 3) it was last looked at from, the price of a signal."""

    value: float
    mixture: Floats
    price: float


def bound(
    problem: Portfolio, allowed: Bools, choice: Ints, enough: float
) -> Bound | None:
    """Bound every choice in the allowed states (J, 3); None if there is none.

    It stops once the bound is at most ``enough``, or can no longer get there.
    ``choice`` is where to start.
    """
    mixture = _pure(choice)
    best, price = np.inf, 0.0
    for _ in range(_ROUNDS):
        none = problem.counted @ np.einsum("js,jsz->jz", mixture, problem.logs)
        gains = problem.gains_at(none)
        found = best_linear(gains, allowed, problem.most, problem.signals)
        if found is None:
            return None
        here = problem.value_of(none)
        tangent = here - float((gains * mixture).sum()) + found.bound
        if tangent < best:
            best, price = tangent, found.price
        inside = not mixture[~allowed].any()
        if best <= enough or (inside and here > enough):
            break
        toward = _pure(found.choice) - mixture
        step = _step(problem, none, toward) if inside else 1.0
        if step < _STILL:
            break
        mixture = mixture + step * toward
    return Bound(best, mixture, price)


def _pure(choice: Ints) -> Floats:
    return np.eye(STATES)[choice]


def _step(problem: Portfolio, none: Floats, toward: Floats) -> float:
    """How far F rises in a direction, from 0 to 1; F is concave."""
    change = problem.counted @ np.einsum("js,jsz->jz", toward, problem.logs)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        slope = -(np.exp(none + middle * change) * change)
        rises = float(slope @ problem.weights @ problem.steps) > 0
        low, high = (middle, high) if rises else (low, middle)
    return high if high == 1.0 else low
