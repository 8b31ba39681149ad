"""What comes of requests: the best feasible set among the hosts that accept.

A request asks for an offering on any date (E012) or on one date (E012@2027-05-03).
Once the answers are in, the applicant does the best set of what was accepted: dates,
upper limits and budget hold, application fees are spent on every request, and what
was only asked for at least (rotations, letters, ...) no longer stands in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from optimizer.domain.block_id import BlockId, offering_of
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.rotation import acceptance_of
from optimizer.model.rules import settled
from optimizer.model.value.rates import Floats
from optimizer.solver.sets.dated_sets import DatedSets

MOST_REQUESTS = 14
"""Every pattern of answers is looked at: two to the power of this."""
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect of requests: the mean match value of what can be done then.

    ``at_least[k]`` is the chance that at least k rotations can be done, booked ones
    not counted; ``fees_usd`` are the fees that are still to be paid for asking.
    """

    value: float
    at_least: tuple[float, ...]
    fees_usd: int


class Outcomes:
    """Every pattern of answers to requests, each by its best feasible set."""

    def __init__(self, problem: Problem, requests: Sequence[str]) -> None:
        self.problem = problem
        self.requests = tuple(requests)
        case = Problem(problem.catalog, settled(problem.scenario))
        known = {c.offering.offering_id: c for c in candidates(case)}
        asked = [_asked(known.get(offering_of(name)), name) for name in requests]
        self.search = DatedSets(case, found=tuple(dict.fromkeys(c for c in asked if c)))
        place = {c: i for i, c in enumerate(self.search.candidates)}
        self.places = [place.get(c) if c else None for c in asked]
        offering = problem.catalog.offering
        self.offerings = [offering[offering_of(name)] for name in requests]
        self.acceptance = [acceptance_of(problem, o) for o in self.offerings]
        self.fees = [cost.to_ask_usd(problem, o) for o in self.offerings]
        self._known: dict[tuple[int, ...], tuple[tuple[int, float], ...]] = {}

    def outlook(self, sent: Sequence[int]) -> Outlook:
        """What to expect if these requests (their numbers) are sent.

        Refusals are independent; raises ValueError past ``MOST_REQUESTS``.
        """
        value, done = self.by_pattern(sent)
        chance = self.pattern_chances(sent)
        asked = self.problem.scenario
        most = max(asked.max_rotations - len(asked.booked), 0)
        at_least = tuple(float(chance[done >= k].sum()) for k in range(most + 1))
        fees = sum(self.fees[i] for i in sent)
        return Outlook(float(chance @ value), at_least, fees)

    def pattern_chances(self, sent: Sequence[int]) -> Floats:
        """Chance of each pattern of answers; bit b of its number: sent[b] accepted."""
        chance = np.ones(1)
        for i in sent:
            p = self.acceptance[i]
            chance = np.concatenate([chance * (1 - p), chance * p])
        return chance

    def by_pattern(self, sent: Sequence[int]) -> tuple[Floats, Floats]:
        """Match value, and most rotations that can be done, of each pattern."""
        if len(sent) > MOST_REQUESTS:
            raise ValueError(f"{len(sent)} requests are more than {MOST_REQUESTS}")
        value = np.full(2 ** len(sent), self.baseline)
        done = np.zeros(2 ** len(sent))
        room = self._room(sent)
        for size in range(1, min(self.search.most, len(sent)) + 1):
            for places in combinations(range(len(sent)), size):
                best = self._best(tuple(sent[b] for b in places), room)
                if best is not None:
                    pattern = sum(1 << b for b in places)
                    value[pattern], done[pattern] = max(best, self.baseline), size
        return _of_subsets(value, len(sent)), _of_subsets(done, len(sent))

    @cached_property
    def baseline(self) -> float:
        """Match value if nothing is done beyond what is booked."""
        bounds = self.search.bounds
        return float(bounds.level(bounds.base_letters).value(()))

    def _room(self, sent: Sequence[int]) -> int:
        """What the budget leaves once every fee is spent."""
        return self.problem.scenario.budget_usd - sum(self.fees[i] for i in sent)

    def _best(self, chosen: tuple[int, ...], room: int) -> float | None:
        """The best value of doing exactly these; their own fees are in their cost."""
        most = room + sum(self.fees[i] for i in chosen)
        values = [v for usd, v in self._dated(chosen) if usd <= most]
        return max(values, default=None)

    def _dated(self, chosen: tuple[int, ...]) -> tuple[tuple[int, float], ...]:
        """Cost and value of each way to date a set that obeys the rules."""
        key = tuple(sorted(chosen))
        if key not in self._known:
            self._known[key] = tuple(self._ways(key))
        return self._known[key]

    def _ways(self, chosen: tuple[int, ...]) -> list[tuple[int, float]]:
        index = [p for i in chosen if (p := self.places[i]) is not None]
        found = self.search.date(index) if len(index) == len(chosen) else None
        if found is None or not self.search.obeys_tallies(found):
            return []
        best = self.search.bounds.base_letters + self.search.best_letters[index].sum()
        if found.letters >= best - _EPSILON:
            return [(found.usd, found.value)]
        sets = self.search.by_letters(tuple(sorted(index)))
        dated = (self.search.date(index, timely) for timely in sets)
        return [(f.usd, f.value) for f in dated if f is not None]


def _asked(candidate: Candidate | None, name: str) -> Candidate | None:
    """The candidate on the dates a request asks for; None if it cannot be done."""
    day = BlockId.parse(name).start
    if candidate is None or day is None:
        return candidate
    start = day.toordinal()
    return replace(candidate, starts=(start,)) if start in candidate.starts else None


def _of_subsets(best: Floats, bits: int) -> Floats:
    """The highest entry over every subset of each pattern, (2 ** bits,)."""
    for bit in range(bits):
        halves = best.reshape(-1, 2, 1 << bit)
        np.maximum(halves[:, 1], halves[:, 0], out=halves[:, 1])
    return best
