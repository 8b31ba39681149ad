"""What later members add where days leave no room for the best of them all.

Whatever a set becomes, its classes of starts have dates together: of each mix of
classes that has, the best later members of each class. docs/model.md says why it holds.

Shapes: N offers left, C classes of starts, S sets.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from optimizer.solver.search.later import tails
from optimizer.solver.sets.dates import Dates, unique_rows
from optimizer.solver.sets.offer_arrays import Floats, Indices, distinct

Code = tuple[int, ...]
"""Classes of the members of a set, sorted."""
_USUAL_MOST = 4
"""Of so many members mixes are few."""


class Room:
    """Offers with what each adds and its class, (N,), and what fits together."""

    def __init__(
        self, gain: Floats, classes: Indices, low: int, most: int, dates: Dates
    ) -> None:
        self.gain, self.low, self.most, self.dates = gain, low, most, dates
        self.local, _, self.class_of = distinct(classes)
        self.known: dict[Code, Floats] = {}

    def fit(self, code: Code) -> bool:
        """Whether classes have dates together; then with a member less, too."""
        return self.dates.fit(tuple(int(self.local[c]) for c in code))

    def fitting(self, code: Code) -> list[bool]:
        """Which classes have dates together with these."""
        every = range(len(self.local))
        return [self.fit(tuple(sorted((*code, new)))) for new in every]

    @cached_property
    def binds(self) -> bool:
        """Whether mixes are few, and some class does not fit as often as may be."""
        every = range(len(self.local))
        alike = ((c,) * self.most for c in every)
        return self.most <= _USUAL_MOST and not all(map(self.fit, alike))

    def more(self, code: Code) -> Floats:
        """What one or more later members add at most to a set that ends here, (N,)."""
        if code not in self.known:
            self.known[code] = np.full(len(self.gain), -np.inf)
            self._fill(code, (), np.zeros(len(self.gain)))
        return self.known[code]

    def _fill(self, code: Code, added: Code, total: Floats) -> None:
        """Try every mix that begins with the classes ``added``, worth ``total``."""
        best = self.known[code]
        for number in range(added[-1] if added else 0, len(self.local)):
            mix = (*added, number)
            if not self.fit(tuple(sorted((*code, *mix)))):
                continue
            worth = total + self._later[number][mix.count(number) - 1]
            size = len(code) + len(mix)
            if size >= self.low:
                np.maximum(best, worth, out=best)
            if size < self.most:
                self._fill(code, mix, worth)

    @cached_property
    def _later(self) -> list[Floats]:
        """The n-th best later one of each class than each offer, C of (most, N)."""
        every, found = np.arange(len(self.gain)), []
        for number in range(len(self.local)):
            here = np.flatnonzero(self.class_of == number)
            table = tails(np.append(np.inf, self.gain[here]), self.most)
            found.append(table[np.searchsorted(here, every, side="right")].T)
        return found


def codes_of(classes: Indices) -> tuple[list[Code], Indices]:
    """The distinct sorted classes of sets (S, k), and which of them each set has."""
    alike, which = unique_rows(np.sort(classes, axis=1))
    return [tuple(row) for row in alike.tolist()], which
