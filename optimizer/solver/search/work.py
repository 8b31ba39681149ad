"""How much a search may do: work is counted, never seconds of the clock.

The same question then ends the same way on a slow machine. A *unit* is about one
second of a core of a usual laptop of 2026: so many entries of tables looked at, sets
valued and dated, or one second of CP-SAT's own deterministic time.
"""

from __future__ import annotations

import math
import time

_ENTRIES = 100_000_000
"""Entries of tables of sets that are a unit."""
_VALUED, _DATED, _ORDER = 200, 250, 3
"""Entries that a set valued exactly, a dated one and each of its orders count for."""
SEARCH_SHARE = 0.5
"""What the search may spend before CP-SAT goes on alone with the rest."""


class TooMuch(Exception):
    """The search would look at more sets than its share allows."""


class OutOfWork(Exception):
    """The scenario's work limit is reached before the question is answered."""


class Work:
    """The work of one question: what is done and what is allowed, in units."""

    def __init__(self, limit: float, share: float = 1.0) -> None:
        self.began = time.thread_time()
        self.done, self.limit, self.most = 0.0, limit, share * limit

    def add(self, entries: float) -> None:
        """Count work; raises ``OutOfWork`` past the limit, ``TooMuch`` past a share."""
        self.done += entries / _ENTRIES
        if self.done > self.limit:
            raise OutOfWork
        if self.done > self.most:
            raise TooMuch

    def value(self, sets: int) -> None:
        """Count sets that are valued exactly."""
        self.add(_VALUED * sets)

    def date(self, sets: int, stops: int) -> None:
        """Count sets of so many rotations that are dated, in every order."""
        self.add(sets * (_DATED + _ORDER * math.factorial(stops)))

    def use_all(self) -> None:
        """Leave nothing for CP-SAT."""
        self.most = self.limit

    @property
    def left(self) -> float:
        """Units that are left."""
        return max(self.limit - self.done, 0.0)

    @property
    def seconds(self) -> float:
        """Seconds of the processor since it began: told, never asked."""
        return time.thread_time() - self.began
