"""Whether the calendar alone leaves room for the rotations that rules ask for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import comb

import numpy as np

from optimizer.solver.sets.dates import MOST_CLASSES, Dates
from optimizer.solver.sets.offer_arrays import Indices, Mask
from optimizer.solver.sets.pool import Pool

_MOST_SETS = 5_000
"""With more sets of classes than this nothing is said."""


def cannot_fit(pool: Pool) -> bool:
    """Whether some rule asks for more rotations than have dates together."""
    if any(_none_fits(pool.relaxed, *asked) for asked in _requirements(pool)):
        return True
    return pool.dates.idle is not None and not _some_in_a_row(pool)


def _requirements(pool: Pool) -> Iterator[tuple[Indices, int]]:
    """The classes of starts that count for a rule, and how many it asks for."""
    every = np.ones(len(pool.offers.index), dtype=bool)
    yield _classes(pool.any_class, every), pool.low
    yield _classes(pool.timely_class, pool.can_be_on_time), pool.demands.letters
    for need in pool.demands.needs:
        yield _classes(pool.any_class, need.members > 0), need.count


def _some_in_a_row(pool: Pool) -> bool:
    """Whether any number of rotations that is allowed keeps the longest wait."""
    classes = np.unique(pool.any_class)
    sizes = range(pool.low, pool.most + 1)
    return any(not _none_fits(pool.dates, classes, size) for size in sizes)


def _classes(classes: Indices, counting: Mask) -> Indices:
    return np.unique(classes[counting])


def _none_fits(dates: Dates, classes: Indices, count: int) -> bool:
    """Whether no so many of these classes have dates together."""
    if not len(classes):
        return count > 0
    sets = comb(len(classes) + count - 1, count)
    if len(classes) > MOST_CLASSES or sets > _MOST_SETS:
        return False
    every = combinations_with_replacement(classes.tolist(), count)
    return not any(dates.fit(some) for some in every)
