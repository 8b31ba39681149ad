"""Our own solver: processor seconds to proof, gap and master solves of each case."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.scenarios import Case
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.solver.sets.pool import forget
from optimizer.solver.solve import Solver

PP = 100


@dataclass(frozen=True, slots=True)
class Timing:
    """One case solved; ``value`` None: proven impossible or nothing found in time."""

    case: Case
    seconds: float
    status: str
    value: float | None
    gap_pp: float
    solves: int


def solve_case(catalog: Catalog, case: Case, repeats: int = 1) -> Timing:
    """The fastest of some runs, each from a fresh problem."""
    best: Timing | None = None
    for _ in range(repeats):
        # An applicant's first question: nothing is left from an earlier one.
        forget()
        began = time.process_time()
        solver = Solver(Problem(catalog, case.scenario))
        found = solver.run()
        seconds = time.process_time() - began
        if best is None or seconds < best.seconds:
            best = _timing(case, found, seconds, solver.solves)
        if seconds > 5:
            break
    assert best is not None, "at least one repeat"
    return best


def _timing(case: Case, found: Plan | NoPlan, seconds: float, solves: int) -> Timing:
    if isinstance(found, NoPlan):
        return Timing(case, seconds, found.reason, None, 0.0, solves)
    gap = max(0.0, found.proof.bound - found.value) * PP
    return Timing(case, seconds, found.proof.status, found.value, gap, solves)


def solve_all(
    catalog: Catalog,
    cases: Iterable[Case],
    repeats: int = 1,
    say: Callable[[str], None] = print,
) -> list[Timing]:
    """Every case, the slowest first."""
    found = []
    for case in cases:
        timing = solve_case(catalog, case, repeats)
        found.append(timing)
        if timing.seconds > 1:
            say(line(timing))
    return sorted(found, key=lambda t: -t.seconds)


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile by linear interpolation."""
    if len(values) == 1:
        return values[0]
    cut = statistics.quantiles(values, n=1000, method="inclusive")
    return cut[min(round(share * 1000) - 1, 998)]


def summary(name: str, timings: Sequence[Timing]) -> str:
    """Median, p95 and worst of seconds, gap and solves, and the five slowest."""
    seconds = [t.seconds for t in timings]
    solves = [float(t.solves) for t in timings]
    gaps = [t.gap_pp for t in timings]
    status = {t.status: 0 for t in timings}
    for t in timings:
        status[t.status] += 1
    lines = [
        f"{name}: {len(timings)} scenarios, {status}",
        f"  seconds  median {statistics.median(seconds):.3f}"
        f"  p95 {quantile(seconds, 0.95):.3f}  worst {max(seconds):.3f}",
        f"  solves   median {statistics.median(solves):.0f}"
        f"  p95 {quantile(solves, 0.95):.0f}  worst {max(solves):.0f}",
        f"  gap pp   median {statistics.median(gaps):.4f}  worst {max(gaps):.4f}",
        *(f"    {line(t)}" for t in timings[:5]),
    ]
    return "\n".join(lines)


def line(t: Timing) -> str:
    """One timing in words."""
    value = "-" if t.value is None else f"{t.value:.5f}"
    return (
        f"{t.case.name:14} {t.seconds:7.3f} s  {t.status:10} value {value}"
        f"  gap {t.gap_pp:.4f} pp  {t.solves} solves"
    )
