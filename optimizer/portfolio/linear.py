"""The best choice if gains add up, and a bound on it.

A transportation problem with the bins "signalled", "applied to" and "off". Its dual in
the price mu of a signal is convex and piecewise linear, and every mu gives a bound:

    D(mu) = mu K + the n largest of max(0, g_j1, g_j2 - mu)

An option that must not be off takes its place first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Bools, Floats, Ints

_HALVINGS = 45


@dataclass(frozen=True, slots=True)
class Linear:
    """A choice (J,), a bound on the gains of every choice, the price of a signal."""

    choice: Ints
    bound: float
    price: float


def best_linear(
    gains: Floats, allowed: Bools, most: int, signals: int
) -> Linear | None:
    """Choose states of the highest gains (J, 3); None if no choice is allowed."""
    dual = _Dual(gains, allowed, most, signals)
    return dual.solved() if dual.is_possible else None


class _Dual:
    """The dual of one linear problem."""

    def __init__(self, gains: Floats, allowed: Bools, most: int, signals: int) -> None:
        self.applied = np.where(allowed[:, APPLIED], gains[:, APPLIED], -np.inf)
        self.signalled = np.where(allowed[:, SIGNALLED], gains[:, SIGNALLED], -np.inf)
        self.forced = ~allowed[:, OFF]
        self.must_signal = self.forced & ~allowed[:, APPLIED]
        self.free_places = most - int(self.forced.sum())
        self.signals = signals

    @property
    def is_possible(self) -> bool:
        return self.free_places >= 0 and self.must_signal.sum() <= self.signals

    def solved(self) -> Linear:
        """Halve the range of the price until demand for signals meets supply."""
        low, high = 0.0, self._dearest()
        bound, short = self._at(low)
        if short:
            for _ in range(_HALVINGS):
                middle = (low + high) / 2
                found, short = self._at(middle)
                bound = min(bound, found)
                low, high = (middle, high) if short else (low, middle)
            low = high
        return Linear(self._choice(low), bound, low)

    def _dearest(self) -> float:
        """A price at which nobody wants a signal who can do without."""
        without = np.where(self.forced, self.applied, np.maximum(self.applied, 0.0))
        wanted = (self.signalled - without)[np.isfinite(without)]
        return float(wanted[np.isfinite(wanted)].max(initial=0.0)) + 1e-12

    def _at(self, price: float) -> tuple[float, bool]:
        """The bound at a price, and whether more signals are wanted than there are."""
        best = np.maximum(self.applied, self.signalled - price)
        taken = self._taken(best)
        wants = self.signalled[taken] - price > self.applied[taken]
        total = price * self.signals + float(best[taken].sum())
        return total, int(wants.sum()) > self.signals

    def _taken(self, best: Floats) -> Ints:
        """Those that must, and of the others the best that add something, by rank."""
        free = np.flatnonzero(~self.forced & (best > 0))
        order = np.argsort(-best[free], kind="stable")[: self.free_places]
        return np.concatenate([np.flatnonzero(self.forced), free[order]])

    def _choice(self, price: float) -> Ints:
        """A choice within the limits that is best at this price but for ties."""
        best = np.maximum(self.applied, self.signalled - price)
        taken = self._taken(best)
        choice = np.full(len(best), OFF)
        choice[taken] = np.where(np.isfinite(self.applied[taken]), APPLIED, OFF)
        more = self.signalled[taken] - np.where(
            np.isfinite(self.applied[taken]), self.applied[taken], 0.0
        )
        more[self.must_signal[taken]] = np.inf
        order = np.argsort(-more, kind="stable")[: self.signals]
        choice[taken[order[more[order] > 0]]] = SIGNALLED
        return choice
