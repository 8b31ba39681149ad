"""One interval of letter levels: its bounds, and what they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from optimizer.solver.bounds import Cut
from optimizer.solver.enumeration import Limits
from optimizer.solver.fixing import Kept, by_pairs, by_sets, everything
from optimizer.solver.search import Found, Search

STEEPER_SLOPES = (0.01, 0.03, 0.1)
"""Extra value per letter in the cuts that rely on an interval's lower end."""
REQUIREMENT_WORTHS = (0.001, 0.004, 0.016)
"""Value of meeting a requirement once, in the cuts that rely on requirements."""
DIVES = (0.6, 0.25)
"""Shares of the gap to the highest bound at which sets are listed first."""
MANY_CANDIDATES = 30
"""With more candidates left, sets of high bounds are listed before all others."""
EPSILON = 1e-9


class Interval:
    """One interval of letter levels: its slopes, cuts and surviving candidates."""

    def __init__(self, search: Search, low: float, high: float) -> None:
        self.search = search
        self.low, self.high = low, high
        self.bounds = search.bounds
        self.least, self.greatest = self.bounds.slopes(low, high)
        self.cuts: list[Cut] = []

    def touch(self, chosen: Sequence[int]) -> list[Cut]:
        """Add the cuts that touch the value at a set, from both ends of L."""
        new = [
            self.bounds.tangent(chosen, self.high, self.least),
            self.bounds.tangent(chosen, self.low, self.greatest),
        ]
        self.cuts += new
        return new

    def bound_at(self, found: Found) -> float:
        """The lowest bound of the cuts at a found set."""
        letters = found.letters - self.bounds.base_letters
        return min(
            c.constant + float(c.choice[list(found.chosen)].sum()) + c.slope * letters
            for c in self.cuts
        )

    def bound_of(self, chosen: Sequence[int]) -> float:
        """The lowest bound of the cuts on a set, whatever its dates."""
        index = list(chosen)
        letters = float(self.search.best_letters[index].sum())
        return min(
            c.constant + float(c.choice[index].sum()) + c.slope * letters
            for c in self.cuts
        )

    def survivors(self, threshold: float) -> Kept:
        """Candidates and pairs that some plan above the threshold may hold."""
        items = self.search.items
        limits = self._limits(threshold)
        return by_pairs(items, self._all_cuts(), limits, everything(items))

    def dives(self, kept: Kept, threshold: float) -> Iterator[Kept]:
        """The sets of much higher bounds only: cheap to list, and often good plans."""
        if len(kept.index) > MANY_CANDIDATES:
            for share in DIVES:
                higher = threshold + share * (kept.bound - threshold)
                items, cuts = self.search.items, self._all_cuts()
                fewer = by_pairs(items, cuts, self._limits(higher), kept)
                yield self.sets_of(fewer, higher)

    def sets_of(self, kept: Kept, threshold: float) -> Kept:
        """What sets whose bound is above the threshold leave of ``kept``."""
        limits = self._limits(threshold)
        return by_sets(self.search.items, self._all_cuts(), limits, kept)

    def _limits(self, threshold: float) -> Limits:
        search = self.search
        return Limits(
            threshold=threshold,
            room_usd=search.room_usd,
            most=max(search.most, 0),
            letters=self.low - self.bounds.base_letters - EPSILON,
            needed=np.array([n for n, _ in search.requirements], dtype=float),
            days=search.days,
        )

    def _all_cuts(self) -> list[Cut]:
        return [*self.cuts, *self._bent()]

    def _bent(self) -> Iterator[Cut]:
        """Weaker cuts that count on low <= L <= high and on the requirements.

        Flat at the upper end: letters beyond it add nothing. Steeper from the lower
        end: sets with too few letters fall below. A worth for each candidate that
        counts towards a requirement, less what the requirement needs.
        """
        base = self.bounds.base_letters
        top, bottom = self.cuts[0], self.cuts[1]
        yield replace(
            top, constant=top.constant + top.slope * (self.high - base), slope=0.0
        )
        for slope in STEEPER_SLOPES:
            constant = bottom.constant - slope * (self.low - base)
            yield replace(bottom, constant=constant, slope=bottom.slope + slope)
        for needed, counts in self.search.requirements:
            for worth in REQUIREMENT_WORTHS:
                for cut in (top, bottom):
                    constant = cut.constant - worth * needed
                    yield replace(
                        cut, constant=constant, choice=cut.choice + worth * counts
                    )
