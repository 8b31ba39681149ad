"""Linear upper bounds on the match value: tangents and letter slopes.

At a fixed letter level L the value lies below one that is concave in a vector linear
in the choice, so a tangent of that bounds it from above (outer approximation, Duran &
Grossmann 1986). In L it is not concave; there a bound on its slope over an interval of
L does the same. docs/model.md derives both.

Shapes: K worths, R rows, O candidates, Z nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from optimizer.model.candidates import Candidate
from optimizer.model.rotation import Rotation
from optimizer.model.value.objective import MatchModel, place_of
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.level import Level
from optimizer.solver.sets.offered import Offered


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
        visits = [place_of(c.visit) for c in found]
        p = np.array(
            [model.acceptance(c.visit, certain)[0] for c in found], dtype=float
        )
        self.offered = Offered(model, booked, visits, p, certain, max(most, 0))
        self.base_letters = float(model.letters_of(booked, certain)[0])
        given = np.array([c.on_time_until is not None for c in found], dtype=float)
        self.on_time_letters = p * given * self._share(late=False)
        self.late_letters = p * given * self._share(late=True)
        self.level = lru_cache(maxsize=256)(
            lambda letters: Level(self.offered, letters)
        )

    def _share(self, *, late: bool) -> Floats:
        kinds = [kind for _, kind in self.offered.visits]
        share = {k: self.model.letter_share(k, late=late)[0] for k in {*kinds}}
        return np.array([share[kind] for kind in kinds], dtype=float)

    @cached_property
    def most_letters(self) -> float:
        """Letters beyond which nothing changes."""
        return float(self.model["letters_max_per_program"][0])
