"""How far the cost of rotations could go: what rests on assumptions, at its high."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from optimizer.domain.problem import Problem
from optimizer.model.cost import bill
from optimizer.model.rotation import Rotation

Line = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class CostRange:
    """What rotations cost in dollars, and what they could.

    ``usd`` is the total as the scenario counts, ``assumed_usd`` what of it rests on
    amounts that are not on record, ``unknown`` how many those are, ``high_usd`` the
    total with each of them as high as its assumption goes.
    """

    usd: int
    assumed_usd: int
    unknown: int
    high_usd: int

    @property
    def known_usd(self) -> int:
        """What is on record, or estimated from records."""
        return self.usd - self.assumed_usd


def cost_range(problem: Problem, rotations: tuple[Rotation, ...]) -> CostRange:
    """The range of the cost of rotations in date order, if every host accepts."""
    counted = _by_line(problem, rotations)
    usual = _by_line(problem.having(budget_counts="assumed"), rotations)
    high = _by_line(problem.having(budget_counts="cautious"), rotations)
    assumed = [line for line in usual | high if usual[line] != high[line]]
    return CostRange(
        counted.total(),
        sum(counted[line] for line in assumed),
        len(assumed),
        high.total(),
    )


def _by_line(problem: Problem, rotations: tuple[Rotation, ...]) -> Counter[Line]:
    lines: Counter[Line] = Counter()
    for item in bill(problem, rotations):
        lines[item.label, item.offering_id] += item.usd
    return lines
