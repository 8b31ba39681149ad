"""What comes of one purse for rotations and applications, with these requests.

Applications are bought in September, when the hosts have answered, so their number
waits for the answers: in each pattern the applicant does the best set of rotations
that said yes and applies to as many programs as the rest of the money is good for,

    E = mean over patterns S of max over T in S and n of F(T; list n),
    cost(T) + fees(n) <= total.

F(T; list n) rises with n, so that between two numbers a < c nothing exceeds the ways of
c at the fees of a + 1. Where that leaves too much open the middle is looked at, until
no division of the money among these requests can be better by more than ``OPEN``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.value.rates import Floats
from optimizer.portfolio.problem import Ints
from optimizer.requests.outlook import outlook_of, quantile
from optimizer.requests.patterns import every_pattern
from optimizer.requests.request import Request
from optimizer.residency_list.answer import PP
from optimizer.residency_list.curve import Fees
from optimizer.solver.solve import TOLERANCE

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
class Purse:
    """So much money, and what a dollar that is spent counts against the value."""

    usd: int
    per_usd: float = 0.0


class PurseWays:
    """Everything that can be done with the money, at the numbers looked at so far.

    P patterns of answers, W ways: who must say yes, value, dollars for rotations,
    number of applications.
    """

    def __init__(
        self,
        problem: Problem,
        requests: Sequence[Request],
        most_usd: int,
        fees: Fees,
        numbers: Iterable[int],
    ) -> None:
        self.problem, self.requests, self.most_usd = problem, requests, most_usd
        open_ = [r for r in requests if not r.certain]
        self.patterns = every_pattern(len(open_))
        self.chance = self.patterns.chances([r.acceptance for r in open_])
        self.bit = {r.name: 1 << i for i, r in enumerate(open_)}
        self.first, self.fee = fees.first, np.array(fees.usd, dtype=float)
        self.numbers: list[int] = []
        self.rows: Floats = np.zeros((4, 0))
        self._look(numbers)

    def mean(self, purse: Purse) -> float:
        """Mean value, at the best number of applications each."""
        _, taken = self._best(purse, self.fee)
        return float(self.chance @ self.rows[1, taken])

    def split(self, purse: Purse) -> Split:
        """The best way of each pattern that a purse is enough for."""
        _, taken = self._best(purse, self.fee)
        _, value, usd, number = self.rows[:, taken]
        fees = self.fee[number.astype(int)]
        often = list(enumerate(np.bincount(number.astype(int), self.chance).tolist()))
        return Split(
            value=float(self.chance @ value),
            gap_pp=PP * float(self._gaps(purse).sum()),
            applications=float(self.chance @ number),
            low=int(quantile(often, _LOW)),
            high=int(quantile(often, _HIGH)),
            rotations_usd=float(self.chance @ usd),
            fees_usd=float(self.chance @ fees),
            left_usd=float(self.chance @ (purse.usd - usd - fees)),
        )

    # ---- numbers in between ---------------------------------------------------------

    def close_gaps(self, purses: Sequence[Purse]) -> None:
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

    def _gaps(self, purse: Purse) -> Floats:
        """How much better a number right below each one could be, on average."""
        lowest = self.fee.copy()
        lowest[self.numbers[1:]] = [self.fee[n + 1] for n in self.numbers[:-1]]
        exact, _ = self._best(purse, self.fee)
        bound, taken = self._best(purse, lowest)
        over = self.chance * np.maximum(bound - exact, 0.0)
        number = self.rows[3, taken].astype(int)
        return np.asarray(np.bincount(number, over, minlength=len(self.fee)))

    # ---- ways -----------------------------------------------------------------------

    def _best(self, purse: Purse, fee: Floats) -> tuple[Floats, Ints]:
        """The score of the best way of each pattern, and its place; both (P,).

        ``fee`` is the price of each number. Of ways that are equal within the
        tolerance the cheaper one is taken where no dollar counts.
        """
        masks, value, usd, number = self.rows
        spent = usd + fee[number.astype(int)]
        score = np.where(spent <= purse.usd, value - spent * purse.per_usd, _NO_WAY)
        ranked = score
        if not purse.per_usd:
            ranked = np.round(score / TOLERANCE) * TOLERANCE - 1e-12 * spent
        order = np.argsort(-ranked, kind="stable")
        taken = order[self.patterns.first(masks[order].astype(np.int64))]
        return score[taken], taken

    def _look(self, numbers: Iterable[int]) -> None:
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
