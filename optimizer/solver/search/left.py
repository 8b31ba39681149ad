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
from optimizer.solver.sets.pool import Pool

FEW = 40
"""Of fewer offers all sets are looked at, whether or not they have twins."""
_OFTEN = 0.6
"""A demand met by most offers is no reason to take those first."""


Column = Floats | Indices | Mask


@dataclass(frozen=True, eq=False)
class Left:
    """The offers left in an interval, and what bounds there are on them, (N,) each.

    ``letters``: those an offer gives at best; ``low_letters`` to ``high_letters`` are
    those that members add in this interval. ``classes`` number their starts; those that
    differ in nothing but host and dollars are ``twins`` of the same number.
    """

    index: Indices
    host: Indices
    place: Indices
    usd: Floats
    leg: Floats
    letters: Floats
    classes: Indices
    twins: Indices
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
            self.twins[kept],
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


def twins_of(pool: Pool, kept: Indices) -> Indices:
    """Offers that differ in host and dollars alone have the same number, (N,).

    Of few offers none are looked at; nor where sets are refused: then one is not as
    good as its twin.
    """
    if len(kept) < FEW or pool.refused:
        return np.arange(len(kept))
    demands, worth = pool.demands, pool.worth
    columns: list[Column] = [pool.any_class, pool.timely_class, pool.offers.place]
    columns += [limit.members for limit in (*demands.needs, *demands.caps)]
    columns += [*demands.cover.areas.T] if demands.cover else []
    columns += [worth.type, worth.on_time, worth.late, worth.handicap]
    table = np.stack([np.asarray(c[kept], dtype=float) for c in columns], axis=1)
    return np.unique(table, axis=0, return_inverse=True)[1].reshape(-1)


def first_hosts(left: Left) -> Indices:
    """The host that a set must hold before each offer: that of a cheaper twin, (N,).

    -1: none. All offers of that host come before. docs/model.md says why it holds.
    """
    found = np.full(len(left.index), -1)
    last = dict(zip(left.host.tolist(), range(len(found)), strict=True))
    groups: dict[int, list[int]] = {}
    for at, number in enumerate(left.twins.tolist()):
        before = groups.setdefault(number, [])
        for twin in reversed(before):
            host = int(left.host[twin])
            if left.usd[twin] < left.usd[at] and last[host] < at:
                found[at] = host
                break
        before.append(at)
    return found


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
