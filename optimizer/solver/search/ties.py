"""The search that proves the best plan, and keeps the sets that may be as good."""

from __future__ import annotations

import numpy as np

from optimizer.solver.search.dated import Dated
from optimizer.solver.search.goal import Best, Found, least_value
from optimizer.solver.search.search import Search
from optimizer.solver.search.work import Work
from optimizer.solver.sets.offer_arrays import Floats, Indices
from optimizer.solver.sets.pool import Pool

_MOST = 2_000
"""Sets that are kept: of more, the cheapest are sooner searched for by themselves."""


class _OrAsGood(Best):
    """Of interest: what a goal wants, and what is as good as ``first`` and no dearer.

    ``full``: whether nothing more that is as good is of interest.
    """

    def __init__(self, goal: Best, first: Found) -> None:
        super().__init__(goal.room)
        self.goal, self.first, self.full = goal, first, False

    @property
    def above(self) -> float:
        """What is as good as the best so far is worth more."""
        return least_value(self.goal.best or self.first)

    def above_at(self, usd: Floats) -> Floats | float:
        """The same where it is no dearer."""
        cheap = usd <= (-np.inf if self.full else self.first.usd)
        return np.where(cheap, self.above, self.goal.above)

    def pay(self, prices: Floats) -> Floats:
        """All the room for what is better, what the first costs for what is as good."""
        better = prices * self.room - (self.goal.above - self.above)
        return np.asarray(np.maximum(better, prices * self.first.usd))


class Ties(Search):
    """The whole search for a goal that knows a plan: a good one as a rule.

    Sets that are as good are not dated: once the best is known, few of them are left.
    """

    def __init__(self, pool: Pool, goal: Best, work: Work) -> None:
        assert goal.best is not None, "a plan is known"
        self.wanted = _OrAsGood(goal, goal.best)
        super().__init__(pool, self.wanted, work)
        self.better = Dated(pool, goal, work)
        self.kept: list[Indices] = []

    @property
    def touched(self) -> tuple[int, ...]:
        """The best set so far."""
        return self.better.touched

    def date(self, sets: Indices, value: Floats, least: Floats) -> None:
        """Date what is better, and keep it all."""
        self.kept.append(sets)
        self.wanted.full = self.wanted.full or sum(map(len, self.kept)) > _MOST
        good = value > self.better.goal.above
        self.better.date(sets[good], value[good], least[good])

    def as_good(self, best: Found) -> list[Indices] | None:
        """All sets that may be as good as the best and no dearer; None: not known."""
        return None if self.wanted.full or best is not self.wanted.first else self.kept
