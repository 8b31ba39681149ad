"""What a season of residency applications costs, by the number of programs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from optimizer.domain.plan import CostItem
from optimizer.domain.problem import Problem

CHEAP_APPLICATIONS = 30
"""So many applications to one specialty cost the lower ERAS fee."""
CHEAP_FEE, FULL_FEE = "eras_fee_1_30", "eras_fee_31_plus"
ONCE = {
    "nrmp_fee": "NRMP registration",
    "usmle_transcript_fee": "USMLE transcript",
    "ecfmg_eras_token": "ECFMG token for ERAS",
}
"""Fees of a season, whatever the number of applications: assumption and name."""


def applications_usd(problem: Problem, number: int) -> int | None:
    """Price of so many ERAS applications; None if the catalog does not know it."""
    known = problem.catalog.assumption
    if CHEAP_FEE not in known or FULL_FEE not in known:
        return None
    cheap = min(number, CHEAP_APPLICATIONS)
    full = number - cheap
    return round(cheap * known[CHEAP_FEE].value + full * known[FULL_FEE].value)


@dataclass(frozen=True, slots=True)
class Fees:
    """What each number of applications costs; ``first`` is the least there may be."""

    usd: tuple[int, ...]
    first: int

    def __getitem__(self, number: int) -> int:
        return self.usd[number]

    def number_for(self, usd: float) -> int:
        """The most applications for so many dollars, the least there may be."""
        return max(bisect_right(self.usd, usd) - 1, self.first)


def season_items(problem: Problem) -> tuple[CostItem, ...]:
    """The fees that are paid once in a season, as far as the catalog knows them."""
    known = problem.catalog.assumption
    return tuple(
        CostItem(label, round(known[name].value))
        for name, label in ONCE.items()
        if name in known
    )
