"""Rotations and applications out of one purse.

*Recommended* counts each dollar against what a point is worth (``stop_usd_per_point``);
*most* spends whatever adds anything. Whom to ask is chosen for the purse
(``joint_hosts``), and the money divided after each pattern of answers (``joint_ways``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList
from optimizer.requests.whom_to_ask import FoundList
from optimizer.residency_list.answer import PP
from optimizer.residency_list.curve import (
    CHEAP_APPLICATIONS,
    Fees,
    applications_usd,
    stop_at,
)
from optimizer.residency_list.joint_hosts import (
    PurseSearch,
    PurseValues,
    mean_of,
    values_of_purse,
)
from optimizer.residency_list.joint_ways import OPEN, Purse, PurseWays, Split
from optimizer.residency_list.tables import decide
from optimizer.solver.solve import TOLERANCE

MORE_USD = 1_000
_STEP = 12
"""Between numbers of applications that hosts are chosen with."""


@dataclass(frozen=True, slots=True)
class Joint:
    """One purse for rotations and applications.

    ``apart``: mean value with two purses, as the ask list counts. ``requests``: whom to
    ask in one purse, by name; ``hosts_pp``: what that adds to asking the ask list. What
    ``MORE_USD`` dollars more would add, with the hosts that are best then: ``more_pp``
    in one purse, ``rotations_pp`` if they go to rotations alone, ``applications_pp`` if
    they go to applications alone (with the hosts of the ask list).
    """

    total_usd: int
    apart: float
    requests: tuple[str, ...]
    hosts_pp: float
    recommended: Split
    most: Split
    more_pp: float
    rotations_pp: float
    applications_pp: float


def joint(
    problem: Problem, asked: AskList, total_usd: int | None = None
) -> Joint | None:
    """Divide one sum of money; None if applications have no known price.

    ``total_usd`` None: the budget and what the applications cost now. DataError if it
    is less than what is spent in any case.
    """
    found = decide(problem)
    numbers = range(found.open_programs + 1)
    known = [usd for n in numbers if (usd := applications_usd(problem, n)) is not None]
    if len(known) < len(numbers):
        return None
    fees = Fees(tuple(known), found.least)
    if total_usd is None:
        total_usd = problem.scenario.budget_usd + fees[found.chosen_number]
    return _Dividing(problem, asked, total_usd, fees).joint()


class _Dividing:
    """One purse: whom to ask, how to divide it, and what more money adds."""

    def __init__(
        self, problem: Problem, asked: AskList, total_usd: int, fees: Fees
    ) -> None:
        self.problem, self.asked, self.fees = problem, asked, fees
        self.total, self.more = total_usd, total_usd + MORE_USD
        self.now = decide(problem).chosen_number
        first, last = fees.first, len(fees.usd) - 1
        marks = {first, self.now, CHEAP_APPLICATIONS, stop_at(problem) or 0, last}
        self.marks = {n for n in marks if first <= n <= last}
        self.values = values_of_purse(problem, asked, self.more, self._looked_at())
        self.search = PurseSearch(self.values, asked, total_usd)
        self.least = self.search.least_usd
        if total_usd < self.least:
            what = f"{total_usd} is less than what is spent in any case"
            raise DataError([Fault("total", what, f"{self.least} or more")])

    def joint(self) -> Joint:
        """Everything that is said of it."""
        line = PP * self.problem.scenario.stop_usd_per_point
        most, more = Purse(self.total), Purse(self.more)
        recommended = Purse(self.total, 1 / line if line else 1.0)
        purses = most, more, recommended
        ways = listed = self._ways(self.search.listed, self.marks)
        ways.close_gaps(purses)
        if self.hosts.asked != self.search.asked:
            ways = self._ways(self.hosts, listed.numbers)
            ways.close_gaps(purses)
            fewer = len(ways.requests) < len(listed.requests)
            if ways.mean(most) < listed.mean(most) + (-OPEN if fewer else TOLERANCE):
                ways = listed  # what the numbers between say against it
        others = PurseSearch(self.values, self.asked, self.more).best()
        same = ways.mean(more) - ways.mean(most)
        apart = self._apart(self.total, self.fewer)
        further = self.fees.number_for(self.fees[self.fewer] + MORE_USD)
        longer = self.total - self.fees[self.fewer] + self.fees[further]
        return Joint(
            total_usd=self.total,
            apart=apart,
            requests=tuple(r.name for r in ways.requests),
            hosts_pp=PP * (ways.mean(most) - listed.mean(most)),
            recommended=ways.split(recommended),
            most=ways.split(most),
            more_pp=PP * max(same, others.mean - self.hosts.mean),
            rotations_pp=PP * (self._rotations() - apart),
            applications_pp=PP * (self._apart(longer, further) - apart),
        )

    @cached_property
    def hosts(self) -> FoundList:
        """Whom to ask."""
        return self.search.best()

    @cached_property
    def fewer(self) -> int:
        """The number of applications now, or what the purse pays for."""
        room = self.total - self.least + self.fees[self.fees.first]
        return min(self.now, self.fees.number_for(room))

    def _ways(self, found: FoundList, numbers: Iterable[int]) -> PurseWays:
        requests = self.search.requests(found.asked)
        return PurseWays(self.problem, requests, self.more, self.fees, numbers)

    def _rotations(self) -> float:
        """Mean value with more money for rotations, of the best hosts."""
        fees = {self.fewer: self.fees[self.fewer]}
        values = PurseValues(self.values.problem, self.values.requests, fees)
        return PurseSearch(values, self.asked, self.more).best().mean

    def _apart(self, usd: int, number: int) -> float:
        """Mean value of the ask list with so many applications whatever the answers."""
        listed = [a.request for a in self.asked.requests]
        return mean_of(self.problem, listed, usd, {number: self.fees[number]})

    def _looked_at(self) -> dict[int, int]:
        """Numbers to choose hosts with, and their price, as far as there is money."""
        most = [self.fees.number_for(usd) for usd in (self.total, self.more)]
        every = {*self.marks, *range(self.fees.first, most[0], _STEP), *most}
        return {n: self.fees[n] for n in sorted(every) if n <= most[1]}
