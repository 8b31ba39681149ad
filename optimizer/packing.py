"""How many rotations fit into the days there are: a proof that some rules cannot hold.

CP-SAT takes seconds to see that three blocks do not fit into two free months; counting
takes none. What is counted is an upper bound: other rules only make it smaller.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer import rules
from optimizer.search import Search

Span = tuple[int, int]
"""First and last day of a block, as ordinals, both counted."""


def cannot_fit(search: Search) -> bool:
    """Whether some rule asks for more rotations than can lie one after another."""
    for tally in rules.TALLIES:
        booked = rules.counts(search.problem, tally, search.booked)
        for key, low in tally.limits(search.problem).low.items():
            if low > booked[key] and _most(search, tally, key) < low - booked[key]:
                return True
    return False


def _most(search: Search, tally: rules.Tally, key: str) -> int:
    """At most this many rotations of a plan count for a key of a tally."""
    gap, stay, idle = search.scheduler.gap, search.scheduler.stay, search.scheduler.idle
    counting = _blocks(search, tally, key)
    most = most_that_fit(counting, gap, stay)
    if idle is None or search.booked:
        return most
    every = {(s, s + c.days - 1) for c in search.candidates for s in c.starts}
    return min(most, most_in_a_row(every, counting, (gap, idle), search.most))


def most_that_fit(blocks: Iterable[Span], gap: int, stay: int | None) -> int:
    """The most blocks at least ``gap`` days apart, within ``stay`` days in all.

    From each first day on, the block that ends first is taken again and again: no
    other choice leaves more room.
    """
    by_end = sorted(set(blocks), key=lambda block: (block[1], block[0]))
    firsts = sorted({start for start, _ in by_end})
    if stay is None:
        firsts = firsts[:1]
    return max((_packed(by_end, first, gap, stay) for first in firsts), default=0)


def most_in_a_row(
    every: Iterable[Span], counting: Iterable[Span], between: tuple[int, int], most: int
) -> int:
    """The most blocks that count, among up to ``most`` in a row.

    From one to the next lie as many days as ``between`` allows, at least and at most.
    """
    blocks = np.array(sorted(set(every) | set(counting))).reshape(-1, 2)
    counted = set(counting)
    weight = np.array([float(tuple(block) in counted) for block in blocks.tolist()])
    days = blocks[None, :, 0] - blocks[:, None, 1] - 1
    follows = (days >= between[0]) & (days <= between[1])
    best = np.zeros(len(blocks))
    for _ in range(most if len(blocks) else 0):
        best = weight + np.where(follows, best[:, None], 0.0).max(axis=0)
    return int(best.max(initial=0.0))


def _packed(by_end: list[Span], first: int, gap: int, stay: int | None) -> int:
    free, count = first, 0
    for start, end in by_end:
        if stay is not None and end - first + 1 > stay:
            break
        if start >= free:
            free, count = end + 1 + gap, count + 1
    return count


def _blocks(search: Search, tally: rules.Tally, key: str) -> set[Span]:
    """The blocks that count for a key of a tally."""
    found = set()
    for c in search.candidates:
        ever = {
            timely: key in tally.keys(search.problem, c.visit, timely)
            for timely in (False, True)
        }
        until = -1 if c.on_time_until is None else c.on_time_until
        found |= {(s, s + c.days - 1) for s in c.starts if ever[s <= until]}
    return found
