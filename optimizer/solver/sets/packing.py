"""How many blocks fit into the days there are, whatever other rules say.

CP-SAT takes seconds to see that three blocks do not fit into two free months; counting
takes none.
"""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]
"""First and last day of a block, as ordinals, both counted."""


def most_that_fit(blocks: Iterable[Span], gap: int, stay: int | None) -> int:
    """The most blocks at least ``gap`` days apart, within ``stay`` days in all.

    From each first day on, the block that ends first is taken again and again: no
    other choice leaves more room.
    """
    by_end = sorted(set(blocks), key=lambda block: (block[1], block[0]))
    firsts = sorted({start for start, _ in by_end})
    if stay is None:
        firsts = firsts[:1]
    return max((_greedy_count(by_end, first, gap, stay) for first in firsts), default=0)


def _greedy_count(by_end: list[Span], first: int, gap: int, stay: int | None) -> int:
    free, count = first, 0
    for start, end in by_end:
        if stay is not None and end - first + 1 > stay:
            break
        if start >= free:
            free, count = end + 1 + gap, count + 1
    return count
