"""The match value at a letter level: exact for a set, and its concave bound.

Shapes: D levels, K worths, R rows, O candidates, Z nodes, P distinct acceptances, M
programs that may lose something, N sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.model.value.at_programs import State
from optimizer.model.value.objective import log_change
from optimizer.model.value.rates import Floats
from optimizer.model.value.signals import Displaced, displacements
from optimizer.solver.sets.offered import Offered

Indices = NDArray[np.int_]
WITHOUT_SIGNAL: State = ("off", None)
_FEW, _MANY = 8, 200
"""Levels are worked out for the types of some sets alone where there are so many times
as many in all, and many indeed: else they are better kept whole."""
_TOGETHER = 8
"""So many levels of few types are worked out together."""
_MOST_NUMBERS, _MOST_PARTS = 20_000_000, 64
"""Numbers in all tables of whole levels that are kept; levels of few types."""


class Levels:
    """What is the same for all sets at some letter levels, worked out together.

    ``stay`` (D, R, Z): q without rotations; ``none`` (D, K, Z): log P(no match) with
    what is booked; ``own`` (D, O, Z): change of log(1 - q_j) at each candidate's own
    program, at most 0.
    """

    def __init__(self, offered: Offered, letters: Floats) -> None:
        self.offered, self.model, self.letters = offered, offered.model, letters
        model = self.model
        self.stay: Floats = model.unrotated(letters)
        self.missed = np.zeros_like(self.stay)
        """log(1 - q) of ``stay``."""
        self.missed[:, model.listed] = np.log1p(-self.stay[:, model.listed])
        booked = model.shifts(offered.booked, offered.certain)
        none = model.each @ self.missed[:, model.listed]
        self.none: Floats = model.none_shifted(none, self.stay, booked, letters)
        self.own = self._at_own(moved=True)

    def _at_own(self, *, moved: bool) -> Floats:
        o = self.offered
        after = o.rotated(moved=moved).chance(self.letters)
        return self._change(o.row, after, o.acceptance[:, None])

    def _change(self, rows: Indices, after: Floats, p: Floats) -> Floats:
        """Change of log(1 - q) of some rows where q becomes ``after`` with chance p."""
        before, missed = self.stay[:, rows], self.missed[:, rows]
        if after.ndim > before.ndim:
            before, missed = before[:, None], missed[:, None]
        return np.asarray(np.log1p(-(1 - p) * before - p * after) - missed)

    @cached_property
    def keep(self) -> Floats:
        """As ``own``, where the signals have run out."""
        return self._at_own(moved=False)

    @cached_property
    def least(self) -> Floats:
        """Lowest change of log P(no match) by each candidate, (D, K, O, Z)."""
        o = self.offered
        keep = self.keep if o.may_keep else self.own
        return o.extreme(self.own, keep, self._signals, self._places, np.minimum)

    def _signals(self, odds: Floats) -> Floats:
        rows = self.offered.signals
        off = self.model.chance(self.letters, WITHOUT_SIGNAL, rows)
        return self._lost(odds, rows, off)

    def _places(self, odds: Floats) -> Floats:
        rows = self.offered.places
        return self._lost(odds, rows, np.zeros_like(self.stay[:, rows]))

    def _lost(self, odds: Floats, rows: Indices, after: Floats) -> Floats:
        """Change where programs of these rows lose something, (D, P, M, K, Z)."""
        change = self._change(rows, after[:, None], odds[:, None, None])
        counted = self.model.counted[:, rows].T
        return np.asarray(counted[:, :, None] * change[:, :, :, None])


class Level:
    """Everything at one letter level L, of several worked out together or alone."""

    def __init__(
        self, offered: Offered, letters: float, of: Levels | None = None, at: int = 0
    ) -> None:
        self.offered, self.model = offered, offered.model
        self.at = np.array([letters])
        self.every, self.place = of or Levels(offered, self.at), at
        self.stay: Floats = self.every.stay[at]
        self.none: Floats = self.every.none[at]
        self.own: Floats = self.every.own[at]
        self._sides: dict[tuple[Displaced, float], Floats] = {}
        self._beside: dict[tuple[int, int], Floats] = {}
        self.value_of = lru_cache(maxsize=4096)(self.value)

    def _chance(self, state: State, rows: Indices) -> Floats:
        """q_j of some rows in a state, (rows, Z)."""
        return np.asarray(self.model.chance(self.at, state, rows)[0])

    @property
    def keep(self) -> Floats:
        """As ``own``, where the signals have run out."""
        return np.asarray(self.every.keep[self.place])

    @property
    def least(self) -> Floats:
        """Lowest change of log P(no match) by each candidate, (K, O, Z)."""
        return np.asarray(self.every.least[self.place])

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


class At(NamedTuple):
    """The value at one letter level: x of nobody (X,), at most of each type (T, X)."""

    nobody: Floats
    effects: Floats


class LevelTables:
    """Levels with all types of candidates, or few of many alone, as they are needed."""

    def __init__(self, offered: Offered) -> None:
        self.offered, self.types = offered, len(offered.row)
        self.whole: dict[float, tuple[Level, At]] = {}
        self.parts: dict[float, tuple[Level, Indices]] = {}
        numbers = max(self.types, 1) * offered.model.weights.size
        self.most = max(16, _MOST_NUMBERS // (numbers * offered.model.worths.size))

    def level_of(self, letters: float, kinds: Indices) -> tuple[Level, Indices]:
        """A level, and where it has some types of one set."""
        if self.types < _MANY:
            return self._levels([letters])[0][0], kinds
        level, used = self.parts.get(letters, (None, kinds[:0]))
        if level is None or not np.isin(kinds, used).all():
            used = np.unique(kinds)
            level = self._part([letters], used)[0][0]
        return level, np.searchsorted(used, kinds)

    def of(self, letters: Sequence[float]) -> list[At]:
        """The tables of all types at some levels."""
        return [table for _, table in self._levels(letters)]

    def of_groups(
        self, letters: Sequence[float], kinds: Indices, groups: Sequence[Indices]
    ) -> Iterator[tuple[Indices, At, Indices]]:
        """Tables for the types (S, k) of groups of sets, one for each level.

        With each group, and where the table has its types.
        """
        for first in range(0, len(letters), _TOGETHER):
            some = letters[first : first + _TOGETHER]
            here = groups[first : first + _TOGETHER]
            used, places = None, kinds
            if self.types >= _MANY:
                used = np.unique(kinds[np.concatenate(here)])
            if used is None or _FEW * len(used) > self.types:
                found = self._levels(some)
            else:
                found, places = self._part(some, used), np.searchsorted(used, kinds)
            for rows, (_, table) in zip(here, found, strict=True):
                yield rows, table, places[rows]

    def _levels(self, letters: Sequence[float]) -> list[tuple[Level, At]]:
        new = [at for at in dict.fromkeys(letters) if at not in self.whole]
        if len(self.whole) + len(new) > self.most:
            self.whole.clear()
            new = list(dict.fromkeys(letters))
        self.whole.update(zip(new, self._worked_out(self.offered, new), strict=True))
        return [self.whole[at] for at in letters]

    def _part(self, letters: Sequence[float], used: Indices) -> list[tuple[Level, At]]:
        found = self._worked_out(self.offered.only(used.tolist()), letters)
        if len(self.parts) > _MOST_PARTS:
            self.parts.clear()
        for at, (level, _) in zip(letters, found, strict=True):
            self.parts[at] = level, used
        return found

    def _worked_out(
        self, offered: Offered, letters: Sequence[float]
    ) -> list[tuple[Level, At]]:
        if not letters:
            return []
        every = Levels(offered, np.array(letters))
        nobody = -every.none.reshape(len(letters), -1)
        effects = -np.moveaxis(every.least, 1, 2)
        effects = effects.reshape(*effects.shape[:2], nobody.shape[1])
        found = [Level(offered, at, every, i) for i, at in enumerate(letters)]
        return list(zip(found, map(At, nobody, effects), strict=True))
