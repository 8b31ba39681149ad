"""How fast letters raise the match value at most and at least, over an interval.

The hazard is H_k = sum over programs of worth >= v_k of q_j' / (1 - q_j), with q_j'
the change of q_j by t, the logit that letters add. Every bound holds for each set of
candidates and each way in which it displaces signals and places.

Shapes: K worths, R rows, O candidates, Z nodes, P distinct acceptances, M programs
that may lose something.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.model.value.at_programs import AS_IT_IS, State
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.level import WITHOUT_SIGNAL
from optimizer.solver.sets.offered import Offered

Indices = NDArray[np.int_]
Terms = Floats
"""Lowest and highest q, least and greatest q', stacked on the first axis, (4, ...)."""


class Hazards:
    """Bounds on the hazard over an interval of letters, (K, Z)."""

    def __init__(self, offered: Offered, low: float, high: float) -> None:
        self.offered, self.model = offered, offered.model
        self.ends = np.array([low]), np.array([high])
        self.terms = lru_cache(maxsize=None)(self._terms)
        self.stay = self.terms(AS_IT_IS) * self.model.applied[:, None]

    def _terms(self, state: State) -> Terms:
        """Of each row in a state, (4, R, Z)."""
        q = [self.model.chance(end, state)[0] for end in self.ends]
        rise = (each[0] for each in self.model.slope_range(*self.ends, state))
        return np.stack([*q, *rise])

    def _term(self, n: int) -> Callable[[State], Floats]:
        return lambda state: self.terms(state)[n]

    def bounds(self) -> tuple[Floats, Floats]:
        """Least and greatest total hazard with at most ``most`` candidates."""
        o = self.offered
        down, up = self._base()
        low = o.extreme(*self._changes(lowest=True), np.minimum)
        high = o.extreme(*self._changes(lowest=False), np.maximum)
        return (
            down + extreme_sums(low, o.most, lowest=True),
            up + extreme_sums(high, o.most, lowest=False),
        )

    def _base(self) -> tuple[Floats, Floats]:
        """Without candidates: every program, and what is booked changes there."""
        model, o = self.model, self.offered
        low, high, least, greatest = self.stay
        weight = model.counted * model.count
        down, up = weight @ (least / (1 - low)), weight @ (greatest / (1 - high))
        for shift in model.shifts(o.booked, o.certain):
            assert shift.state is not None, "what is booked displaces nothing"
            at = [shift.row]
            after = self.terms(shift.state)[:, at]
            counted = model.counted[:, at]
            p = shift.p[:, None]
            down = down + counted @ self._change(at, after, p, lowest=True)
            up = up + counted @ self._change(at, after, p, lowest=False)
        return down, up

    def _changes(self, *, lowest: bool) -> tuple[Floats, Floats, Floats, Floats]:
        """At the own program with and without a signal moved, and at those who lose."""
        return (
            self._at_own(moved=True, lowest=lowest),
            self._at_own(moved=False, lowest=lowest),
            self._lost(self.offered.signals, self.terms(WITHOUT_SIGNAL), lowest),
            self._lost(self.offered.places, np.zeros_like(self.stay), lowest),
        )

    def _at_own(self, *, moved: bool, lowest: bool) -> Floats:
        """Extreme change of a candidate's own hazard, (O, Z)."""
        o = self.offered
        after = np.stack([o.gathered(self._term(n), moved) for n in range(4)])
        return self._change(o.row, after, o.acceptance[:, None], lowest=lowest)

    def _lost(self, rows: Indices, after: Terms, lowest: bool) -> Floats:
        """Extreme change where programs of these rows lose something, (P, M, K, Z)."""
        odds = self.offered.odds[:, None, None]
        change = self._change(rows, after[:, rows][:, None], odds, lowest=lowest)
        counted = self.model.counted[:, rows].T
        return np.asarray(counted[None, :, :, None] * change[:, :, None, :])

    def _change(
        self, rows: Indices | list[int], after: Terms, p: Floats, *, lowest: bool
    ) -> Floats:
        """Extreme change of q' / (1 - q) where q mixes what was and what comes."""
        before = self.stay[:, rows]
        was = before if after.ndim == before.ndim else before[:, None]
        low, high, least, greatest = (1 - p) * was + p * after
        if lowest:
            return np.asarray(least / (1 - low) - was[3] / (1 - was[1]))
        return np.asarray(greatest / (1 - high) - was[2] / (1 - was[0]))


def extreme_sums(terms: Floats, most: int, *, lowest: bool) -> Floats:
    """Sum of the ``most`` lowest negative (or greatest positive) terms, (K, Z).

    ``terms`` (K, O, Z).
    """
    sign = 1.0 if lowest else -1.0
    signed = sign * terms
    kept = min(most, signed.shape[1])
    if kept == 0:
        return np.zeros((terms.shape[0], terms.shape[2]))
    if kept < signed.shape[1]:
        signed = np.partition(signed, kept - 1, axis=1)[:, :kept]
    return np.asarray(sign * np.minimum(signed, 0).sum(axis=1))
