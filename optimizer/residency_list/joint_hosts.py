"""Which hosts to ask where rotations and applications come out of one purse.

The ask list is chosen for the budget of rotations alone. In one purse, what is spent on
a host is lost to applications after some answers only, and a dear host may be paid from
them. So lists are valued here with the number of applications free after each pattern
of answers, and searched as the ask list is: grown by what adds most, and improved
until no host more, less or other adds anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.trust import cold_margin
from optimizer.model.value.rates import Floats
from optimizer.requests.ask_list import AskList
from optimizer.requests.batch_dating import Ints
from optimizer.requests.mean import Mean, one_date_each, shortlist
from optimizer.requests.request import Request, requests_of
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.requests.whom_to_ask import (
    GAIN,
    Finder,
    FoundList,
    Path,
    hosts_on_record_first,
)
from optimizer.requests.wishes import Wishes, kept_requests
from optimizer.requests.worth import CandidateWorth, Ways
from optimizer.solver.solve import TOLERANCE

PROMISING = 60
"""Requests that the hosts of a purse are chosen among."""


class PurseValues(SetValues):
    """Cost and value of every set of requests, applications included.

    The budget of the problem is the whole purse. ``fees``: the numbers of applications
    that are looked at, with their price, the fewest first. A way to do a set costs its
    rotations and one of these numbers.
    """

    def __init__(
        self, problem: Problem, requests: Sequence[Request], fees: Mapping[int, int]
    ) -> None:
        super().__init__(problem, requests)
        self.fees = fees

    @cached_property
    def _lists(self) -> list[tuple[int, CandidateWorth]]:
        """Price and values of each list."""
        return [
            (usd, CandidateWorth(self.search_at(self.problem.having(applications=n))))
            for n, usd in self.fees.items()
        ]

    @cached_property
    def nothing(self) -> Ways:
        """The ways to do nothing but to apply, (1, A)."""
        usd = self.search.nothing_usd
        ways = [(usd + fee, worth.baseline) for fee, worth in reversed(self._lists)]
        costs, values = np.array(ways, dtype=float).T
        return Ways(costs[None], values[None])

    def _valued(
        self, row: Ints, options: Ints, usd: Floats, letters: Floats
    ) -> tuple[Ints, Floats, Floats]:
        parts = []
        for fee, worth in self._lists:
            paid = usd + fee <= self.problem.scenario.budget_usd
            value = worth.of(options[paid], letters[paid])
            parts.append((row[paid], usd[paid] + fee, value))
        rows, costs, values = zip(*parts, strict=True)
        return np.concatenate(rows), np.concatenate(costs), np.concatenate(values)


def mean_of(
    problem: Problem,
    requests: Sequence[Request],
    total_usd: int,
    fees: Mapping[int, int],
) -> float:
    """Mean value of asking just these out of one purse."""
    values = PurseValues(problem.having(budget_usd=total_usd), requests, fees)
    return Mean(values).of(tuple(range(len(requests))))


def values_of_purse(
    problem: Problem, asked: AskList, most_usd: int, fees: Mapping[int, int]
) -> PurseValues:
    """Values of whom to choose among, for purses of up to so much money.

    Those are the requests of the ask list, those that add most alone, and what is sent
    or pinned.
    """
    purse = problem.having(budget_usd=most_usd)
    every = {r.name: r for r in requests_of(purse)}
    values = PurseValues(purse, tuple(every.values()), fees)
    if purse.scenario.request_dates == "one":
        every = {r.name: r for r in one_date_each(values, kept_requests(values))}
        every |= {a.request.name: a.request for a in asked.requests}
        values = PurseValues(purse, [every[name] for name in sorted(every)], fees)
    kept = {*_ask_list_in(values, asked), *kept_requests(values)}
    among = shortlist(values, kept, PROMISING)
    return PurseValues(purse, [values.requests[i] for i in among], fees)


def _ask_list_in(values: PurseValues, asked: AskList) -> Chosen:
    """The requests of the ask list."""
    names = {a.request.name for a in asked.requests}
    return tuple(i for i, r in enumerate(values.requests) if r.name in names)


class PurseSearch:
    """Whom to ask with so much money for rotations and applications together."""

    def __init__(self, values: PurseValues, asked: AskList, total_usd: int) -> None:
        self.values = values
        self.asked = _ask_list_in(values, asked)
        self.kept = kept_requests(values)
        wishes = Wishes(values, values.problem.having(budget_usd=total_usd))
        # Where a small purse can fulfil no wish the list is that of most value.
        can = wishes.admissible(self.asked)
        admissible = wishes.admissible if can else lambda _: True
        self.finder = Finder(values, self.kept, admissible, total_usd)
        self.most = values.problem.scenario.max_requests
        self.least = cold_margin(values.problem)

    def best(self) -> FoundList:
        """The best list found; the ask list where nothing beats it."""
        finder, number = self.finder, self.finder.open_of(self.asked)
        starts = [s for s in self._starts(number) if finder.admissible(s)]
        improved = [finder.improved(s, max(finder.open_of(s), number)) for s in starts]
        best = max(improved, key=self._net)
        chosen = hosts_on_record_first(finder, best, self.most, self.least)
        better = self._net(chosen) >= self._net(self.listed) - GAIN
        return chosen if better else self.listed

    @property
    def least_usd(self) -> int:
        """What is spent in any case: gone, booked or sent, and the least list."""
        fees = sum(self.values.requests[i].fee_usd for i in self.kept)
        return int(self.values.nothing.usd.min()) + fees

    @property
    def listed(self) -> FoundList:
        """The ask list."""
        number = self.finder.open_of(self.asked)
        return FoundList(number, self.asked, self.finder.mean_of(self.asked))

    def requests(self, asked: Chosen) -> tuple[Request, ...]:
        """These requests."""
        return tuple(self.values.requests[i] for i in asked)

    def _net(self, found: FoundList) -> float:
        """The mean less what each request must add at least.

        Beyond their number on the ask list that is what it asks of one more.
        """
        open_, listed = (self.finder.open_of(a) for a in (found.asked, self.asked))
        more = max(open_ - listed, 0)
        return found.mean - TOLERANCE * (open_ - more) - self.least * more

    def _starts(self, number: int) -> tuple[Chosen, ...]:
        """A list that grows as long as one more adds enough, and the ask list."""
        path, mean = Path(self.finder.mean, self.kept), self.finder.mean_of
        while (open_ := self.finder.open_of(path.lists[-1])) < self.most:
            before = path.lists[-1]
            path.grow()
            more, least = path.lists[-1], self.least if open_ >= number else TOLERANCE
            if more == before or mean(more) < mean(before) + least:
                return before, self.asked
        return path.lists[-1], self.asked
