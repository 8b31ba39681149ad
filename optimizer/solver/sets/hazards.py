"""How fast letters raise the match value at most, over an interval.

The hazard is H_k = sum over programs of worth >= v_k of q_j' / (1 - q_j), with q_j'
the change of q_j by t, the logit that letters add. The bound holds for each set of
candidates and each way in which it displaces signals and places.

Shapes: K worths, R rows, O candidates, Z nodes, P distinct acceptances, M programs
that may lose something.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.model.value.at_programs import AS_IT_IS, Index, State
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.level import WITHOUT_SIGNAL
from optimizer.solver.sets.offered import Offered

Indices = NDArray[np.int_]
Terms = Floats
"""Lowest and highest q, least and greatest q', stacked on the first axis, (4, ...)."""


class Hazards:
    """A bound on the hazard over an interval of letters, (K, Z)."""

    def __init__(self, offered: Offered, low: float, high: float) -> None:
        self.offered, self.model = offered, offered.model
        self.ends = np.array([low]), np.array([high])
        listed, nodes = self.model.listed, len(self.model.weights)
        self.stay = np.zeros((4, len(self.model.rows), nodes))
        self.stay[:, listed] = self.terms(AS_IT_IS, listed)
        self.least = self.stay[2] / (1 - self.stay[0])
        """The least hazard of each row, (R, Z)."""

    def terms(self, state: State, rows: Index) -> Terms:
        """Of some rows in a state, (4, rows, Z)."""
        found = self.model.extremes(*self.ends, state, rows)
        return np.stack([each[0] for each in found])

    def greatest(self) -> Floats:
        """Greatest total hazard with at most ``most`` candidates."""
        o = self.offered
        own = self._at_own(moved=True)[None]
        keep = self._at_own(moved=False)[None] if o.may_keep else own
        most = o.extreme(own, keep, self._signals, self._places, np.maximum)[0]
        return self._base() + greatest_sums(most, o.most)

    def _signals(self, odds: Floats) -> Floats:
        rows = self.offered.signals
        return self._lost(odds, rows, self.terms(WITHOUT_SIGNAL, rows))

    def _places(self, odds: Floats) -> Floats:
        rows = self.offered.places
        return self._lost(odds, rows, np.zeros_like(self.stay[:, rows]))

    def _base(self) -> Floats:
        """Without candidates: every program, and what is booked changes there."""
        model, o = self.model, self.offered
        _, high, _, greatest = self.stay
        found = (model.counted * model.count) @ (greatest / (1 - high))
        for shift in model.shifts(o.booked, o.certain):
            assert shift.state is not None, "what is booked displaces nothing"
            at = np.array([shift.row])
            after = self.terms(shift.state, at)[1::2]
            change = self._change(at, after, shift.p[:, None])
            found = found + model.counted[:, at] @ change
        return np.asarray(found)

    def _at_own(self, *, moved: bool) -> Floats:
        """Greatest change of a candidate's own hazard, (O, Z)."""
        o = self.offered
        there = o.rotated(moved=moved)
        high = there.chance(self.ends[1])[0]
        after = np.stack([high, there.steepest(*self.ends)])
        return self._change(o.row, after, o.acceptance[:, None])

    def _lost(self, odds: Floats, rows: Indices, after: Terms) -> Floats:
        """Greatest change where these lose something, (1, P, M, K, Z)."""
        change = self._change(rows, after[1::2, None], odds[:, None, None])
        counted = self.model.counted[:, rows].T
        return np.asarray(counted[:, :, None] * change[None, :, :, None])

    def _change(self, rows: Indices, after: Terms, p: Floats) -> Floats:
        """Greatest change of q' / (1 - q) where q mixes what was and what comes.

        ``after``: highest q and greatest q' of what comes.
        """
        high = (1 - p) * self.stay[1, rows] + p * after[0]
        greatest = (1 - p) * self.stay[3, rows] + p * after[1]
        return np.asarray(greatest / (1 - high) - self.least[rows])


def greatest_sums(terms: Floats, most: int) -> Floats:
    """Sum of the ``most`` greatest positive terms, (K, Z). ``terms`` (K, O, Z)."""
    kept = min(most, terms.shape[1])
    if kept == 0:
        return np.zeros((terms.shape[0], terms.shape[2]))
    if kept < terms.shape[1]:
        terms = -np.partition(-terms, kept - 1, axis=1)[:, :kept]
    return np.asarray(np.maximum(terms, 0).sum(axis=1))
