"""Whether there is any plan, and the cheapest: what is enough to look at.

Counting comes first: some rules ask for more rotations than fit. Then a search may
leave out candidates that others can stand in for. One stands in for another if every
plan that holds the other obeys every rule and costs no more with it in its place, on
the same dates. A plan of up to m rotations leaves one of m stand-ins at different hosts
free, so a candidate that has so many is not needed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.model import rules
from optimizer.model.value.rates import Floats
from optimizer.solver.enumeration import Mask
from optimizer.solver.packing import Span, most_in_a_row, most_that_fit
from optimizer.solver.search import Search

NEIGHBOURS = 2
"""A rotation has at most two trips, one before it and one after it."""


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
    every = {span for c in search.candidates for span in c.spans}
    return min(most, most_in_a_row(every, counting, (gap, idle), search.most))


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


def essential(search: Search, *, cheapest: bool = False) -> list[int]:
    """Candidates that are enough: if there is a plan, there is one of these alone.

    With ``cheapest`` there is also one that costs no more than any plan.
    """
    count, most = len(search.candidates), search.most
    if not count or most < 1 or search.refused:  # a stand-in could make a refused set
        return list(range(count))
    able = _stands_in(search, cost_matters=cheapest or _budget_may_bind(search))
    keys = sorted({c.visit.key for c in search.candidates})
    host = np.array([keys.index(c.visit.key) for c in search.candidates])
    kept = np.zeros(count, dtype=bool)
    for i in np.argsort(search.usd, kind="stable"):
        kept[i] = len(np.unique(host[kept & able[:, i]])) < most
    return [int(i) for i in np.flatnonzero(kept)]


def _stands_in(search: Search, *, cost_matters: bool) -> Mask:
    """Whether candidate i stands in for candidate j, (O, O)."""
    found = _same_dates(search)
    for tally in rules.TALLIES:
        found &= _counts_as_well(search, tally)
    if cost_matters:
        found &= _costs_no_more(search)
    return found


def _same_dates(search: Search) -> Mask:
    """Where i has every start of j and takes as many days."""
    every = sorted({s for c in search.candidates for s in c.starts})
    column = {start: n for n, start in enumerate(every)}
    starts = np.zeros((len(search.candidates), len(every)))
    for i, c in enumerate(search.candidates):
        starts[i, [column[s] for s in c.starts]] = 1
    days = np.array([c.days for c in search.candidates])
    return np.asarray(_has_all(starts) & (days[:, None] == days[None, :]))


def _counts_as_well(search: Search, tally: rules.Tally) -> Mask:
    """Where i counts for all that j is needed for, and for nothing else that is capped.

    One rotation per program is left out: stand-ins are counted by their hosts.
    """
    limits = tally.limits(search.problem)
    count = len(search.candidates)
    found = np.ones((count, count), dtype=bool)
    sometimes = _keys(search, tally, on_time=True)
    always = _keys(search, tally, on_time=False)
    wanted = _wanted(limits, always, sometimes)
    found &= _has_all(_flags(always, wanted)) & _has_all(_flags(sometimes, wanted))
    if any(
        a.isdisjoint(wanted) != s.isdisjoint(wanted)
        for a, s in zip(always, sometimes, strict=True)
    ):
        found &= _as_often_on_time(search)
    if rules.ANY not in limits.high:
        capped = _flags(sometimes, limits.high)
        found &= _has_all(capped).T
    return found


def _wanted(limits: rules.CountLimits, *keys: list[frozenset[str]]) -> frozenset[str]:
    """Keys of which a plan needs some: those with a lower limit, or all of them."""
    if limits.min_distinct:
        return frozenset().union(*(k for found in keys for k in found))
    return frozenset(key for key, low in limits.low.items() if low > 0)


def _keys(search: Search, tally: rules.Tally, *, on_time: bool) -> list[frozenset[str]]:
    """Keys each candidate counts for."""
    return [
        frozenset(tally.keys(search.problem, c.visit, on_time))
        for c in search.candidates
    ]


def _flags(keys: list[frozenset[str]], among: Iterable[str]) -> Floats:
    """1 where a candidate counts for a key, (O, K)."""
    names = sorted(among)
    rows = [[float(name in found) for name in names] for found in keys]
    return np.array(rows).reshape(len(keys), len(names))


def _has_all(flags: Floats) -> Mask:
    """Where row i of (O, K) has all that row j has, (O, O)."""
    return np.asarray((1 - flags) @ flags.T == 0)


def _as_often_on_time(search: Search) -> Mask:
    """Where i gives a letter on time on every start on which j does."""
    never = -1
    until = np.array(
        [
            never if c.on_time_until is None else c.on_time_until
            for c in search.candidates
        ]
    )
    last = np.array(
        [
            max((s for s in c.starts if s <= t), default=never)
            for c, t in zip(search.candidates, until, strict=True)
        ]
    )
    return np.asarray(until[:, None] >= last[None, :])


def _costs_no_more(search: Search) -> Mask:
    """Where i is cheaper than j by more than any detour it can cause."""
    items = search.items
    used = np.unique(items.place)
    legs = items.legs[used]
    longer = np.array([(legs[a] - legs).max(axis=1) for a in range(len(used))])
    place = np.searchsorted(used, items.place)
    detour = NEIGHBOURS * longer[np.ix_(place, place)]
    return np.asarray(items.usd[:, None] + detour <= items.usd[None, :])


def _budget_may_bind(search: Search) -> bool:
    """Whether any plan at all could cost more than the budget."""
    dearest = np.sort(search.usd)[::-1][: search.most].sum()
    trips = search.most + len(search.booked)
    days = [d for c in search.candidates for d in (c.starts[0], c.starts[-1] + c.days)]
    days += [d.toordinal() for r in search.booked for d in (r.start, r.end)]
    waiting = (max(days) - min(days)) * search.scheduler.waiting_usd
    return bool(dearest + trips * search.items.legs.max() + waiting > search.room_usd)
