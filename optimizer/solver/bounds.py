"""Linear upper bounds on the match value: tangents and letter slopes.

At a fixed letter level L the value is concave in a vector that is linear in the
choice, so a tangent bounds it from above (outer approximation, Duran & Grossmann
1986). In L it is not concave; there a bound on its slope over an interval of L does
the same. docs/model.md derives both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.records import Kind
from optimizer.model.candidates import Candidate
from optimizer.model.match import NODE_WEIGHTS, Floats, MatchModel
from optimizer.model.rotation import Rotation
from optimizer.model.rules import KINDS


@dataclass(frozen=True, slots=True)
class Cut:
    """A bound on the match value v, for L in the interval it was made for.

    v <= constant + sum over the chosen o of ``choice``[o] + ``slope`` x letters of o.
    """

    constant: float
    choice: Floats
    slope: float

    def state_values(self, letters: Floats) -> Floats:
        """Coefficient of each candidate in a state that gives ``letters``, (O,)."""
        return np.asarray(self.choice + self.slope * letters)


class Level:
    """Everything at one letter level L: base and effects of the candidates."""

    def __init__(self, bounds: Relaxation, letters: float) -> None:
        model = bounds.model
        at = np.array([letters])
        self.bounds = bounds
        self.none = model.none_matched(bounds.booked, bounds.certain, at)[0]
        self.effects = model.auditions(at, bounds.columns)[0]

    def none_with(self, chosen: Sequence[int]) -> Floats:
        """Log P(no match of worth >= v_k | theta) with the chosen, (K, Z)."""
        index = list(chosen)
        added = self.bounds.counted[:, index] @ self.effects[index]
        return np.asarray(self.none + added)

    def value(self, chosen: Sequence[int]) -> float:
        """Match value of the chosen candidates at this letter level."""
        by_worth = -np.expm1(self.none_with(chosen)) @ NODE_WEIGHTS
        return float(by_worth @ self.bounds.model.worth_steps)

    def gradient(self, chosen: Sequence[int]) -> Floats:
        """Change of the value per candidate, to first order, (O,); >= 0."""
        steps = self.bounds.model.worth_steps
        weight = steps[:, None] * np.exp(self.none_with(chosen)) * NODE_WEIGHTS
        felt = self.bounds.counted.T @ weight
        return np.asarray(-(felt * self.effects).sum(axis=1))


class Relaxation:
    """Upper bounds for one problem and one list of candidates."""

    def __init__(
        self,
        model: MatchModel,
        booked: tuple[Rotation, ...],
        found: Sequence[Candidate],
        certain: bool,
    ) -> None:
        self.model = model
        self.booked = booked
        self.certain = certain
        visits = [c.visit for c in found]
        self.columns = model.columns(visits, certain)
        open_rows = self.columns.audition
        self.counted = model.counted[:, self.columns.row] * open_rows
        self.base_letters = float(model.letters_of(booked, certain)[0])
        p = self.columns.acceptance[0]
        given = np.array([c.on_time_until is not None for c in found], dtype=float)
        self.on_time_letters = p * given * self._share(late=False)
        self.late_letters = p * given * self._share(late=True)
        self.level = lru_cache(maxsize=256)(lambda letters: Level(self, letters))

    def _share(self, *, late: bool) -> Floats:
        share = [float(self.model.letter_share(k, late=late)[0]) for k in KINDS]
        return np.array(share)[self.columns.kind]

    @cached_property
    def most_letters(self) -> float:
        """Letters beyond which nothing changes."""
        return float(self.model["letters_max_per_program"][0])

    def tangent(self, chosen: Sequence[int], at: float, slope: float) -> Cut:
        """The cut that touches the value at ``chosen`` and letter level ``at``.

        ``slope`` bounds dF/dL: from below if every L counted is at most ``at``, from
        above if every L counted is at least ``at``.
        """
        level = self.level(min(at, self.most_letters))
        gradient = level.gradient(chosen)
        constant = level.value(chosen) - gradient[list(chosen)].sum()
        return Cut(constant + slope * (self.base_letters - at), gradient, slope)

    def slopes(self, low: float, high: float, most: int) -> tuple[float, float]:
        """Bounds (from below, from above) on dF/dL for L in [low, high].

        Over every choice of at most ``most`` candidates; ``low`` and ``high`` lie
        between two neighbouring kinks of g.
        """
        steepness = self.model.letter_slope(low)
        if steepness == 0.0:
            return 0.0, 0.0
        a, b = self.level(low), self.level(high)
        hazard_low, hazard_high = _Hazards(self, low, high).bounds(most)
        drop = _extreme_sums(self.counted, b.effects, most, lowest=True)
        steps = self.model.worth_steps
        least = np.exp(b.none + drop) * np.maximum(hazard_low, 0)
        greatest = np.exp(a.none) * hazard_high
        return (
            float(steepness * (least @ NODE_WEIGHTS) @ steps),
            float(steepness * (greatest @ NODE_WEIGHTS) @ steps),
        )


class _Hazards:
    """Bounds on sum_j q_j'(t) / (1 - q_j) over an interval of letters, (K, Z).

    t is the logit that letters add. An interview chance I rises with t, and
    I' = I (1 - I), which has one peak, at I = 1/2.
    """

    def __init__(self, relaxation: Relaxation, low: float, high: float) -> None:
        self.relaxation = relaxation
        self.ends = (np.array([low]), np.array([high]))
        self.rows: dict[Kind | None, tuple[Floats, Floats, Floats, Floats]] = {
            kind: self._terms(kind) for kind in (None, *KINDS)
        }

    def _terms(self, kind: Kind | None) -> tuple[Floats, Floats, Floats, Floats]:
        """Q at both ends, then least and greatest q', by row; (R, Z) each."""
        model = self.relaxation.model
        low, high = (model.interview(end, kind)[0] for end in self.ends)
        match = model.match_after(kind)[0]
        middle = np.clip(0.5, low, high)
        least = np.minimum(low * (1 - low), high * (1 - high))
        return match * low, match * high, match * least, match * middle * (1 - middle)

    def own(
        self, columns_kind: NDArray[np.int_], row: NDArray[np.int_], p: Floats
    ) -> tuple[Floats, Floats]:
        """Least and greatest change of a candidate's own hazard, (O, Z)."""
        stay = [term[row] for term in self.rows[None]]
        go = [
            np.stack([self.rows[k][i] for k in KINDS])[columns_kind, row]
            for i in range(4)
        ]
        mix = [
            (1 - p[:, None]) * s + p[:, None] * g for s, g in zip(stay, go, strict=True)
        ]
        least = mix[2] / (1 - mix[0]) - stay[3] / (1 - stay[1])
        greatest = mix[3] / (1 - mix[1]) - stay[2] / (1 - stay[0])
        return least, greatest

    def bounds(self, most: int) -> tuple[Floats, Floats]:
        """Least and greatest total hazard with at most ``most`` candidates."""
        model, b = self.relaxation.model, self.relaxation
        low, high, least, greatest = self.rows[None]
        weight = model.counted * model.count
        total_low = weight @ (least / (1 - low))
        total_high = weight @ (greatest / (1 - high))
        booked = model.columns([r.visit for r in b.booked], b.certain)
        if len(booked.row):
            down, up = self.own(booked.kind, booked.row, booked.acceptance[0])
            mask = model.counted[:, booked.row] * booked.audition
            total_low, total_high = total_low + mask @ down, total_high + mask @ up
        c = b.columns
        down, up = self.own(c.kind, c.row, c.acceptance[0])
        return (
            total_low + _extreme_sums(b.counted, down, most, lowest=True),
            total_high + _extreme_sums(b.counted, up, most, lowest=False),
        )


def _extreme_sums(counted: Floats, terms: Floats, most: int, *, lowest: bool) -> Floats:
    """Sum of the ``most`` lowest negative (or greatest positive) terms, (K, Z)."""
    sign = 1.0 if lowest else -1.0
    by_worth = counted[:, :, None] * (sign * terms)[None]
    kept = min(most, by_worth.shape[1])
    if kept == 0:
        return np.zeros((len(counted), by_worth.shape[2]))
    if kept < by_worth.shape[1]:
        by_worth = np.partition(by_worth, kept - 1, axis=1)[:, :kept]
    return np.asarray(sign * np.minimum(by_worth, 0).sum(axis=1))
