"""Linear upper bounds on the match value: tangents and letter slopes.

At a fixed letter level L the value lies below one that is concave in a vector linear
in the choice, so a tangent of that bounds it from above (outer approximation, Duran &
Grossmann 1986). In L it is not concave; there a bound on its slope over an interval of
L does the same. docs/model.md derives both.

Shapes: K worths, R rows, O candidates, Z nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from optimizer.model.candidates import Candidate
from optimizer.model.rotation import Rotation
from optimizer.model.value.match import MatchModel
from optimizer.model.value.rates import Floats
from optimizer.solver.hazards import Hazards, extreme_sums
from optimizer.solver.level import Level
from optimizer.solver.offered import Offered


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


class Relaxation:
    """Upper bounds for one problem and candidates of which ``most`` may be chosen."""

    def __init__(
        self,
        model: MatchModel,
        booked: tuple[Rotation, ...],
        found: Sequence[Candidate],
        certain: bool,
        most: int,
    ) -> None:
        self.model = model
        self.certain = certain
        self.offered = Offered(model, booked, found, certain, max(most, 0))
        self.base_letters = float(model.letters_of(booked, certain)[0])
        p = self.offered.acceptance
        given = np.array([c.on_time_until is not None for c in found], dtype=float)
        self.on_time_letters = p * given * self._share(late=False)
        self.late_letters = p * given * self._share(late=True)
        self.level = lru_cache(maxsize=256)(
            lambda letters: Level(self.offered, letters)
        )

    def _share(self, *, late: bool) -> Floats:
        kinds = [kind for _, kind in self.offered.visits]
        shares = [self.model.letter_share(kind, late=late)[0] for kind in kinds]
        return np.array(shares, dtype=float)

    @cached_property
    def most_letters(self) -> float:
        """Letters beyond which nothing changes."""
        return float(self.model["letters_max_per_program"][0])

    def tangent(self, chosen: Sequence[int], at: float, slope: float) -> Cut:
        """The cut that touches the bound of a level at ``chosen`` and letters ``at``.

        ``slope`` bounds dF/dL: from below if every L counted is at most ``at``, from
        above if every L counted is at least ``at``.
        """
        level = self.level(min(at, self.most_letters))
        gradient = level.gradient(chosen)
        constant = level.bound(chosen) - gradient[list(chosen)].sum()
        return Cut(constant + slope * (self.base_letters - at), gradient, slope)

    def slopes(self, low: float, high: float) -> tuple[float, float]:
        """Bounds (from below, from above) on dF/dL for L in [low, high].

        Over every set of candidates and every way in which they displace signals;
        ``low`` and ``high`` lie between two neighbouring kinks of g.
        """
        steepness = self.model.letter_slope(low)
        if steepness == 0.0:
            return 0.0, 0.0
        a, b = self.level(low), self.level(high)
        most, steps = self.offered.most, self.model.worth_steps
        fall = extreme_sums(b.least, most, lowest=True)
        rise = extreme_sums(a.greatest, most, lowest=False)
        hazard_low, hazard_high = Hazards(self.offered, low, high).bounds()
        least = np.exp(b.none + fall) * np.maximum(hazard_low, 0)
        greatest = np.exp(a.none + rise) * hazard_high
        return (
            float(steepness * (least @ self.model.weights) @ steps),
            float(steepness * (greatest @ self.model.weights) @ steps),
        )
