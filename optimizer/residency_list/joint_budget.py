"""Rotations and applications out of one purse.

Applications are bought in September, when the hosts have answered, so their number
waits for the answers: in each pattern the applicant does the best set of rotations
that said yes and applies to as many programs as the rest of the money is good for,

    E = mean over patterns S of max over T in S and n of F(T; list n),
    cost(T) + fees(n) <= total.

*Recommended* counts each dollar against what a point is worth (``stop_usd_per_point``);
*most* spends whatever adds anything. F(T; list n) rises with n, so that between two
numbers a < c nothing exceeds the ways of c at the fees of a + 1. Where that leaves too
much open the middle is looked at, until no division of the money can be better by more
than ``OPEN``. The requests are those of the ask list throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.value.rates import Floats
from optimizer.portfolio.problem import Ints
from optimizer.requests.ask_list import AskList
from optimizer.requests.outlook import outlook_of
from optimizer.requests.patterns import every_pattern
from optimizer.requests.request import Request
from optimizer.residency_list.answer import PP
from optimizer.residency_list.choose import decide
from optimizer.residency_list.curve import curve
from optimizer.residency_list.fees import CHEAP_APPLICATIONS, applications_usd
from optimizer.solver.solve import TOLERANCE

MORE_USD = 1_000
OPEN = 2 * TOLERANCE
"""How much better another division of the money may at most be."""
_NO_WAY = -1e9
_LOW, _HIGH = 0.1, 0.9
_LITTLE = 0.25
"""Share of the widest gap below which another one waits."""
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Split:
    """What comes of dividing the money in one way; means over the answers.

    ``gap_pp``: by how much another division could be better at most, dollars counted as
    they are here. ``applications`` has the 10th and 90th percentile beside it;
    ``left_usd`` stays in the pocket.
    """

    value: float
    gap_pp: float
    applications: float
    low: int
    high: int
    rotations_usd: float
    fees_usd: float
    left_usd: float


@dataclass(frozen=True, slots=True)
class Joint:
    """One purse for rotations and applications, with the requests of the ask list.

    ``apart``: mean value with two purses, as the ask list counts. What ``MORE_USD``
    dollars more would add: ``more_pp`` in one purse, ``rotations_pp`` if they go to
    rotations alone, ``applications_pp`` if they go to applications alone.
    """

    total_usd: int
    apart: float
    recommended: Split
    most: Split
    more_pp: float
    rotations_pp: float
    applications_pp: float


@dataclass(frozen=True, slots=True)
class _Purse:
    """So much money, and what a dollar that is spent counts against the value."""

    usd: int
    per_usd: float = 0.0


def joint(
    problem: Problem, asked: AskList, total_usd: int | None = None
) -> Joint | None:
    """Divide one sum of money; None if applications have no known price.

    ``total_usd`` None: the budget and what the applications cost now.
    """
    now = decide(problem).chosen_number
    fees = applications_usd(problem, now)
    if fees is None:
        return None
    total = problem.scenario.budget_usd + fees if total_usd is None else total_usd
    line = PP * problem.scenario.stop_usd_per_point
    most, more = _Purse(total), _Purse(total + MORE_USD)
    recommended = _Purse(total, 1 / line if line else 1.0)
    ways = _Ways(problem, [a.request for a in asked.requests], more.usd)
    ways.close_gaps((most, more, recommended))
    apart, rotations = (ways.mean(purse, now) for purse in (most, more))
    further = _Purse(total + int(ways.fee[ways.further] - fees))
    found = ways.split(most)
    return Joint(
        total_usd=total,
        apart=apart,
        recommended=ways.split(recommended),
        most=found,
        more_pp=PP * (ways.mean(more) - found.value),
        rotations_pp=PP * (rotations - apart),
        applications_pp=PP * (ways.mean(further, ways.further) - apart),
    )


class _Ways:
    """Everything that can be done with the money, at the numbers looked at so far.

    P patterns of answers, W ways: who must say yes, value, dollars for rotations,
    number of applications.
    """

    def __init__(
        self, problem: Problem, requests: Sequence[Request], most_usd: int
    ) -> None:
        self.problem, self.requests, self.most_usd = problem, requests, most_usd
        open_ = [r for r in requests if not r.certain]
        self.patterns = every_pattern(len(open_))
        self.chance = self.patterns.chances([r.acceptance for r in open_])
        self.bit = {r.name: 1 << i for i, r in enumerate(open_)}
        found = decide(problem)
        self.first, last, now = found.least, found.open_programs, found.chosen_number
        prices = (applications_usd(problem, n) or 0 for n in range(last + 1))
        self.fee: Floats = np.array([*prices], dtype=float)
        self.further = self.number_for(self.fee[now] + MORE_USD)
        self.numbers: list[int] = []
        self.rows: Floats = np.zeros((4, 0))
        marked = {self.first, now, self.further, CHEAP_APPLICATIONS, last}
        marked.add(curve(problem).stop or 0)
        self._look([n for n in marked if self.first <= n <= last])

    def number_for(self, usd: float) -> int:
        """The most applications for so many dollars."""
        within = np.flatnonzero(self.fee <= usd)
        return max(int(within[-1]), self.first)

    def mean(self, purse: _Purse, number: int | None = None) -> float:
        """Mean value, at one number of applications or at the best one each."""
        _, taken = self._best(purse, self.fee, number)
        return float(self.chance @ self.rows[1, taken])

    def split(self, purse: _Purse) -> Split:
        """The best way of each pattern that a purse is enough for."""
        _, taken = self._best(purse, self.fee)
        _, value, usd, number = self.rows[:, taken]
        fees = self.fee[number.astype(int)]
        return Split(
            value=float(self.chance @ value),
            gap_pp=PP * float(self._gaps(purse).sum()),
            applications=float(self.chance @ number),
            low=_quantile(number, self.chance, _LOW),
            high=_quantile(number, self.chance, _HIGH),
            rotations_usd=float(self.chance @ usd),
            fees_usd=float(self.chance @ fees),
            left_usd=float(self.chance @ (purse.usd - usd - fees)),
        )

    # ---- numbers in between ---------------------------------------------------------

    def close_gaps(self, purses: Sequence[_Purse]) -> None:
        """Look at further numbers until little is left open for any purse."""
        while middles := self._middles([self._gaps(purse) for purse in purses]):
            self._look(middles)

    def _middles(self, gaps: Sequence[Floats]) -> list[int]:
        """Middles between numbers where most is open, if too much is for some purse."""
        wide = [gap for gap in gaps if gap.sum() > OPEN]
        if not wide:
            return []
        gap = np.max(wide, axis=0)
        between = [(a, c) for a, c in pairwise(self.numbers) if c - a > 1]
        least = _LITTLE * max((gap[c] for _, c in between), default=0.0)
        return [(a + c) // 2 for a, c in between if gap[c] >= max(least, _NOISE)]

    def _gaps(self, purse: _Purse) -> Floats:
        """How much better a number right below each one could be, on average."""
        lowest = self.fee.copy()
        lowest[self.numbers[1:]] = [self.fee[n + 1] for n in self.numbers[:-1]]
        exact, _ = self._best(purse, self.fee)
        bound, taken = self._best(purse, lowest)
        over = self.chance * np.maximum(bound - exact, 0.0)
        number = self.rows[3, taken].astype(int)
        return np.asarray(np.bincount(number, over, minlength=len(self.fee)))

    # ---- ways -----------------------------------------------------------------------

    def _best(
        self, purse: _Purse, fee: Floats, only: int | None = None
    ) -> tuple[Floats, Ints]:
        """The score of the best way of each pattern, and its place; both (P,).

        ``fee`` is the price of each number. Of ways that are equal within the
        tolerance the cheaper one is taken where no dollar counts.
        """
        masks, value, usd, number = self.rows
        spent = usd + fee[number.astype(int)]
        allowed = (spent <= purse.usd) & (only is None or number == only)
        score = np.where(allowed, value - spent * purse.per_usd, _NO_WAY)
        ranked = score
        if not purse.per_usd:
            ranked = np.round(score / TOLERANCE) * TOLERANCE - 1e-12 * spent
        order = np.argsort(-ranked, kind="stable")
        rank = np.empty(len(order))
        rank[order] = np.arange(len(order), 0, -1)
        best = np.zeros(len(self.patterns.masks))
        np.maximum.at(best, masks.astype(int), rank)
        taken = order[len(order) - self.patterns.spread(best).astype(np.int64)]
        return score[taken], taken

    def _look(self, numbers: Sequence[int]) -> None:
        """Find what can be done at these numbers, also at the fees of lesser ones."""
        for n in sorted(set(numbers)):
            below = max((m for m in self.numbers if m < n), default=self.first - 1)
            ways = [*self._ways(n, self.most_usd - int(self.fee[below + 1]))]
            new = np.array(ways or [(0, 0.0, self.most_usd + 1, n)], dtype=float)
            self.rows = np.concatenate([self.rows, new.T], axis=1)
            self.numbers = sorted([*self.numbers, n])

    def _ways(self, number: int, room_usd: int) -> Iterator[tuple[float, ...]]:
        if room_usd < 0:
            return
        asked = self.problem.having(applications=number, budget_usd=room_usd)
        outlook = outlook_of(asked, self.requests)
        if outlook.nothing_usd <= room_usd:
            yield 0, outlook.values.baseline, outlook.nothing_usd, number
        for way in outlook.ways:
            names = (self.requests[i].name for i in way.done)
            mask = sum(self.bit.get(name, 0) for name in names)
            yield mask, way.value, way.usd, number


def _quantile(number: Floats, chance: Floats, share: float) -> int:
    order = np.argsort(number, kind="stable")
    below = np.cumsum(chance[order])
    place = min(int(np.searchsorted(below, share)), len(order) - 1)
    return int(number[order[place]])
