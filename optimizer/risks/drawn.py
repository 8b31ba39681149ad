"""How far a plan can be trusted if every assumption is otherwise at once.

The assumptions are drawn from their ranges, as for the ranges of chances.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import HIGH_PERCENTILE, LOW_PERCENTILE
from optimizer.model.value.draws import draws
from optimizer.risks.robustness import (
    BUDGET,
    SAME_PP,
    ChoiceInWorld,
    PlanInWorld,
    choice_in,
    readings,
)
from optimizer.risks.worlds import uncertain_assumptions, world

WORLDS = 60
CLOSE_PP, VERY_CLOSE_PP = 1.0, 0.5
SURE_PERCENTILE = 90
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Sampled:
    """One world with every assumption drawn: the plan there and the best plan there."""

    plan: PlanInWorld
    choice: ChoiceInWorld


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``of``, with the Wilson 95 % interval of the share behind it."""

    hits: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DrawnWorlds:
    """A plan over drawn worlds: in how many it helps and is within the budget.

    The gain's 10th and 90th percentile, and the cost not exceeded in 90 %.
    """

    helps: Share
    gain_low_pp: float
    gain_high_pp: float
    affordable: Share
    sure_usd: int


@dataclass(frozen=True, slots=True)
class Trust:
    """A plan over sampled worlds.

    ``best``, ``very_close`` and ``close`` count the worlds in which no plan that costs
    no more than the budget, or than the plan there, is better by more than the
    tolerance, ``VERY_CLOSE_PP`` and ``CLOSE_PP``. Left out of them and counted apart:
    ``invalid`` worlds, in which the plan breaks another rule than the budget, and
    ``unknown`` ones, in which no best plan was proven in time. ``affordable``: the
    worlds in which the plan is within the budget, of all; ``sure_usd`` is what it costs
    at most in 90 % of all. ``chosen``: hosts by how often the best plans have them.
    """

    worlds: int
    best: Share
    very_close: Share
    close: Share
    affordable: Share
    sure_usd: int
    invalid: int
    unknown: int
    chosen: tuple[tuple[str, int], ...]


def sample_plan(
    problem: Problem, plan: Plan, which: Sequence[int] = range(WORLDS)
) -> Iterator[Sampled]:
    """The plan and the best plan in these of the draws behind the ranges.

    Where the plan costs more than the budget, the best plan may cost as much.
    """
    drawn = drawn_worlds(problem, which)
    for there, reading in zip(drawn, readings(problem, plan, drawn), strict=True):
        usd = max(there.scenario.budget_usd, reading.cost_usd)
        paid = there.having(budget_usd=usd)
        valid = set(reading.broken) <= {BUDGET}
        yield Sampled(reading, choice_in(paid, reading.value if valid else None))


def outlook(
    problem: Problem, plan: Plan, which: Sequence[int] = range(WORLDS)
) -> DrawnWorlds:
    """What the plan adds and costs in drawn worlds, without asking for a better one."""
    found = readings(problem, plan, drawn_worlds(problem, which))
    low, high = np.percentile(
        [r.gain_pp for r in found], [LOW_PERCENTILE, HIGH_PERCENTILE]
    )
    usd = [r.cost_usd for r in found]
    return DrawnWorlds(
        helps=_share(sum(r.gain_pp > 0 for r in found), len(found)),
        gain_low_pp=float(low),
        gain_high_pp=float(high),
        affordable=_share(sum(BUDGET not in r.broken for r in found), len(found)),
        sure_usd=math.ceil(np.percentile(usd, SURE_PERCENTILE)),
    )


def drawn_worlds(
    problem: Problem, which: Sequence[int] = range(WORLDS)
) -> tuple[Problem, ...]:
    """Worlds with every assumption drawn: these of the draws of ``details.draws``."""
    drawn, names = draws(problem), [a.name for a in uncertain_assumptions(problem)]
    return tuple(
        world(problem, {name: float(drawn[name][i]) for name in names}) for i in which
    )


def trust(found: Sequence[Sampled]) -> Trust:
    """What sampled worlds say about the plan; at least one world."""
    known = [s.choice.regret_pp for s in found if s.choice.proven]
    regrets = [regret for regret in known if regret is not None]
    usd = [s.plan.cost_usd for s in found]
    invalid = sum(not set(s.plan.broken) <= {BUDGET} for s in found)
    return Trust(
        worlds=len(found),
        best=_within(regrets, SAME_PP),
        very_close=_within(regrets, VERY_CLOSE_PP),
        close=_within(regrets, CLOSE_PP),
        affordable=_share(sum(BUDGET not in s.plan.broken for s in found), len(found)),
        sure_usd=math.ceil(np.percentile(usd, SURE_PERCENTILE)),
        invalid=invalid,
        unknown=len(found) - invalid - len(regrets),
        chosen=_often([s.choice.best for s in found]),
    )


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927): (0, 1) where nothing was tried."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, _NORMAL_95**2 / of
    middle = (share + z2 / 2) / (1 + z2)
    spread = math.sqrt(z2 * share * (1 - share) + z2**2 / 4) / (1 + z2)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def _within(regrets: Sequence[float], pp: float) -> Share:
    return _share(sum(regret <= pp for regret in regrets), len(regrets))


def _share(hits: int, of: int) -> Share:
    return Share(hits, of, *wilson(hits, of))


def _often(plans: Sequence[Plan | NoPlan]) -> tuple[tuple[str, int], ...]:
    """Hosts of plans, each once a plan, the most frequent first."""
    counts = Counter(
        host
        for plan in plans
        if isinstance(plan, Plan)
        for host in {b.offering.host for b in plan.blocks}
    )
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
