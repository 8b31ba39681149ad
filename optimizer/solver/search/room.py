"""What later members add where days leave no room for the best of them all.

Whatever a set becomes, its classes of starts have dates together: of each mix of
classes that has, the best later members of each class. docs/model.md says why it holds.

Shapes: N offers left, C classes of starts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimizer.solver.search.later import tails
from optimizer.solver.sets.offer_arrays import Floats, Indices

Code = tuple[int, ...]
"""Classes of the members of a set, sorted."""


class Room:
    """Offers with what each adds and its class, (N,), and which classes fit together.

    Whatever fits, fits with a member less.
    """

    def __init__(
        self,
        gain: Floats,
        class_of: Indices,
        low: int,
        most: int,
        fit: Callable[[Code], bool],
    ) -> None:
        self.low, self.most, self.fit = low, most, fit
        every = np.arange(len(gain))
        self.later = []
        """The n-th best later one of each class, C of (most, N)."""
        for number in range(class_of.max() + 1):
            here = np.flatnonzero(class_of == number)
            table = tails(np.append(np.inf, gain[here]), most)
            self.later.append(table[np.searchsorted(here, every, side="right")].T)
        self.known: dict[Code, Floats] = {}

    def more(self, code: Code) -> Floats:
        """What one or more later members add at most to a set that ends here, (N,)."""
        if code not in self.known:
            none = np.zeros(self.later[0].shape[1])
            self.known[code] = np.full_like(none, -np.inf)
            self._fill(code, (), none)
        return self.known[code]

    def _fill(self, code: Code, added: Code, total: Floats) -> None:
        """Try every mix that begins with the classes ``added``, worth ``total``."""
        best = self.known[code]
        for number in range(added[-1] if added else 0, len(self.later)):
            mix = (*added, number)
            if not self.fit(tuple(sorted((*code, *mix)))):
                continue
            worth = total + self.later[number][mix.count(number) - 1]
            size = len(code) + len(mix)
            if size >= self.low:
                np.maximum(best, worth, out=best)
            if size < self.most:
                self._fill(code, mix, worth)
