"""Rotations and applications out of one purse.

Applications are bought in September, when the hosts have answered, so their number
waits for the answers: in each pattern the applicant does the best set of rotations
that said yes and applies to as many programs as the rest of the money is good for,

    E = mean over patterns S of max over T in S and n of F(T; list n),
    cost(T) + fees(n) <= total.

*Recommended* counts each dollar against what a point is worth (``stop_usd_per_point``);
*most* spends whatever adds anything. Numbers n are looked at in steps of five and where
the fee rises, up to every open program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.value.rates import Floats
from optimizer.requests.ask_list import AskList
from optimizer.requests.outlook import Outlook
from optimizer.requests.patterns import every_pattern
from optimizer.requests.request import Request
from optimizer.requests.set_values import SetValues
from optimizer.residency_list.answer import PP
from optimizer.residency_list.choose import decide
from optimizer.residency_list.curve import curve
from optimizer.residency_list.fees import CHEAP_APPLICATIONS, applications_usd
from optimizer.solver.solve import TOLERANCE

_STEP = 5
_LOW, _HIGH = 0.1, 0.9
MORE_USD = 1_000


@dataclass(frozen=True, slots=True)
class Split:
    """What comes of dividing the money in one way; means over the answers.

    ``applications`` has the 10th and 90th percentile beside it; ``left_usd`` stays in
    the pocket.
    """

    value: float
    applications: float
    low: int
    high: int
    rotations_usd: float
    fees_usd: float
    left_usd: float


@dataclass(frozen=True, slots=True)
class Joint:
    """One purse for rotations and applications, with the requests of the ask list.

    ``apart``: mean value with two purses, as the ask list counts; ``more_pp``: what
    ``MORE_USD`` dollars more would add at most.
    """

    total_usd: int
    apart: float
    recommended: Split
    most: Split
    more_pp: float


def joint(
    problem: Problem, asked: AskList, total_usd: int | None = None
) -> Joint | None:
    """Divide one sum of money; None if applications have no known price.

    ``total_usd`` None: the budget and what the applications cost now.
    """
    now = applications_usd(problem, decide(problem).chosen_number)
    if now is None:
        return None
    total = problem.scenario.budget_usd + now if total_usd is None else total_usd
    requests = [a.request for a in asked.requests]
    usd_per_value = PP * problem.scenario.stop_usd_per_point
    ways = _Ways(problem, requests, total + MORE_USD)
    most, more = ways.split(total, None), ways.split(total + MORE_USD, None)
    return Joint(
        total_usd=total,
        apart=asked.value,
        recommended=ways.split(total, usd_per_value),
        most=most,
        more_pp=PP * (more.value - most.value),
    )


class _Ways:
    """Everything that can be done with the money: rotations and applications."""

    def __init__(
        self, problem: Problem, requests: Sequence[Request], total_usd: int
    ) -> None:
        self.open = [r for r in requests if not r.certain]
        bit = {r.name: 1 << i for i, r in enumerate(self.open)}
        found = [
            (sum(bit.get(name, 0) for name in done), value, usd, fee, number)
            for number, fee in _numbers(problem)
            for done, value, usd in _at(problem, requests, total_usd - fee, number)
        ]
        if not found:
            found = [(0, 0.0, 0, 0, 0)]
        masks, values, usd, fees, numbers = zip(*found, strict=True)
        self.masks = np.array(masks, dtype=np.int64)
        self.value = np.array(values, dtype=float)
        self.usd = np.array(usd, dtype=float)
        self.fees = np.array(fees, dtype=float)
        self.number = np.array(numbers, dtype=np.int64)

    def split(self, total_usd: int, usd_per_value: float | None) -> Split:
        """The best way of each pattern that a purse is enough for.

        Each dollar counts against the value, or none does (None). Of ways that are
        equal within the tolerance the cheaper one is taken where no dollar counts.
        """
        spent = self.usd + self.fees
        if usd_per_value is None:
            score = np.round(self.value / TOLERANCE) * TOLERANCE - 1e-12 * spent
        elif usd_per_value > 0:
            score = self.value - spent / usd_per_value
        else:
            score = -spent
        taken = self._taken(np.where(spent <= total_usd, score, -np.inf))
        chance = every_pattern(len(self.open)).chances(
            [r.acceptance for r in self.open]
        )
        number = self.number[taken]
        return Split(
            value=float(chance @ self.value[taken]),
            applications=float(chance @ number),
            low=_quantile(number, chance, _LOW),
            high=_quantile(number, chance, _HIGH),
            rotations_usd=float(chance @ self.usd[taken]),
            fees_usd=float(chance @ self.fees[taken]),
            left_usd=float(chance @ (total_usd - spent[taken])),
        )

    def _taken(self, score: Floats) -> np.ndarray:
        """The best way of each pattern of answers, (P,), by its number."""
        order = np.argsort(-score, kind="stable")
        rank = np.empty(len(order))
        rank[order] = np.arange(len(order), 0, -1)
        patterns = every_pattern(len(self.open))
        best = np.zeros(len(patterns.masks))
        np.maximum.at(best, self.masks, rank)
        return order[len(order) - patterns.spread(best).astype(np.int64)]


def _numbers(problem: Problem) -> Iterator[tuple[int, int]]:
    """Numbers of applications that are looked at, each with its price."""
    decision = decide(problem)
    last = decision.open_programs
    stop = curve(problem).stop or 0
    marked = {decision.chosen_number, stop, min(CHEAP_APPLICATIONS, last), last}
    for number in sorted({*range(0, last + 1, _STEP), *marked}):
        usd = applications_usd(problem, number)
        if usd is not None:
            yield number, usd


def _at(
    problem: Problem, requests: Sequence[Request], budget_usd: int, number: int
) -> Iterator[tuple[tuple[str, ...], float, int]]:
    """What can be done with so many applications: requests, match value, dollars."""
    if budget_usd < 0:
        return
    asked = problem.having(applications=number, budget_usd=budget_usd)
    outlook = Outlook(SetValues(asked, requests), tuple(range(len(requests))))
    if outlook.nothing_usd <= budget_usd:
        yield (), outlook.values.baseline, outlook.nothing_usd
    for way in outlook.ways:
        yield tuple(requests[i].name for i in way.done), way.value, way.usd


def _quantile(number: np.ndarray, chance: Floats, share: float) -> int:
    order = np.argsort(number, kind="stable")
    below = np.cumsum(chance[order])
    place = min(int(np.searchsorted(below, share)), len(order) - 1)
    return int(number[order[place]])
