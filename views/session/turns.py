"""Whose search runs next: few at a time, what someone waits for before what follows.

Visitors share one interpreter. Were all searches to run at once, each would be slow;
in turn, the first is done before the last has begun.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWER, DETAIL = 0, 1
"""Urgency: the answer itself, and what is drawn below it when that is there."""


class Turns:
    """Lets so many in at a time: the most urgent first, then in order of asking."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._asked = itertools.count()
        self._waiting: list[tuple[int, int]] = []
        self._changed = threading.Condition()

    @property
    def free(self) -> int:
        """How many more may run now."""
        return self._free

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def taken(self, urgency: int) -> Iterator[None]:
        """Wait for one's turn, and have it until the block ends."""
        with self._changed:
            own = (urgency, next(self._asked))
            heapq.heappush(self._waiting, own)
            self._changed.wait_for(lambda: self._free and self._waiting[0] == own)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
