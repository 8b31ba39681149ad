"""Good plans, found fast: add the best candidate for its price, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from optimizer.domain import replies as answers
from optimizer.domain.block_id import offerings_of
from optimizer.model import rules
from optimizer.model.value.rates import Floats
from optimizer.solver.search import Found, Search

PRICES = (0.0, 0.25, 0.5, 0.8, 1.2, 1.8, 3.0, 6.0)
"""Prices of a dollar that are tried, in units of best worth per room."""
GAIN = 1e-6
"""A swap must add at least so much match value."""
LETTER_STEP = 0.1
TRIES = 12
"""How many candidates are tried for a place in a plan before it is left empty."""


def greedy(search: Search, prices: Sequence[float] = PRICES) -> list[Found]:
    """Good valid sets, best first.

    One attempt for each price of a dollar; where counts are required a second one
    that meets them first.
    """
    if search.most < 0:
        return []
    moods = (False, True) if search.requirements else (False,)
    tries = [_grow(search, price, eager) for eager in moods for price in prices]
    found = {f.chosen: f for f in tries if f is not None and search.obeys_tallies(f)}
    return sorted(found.values(), key=lambda f: (-f.value, f.usd, f.chosen))


def swapped(search: Search, found: Found) -> Found:
    """The set after swaps of one rotation (or one more) as long as they help."""
    while (better := _swap(search, found)) is not None:
        found = better
    return found


def _swap(search: Search, found: Found) -> Found | None:
    """The best valid set that differs in one rotation and is better; None if none."""
    options: list[tuple[float, tuple[int, ...]]] = []
    places = [None] if len(found.chosen) < search.most else []
    for left in (*places, *found.chosen):
        rest = tuple(i for i in found.chosen if i != left)
        options += _fillings(search, rest, found)
    for _, chosen in sorted(options, reverse=True)[: 2 * TRIES]:
        grown = search.quick_dates(chosen)
        if grown and grown.value > found.value + GAIN and search.obeys_tallies(grown):
            return grown
    return None


def _fillings(
    search: Search, rest: tuple[int, ...], found: Found
) -> list[tuple[float, tuple[int, ...]]]:
    """The most promising sets of ``rest`` and one more, with their estimated values."""
    bounds, items, kept = search.bounds, search.items, list(rest)
    letters = bounds.base_letters + float(search.best_letters[kept].sum())
    level = bounds.level(min(letters, bounds.most_letters))
    estimate = level.value(rest) + _worth_at(search, rest, letters)
    good = estimate > found.value
    good &= search.usd + search.usd[kept].sum() <= search.room_usd
    good[list(found.chosen)] = False
    for group in items.groups:
        good &= ~np.isin(group, [n for n in group[kept] if n >= 0])
    best = np.flatnonzero(good)
    best = best[np.argsort(-estimate[best], kind="stable")[: TRIES // 2]]
    return [(float(estimate[i]), (*rest, int(i))) for i in best]


def _grow(search: Search, price: float, eager: bool) -> Found | None:
    """Start from the pins and add candidates until nothing more fits."""
    required = answers.required(search.problem.scenario)
    pinned = offerings_of(required)
    ids = [c.offering.offering_id for c in search.candidates]
    best = search.quick_dates(i for i, name in enumerate(ids) if name in pinned)
    while best is not None and len(best.chosen) < search.most:
        grown = _add_one(search, best, price, eager)
        if grown is None:
            break
        best = grown
    return best


def _add_one(search: Search, found: Found, price: float, eager: bool) -> Found | None:
    """The set with the best candidate added that keeps dates and upper limits."""
    scores = _scores(search, found, price, eager)
    taken = {search.candidates[i].visit.key for i in found.chosen}
    free = (
        int(i)
        for i in np.argsort(-scores, kind="stable")
        if search.candidates[i].visit.key not in taken
    )
    for i in islice(free, TRIES):
        if scores[i] <= 0:
            return None
        grown = search.quick_dates((*found.chosen, i))
        if grown is not None and _within_upper_limits(search, grown):
            return grown
    return None


def _scores(search: Search, found: Found, price: float, eager: bool) -> Floats:
    """Worth of each candidate less its price; urgent ones first, (O,)."""
    worth = _worth(search, found)
    best = float(worth.max(initial=0.0))
    per_dollar = best * max(search.most, 1) / max(search.room_usd, 1)
    usd = search.usd + _nearest_leg(search, found)
    return np.asarray(
        worth - price * per_dollar * usd + best * _urgency(search, found, eager)
    )


def _worth(search: Search, found: Found) -> Floats:
    """What each candidate adds to a set, to first order, letters included, (O,)."""
    return _worth_at(search, found.chosen, found.letters)


def _worth_at(search: Search, chosen: tuple[int, ...], letters: float) -> Floats:
    bounds = search.bounds
    at = min(letters, bounds.most_letters)
    level, step = bounds.level(at), min(LETTER_STEP, bounds.most_letters - at)
    slope = 0.0
    if step > 0:
        more = bounds.level(at + step).value(chosen)
        slope = (more - level.value(chosen)) / step
    return level.gradient(chosen) + slope * search.best_letters


def _urgency(search: Search, found: Found, eager: bool) -> Floats:
    """How many unmet requirements each candidate helps, (O,).

    None while places are left for others, unless one is ``eager``.
    """
    urgent = np.zeros(len(search.candidates))
    unmet = [
        (needed - counts[list(found.chosen)].sum(), counts)
        for needed, counts in search.requirements
    ]
    places = search.most - len(found.chosen)
    if eager or sum(max(need, 0) for need, _ in unmet) >= places:
        for need, counts in unmet:
            urgent = urgent + (need > 0) * counts
    return urgent


def _nearest_leg(search: Search, found: Found) -> Floats:
    """Dollars from each candidate to the nearest place of the set or booked, (O,)."""
    place = search.items.place
    legs = search.items.legs[np.ix_(place, place[list(found.chosen)])]
    if search.items.to_booked is not None:
        legs = np.column_stack([legs, search.items.to_booked])
    return np.asarray(legs.min(axis=1)) if legs.size else np.zeros(len(legs))


def _within_upper_limits(search: Search, found: Found) -> bool:
    """Whether no tally already counts too many (too few may still grow)."""
    problem, rotations = search.problem, search.rotations(found)
    limits = [(tally, tally.limits(problem).high) for tally in rules.TALLIES]
    return all(
        rules.counts_within(problem, tally, rotations, rules.CountLimits(high=high))
        for tally, high in limits
        if high
    )
