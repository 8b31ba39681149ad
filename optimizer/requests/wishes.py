"""Whether a list of requests can fulfil what is wanted at least.

A list is admissible if, with every host on it accepting, there is a plan under all
limits of the scenario within the budget that the fees leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from optimizer.domain.problem import Problem
from optimizer.domain.starts import offerings_of
from optimizer.model.rules import rules
from optimizer.requests.outlook import Outlook
from optimizer.requests.set_values import Chosen, SetValues


@dataclass(frozen=True, slots=True)
class _Least:
    """A lower limit: a tally with what booked rotations leave of it to be fulfilled."""

    tally: rules.Tally
    low: dict[str, int]
    min_distinct: int
    booked: frozenset[str]

    def holds(self, counts: Counter[str]) -> bool:
        """Whether these counts of chosen rotations are enough."""
        distinct = self.booked | counts.keys()
        return len(distinct) >= self.min_distinct and all(
            counts[key] >= least for key, least in self.low.items()
        )


class Wishes:
    """The lower limits of a problem, judged on lists of the requests of ``values``.

    ``problem``: that of the values, or one with less money.
    """

    def __init__(self, values: SetValues, problem: Problem | None = None) -> None:
        self.values = values
        self.problem = problem or values.problem
        self._known: dict[Chosen, bool] = {}

    @property
    def binding(self) -> bool:
        """Whether anything is wanted that not every rotation would fulfil."""
        return bool(self._limits)

    def admissible(self, asked: Chosen) -> bool:
        """Whether the list can fulfil every wish."""
        if not self.binding:
            return True
        if asked not in self._known:
            self._known[asked] = any(self._can_be_done(s) for s in self._sets(asked))
        return self._known[asked]

    def met(self, outlook: Outlook) -> tuple[tuple[str, float], ...]:
        """How likely each lower limit holds once the answers are in, by its rule."""
        if not self.binding:
            return ()
        chance = dict.fromkeys((least.tally.name for least in self._limits), 0.0)
        for outcome in outlook.outcomes:
            rotations = outlook.rotations(outcome)
            for least in self._limits:
                if rules.tally_holds(self.problem, least.tally, rotations):
                    chance[least.tally.name] += outcome.chance
        return tuple(chance.items())

    @cached_property
    def _limits(self) -> list[_Least]:
        search = self.values.search
        found = []
        for tally in rules.TALLIES:
            limits = tally.limits(self.problem)
            booked = rules.counts(self.problem, tally, search.booked)
            low = {k: n - booked[k] for k, n in limits.low.items() if n > booked[k]}
            if low == {"rotations": 1}:
                continue  # any list that adds anything brings one
            if low or limits.min_distinct > len(booked):
                keys = frozenset(booked)
                found.append(_Least(tally, low, limits.min_distinct, keys))
        return found

    def _sets(self, asked: Chosen) -> Iterator[tuple[tuple[int, ...], int]]:
        """Sets of options within a list, each with the money that is left for it."""
        values = self.values
        fees = sum(values.requests[i].fee_usd for i in asked)
        for size in range(min(values.most, len(asked)) + 1):
            for chosen in combinations(asked, size):
                if len({values.requests[i].door for i in chosen}) == size:
                    own = sum(values.requests[i].fee_usd for i in chosen)
                    room = self.problem.scenario.budget_usd - fees + own
                    for options in product(*(values.all_options[i] for i in chosen)):
                        yield options, room

    def _can_be_done(self, choice: tuple[tuple[int, ...], int]) -> bool:
        options, room = choice
        can = [i for i in options if self.values.search.can_be_on_time[i]]
        if not self._enough(options, frozenset(can)):
            return False
        for size in range(len(can) + 1):
            for timely in combinations(can, size):
                if self._enough(options, frozenset(timely)):
                    found = self.values.search.date(options, frozenset(timely), room)
                    if found is not None and self.values.search.obeys_tallies(found):
                        return True
        return False

    def _enough(self, options: tuple[int, ...], timely: frozenset[int]) -> bool:
        """Whether every lower limit holds with these letters on time."""
        visits = [
            (self.values.search.candidates[i].visit, i in timely) for i in options
        ]
        return all(
            least.holds(
                Counter(
                    key
                    for visit, on_time in visits
                    for key in least.tally.keys(self.problem, visit, on_time)
                )
            )
            for least in self._limits
        )


def kept_requests(values: SetValues) -> Chosen:
    """Requests that are on every list: sent or pinned."""
    pinned = offerings_of(values.problem.scenario.pins)
    requests = enumerate(values.requests)
    return tuple(i for i, r in requests if r.sent or r.names(pinned))
