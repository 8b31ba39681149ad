"""The mean match value of asking: over the answers, the best that can be done then.

With requests R, whose fees are paid whatever the answers, the applicant does the best
set of what said yes within the budget that is left (docs/model.md). Here this mean is
worked out for one R, and at once for every R that is one request away.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import Bools, Ints
from optimizer.requests.inside import Inside, sets_within
from optimizer.requests.patterns import Patterns, patterns_of
from optimizer.requests.request import Request, split_by_date
from optimizer.requests.set_values import Chosen, SetValues

DOORS = 25
"""Doors that are looked at if one date each is named: those that add most alone."""
_MANY = 16
"""Requests beyond which those that are alike are first looked at together."""
_NUMBER = 0.25
"""Entries of a search for plans that take as long as one mean in one pattern."""
_AHEAD = 1
"""Units of work that must be left to value sets that may not be asked for."""
_REMEMBERED = 32
"""Lists whose surroundings are kept: greedy paths often lead through the same."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Means of all sets of requests that are one step from R, n requests of N.

    ``without`` (n,): one of R is not sent. ``more`` (N,): one more is sent.
    ``instead`` (n, N): one is sent in place of another. What is no such set: -inf.
    """

    mean: float
    without: Floats
    more: Floats
    instead: Floats


class Mean:
    """Means of sets of the requests of ``values``, and of their neighbours.

    ``set_aside`` is a sum kept for fees: what is done must fit the budget less that
    sum whatever was asked, and sets whose fees exceed it are ruled out. None: what
    the fees leave is there. ``budget_usd``: less money than the values are for.
    """

    def __init__(
        self,
        values: SetValues,
        set_aside: int | None = None,
        patterns: Callable[[Sequence[float]], Patterns] = patterns_of,
        budget_usd: int | None = None,
    ) -> None:
        self.values = values
        self.set_aside = set_aside
        of_problem = values.problem.scenario.budget_usd
        self.budget_usd = of_problem if budget_usd is None else budget_usd
        self.patterns = patterns
        self.fees = np.array([r.fee_usd for r in values.requests], dtype=np.int64)
        self.acceptance = np.array([r.acceptance for r in values.requests], dtype=float)
        self.certain = np.array([r.certain for r in values.requests], dtype=bool)
        self._said_yes = frozenset(np.flatnonzero(self.certain).tolist())
        self.inside = lru_cache(_REMEMBERED)(self._inside)

    def prepare(self, lists: Iterable[Chosen]) -> None:
        """Work out together what is to be known of these lists."""
        most, every = self.values.most, dict.fromkeys(lists)
        self.values.prepare(s for asked in every for s in sets_within(asked, most))

    def prepare_likely(self, asked: Chosen, count: int) -> None:
        """The same of what lists with so many more are likely made of.

        Of the requests that add most: each of twice as many, all pairs of as many. Not
        close to the limit of work, since it is no list yet.
        """
        if self.values.work.left < _AHEAD:
            return
        adds = self.more(asked, np.arange(len(self.fees)))
        first = np.argsort(-adds, kind="stable").tolist()
        pairs = combinations(sorted(first[:count]), 2)
        self.prepare([*((i,) for i in first[: 2 * count]), *pairs])

    def open_of(self, asked: Chosen) -> int:
        """How many of these requests wait for an answer, once they are sent."""
        return len(asked) - len(self._said_yes.intersection(asked))

    def _inside(self, asked: Chosen) -> Inside:
        return Inside(self.values, asked, self.acceptance, self.certain, self.patterns)

    def reserve(self, set_aside: int | None) -> Mean:
        """The same with another sum set aside; what either works out serves both."""
        other = copy.copy(self)
        other.set_aside = set_aside
        return other

    def of(self, asked: Chosen) -> float:
        """Mean match value of these requests; -inf if their fees are ruled out."""
        fees = int(self.fees[list(asked)].sum())
        if self.set_aside is not None and fees > self.set_aside:
            return -np.inf
        inside = self.inside(asked)
        return float(inside.chances @ inside.best(self.room(fees)))

    def room(self, fees_usd: int) -> int:
        """What is left for rotations once these fees are paid."""
        gone = fees_usd if self.set_aside is None else self.set_aside
        return self.budget_usd - gone

    def more(self, asked: Chosen, some: Ints) -> Floats:
        """Means with one more of these requests, (some,), whatever their fees."""
        fees = self.fees[list(asked)].sum() + self.fees[some]
        self._count(asked, len(some))
        return self.inside(asked).means_with_some(some, self._rooms(fees))

    def addable(self, asked: Chosen) -> Bools:
        """Which requests may be sent as well, (N,)."""
        door, own = self.values.door, list(asked)
        new = np.ones(len(door), dtype=bool)
        new[door[own]] = False
        new = new[door]
        if self.set_aside is None:
            return new
        return np.asarray(new & (self.fees[own].sum() + self.fees <= self.set_aside))

    def steps(
        self,
        asked: Chosen,
        kept: frozenset[int] = frozenset(),
        *,
        swaps: bool = True,
        more: bool = True,
        within: float = np.inf,
        among: Bools | None = None,
    ) -> Steps:
        """Every set of requests one step away; ``kept`` are not given up.

        Without ``swaps`` nothing is given up, without ``more`` nothing is added, and
        nothing but those ``among``, (N,), is sent besides. A set with one more request
        whose mean is not above that of R less ``within`` may have a bound on it in its
        place, which is not above that either.
        """
        inside = self.inside(asked)
        own = self.fees[list(asked)]
        given_up = [t for t, i in enumerate(asked) if swaps and i not in kept]
        # Row 0 gives nothing up, row 1 + t gives up the t-th request.
        rows = np.array([0, *(1 + t for t in given_up)], dtype=int)
        left = own.sum() - np.array([0, *own[given_up]], dtype=np.int64)
        alone = np.full(len(asked) + 1, -np.inf)
        for usd in np.unique(left):
            here = rows[left == usd]
            no = inside.means(here, self.room(int(usd)))
            alone[here] = self._allowed(usd, no)
        table = np.full((len(asked) + 1, len(self.fees)), -np.inf)
        table[rows if more else rows[1:]] = np.inf
        table[self._ruled_out(asked)] = -np.inf
        if among is not None:
            table[:, ~among] = -np.inf
        least = alone[0] - within
        for part, usd in product(inside.parts, np.unique(left)):
            # Less is left by higher fees: what was found so far are bounds.
            here, own = rows[left >= usd], rows[left == usd]
            some = part[(table[own[:, None], part] > least).any(axis=0)]
            if len(some) > _MANY and within < np.inf:
                fees, at = usd + self.fees[some], (here[:, None], some)
                self._count(asked, len(here) * len(some))
                most = inside.most_with(here, some, self._rooms(fees))
                table[at] = np.minimum(table[at], self._allowed(fees, most))
                some = some[(table[own[:, None], some] > least).any(axis=0)]
            if not len(some):
                continue
            # What is found of a whole part is at hand for other sums.
            some = part if 2 * len(some) > len(part) else some
            fees = usd + self.fees[some]
            self._count(asked, len(here) * len(some))
            means = inside.means_with(here, some, self._rooms(fees))
            at = (here[:, None], some)
            table[at] = np.minimum(table[at], self._allowed(fees, means))
        inside.forget()
        return Steps(float(alone[0]), alone[1:], table[0], table[1:])

    def _count(self, asked: Chosen, means: int) -> None:
        """Count work: means of lists near this one, each in every pattern of answers.

        400 million such numbers are a unit, as measured.
        """
        patterns = len(self.inside(asked).patterns.masks)
        self.values.work.add(_NUMBER * means * patterns)

    def _rooms(self, fees_usd: Ints) -> Ints:
        """As ``room``, for many sums."""
        if self.set_aside is None:
            return self.budget_usd - fees_usd
        return np.full(len(fees_usd), self.budget_usd - self.set_aside)

    def _allowed(self, fees_usd: Ints, means: Floats) -> Floats:
        """Means; -inf where these fees do not fit the sum that is set aside."""
        if self.set_aside is None:
            return means
        return np.where(fees_usd <= self.set_aside, means, -np.inf)

    def _ruled_out(self, asked: Chosen) -> Bools:
        """Where a door would be asked twice, or one request swapped for itself."""
        door = self.values.door
        same = door[list(asked)][:, None] == door[None, :]
        often = same.sum(axis=0)
        found = np.vstack([often > 0, often[None, :] - same > 0])
        found[1 + np.arange(len(asked)), list(asked)] = True
        return np.asarray(found)


def shortlist(values: SetValues, kept: Collection[int], most: int) -> Chosen:
    """Up to so many requests: those kept, and those that add most alone."""
    alone = Mean(values).steps((), swaps=False).more
    order = sorted(range(len(alone)), key=lambda i: (i not in kept, -alone[i], i))
    return tuple(sorted(order[: max(most, len(kept))]))


def one_date_each(values: SetValues, kept: Collection[int]) -> tuple[Request, ...]:
    """The requests of the best doors, once for each date; ``kept`` ones as they are."""
    requests = values.requests
    alone = Mean(values).steps((), swaps=False).more
    doors: list[str] = []
    found = [requests[i] for i in kept]
    taken = {request.door for request in found}
    for i in np.argsort(-alone, kind="stable"):
        request = requests[int(i)]
        if request.door not in taken and request.door not in doors:
            doors.append(request.door)
            found += split_by_date(values.problem, request)
        if len(doors) == DOORS:
            break
    return tuple(sorted(found, key=lambda request: request.name))


def with_one(asked: Chosen, one: int) -> Chosen:
    """A list with one more request."""
    return tuple(sorted((*asked, one)))


def without(asked: Chosen, place: int) -> Chosen:
    """A list without the request at this place."""
    return asked[:place] + asked[place + 1 :]
