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
    plain, signalled = np.where(allowed, gains, -np.inf)[:, APPLIED:].T
    forced = ~allowed[:, OFF]
    must_signal = forced & ~allowed[:, APPLIED]
    if forced.sum() > most or must_signal.sum() > signals:
        return None

    def selection_at(price: float) -> tuple[Ints, float]:
        """Those that must, and of the others the best that add something; the bound."""
        best = np.maximum(plain, signalled - price)
        free = np.flatnonzero(~forced & (best > 0))
        order = np.argsort(-best[free], kind="stable")[: most - forced.sum()]
        taken = np.concatenate([np.flatnonzero(forced), free[order]])
        return taken, price * signals + float(best[taken].sum())

    def signal_demand(price: float, taken: Ints) -> int:
        return int((signalled[taken] - price > plain[taken]).sum())

    price = 0.0
    taken, bound = selection_at(price)
    if signal_demand(price, taken) > signals:
        low, price = 0.0, _dearest(plain, signalled, forced)
        for _ in range(_HALVINGS):
            middle = (low + price) / 2
            taken, found = selection_at(middle)
            bound = min(bound, found)
            low, price = (
                (middle, price)
                if signal_demand(middle, taken) > signals
                else (low, middle)
            )
        taken, _ = selection_at(price)
    return Linear(_choice(plain, signalled, must_signal, taken, signals), bound, price)


def _dearest(plain: Floats, signalled: Floats, forced: Bools) -> float:
    """A price at which nobody wants a signal who can do without."""
    without = np.where(forced, plain, np.maximum(plain, 0.0))
    wanted = signalled[np.isfinite(without)] - without[np.isfinite(without)]
    return float(wanted.max(initial=0.0)) + 1e-12


def _choice(
    plain: Floats, signalled: Floats, must_signal: Bools, taken: Ints, signals: int
) -> Ints:
    """Signals to those taken that gain most by them, as far as there are any."""
    choice = np.full(len(plain), OFF)
    can_do_without = np.isfinite(plain[taken])
    choice[taken[can_do_without]] = APPLIED
    more = signalled[taken] - np.where(can_do_without, plain[taken], 0.0)
    more[must_signal[taken]] = np.inf
    order = np.argsort(-more, kind="stable")[:signals]
    choice[taken[order[more[order] > 0]]] = SIGNALLED
    return choice
