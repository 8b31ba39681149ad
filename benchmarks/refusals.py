"""Ways to ask hosts, compared over the same sampled answers.

``python -m benchmarks.refusals [PATTERNS]`` prints the table of docs/model.md.

For each typical applicant and each way to choose whom to ask, the same thousands of
answer patterns (one uniform number per offering and pattern) decide who accepts. Then
the applicant does the best set of what was accepted: ``solve`` finds it, with refusals
no longer counted and all fees for asking spent. Nothing here uses the tables of
``optimizer.requests``; tests compare the two.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.starts import BlockId, offering_of
from optimizer.model import cost
from optimizer.model.candidates import candidates
from optimizer.model.rotation import acceptance_of, booked_rotations, rotation_on
from optimizer.model.rules.rules import settled_scenario
from optimizer.model.value.application_list import match_model
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask
from optimizer.requests.request import requests_of
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve

TODAY = dt.date(2026, 11, 22)
PATTERNS = 2_000
EVERYONE_PATTERNS = 100
SEED = 0
PP = 100


@dataclass(frozen=True, slots=True)
class Result:
    """What one way to ask came to: means, and standard errors where sampled."""

    name: str
    requests: int
    fees_usd: int
    gain_pp: float
    gain_se: float
    one: float
    one_se: float
    whole: float
    cost_usd: float


class Sampled:
    """Answer patterns of one problem, the same for every way to ask."""

    def __init__(self, problem: Problem, patterns: int) -> None:
        self.problem = problem
        self.ids = [o.offering_id for o in problem.catalog.offerings]
        draws = np.random.default_rng(SEED).random((patterns, len(self.ids)))
        chances = [acceptance_of(problem, o) for o in problem.catalog.offerings]
        self.accepts = draws < np.array(chances)
        certain = problem.having(acceptance="certain")
        value = match_model(certain).value(booked_rotations(certain), True)
        self.baseline = float(value[0])
        self.free = free_of_fees(problem.catalog)
        self.best = cache(self._best)

    def result(
        self, name: str, requests: Sequence[str], size: int, *, free: bool = False
    ) -> Result:
        """Means over the patterns; ``free``: as if no request had a fee."""
        fees = 0 if free else sum(self._fee(n) for n in requests)
        rows = [self.best(self._accepted(row, requests), fees) for row in self.accepts]
        value, done, usd = (
            np.array(column, dtype=float) for column in zip(*rows, strict=True)
        )
        gain = PP * (value - self.baseline)
        root = math.sqrt(len(rows))
        one = float((done >= 1).mean())
        return Result(
            name,
            len(requests),
            fees,
            float(gain.mean()),
            float(gain.std(ddof=1)) / root,
            one,
            math.sqrt(one * (1 - one) / len(rows)),
            float((done >= size).mean()),
            float(usd.mean()),
        )

    def _fee(self, name: str) -> int:
        offering = self.problem.catalog.offering[offering_of(name)]
        return cost.asking_usd(self.problem, offering)

    def _accepted(self, row: np.ndarray, requests: Sequence[str]) -> tuple[str, ...]:
        yes = {name for name, said in zip(self.ids, row, strict=True) if said}
        return tuple(sorted(n for n in requests if offering_of(n) in yes))

    def _best(self, accepted: tuple[str, ...], fees: int) -> tuple[float, int, int]:
        """Value, rotations and cost of the best set of what was accepted.

        All fees are gone already, so the offerings themselves have none any more.
        """
        scenario = settled_scenario(self.problem.scenario)
        yes = {offering_of(name) for name in accepted}
        case = replace(
            scenario,
            answers=tuple((name, "accepted") for name in accepted),
            exclusions=(*scenario.exclusions, *(i for i in self.ids if i not in yes)),
            budget_usd=scenario.budget_usd - fees,
        )
        if not accepted or case.budget_usd < 0:
            return self.baseline, 0, fees
        answer = solve(Problem(self.free, case))
        if not isinstance(answer, Plan):
            return self.baseline, 0, fees
        return answer.value, len(answer.blocks), answer.cost_usd + fees


def free_of_fees(catalog: Catalog) -> Catalog:
    """The catalog without fees for asking; those due after a yes stay."""
    offerings = tuple(
        replace(o, application_fee_usd=0) if cost.fee_is_due_for_asking(o) else o
        for o in catalog.offerings
    )
    return replace(catalog, offerings=offerings, version=f"{catalog.version} free")


def best_alone(problem: Problem, count: int) -> list[str]:
    """The requests that add most alone, refusals counted, one for each program.

    VSLO for any date, others for the first date that leaves time to apply.
    """
    model = match_model(problem)
    worth: dict[str, tuple[float, str]] = {}
    for c in candidates(problem):
        safe = [s for s in c.starts if s >= c.safe_from]
        start = dt.date.fromordinal((safe or c.starts)[0])
        rotation = rotation_on(problem, c.offering, start)
        value = float(model.value([rotation], False)[0])
        known = worth.get(c.visit.key, (0.0, ""))
        date = None if c.offering.channel == "VSLO" else start
        name = str(BlockId(c.offering.offering_id, date))
        worth[c.visit.key] = max(known, (value, name))
    return [name for _, name in sorted(worth.values(), reverse=True)[:count]]


def compare(problem: Problem, patterns: int) -> Iterator[Result]:
    """Every way to ask, over the same answers."""
    plan = solve(problem)
    asked = ask(problem)
    assert isinstance(plan, Plan)
    assert isinstance(asked, AskList)
    planned = [b.offering.offering_id for b in plan.blocks]
    names = [a.request.name for a in asked.requests]
    sampled = Sampled(problem, patterns)
    size = len(plan.blocks)
    yield sampled.result("the plan only", planned, size)
    yield sampled.result("the ask list", names, size)
    alone = best_alone(problem, len(names))
    yield sampled.result("as many, best alone", alone, size)
    requests = requests_of(problem)
    every = [r.name for r in requests]
    free = [r.name for r in requests if r.fee_usd == 0]
    few = Sampled(problem, min(patterns, EVERYONE_PATTERNS))
    yield few.result("everybody", every, size)
    yield few.result("everybody who is free to ask", free, size)
    yield few.result("everybody, were it free", every, size, free=True)


def row(result: Result) -> str:
    """One line of the table in docs/model.md."""
    r = result
    cells = (
        r.name,
        f"{r.requests}",
        f"{r.fees_usd:,}",
        f"{r.gain_pp:.2f} ± {r.gain_se:.2f}",
        f"{PP * r.one:.0f} ± {PP * r.one_se:.1f}",
        f"{PP * r.whole:.1f}",
        f"{r.cost_usd:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def main(patterns: int) -> None:
    """Print the table of every typical applicant."""
    catalog = read_catalog(Path("data"))
    default = default_scenario(catalog, TODAY)
    for name in PRESETS:
        print(f"\n{name}\n", flush=True)
        problem = Problem(catalog, PRESETS[name](default))
        for result in compare(problem, patterns):
            print(row(result), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PATTERNS)
