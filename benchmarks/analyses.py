"""The analyses around a plan, timed beside a plain re-solve of everything.

``python -m benchmarks.analyses`` prints a table: processor seconds of ours and of what
one would write first, on the presets of the shipped catalog, nothing cached.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.report import table
from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.explain import infeasibility
from optimizer.explain.alternatives import best_plans
from optimizer.explain.reasons import why
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.sets.pool import forget
from optimizer.solver.solve import solve
from optimizer.trade_offs.frontier import frontier
from optimizer.trade_offs.returns import SIZES, best_of_each_size

TODAY = dt.date(2026, 11, 24)
COLUMNS = (
    "what",
    "cases",
    "aim, worst s",
    "median s",
    "worst s",
    "plain, median s",
    "times",
)
STEP_USD = 100
EVERY = 12
"""Each so many-th offering is asked about."""
IMPOSSIBLE: dict[str, dict[str, object]] = {
    "too little money": {"budget_usd": 3_000, "min_rotations": 2},
    "four letters in summer": {"months": (7, 8), "min_letters": 4},
    "three hands-on in July": {"months": (7,), "min_hands_on": 3},
    "two states, little money": {"budget_usd": 4_000, "required_states": ("WV", "MN")},
    "short stay": {"max_stay_days": 20, "min_rotations": 2},
    "no wait, wide gap": {"max_idle_days": 1, "gap_days": 14, "min_rotations": 2},
    "receptive and tied": {"min_receptive": 3, "min_in_ties": 2, "budget_usd": 6_000},
    "letters from observers": {"kind": "observership", "min_hands_on": 1},
    "nothing open": {"months": (), "min_rotations": 1},
    "early letters": {"letters_by": dt.date(2027, 5, 1), "min_letters": 3},
}


def main() -> None:
    """Measure each analysis and print the table."""
    print(table(COLUMNS, measure(read_catalog(Path("data")))))


def measure(catalog: Catalog) -> list[list[str]]:
    """A row of ``COLUMNS`` for each analysis, on the presets."""
    default = default_scenario(catalog, TODAY)
    problems = [Problem(catalog, preset(default)) for preset in PRESETS.values()]
    return [
        _row(
            "sizes 0 to 6, both ways of counting", 0.3, _sizes, _plain_sizes, problems
        ),
        _row("exact frontier", 0.3, _frontier, _plain_frontier, problems),
        _row("five best plans", None, _alternatives, _excluding, problems),
        _why_row(catalog, problems[:3]),
        _fixes_row(catalog, default),
    ]


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of some work that finds nothing cached."""
    forget()
    began = time.process_time()
    work()
    return time.process_time() - began


def _row(
    what: str,
    aim: float | None,
    ours: Callable[[Problem], object],
    plain: Callable[[Problem], object],
    problems: list[Problem],
) -> list[str]:
    mine = [timed(lambda p=p: ours(p)) for p in problems]  # type: ignore[misc]
    other = [timed(lambda p=p: plain(p)) for p in problems]  # type: ignore[misc]
    return _told(what, aim, mine, other)


def _told(
    what: str, aim: float | None, mine: list[float], other: list[float]
) -> list[str]:
    ratio = statistics.median(b / a for a, b in zip(mine, other, strict=True))
    return [
        what,
        str(len(mine)),
        "" if aim is None else f"{aim:.1f}",
        f"{statistics.median(mine):.2f}",
        f"{max(mine):.2f}",
        f"{statistics.median(other):.2f}" if other else "",
        f"{ratio:.1f}" if other else "",
    ]


def _fresh(problem: Problem, **changes: object) -> Plan | NoPlan:
    """A re-solve that shares nothing with the ones before."""
    forget()
    return solve(problem.having(**changes))


def _sizes(problem: Problem) -> object:
    return list(best_of_each_size(problem))


def _plain_sizes(problem: Problem) -> object:
    return [
        _fresh(problem, min_rotations=n, max_rotations=n, acceptance=how)
        for n in SIZES
        for how in ("certain", "expected")
    ]


def _frontier(problem: Problem) -> object:
    return frontier(problem)


def _plain_frontier(problem: Problem) -> object:
    """Every $100: what one would do without exact steps."""
    top = max(step.plan.cost_usd for step in frontier(problem))
    return [_fresh(problem, budget_usd=usd) for usd in range(0, top, STEP_USD)]


def _alternatives(problem: Problem) -> object:
    best = solve(problem)
    return list(best_plans(problem, best)) if isinstance(best, Plan) else None


def _excluding(problem: Problem) -> object:
    """Leave out each rotation of the best plan in turn: not the true five best."""
    best = solve(problem)
    assert isinstance(best, Plan)
    ids = [block.offering.offering_id for block in best.blocks]
    return [
        _fresh(problem, exclusions=(*problem.scenario.exclusions, name)) for name in ids
    ]


def _questions(
    catalog: Catalog, problems: list[Problem]
) -> Iterator[tuple[Problem, str]]:
    for problem in problems:
        for offering in catalog.offerings[::EVERY]:
            yield problem, offering.offering_id


def _why_row(catalog: Catalog, problems: list[Problem]) -> list[str]:
    best = {id(p): solve(p) for p in problems}
    mine, other = [], []
    for problem, name in _questions(catalog, problems):
        plan = best[id(problem)]
        assert isinstance(plan, Plan)
        began = time.process_time()  # the page has just solved: candidates are known
        why(problem, plan, name)
        mine.append(time.process_time() - began)
        pins = (*problem.scenario.pins, name)
        other.append(timed(lambda p=problem, q=pins: _fresh(p, pins=q)))  # type: ignore[misc]
    return _told("one why-not, with its fixes", 0.1, mine, other)


def _fixes_row(catalog: Catalog, default: Scenario) -> list[str]:
    mine = []
    for changes in IMPOSSIBLE.values():
        problem = Problem(catalog, replace(default, **changes))  # type: ignore[arg-type]
        if isinstance(solve(problem), NoPlan):
            mine.append(timed(lambda p=problem: infeasibility.diagnose(p)))  # type: ignore[misc]
    return [*_told("all fixes of an impossible scenario", 0.2, mine, mine)[:5], "", ""]


if __name__ == "__main__":
    main()
