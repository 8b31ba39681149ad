"""What a list of requests brings if the assumptions are wrong.

The list, and what is done in each pattern of answers, stay as chosen at the values of
the assumptions; what that is worth, and how likely each host says yes, are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption, Offering
from optimizer.model.cost import cost_range, gone_usd, still_usd, to_ask_usd
from optimizer.model.plan_chances import Drawn, Known, estimate
from optimizer.model.value.application_list import match_model, shared_model
from optimizer.model.value.objective import MatchModel, drawn_acceptance
from optimizer.model.value.rates import Floats, Parameters, draws
from optimizer.requests.ask_list import AskList
from optimizer.requests.outlook import Outcome, Outlook, outlook_of
from optimizer.requests.patterns import patterns_of
from optimizer.requests.request import Request

PP = 100
_DRAWS = 50
"""Draws that are looked at together."""


@dataclass(frozen=True, slots=True)
class GainSwing:
    """What a list adds, in pp, with one assumption at either end of its range."""

    assumption: Assumption
    low_pp: float
    high_pp: float


def gain_pp(outlook: Outlook) -> Estimate:
    """What the list adds to the match value in pp, with its range."""
    problem = outlook.values.problem
    nominal = np.array([outlook.mean - outlook.values.baseline])
    known = _known_values(shared_model(problem))
    drawn = gain_draws(outlook, draws(problem), known)
    return estimate(PP * nominal, PP * drawn)


def gain_swings(problem: Problem, asked: AskList) -> tuple[GainSwing, ...]:
    """The gain of a list at both ends of each assumption, the farthest apart first."""
    every = problem.catalog.assumptions
    uncertain = [a for a in every if a.low < a.high]
    if not uncertain:
        return ()
    worlds = {a.name: np.full(2 * len(uncertain), float(a.value)) for a in every}
    for place, a in enumerate(uncertain):
        worlds[a.name][2 * place : 2 * place + 2] = a.low, a.high
    outlook = outlook_of(problem, [one.request for one in asked.requests])
    ends = PP * gain_draws(outlook, worlds).reshape(-1, 2)
    found = [GainSwing(a, *map(float, e)) for a, e in zip(uncertain, ends, strict=True)]
    return tuple(sorted(found, key=lambda one: -abs(one.high_pp - one.low_pp)))


def gain_draws(
    outlook: Outlook, drawn: Parameters, known: Known | None = None
) -> Floats:
    """What the list adds to the match value in each draw of the assumptions, (D,).

    ``known``: values of sets in these draws, to which what is found is added.
    """
    values = Drawn(match_model(outlook.values.problem, drawn), known)
    nothing = values.value(outlook.values.search.booked)
    chance = _chances(outlook, drawn)
    gain = np.zeros_like(nothing)
    for number, way in enumerate(outlook.ways, start=1):
        if chance[number].any():
            gain += chance[number] * (values.value(outlook.rotations(way)) - nothing)
    return gain


@lru_cache(maxsize=16)
def _known_values(_model: MatchModel) -> Known:
    """Values of sets in the draws of a model that problems share."""
    return {}


def any_done(outlook: Outlook) -> Estimate:
    """Chance of at least one rotation, with hosts as strict, and as kind, as assumed.

    What is done in each pattern of answers stays as chosen at the assumption's value.
    """
    every = outlook.values.problem.catalog.assumption.values()
    ends = {a.name: np.array([a.low, a.high]) for a in every}
    chance = _chances(outlook, ends)
    low, high = 1 - chance[0] / chance.sum(axis=0)
    return Estimate(1 - outlook.done[0], float(low), float(high))


def high_usd(outlook: Outlook) -> tuple[int, int]:
    """The most that is spent if all that is not on record is as dear as assumed.

    With how many amounts are not on record where that happens.
    """
    more = _More(outlook)
    usd = [way.usd + more.usd(way) for way in outlook.outcomes]
    dearest = zip(usd, outlook.outcomes, strict=True)
    return max(usd), max(more.unknown(w) for high, w in dearest if high == max(usd))


class _More:
    """How much dearer outcomes could be: amounts that are not on record."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook, self.problem = outlook, outlook.values.problem
        dear = self.problem.having(budget_counts="cautious")
        asked = [outlook.values.requests[i] for i in outlook.asked]
        named = [c.offering for r in asked for c in r.candidates]

        def more(usd: Callable[[Problem, Offering], int]) -> dict[str, int]:
            each = {o.offering_id: o for o in named}
            return {i: usd(dear, o) - usd(self.problem, o) for i, o in each.items()}

        self._still, self._asking = more(still_usd), more(to_ask_usd)
        self._gone = gone_usd(dear) - gone_usd(self.problem)

    def usd(self, way: Outcome) -> int:
        """Dollars by which an outcome could be dearer."""
        rotations = self.outlook.rotations(way)
        chosen = [r.visit.offering for r in rotations if not r.visit.booked]
        done = sum(self._still[o.offering_id] for o in chosen if o)
        return self._gone + done + sum(self._refused(way))

    def unknown(self, way: Outcome) -> int:
        """How many amounts of an outcome are not on record."""
        cost = cost_range(self.problem, self.outlook.rotations(way))
        return cost.unknown + sum(usd > 0 for usd in self._refused(way))

    def _refused(self, way: Outcome) -> list[int]:
        requests = self.outlook.values.requests
        firsts = (requests[i].candidates[0] for i in self.outlook.asked_but(way))
        return [self._asking[first.offering.offering_id] for first in firsts]


def _chances(outlook: Outlook, drawn: Parameters) -> Floats:
    """Chance of each way in each draw, (ways, D); way 0 is to do nothing."""
    nominal = [r.acceptance for r in outlook.open]
    patterns = patterns_of(nominal)
    taken = outlook.winners[patterns.masks]
    order = np.argsort(taken, kind="stable")
    ways, first = np.unique(taken[order], return_index=True)
    acceptance = [
        _acceptance_draws(outlook.values.problem, r, drawn) for r in outlook.open
    ]
    found = np.zeros((len(outlook.ways) + 1, len(next(iter(drawn.values())))))
    for a in range(0, found.shape[1], _DRAWS):
        some = [p[a : a + _DRAWS, None] for p in acceptance]
        chances = np.atleast_2d(patterns.chances(some))[:, order]
        found[ways, a : a + _DRAWS] = np.add.reduceat(chances, first, axis=1).T
    return found


def _acceptance_draws(problem: Problem, request: Request, drawn: Parameters) -> Floats:
    """The chance of a yes in each draw, (D,)."""
    found = drawn_acceptance(problem, request.candidates[0].visit, drawn)
    if request.terms.answer == "silent":
        return found * drawn.get("silent_acceptance_factor", np.ones_like(found))
    return found
