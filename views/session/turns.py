"""Whose search runs next: few at a time, what someone waits for before what follows.

Visitors share one interpreter. Were all searches to run at once, each would be slow;
in turn, the first is done before the last has begun.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ANSWER, DETAIL = 0, 1
"""Urgency: the answer itself, and what is drawn below it when that is there."""
MOMENT_S = 0.05
"""So long one waits before one looks whether one still need wait."""


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
    def taken(self, urgency: int, look: Callable[[], object] = bool) -> Iterator[None]:
        """Wait for one's turn, and have it until the block ends.

        While it waits it calls ``look`` now and then: what that raises ends the wait.
        """
        self._wait(urgency, look)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self, urgency: int, look: Callable[[], object]) -> None:
        own = (urgency, next(self._asked))
        with self._changed:
            heapq.heappush(self._waiting, own)
        try:
            while not self._has_begun(own):
                look()
        except BaseException:
            with self._changed:
                self._waiting.remove(own)
                heapq.heapify(self._waiting)
                self._changed.notify_all()
            raise

    def _has_begun(self, own: tuple[int, int]) -> bool:
        """Wait a moment; say whether one's turn has come, and take it then."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: self._free and self._waiting[0] == own, MOMENT_S
            ):
                return False
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
            return True
