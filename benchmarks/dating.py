"""The best dates of one set, exactly: for peers, and for tests to measure with."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from itertools import permutations

from optimizer.solver.sets.dated_sets import DatedSet, DatedSets

ORDER_DECIMALS = 9
"""Orders of moving signals whose values agree so far count as one."""
Orders = Collection[tuple[int, ...]]


def best_dates(search: DatedSets, chosen: Iterable[int]) -> DatedSet | None:
    """The valid dates of the highest value a set can have, exactly; then cheapest.

    A set's value depends on its dates through which letters are on time, tried most
    letters first, and sometimes through the order in which it moves signals.
    """
    index, best = tuple(chosen), None
    for timely in search.by_letters(index):
        for value, orders in _by_order(search, index, timely):
            if best is not None and value <= best.value:
                break
            found = search.date(index, timely, orders=orders)
            if found is not None and search.obeys_tallies(found):
                if orders is None:
                    return found
                best = max(filter(None, (best, found)), key=lambda f: f.value)
    return best


def _by_order(
    search: DatedSets, index: tuple[int, ...], timely: frozenset[int]
) -> list[tuple[float, Orders | None]]:
    """Values of a set with these letters on time, and the orders that give each.

    Highest first; orders None and an infinite value where any order will do.
    """
    bounds = search.bounds
    movers = bounds.offered.ordered(index)
    if not movers:
        return [(math.inf, None)]
    late = set(index) - timely
    letters = bounds.base_letters
    letters += float(bounds.on_time_letters[list(timely)].sum())
    letters += float(bounds.late_letters[list(late)].sum())
    level = bounds.level(min(letters, bounds.most_letters))
    others = tuple(i for i in index if i not in movers)
    found: dict[float, list[tuple[int, ...]]] = {}
    for order in permutations(movers):
        value = round(level.value((*order, *others)), ORDER_DECIMALS)
        found.setdefault(value, []).append(order)
    return sorted(found.items(), reverse=True)
