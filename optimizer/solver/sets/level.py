"""The match value at one letter level: exact for a set, and its concave bound.

Shapes: K worths, R rows, O candidates, Z nodes, P distinct acceptances, N sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.model.value.at_programs import State
from optimizer.model.value.objective import log_change
from optimizer.model.value.rates import Floats
from optimizer.model.value.signals import Displaced, displacements
from optimizer.solver.sets.offered import Offered

Indices = NDArray[np.int_]
WITHOUT_SIGNAL: State = ("off", None)


class Level:
    """Everything at one letter level L: base and effects of the candidates."""

    def __init__(self, offered: Offered, letters: float) -> None:
        self.offered, self.model = offered, offered.model
        self.at = np.array([letters])
        self.stay: Floats = self.model.unrotated(self.at)[0]
        booked = self.model.shifts(offered.booked, offered.certain)
        self.none: Floats = self.model.none_from(self.stay[None], booked, self.at)[0]
        self.own = self._at_own(moved=True)
        self._sides: dict[tuple[Displaced, float], Floats] = {}
        self._beside: dict[tuple[int, int], Floats] = {}
        self.value_of = lru_cache(maxsize=4096)(self.value)

    def _at_own(self, *, moved: bool) -> Floats:
        """Change of log(1 - q_j) at each candidate's own program, (O, Z); <= 0."""
        o = self.offered
        after = o.rotated(moved=moved).chance(self.at)
        return log_change(self.stay[o.row], after, o.acceptance[:, None])

    def _chance(self, state: State, rows: Indices) -> Floats:
        """q_j of some rows in a state, (rows, Z)."""
        return np.asarray(self.model.chance(self.at, state, rows)[0])

    @cached_property
    def keep(self) -> Floats:
        """As ``own``, where the signals have run out."""
        return self._at_own(moved=False)

    # ---- the bound ------------------------------------------------------------------

    @cached_property
    def least(self) -> Floats:
        """Lowest change of log P(no match) by each candidate, (K, O, Z)."""
        o = self.offered
        keep = self.keep if o.may_keep else self.own
        off = self._chance(WITHOUT_SIGNAL, o.signals)
        gone = np.zeros_like(self.stay[o.places])
        signal, place = self._lost(o.signals, off), self._lost(o.places, gone)
        return o.extreme(self.own, keep, signal, place, np.minimum)

    def _lost(self, rows: Indices, after: Floats) -> Floats:
        """Change where programs of these rows lose something, (P, M, K, Z)."""
        odds = self.offered.odds[:, None, None]
        change = log_change(self.stay[rows], after, odds)
        counted = self.model.counted[:, rows].T
        return np.asarray(counted[None, :, :, None] * change[:, :, None, :])

    # ---- the value ------------------------------------------------------------------

    def value(self, chosen: Sequence[int]) -> float:
        """Match value of the chosen candidates, given in the order of their dates."""
        o, index = self.offered, list(chosen)
        none = self.none + o.counted[:, index] @ self.own[index]
        if not o.displaces[index].any():
            return self._worth(none)
        for i, what in zip(index, self._displaced(index), strict=True):
            if o.moves[i] and not what.moved:
                none = none + o.counted[:, i, None] * (self.keep[i] - self.own[i])
            none = none + self._side(what, float(o.acceptance[i]))
        return self._worth(none)

    def values(self, sets: Indices) -> Floats:
        """Match value of many sets of equal size, (N, size) to (N,).

        Each in the order of its dates. Sets that displace the same share that part.
        """
        o = self.offered
        if o.may_keep:
            return np.array([self.value(chosen) for chosen in sets])
        each = (self._counted_own[:, members] for members in sets.T)
        none = self.none[:, None, :] + sum(each, np.zeros((1, len(sets), 1)))
        key = self._class[sets] @ (1 + self._class.max(initial=0)) ** np.arange(
            sets.shape[1]
        )
        alike, first, which = np.unique(key, return_index=True, return_inverse=True)
        for name, chosen in zip(alike.tolist(), sets[first], strict=True):
            if (len(chosen), name) not in self._beside:
                self._beside[len(chosen), name] = self._sides_of(chosen)
        sides = [self._beside[sets.shape[1], name] for name in alike.tolist()]
        none += np.stack(sides, axis=1)[:, which]
        by_worth = 1 - np.exp(none) @ self.model.weights
        return np.asarray(self.model.worth_steps @ by_worth)

    @cached_property
    def _counted_own(self) -> Floats:
        """``own`` where it counts, (K, O, Z)."""
        return np.asarray(self.offered.counted[:, :, None] * self.own)

    @cached_property
    def _class(self) -> Indices:
        """Candidates that displace alike have the same number, (O,)."""
        o = self.offered
        seen: dict[object, int] = {}
        found = [
            seen.setdefault(
                (m, out, p if m or out else 1.0, v[0] if v[0] in o.losers else None),
                len(seen),
            )
            for m, out, p, v in zip(
                o.moves, o.outside, o.acceptance, o.visits, strict=True
            )
        ]
        return np.array(found, dtype=int)

    def _sides_of(self, chosen: Indices) -> Floats:
        """What a set changes at programs it does not visit, (K, Z)."""
        p = self.offered.acceptance
        total = np.zeros_like(self.none)
        for i, what in zip(chosen, self._displaced(chosen), strict=True):
            total = total + self._side(what, float(p[i]))
        return total

    def _worth(self, none: Floats) -> float:
        by_worth = -np.expm1(none) @ self.model.weights
        return float(by_worth @ self.model.worth_steps)

    def _displaced(self, chosen: Sequence[int] | Indices) -> tuple[Displaced, ...]:
        visits = self.offered.visits
        return displacements(self.model.choices, [visits[i] for i in chosen])

    def _side(self, what: Displaced, p: float) -> Floats:
        """What a rotation accepted with chance p changes elsewhere, (K, Z)."""
        key = (what, p)
        if key not in self._sides:
            total = np.zeros_like(self.none)
            if what.signal is not None:
                row = self.model.row_of[what.signal]
                off = self._chance(WITHOUT_SIGNAL, np.array([row]))[0]
                total = total + self._loss(row, off, p)
            if what.place is not None:
                row = self.model.row_of[what.place]
                total = total + self._loss(row, np.zeros_like(self.stay[row]), p)
            self._sides[key] = total
        return self._sides[key]

    def _loss(self, row: int, after: Floats, p: float) -> Floats:
        change = log_change(self.stay[row], after, np.array(p))
        return np.asarray(self.model.counted[:, row, None] * change)
