"""What a list of requests brings if the assumptions are wrong.

The list, and what is done in each pattern of answers, stay as chosen at the values of
the assumptions; what that is worth, and how likely each host says yes, are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.model.cost import cost_range, to_ask_usd
from optimizer.model.plan_chances import estimate
from optimizer.model.value.application_list import match_model
from optimizer.model.value.draws import draws
from optimizer.model.value.objective import acceptance_assumption
from optimizer.model.value.rates import Floats, Parameters
from optimizer.requests.ask_list import AskList
from optimizer.requests.outlook import Outcome, Outlook
from optimizer.requests.patterns import patterns_of
from optimizer.requests.request import Request
from optimizer.requests.set_values import SetValues

PP = 100


@dataclass(frozen=True, slots=True)
class GainSwing:
    """What a list adds, in pp, with one assumption at either end of its range."""

    assumption: Assumption
    low_pp: float
    high_pp: float


def gain_pp(outlook: Outlook) -> Estimate:
    """What the list adds to the match value in pp, with its range."""
    nominal = np.array([outlook.mean - outlook.values.baseline])
    return estimate(PP * nominal, PP * gain_draws(outlook))


def gain_swings(problem: Problem, asked: AskList) -> tuple[GainSwing, ...]:
    """The gain of a list at both ends of each assumption, the farthest apart first."""
    every = problem.catalog.assumptions
    uncertain = [a for a in every if a.low < a.high]
    worlds = {a.name: np.full(2 * len(uncertain), float(a.value)) for a in every}
    for place, a in enumerate(uncertain):
        worlds[a.name][2 * place : 2 * place + 2] = a.low, a.high
    requests = [one.request for one in asked.requests]
    outlook = Outlook(SetValues(problem, requests), tuple(range(len(requests))))
    ends = PP * gain_draws(outlook, worlds).reshape(-1, 2)
    found = [GainSwing(a, *map(float, e)) for a, e in zip(uncertain, ends, strict=True)]
    return tuple(sorted(found, key=lambda one: -abs(one.high_pp - one.low_pp)))


def gain_draws(outlook: Outlook, given: Parameters | None = None) -> Floats:
    """What the list adds to the match value in each draw of the assumptions, (D,).

    The draws are those of the ranges, or the ``given`` ones.
    """
    drawn = draws(outlook.values.problem) if given is None else given
    model = match_model(outlook.values.problem, drawn)
    nothing = model.value(outlook.values.search.booked, certain=True)
    chance = _chances(outlook, drawn)
    gain = np.zeros_like(nothing)
    for number, way in enumerate(outlook.ways, start=1):
        if chance[number].any():
            rotations = outlook.rotations(way)
            gain += chance[number] * (model.value(rotations, certain=True) - nothing)
    return gain


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
    return max(_high_usd(outlook, way) for way in outlook.outcomes)


def _high_usd(outlook: Outlook, way: Outcome) -> tuple[int, int]:
    problem = outlook.values.problem
    cost = cost_range(problem, outlook.rotations(way))
    refused = [
        outlook.values.requests[i].candidates[0].offering
        for i in outlook.asked
        if i not in way.done
    ]
    dear = problem.having(budget_counts="cautious")
    more = [to_ask_usd(dear, o) - to_ask_usd(problem, o) for o in refused]
    return (
        way.usd + cost.high_usd - cost.usd + sum(more),
        cost.unknown + sum(usd > 0 for usd in more),
    )


def _chances(outlook: Outlook, drawn: Parameters) -> Floats:
    """Chance of each way in each draw, (ways, D); way 0 is to do nothing."""
    nominal = [r.acceptance for r in outlook.open]
    patterns = patterns_of(nominal)
    taken = outlook.winners[patterns.masks]
    count, every = len(outlook.ways) + 1, len(next(iter(drawn.values())))
    acceptance = np.zeros((every, len(nominal)))
    for i, request in enumerate(outlook.open):
        acceptance[:, i] = _acceptance_draws(outlook.values.problem, request, drawn)
    found = [
        np.bincount(taken, patterns.chances(row.tolist()), minlength=count)
        for row in acceptance
    ]
    return np.array(found, dtype=float).T


def _acceptance_draws(problem: Problem, request: Request, drawn: Parameters) -> Floats:
    """The chance of a yes in each draw, (D,)."""
    name = acceptance_assumption(problem, request.candidates[0].visit)
    every = np.ones(len(next(iter(drawn.values()))))
    if name is None:
        return every * request.acceptance
    silent = drawn.get("silent_acceptance_factor", every)
    return drawn[name] * (silent if request.terms.answer == "silent" else every)
