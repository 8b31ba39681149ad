"""The value by number of applications, and where to stop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from optimizer.domain.problem import Problem
from optimizer.residency_list.answer import PP, Curve, Point
from optimizer.residency_list.choose import decide
from optimizer.residency_list.fees import applications_usd


@lru_cache(maxsize=16)
def curve(problem: Problem) -> Curve:
    """The best list of every number of applications, up to all open programs."""
    decision = decide(problem)
    points = tuple(
        Point(n, decision.at(n).value, applications_usd(problem, n))
        for n in range(decision.open_programs + 1)
    )
    line = problem.scenario.stop_usd_per_point
    return Curve(points, line, _stop(points, line))


def _stop(points: Sequence[Point], usd_per_point: int) -> int | None:
    """The number with the highest value once each dollar counts; the least of equals.

    At $0 a point no application is worth its fee but a free one.
    """

    def net_usd(point: Point) -> float:
        assert point.usd is not None, "all have a price or none has"
        return PP * point.value * usd_per_point - point.usd

    if any(point.usd is None for point in points):
        return None
    return max(points, key=lambda p: (net_usd(p), -p.applications)).applications
