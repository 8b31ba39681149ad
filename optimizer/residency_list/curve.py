"""The value by number of applications, and where to stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import HIGH_PERCENTILE, LOW_PERCENTILE
from optimizer.model.value.draws import draws
from optimizer.model.value.rates import Floats
from optimizer.portfolio.branch import BestChoice
from optimizer.portfolio.problem import OFF
from optimizer.residency_list.answer import PP, Curve, Point, Rung
from optimizer.residency_list.choose import decide
from optimizer.residency_list.fees import CHEAP_APPLICATIONS, applications_usd
from optimizer.residency_list.tables import ChanceTables

_MARKS = (10, 20, CHEAP_APPLICATIONS)
"""Numbers that part the rungs, beside the applicant's own and where to stop."""


def curve(problem: Problem, drawn: ChanceTables | None = None) -> Curve:
    """The best list of every number of applications, up to all open programs.

    ``drawn``: the chances at draws of the assumptions, if they are at hand.
    """
    lists = _lists(problem)
    drawn = drawn or ChanceTables(problem, parameters=draws(problem))
    values = drawn.values([found.choice for found in lists])
    ends = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=1)
    points = tuple(
        Point(n, found.value, float(low), float(high), applications_usd(problem, n))
        for n, (found, low, high) in enumerate(zip(lists, *ends, strict=True))
    )
    return Curve(
        points,
        problem.scenario.stop_usd_per_point,
        stop_at(problem),
        tuple(_ends(problem, lists)),
        tuple(_rungs(problem, points, values)),
    )


def _rungs(problem: Problem, points: Sequence[Point], values: Floats) -> Iterator[Rung]:
    """What $1,000 of applications buys from number to number; ``values``: (N, D)."""
    last = len(points) - 1
    marks = {0, *_MARKS, decide(problem).chosen_number, stop_at(problem) or 0, last}
    for low, high in pairwise(sorted(n for n in marks if n <= last)):
        fewer, more = points[low], points[high]
        if fewer.usd is None or more.usd is None or more.usd == fewer.usd:
            continue
        scale = 1_000 * PP / (more.usd - fewer.usd)
        gains = scale * (values[high] - values[low])
        ends = np.percentile(gains, [LOW_PERCENTILE, HIGH_PERCENTILE])
        value = scale * (more.value - fewer.value)
        yield Rung(low + 1, high, Estimate(value, float(ends[0]), float(ends[1])))


@lru_cache(maxsize=16)
def stop_at(problem: Problem) -> int | None:
    """The number with the highest value once each dollar counts; the least of equals.

    At $0 a point no application is worth its fee but a free one. None if applications
    have no known price.
    """
    net_usd = []
    for n, found in enumerate(_lists(problem)):
        usd = applications_usd(problem, n)
        if usd is None:
            return None
        net_usd.append(PP * found.value * problem.scenario.stop_usd_per_point - usd)
    return net_usd.index(max(net_usd))


@lru_cache(maxsize=16)
def _lists(problem: Problem) -> tuple[BestChoice, ...]:
    """The best list of each number of applications, from none on."""
    decision = decide(problem)
    return tuple(decision.at(n) for n in range(decision.open_programs + 1))


def _ends(problem: Problem, lists: Sequence[BestChoice]) -> Iterator[int]:
    """Numbers after which the next application goes to another group of programs."""
    groups = decide(problem).portfolio.groups
    size = groups.max(initial=-1) + 1
    held = [np.bincount(groups[b.choice != OFF], minlength=size) for b in lists]
    grows = [int((more - now).argmax()) for now, more in pairwise(held)]
    for number, (one, other) in enumerate(pairwise(grows), start=1):
        if one != other:
            yield number
