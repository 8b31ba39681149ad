"""What to expect of a list of requests, exactly: every pattern of answers is looked at.

In each pattern the applicant does the best set of what said yes; among sets that are
equally good (within the tolerance of the solver) the cheapest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.rotation import Rotation
from optimizer.model.value.rates import Floats
from optimizer.requests.batch_dating import Ints
from optimizer.requests.mean import Mean
from optimizer.requests.patterns import every_pattern, given_quality
from optimizer.requests.request import Request
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.solver.sets.dated_sets import DatedSet
from optimizer.solver.solve import TOLERANCE

_EPSILON = 1e-9
MOST_OPEN = 20
"""Open requests up to which every pattern of answers can be looked at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is done in some patterns of answers, and how likely those are together.

    ``usd`` holds everything: what is gone, the fees of all requests, the rotations.
    """

    chance: float
    done: Chosen
    usd: int
    value: float


class Outlook:
    """What comes of one list of requests.

    Raises ValueError for more than ``MOST_OPEN`` open requests.
    """

    def __init__(self, values: SetValues, asked: Chosen) -> None:
        self.values, self.asked = values, asked
        self._mean = Mean(values, patterns=lambda p: every_pattern(len(p)))
        fees = self._mean.fees
        self.fees_usd = int(fees[list(asked)].sum())
        open_ = self._mean.open_of(asked)
        if open_ > MOST_OPEN:
            raise ValueError(f"{open_} open requests are more than {MOST_OPEN}")
        self._inside = self._mean.inside(asked)
        self._dated: dict[tuple[Chosen, int], tuple[Rotation, ...]] = {}

    # ---- the mean -----------------------------------------------------------------

    @cached_property
    def mean(self) -> float:
        """Mean match value."""
        return float(self._inside.chances @ self.best)

    @cached_property
    def lost_without(self) -> tuple[float, ...]:
        """What the mean would lose if one of the requests were not sent, its fee kept.

        One entry for each request, also for those sent already; a host that has said
        yes is taken not to have.
        """
        return tuple(self.mean - self._without(i) for i in self.asked)

    def _without(self, one: int) -> float:
        inside = self._inside
        fees = self.fees_usd - int(self._mean.fees[one])
        if one not in inside.open:
            rest = tuple(i for i in self.asked if i != one)
            return Outlook(self.values, rest).mean
        bit = inside.open.index(one)
        chances = inside.patterns.without(bit, inside.acceptance)
        return float(chances @ self._best(fees))

    def _best(self, fees_usd: int) -> Floats:
        room = self._mean.room(fees_usd)
        return self._inside.best(room)

    def correlated(self, correlation: float, weights: Floats) -> float:
        """Mean match value if answers hang together, at nodes of these weights."""
        at_nodes = given_quality(self._inside.acceptance, correlation)
        means = [self._inside.patterns.chances(p) @ self.best for p in at_nodes]
        return float(np.array(means) @ weights)

    @property
    def best(self) -> Floats:
        """Value of the best set of each pattern of answers, (P,)."""
        return self._best(self.fees_usd)

    def exactly(self) -> Floats:
        """Value of doing all that says yes in each pattern, (P,); -inf: impossible.

        Hosts that had said yes before are done as well or not, whichever is better.
        """
        found = np.full(len(self._inside.patterns.masks), -np.inf)
        found[0] = self.values.baseline
        for mask, way in self._ways:
            found[mask] = max(found[mask], way.value)
        return found

    # ---- outcomes -----------------------------------------------------------------

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What can come of it, the likeliest first; the chances add up to 1."""
        ways = [Outcome(0.0, (), self.nothing_usd, self.values.baseline)]
        ways += self.ways
        place = self.winners
        chance = np.bincount(place, self._inside.chances, minlength=len(ways))
        found = [
            Outcome(float(chance[i]), way.done, way.usd, way.value)
            for i, way in enumerate(ways)
            if chance[i] > 0
        ]
        return tuple(sorted(found, key=lambda o: (-o.chance, o.done, o.usd)))

    @cached_property
    def winners(self) -> Ints:
        """Which way is taken in each pattern, (P,): 0 for nothing, else from 1 on."""
        masks = np.array([mask for mask, _ in self._ways], dtype=np.int64)
        first = self._inside.patterns.first(masks)
        return np.where(first < len(masks), first + 1, 0)

    @property
    def nothing_usd(self) -> int:
        """What is spent if nothing more is done, fees included."""
        return self.values.search.nothing_usd + self.fees_usd

    @property
    def open(self) -> list[Request]:
        """The requests that wait for an answer, in the order of the patterns' bits."""
        return [self.values.requests[i] for i in self._inside.open]

    def asked_but(self, way: Outcome) -> Chosen:
        """The requests whose rotations are not done in an outcome."""
        return tuple(i for i in self.asked if i not in way.done)

    @property
    def ways(self) -> list[Outcome]:
        """What may be done, in the order of the numbers of ``winners``; chance 0."""
        return [way for _, way in self._ways]

    def rotations(self, way: Outcome) -> tuple[Rotation, ...]:
        """The rotations of what is done, booked ones included, at this cost."""
        if (way.done, way.usd) not in self._dated:
            self._dated[way.done, way.usd] = self._rotations(way)
        return self._dated[way.done, way.usd]

    def _rotations(self, way: Outcome) -> tuple[Rotation, ...]:
        """Dates of what is done, worth what it counts as.

        Where signals run out their order decides a little, which no list knows of: then
        the dates that are worth most.
        """
        search, values = self.values.search, self.values
        if not way.done:
            return search.booked
        own = sum(values.requests[i].fee_usd for i in way.done)
        usd = way.usd - self.fees_usd + own
        best: DatedSet | None = None
        for choice in product(*(values.options[i] for i in way.done)):
            options = tuple(sorted(int(option) for option in choice))
            for timely in search.by_letters(options):
                found = search.date(options, timely, usd)
                if found is not None and found.value >= way.value - _EPSILON:
                    return search.rotations(found)
                if found is not None and (best is None or found.value > best.value):
                    best = found
        if best is None or not values.signals_run_out:
            raise AssertionError(f"{way} cannot be dated any more")
        return search.rotations(best)

    @cached_property
    def _ways(self) -> list[tuple[int, Outcome]]:
        """Ways that can be afforded, the best first, each with what must say yes."""
        found = sorted(self._affordable(), key=lambda w: (-w[1].value, w[1].usd))
        return list(_cheapest_of_equals(found))

    def _affordable(self) -> Iterator[tuple[int, Outcome]]:
        room = self._mean.room(self.fees_usd)
        for done in self._sets():
            ways = self.values.beside(done[:-1])
            mask = int(self._inside.bit[list(done)].sum())
            for usd, value in zip(
                ways.usd[done[-1]], ways.value[done[-1]], strict=True
            ):
                if usd <= room and value > self.values.baseline:
                    spent = int(usd) + self.fees_usd
                    yield mask, Outcome(0.0, done, spent, float(value))

    def _sets(self) -> Iterator[Chosen]:
        for size in range(1, min(self.values.most, len(self.asked)) + 1):
            yield from combinations(self.asked, size)

    # ---- what follows from the outcomes -------------------------------------------

    @cached_property
    def done(self) -> tuple[float, ...]:
        """Chance that exactly 0, 1, ... rotations are done, booked ones not counted."""
        chance = [0.0] * (self.values.most + 1)
        for outcome in self.outcomes:
            chance[len(outcome.done)] += outcome.chance
        return tuple(chance)

    @cached_property
    def use(self) -> tuple[float, ...]:
        """Chance that the rotation of each request is done."""
        return tuple(
            sum(o.chance for o in self.outcomes if i in o.done) for i in self.asked
        )

    def usd_at(self, share: float) -> int:
        """The cost that is not exceeded in this share of the outcomes."""
        return int(quantile([(o.usd, o.chance) for o in self.outcomes], share))

    def value_at(self, share: float) -> float:
        """The match value that is not exceeded in this share of the outcomes."""
        return quantile([(o.value, o.chance) for o in self.outcomes], share)

    @property
    def mean_usd(self) -> float:
        """Mean cost."""
        return sum(o.chance * o.usd for o in self.outcomes)


def _cheapest_of_equals(
    found: Sequence[tuple[int, Outcome]],
) -> Iterator[tuple[int, Outcome]]:
    """The same ways, those within the tolerance of the best of them by their cost."""
    start = 0
    while start < len(found):
        least = found[start][1].value - TOLERANCE
        end = start
        while end < len(found) and found[end][1].value >= least:
            end += 1
        equal = found[start:end]
        yield from sorted(equal, key=lambda w: (w[1].usd, -w[1].value, w[1].done))
        start = end


def quantile(weighted: Sequence[tuple[float, float]], share: float) -> float:
    """The least number that holds at least this share of the weight up to itself."""
    below = 0.0
    for number, weight in sorted(weighted):
        below += weight
        if below >= share - 1e-12:
            return number
    return max(number for number, _ in weighted)


def outlook_of(problem: Problem, requests: Sequence[Request]) -> Outlook:
    """What comes of asking just these."""
    return Outlook(SetValues(problem, requests), tuple(range(len(requests))))
