"""What is left of the offers in an interval of letters, and sets of them half grown.

Shapes: N offers left, S partial sets of k members each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.solver.search.cuts import Cut
from optimizer.solver.search.prices import Priced
from optimizer.solver.sets.demands import Demands
from optimizer.solver.sets.offer_arrays import Floats, Indices, Mask

_OFTEN = 0.6
"""A demand met by most offers is no reason to take those first."""


@dataclass(frozen=True, eq=False)
class Left:
    """The offers left in an interval, and what bounds there are on them, (N,) each.

    ``letters``: those an offer gives at best; ``low_letters`` to ``high_letters`` are
    those that members add in this interval. ``classes`` number their starts.
    """

    index: Indices
    host: Indices
    place: Indices
    usd: Floats
    leg: Floats
    letters: Floats
    classes: Indices
    demands: Demands
    cut: Cut
    priced: Priced
    low_letters: float
    high_letters: float

    def ordered(self) -> Left:
        """By reduced value, those that a rule asks for first."""
        rank = np.zeros(len(self.index), dtype=int)
        groups = sorted((d.members for d in self.demands.needs), key=lambda m: m.sum())
        for place, members in reversed(list(enumerate(groups))):
            if members.mean() < _OFTEN:
                rank[members] = place - len(groups)
        return self.only(np.lexsort((-self.net, rank)))

    def only(self, kept: Indices | Mask) -> Left:
        """Some of them, in the order given."""
        index = np.arange(len(self.index))[kept]
        return Left(
            self.index[kept],
            self.host[kept],
            self.place[kept],
            self.usd[kept],
            self.leg[kept],
            self.letters[kept],
            self.classes[kept],
            self.demands.only(index),
            self.cut.only(kept),
            self.priced.only(kept),
            self.low_letters,
            self.high_letters,
        )

    @property
    def net(self) -> Floats:
        """Value of each less its dollars and its shortest leg, at the price."""
        paid = self.priced.price * (self.usd + self.leg)
        return np.asarray(self.priced.choice - paid)


@dataclass(frozen=True, eq=False)
class Partial:
    """Partial sets: members in rising order, and sums over them, (S,) each."""

    members: Indices
    net: Floats
    usd: Floats
    letters: Floats
    priced: Floats
    plain: Floats
    trip: Floats

    def only(self, kept: Mask | Indices) -> Partial:
        """Some of them."""
        return Partial(
            self.members[kept],
            self.net[kept],
            self.usd[kept],
            self.letters[kept],
            self.priced[kept],
            self.plain[kept],
            self.trip[kept],
        )
