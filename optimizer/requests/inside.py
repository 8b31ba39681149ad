"""The sets within a list of requests, and what is done of them in each answer pattern.

What money is left changes little from one list to the next: what was worked out for
one sum serves every other that pays for the same sets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np

from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import Bools, Ints
from optimizer.requests.patterns import Patterns, mean_of_best
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.requests.worth import Ways

_ALIKE = 8
"""Requests that are looked at as one to bound what each can bring."""
_CELLS = 2**21
"""Numbers worked out together, 16 MB: more is fresh memory each time, and slow."""


class Inside:
    """The sets within some requests R and one more, and the answers to R.

    N requests in all, n of them in R; S sets within R that leave room for one more and
    can be paid for with it, in up to A ways; P patterns of answers. Which money there
    is matters only through the ways that it pays for.
    """

    def __init__(
        self,
        values: SetValues,
        asked: Chosen,
        acceptance: Floats,
        certain: Bools,
        patterns: Callable[[Sequence[float]], Patterns],
    ) -> None:
        self.values, self.asked, self.every = values, asked, acceptance
        self.open = [i for i in asked if not certain[i]]
        self.acceptance = [float(self.every[i]) for i in self.open]
        self.patterns = patterns(self.acceptance)
        self.chances = self.patterns.chances(self.acceptance)
        self.bit = np.zeros(len(acceptance), dtype=np.int64)
        self.bit[self.open] = 1 << np.arange(len(self.open), dtype=np.int64)
        sets = sets_within(asked, values.most)
        self.values.prepare(sets)
        every = [values.beside(s) for s in sets]
        # What no money pays for is left out, but the empty set.
        kept = [n for n, ways in enumerate(every) if not n or ways.usd.size]
        self._ways = _side_by_side([every[n] for n in kept], len(acceptance))
        self._sets = place_sets(len(asked), min(values.most, len(asked) + 1))
        self._place = np.full(len(every), -1)
        self._place[kept] = np.arange(len(kept))
        self.masks = self._sets.members[kept] @ self.bit[list(asked)]
        self._bests: dict[int, Floats] = {}
        self._means: dict[tuple[int, int, int], float] = {}
        self.forget()

    def forget(self) -> None:
        """Keep no more of one more request than means: it takes much memory."""
        none = np.zeros(0, dtype=np.int64)
        self._with: tuple[Ints, Ints, Floats] = none, none, np.zeros((0, 0))

    # ---- what is done -------------------------------------------------------------

    def best(self, room_usd: int) -> Floats:
        """Value of the best set of each pattern of answers for this money, (P,)."""
        paid = self._paid_inside(np.array(room_usd))
        return self._best_for(int(paid), room_usd)

    def _best_for(self, paid: int, room_usd: int) -> Floats:
        """The same; ``paid`` ways to do sets within R are no dearer than that."""
        if paid not in self._bests:
            room = np.array(room_usd)
            nothing, (masks, usd, value) = self.values.nothing, self._inner
            found = np.full(len(self.patterns.masks), -np.inf)
            found[0] = _best_ways(nothing.usd.T, nothing.value.T, room)[0]
            worth = _best_ways(usd, value, room)
            self._bests[paid] = self._spread(found, masks, worth)
        return self._bests[paid]

    def _best(self, room_usd: Ints) -> tuple[Floats, Ints]:
        """As ``best`` for several sums: (P, L) for those that differ, and which."""
        paid = self._paid_inside(room_usd)
        if paid.min() == paid.max():
            one = self._best_for(int(paid[0]), int(room_usd[0]))
            return one[:, None], np.zeros(len(paid), dtype=int)
        levels, first, which = np.unique(paid, return_index=True, return_inverse=True)
        every = zip(levels.tolist(), room_usd[first].tolist(), strict=True)
        return np.stack([self._best_for(*one) for one in every], axis=1), which

    def _best_with(self, more: Ints, room_usd: Ints) -> Floats:
        """Value of the best set that holds one more request, (P, more)."""
        usd, value = (each[:, :, more] for each in self._ways)
        return self._spread_with(_best_ways(usd, value, room_usd))

    def _spread_with(self, worth: Floats) -> Floats:
        """Value of the best of all these sets by pattern, (P, more)."""
        found = np.full((len(self.patterns.masks), worth.shape[1]), -np.inf)
        return self._spread(found, self.masks, worth)

    def _spread(self, found: Floats, masks: Ints, worth: Floats) -> Floats:
        """The best of all sets of which every host has said yes; ``found`` so far."""
        if not self.patterns.complete:
            inside = np.bitwise_count(masks) <= self.patterns.most
            masks, worth = self.patterns.place(masks[inside]), worth[inside]
        if len(self.open) == len(self.asked):
            found[masks] = np.maximum(found[masks], worth)
        else:  # hosts that have said yes have no bit: sets with and without them meet
            np.maximum.at(found, masks, worth)
        return self.patterns.spread(found)

    @cached_property
    def _inner(self) -> tuple[Ints, Floats, Floats]:
        """Every set within R once: its hosts, and cost and value of it, (A, sets).

        It is a set and its last request.
        """
        usd, value = self._ways
        first = self._place[self._sets.first]
        last = np.array(self.asked, dtype=np.int64)[self._sets.last][first >= 0]
        at = first[first >= 0], last
        masks = self.masks[at[0]] | self.bit[last]
        return masks, usd[:, *at], value[:, *at]

    # ---- what money pays for ------------------------------------------------------

    @cached_property
    def _inner_usd(self) -> Floats:
        nothing, inside = self.values.nothing.usd, self._inner[1]
        return np.sort(np.concatenate([nothing.ravel(), inside.ravel()]))

    def _paid_inside(self, room_usd: Ints) -> Ints:
        """How many ways to do sets within R each of these sums pays for."""
        return np.searchsorted(self._inner_usd, room_usd, side="right")

    def _paid_with(self, part: Ints, room_usd: Ints) -> Ints:
        """How many of those with each further request it pays for, (part,)."""
        usd = self._ways[0][:, :, part]
        return np.asarray((usd <= room_usd).sum(axis=(0, 1)))

    # ---- means --------------------------------------------------------------------

    def means(self, rows: Ints, room_usd: int) -> Floats:
        """Means of R (row 0), and without its t-th request (row 1 + t), (rows,)."""
        means = np.einsum("rp,p->r", self._weights_of(rows), self.best(room_usd))
        return np.asarray(means)

    @cached_property
    def parts(self) -> list[Ints]:
        """The requests, as many as are looked at together."""
        count = max(_CELLS // len(self.patterns.masks), 1)
        every = np.arange(len(self.bit))
        return [every[a : a + count] for a in range(0, len(every), count)]

    def means_with(self, rows: Ints, more: Ints, room_usd: Ints) -> Floats:
        """The same with one more request that leaves so much money, (rows, more)."""
        yes = self._one_more(more, room_usd)
        return self._means_of(self._weights_of(rows), self.every[more], room_usd, yes)

    def most_with(self, rows: Ints, more: Ints, room_usd: Ints) -> Floats:
        """No less than ``means_with``, (rows, more).

        Of several requests that are much alike the best of all is looked at: means rise
        with the worth of each set, with money and with acceptance.
        """
        usd, value = (each[:, :, more] for each in self._ways)
        worth = _best_ways(usd, value, room_usd)
        group, best, room, p = _together(worth, room_usd, self.every[more])
        yes = self._spread_with(best)
        return self._means_of(self._weights_of(rows), p, room, yes)[:, group]

    def means_with_some(self, more: Ints, room_usd: Ints) -> Floats:
        """Means with one more of these requests, (more,)."""
        inside, beside = self._paid_inside(room_usd), self._paid_with(more, room_usd)
        every = [*zip(more.tolist(), inside.tolist(), beside.tolist(), strict=True)]
        new = [n for n, paid in enumerate(every) if paid not in self._means]
        if new:
            p, room = self.every[more[new]], room_usd[new]
            yes = self._best_with(more[new], room)
            means = self._means_of(self.chances[None], p, room, yes)[0].tolist()
            self._means.update(zip([every[n] for n in new], means, strict=True))
        return np.array([self._means[paid] for paid in every])

    def _means_of(
        self, weights: Floats, p: Floats, room_usd: Ints, yes: Floats
    ) -> Floats:
        no, which = self._best(room_usd)
        found = mean_of_best(weights, yes, no, which)
        without = np.einsum("rp,pl->rl", weights, no)[:, which]
        return np.asarray(without * (1 - p) + found * p)

    def _one_more(self, more: Ints, room_usd: Ints) -> Floats:
        """Value of the best set that holds one more request, (P, more)."""
        if not any(more is part for part in self.parts):
            return self._best_with(more, room_usd)
        part, known, found = self._with
        paid = self._paid_with(more, room_usd)
        new = np.flatnonzero(known != paid) if part is more else np.arange(len(more))
        if len(new) == len(more):
            found = self._best_with(more, room_usd)
        elif len(new):
            found[:, new] = self._best_with(more[new], room_usd[new])
        self._with = more, paid, found
        return found

    def _weights_of(self, rows: Ints) -> Floats:
        return self._weights[rows] if rows.any() else self.chances[None]

    @cached_property
    def _weights(self) -> Floats:
        """Chances of the patterns for R, and without each of its requests, (1 + n, P).

        Who has said yes is never given up.
        """
        rows = 1 + np.flatnonzero(np.isin(self.asked, self.open))
        every = np.tile(self.acceptance, (1 + len(self.asked), 1))
        every[rows, np.arange(len(rows))] = 0.0
        found = self.patterns.chances([*every.T[:, :, None]])
        return np.broadcast_to(found, (len(every), len(self.chances)))


@lru_cache(maxsize=32)
def sets_within(asked: Chosen, most: int) -> tuple[Chosen, ...]:
    """The sets within a list that leave room for one more request."""
    places = place_sets(len(asked), min(most, len(asked) + 1)).places
    return tuple([tuple([asked[i] for i in some]) for some in places])


@dataclass(frozen=True, slots=True)
class PlaceSets:
    """Sets of the places of a list that leave room for one more, S of them.

    ``members`` (S, n): 1 where a place is in a set. Each set of up to one member more
    is the set ``first`` with the place ``last``, once.
    """

    places: tuple[tuple[int, ...], ...]
    members: Ints
    first: Ints
    last: Ints


@lru_cache(maxsize=64)
def place_sets(count: int, most: int) -> PlaceSets:
    """The sets of fewer than ``most`` of so many places."""
    sets = tuple(s for r in range(most) for s in combinations(range(count), r))
    members = np.zeros((len(sets), count), dtype=np.int64)
    for row, places in zip(members, sets, strict=True):
        row[list(places)] = 1
    rising = [range(s[-1] + 1 if s else 0, count) for s in sets]
    pairs = [(row, i) for row, after in enumerate(rising) for i in after]
    first, last = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return PlaceSets(sets, members, first, last)


def _side_by_side(found: Sequence[Ways], count: int) -> tuple[Floats, Floats]:
    """Cost and value of each set and each of so many requests, (A, S, N)."""
    shape = max([1, *(ways.usd.shape[1] for ways in found)]), len(found), count
    usd, value = np.full(shape, np.inf), np.full(shape, -np.inf)
    for i, ways in enumerate(found):
        usd[: ways.usd.shape[1], i] = ways.usd.T
        value[: ways.usd.shape[1], i] = ways.value.T
    return usd, value


def _best_ways(usd: Floats, value: Floats, room_usd: Ints) -> Floats:
    """The best value that money pays for of the A ways on the first axis."""
    best: Floats | float = -np.inf
    for dollars, worth in zip(usd[::-1], value[::-1], strict=True):
        best = np.where(dollars <= room_usd, worth, best)  # values rise with costs
    return np.asarray(best)


def _together(
    worth: Floats, room_usd: Ints, p: Floats
) -> tuple[Ints, Floats, Ints, Floats]:
    """Requests that are much alike as one, its group, that has the best of them all.

    ``worth`` of S sets and each request, (S, more). The group of each, (more,), and
    worth, money and acceptance of each group.
    """
    every = worth, room_usd, p
    order = np.lexsort((np.maximum(worth, 0).sum(axis=0), room_usd, p))
    first = np.arange(0, len(order), _ALIKE)
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.arange(len(order)) // _ALIKE
    best, room, p = (np.maximum.reduceat(a[..., order], first, -1) for a in every)
    return group, best, room, p
