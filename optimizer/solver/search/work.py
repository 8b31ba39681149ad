"""How much a search may do: work is counted; seconds only stop what hangs."""

from __future__ import annotations

import time

MOST_WORK = 400_000_000
"""Entries of tables of sets that one search may look at: some tens of seconds."""


class TooMuch(Exception):
    """The search would look at more sets than allowed."""


class OutOfTime(Exception):
    """The scenario's time limit passed."""


class Work:
    """Counts work, and watches the processor's seconds of its thread.

    Those of the clock would give another answer on a busy machine.
    """

    def __init__(self, seconds: float, most: int = MOST_WORK) -> None:
        self.began = time.thread_time()
        self.deadline = self.began + seconds
        self.done, self.most = 0, most

    def add(self, entries: int) -> None:
        """Count work; raises ``TooMuch`` past the cap, ``OutOfTime`` past the limit."""
        self.done += entries
        if self.done > self.most:
            raise TooMuch
        self.check()

    def check(self) -> None:
        """Raise ``OutOfTime`` past the limit."""
        if time.thread_time() > self.deadline:
            raise OutOfTime

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.thread_time() - self.began

    @property
    def left(self) -> float:
        """Seconds left; raises ``OutOfTime`` if there are none."""
        self.check()
        return self.deadline - time.thread_time()
