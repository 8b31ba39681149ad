"""What it costs to ask by one reading of the evidence if the other one is true.

What letters bring is a guess, and nobody will ever learn which reading holds. So the
list of each reading is valued in both. All lists are as long as the applicant's: what
differs is whom they ask, not how much is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Evidence
from optimizer.requests.ask_list import PP, AskList
from optimizer.requests.asking import list_alone
from optimizer.requests.outlook import Outlook, outlook_of
from optimizer.requests.request import Request

READINGS: tuple[Evidence, Evidence] = "central", "cautious"
Pair = tuple[float, float]
"""In pp: if effects are as guessed, and if letters still to come add nothing."""


@dataclass(frozen=True, slots=True)
class Valued:
    """A list, and what it adds to the match value in each reading."""

    requests: tuple[Request, ...]
    adds_pp: Pair

    def without(self, other: Valued) -> tuple[Request, ...]:
        """What this list asks for and the other does not."""
        names = {r.name for r in other.requests}
        return tuple(r for r in self.requests if r.name not in names)


@dataclass(frozen=True, slots=True)
class Readings:
    """The applicant's list, and the best as long for either reading."""

    now: Valued
    central: Valued
    cautious: Valued

    def regrets_pp(self, one: Valued) -> Pair:
        """What a list loses in each reading against that reading's own, in pp.

        Never below 0: the search for lists tries exchanges and proves no optimum, so a
        list can be a trifle better than the one found for a reading.
        """
        best = self.central.adds_pp[0], self.cautious.adds_pp[1]
        lost = (max(b - a, 0.0) for a, b in zip(one.adds_pp, best, strict=True))
        return next(lost), next(lost)


def readings(problem: Problem, now: AskList) -> Readings | None:
    """The list of each reading, valued in both; None if time was up before.

    A mean is exact, over every pattern of answers; what is done after them is the best
    for the reading that holds.
    """
    # However little the last request adds: all lists are as long.
    endless = problem.having(stop_points_per_request=0.0)
    central, cautious = (
        list_alone(endless.having(evidence=reading), now.stop_at)
        for reading in READINGS
    )
    if central is None or cautious is None:
        return None
    lists = (tuple(a.request for a in now.requests), central, cautious)
    return Readings(*(Valued(one, _adds_pp(problem, one)) for one in lists))


def _adds_pp(problem: Problem, requests: tuple[Request, ...]) -> Pair:
    central, cautious = (
        outlook_of(problem.having(evidence=reading), requests) for reading in READINGS
    )
    return _gain_pp(central), _gain_pp(cautious)


def _gain_pp(outlook: Outlook) -> float:
    return PP * (outlook.mean - outlook.values.baseline)
