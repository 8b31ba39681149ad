"""Where to apply: how long the list takes, how close its bound is, what it leaves.

``python -m benchmarks.residency`` prints one row for each of 30 profiles, the typical
applicants and seeded mixtures of them, and a summary. Seconds are of the processor.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from statistics import median
from typing import TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.applicant import Preferences
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.portfolio.branch import best
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Portfolio
from optimizer.requests.ask_list import PP, AskList
from optimizer.requests.asking import ask
from optimizer.residency_list import joint_ways
from optimizer.residency_list.after_replies import after_answers
from optimizer.residency_list.joint_budget import joint
from optimizer.residency_list.residency import residency_list
from optimizer.residency_list.tables import ChanceTables, decide, proven
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import TOLERANCE

TODAY = dt.date(2026, 11, 26)
PROFILES = 30
LARGER = 10
ROUNDS = 40
TOTALS = (4_000, 7_000, 10_000, 15_000)
T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One profile: milliseconds, and gaps in points."""

    name: str
    tables_ms: float
    proof_ms: float
    whole_ms: float
    gap_pp: float
    usual_pp: float
    greedy_pp: float
    larger_ms: float
    highs_ms: float


def profiles(catalog: Catalog) -> Iterator[tuple[str, Problem]]:
    """The typical applicants, then mixtures with ratings, letters and numbers."""
    base = default_scenario(catalog, TODAY)
    for name, preset in PRESETS.items():
        yield name, Problem(catalog, preset(base))
    rng = Random("where to apply")
    for number in range(PROFILES - len(PRESETS)):
        typical = PRESETS[rng.choice(list(PRESETS))](base)
        who = replace(typical.applicant, us_letters=rng.randint(0, 3))
        ratings = tuple(
            (p.program_id, rng.randint(1, 5))
            for p in rng.sample(catalog.programs, rng.choice((0, 15, 116)))
        )
        matters = rng.choice((0.0, 0.3, 0.6, 1.0))
        wishes = Preferences(where_matters=matters, programs=tuple(sorted(ratings)))
        changed = replace(
            typical,
            applicant=who,
            preferences=wishes,
            applications=rng.choice((20, 30, 40, 60, 80)),
        )
        yield f"mixture {number + 1}", Problem(catalog, changed)


def timed(find: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and its milliseconds."""
    began = time.process_time()
    found = find()
    return found, 1_000 * (time.process_time() - began)


def row(name: str, problem: Problem) -> Row:
    decide.cache_clear()
    tables, tables_ms = timed(lambda: ChanceTables(problem))
    standing = decide(problem).standing
    portfolio = tables.portfolio()
    found, proof_ms = timed(lambda: proven(portfolio, standing))
    decide.cache_clear()
    _, whole_ms = timed(lambda: residency_list(problem))
    top = best(portfolio, standing, tolerance=1e-6)
    assert top is not None
    _, larger_ms = timed(lambda: best(_larger(portfolio)))
    return Row(
        name,
        tables_ms,
        proof_ms,
        whole_ms,
        PP * (found.bound - found.value),
        PP * (top.value - portfolio.value(standing)),
        PP * (top.value - greedy(portfolio)),
        larger_ms,
        timed(lambda: by_highs(portfolio, top.value))[1],
    )


def by_highs(problem: Portfolio, best_value: float) -> None:
    """The same proof by HiGHS: tangents as rows of a mixed-integer program.

    Each round adds the tangent at the last choice. Raises AssertionError if it ends
    with less than the tolerance allows.
    """
    count = len(problem.worth)
    plain = (problem.allowed[:, APPLIED:] * 1.0).T.ravel()
    rows = [np.tile(np.eye(count), 2), np.repeat([[1.0, 1.0]], count, axis=1)]
    rows += [np.repeat([[0.0, 1.0]], count, axis=1)]
    limits = np.hstack([np.vstack(rows), np.zeros((count + 2, 1))])
    least = [*(1.0 - problem.allowed[:, OFF]), 0.0, 0.0]
    most = [*np.ones(count), problem.most, problem.signals]
    held = [LinearConstraint(limits, least, most)]
    choice, value = np.full(count, OFF), 0.0
    for _ in range(ROUNDS):
        gains = problem.gains_at(problem.none(choice))
        here = problem.value(choice) - gains[np.arange(count), choice].sum()
        cut = np.append(-gains[:, APPLIED:].T.ravel(), 1.0)
        held.append(LinearConstraint(cut, -np.inf, here))
        found = milp(
            np.append(np.zeros(2 * count), -1.0),
            constraints=held,
            integrality=np.append(np.ones(2 * count), 0),
            bounds=Bounds(0, np.append(plain, np.inf)),
        )
        on = found.x[:-1].reshape(2, count).round().astype(int)
        choice = on[0] * APPLIED + on[1] * SIGNALLED
        value = max(value, problem.value(choice))
        if -found.fun <= value + TOLERANCE:
            break
    assert value >= best_value - TOLERANCE


def greedy(problem: Portfolio) -> float:
    """The value of always adding the application, or signal, that helps most."""
    choice = np.full(len(problem.worth), OFF)
    while True:
        tries = list(_one_more(problem, choice))
        if not tries:
            return problem.value(choice)
        choice = max(tries, key=problem.value)


def _one_more(problem: Portfolio, choice: np.ndarray) -> Iterator[np.ndarray]:
    for place in np.unique(problem.groups * 3 + choice, return_index=True)[1]:
        for state in range(int(choice[place]) + 1, 3):
            more = choice.copy()
            more[place] = state
            if problem.is_allowed(more):
                yield more


def _larger(problem: Portfolio) -> Portfolio:
    """As many programs ten times over, no two of them alike."""
    rng = np.random.default_rng(0)
    chance = np.tile(problem.chance, (LARGER, 1, 1))
    chance = chance * rng.uniform(0.8, 1.0, (len(chance), 1, 1))
    return replace(
        problem,
        chance=chance,
        worth=np.tile(problem.worth, LARGER),
        allowed=np.tile(problem.allowed, (LARGER, 1)),
    )


def spread(name: str, numbers: list[float]) -> str:
    """Median, 95th percentile and most of some numbers."""
    p95, most = np.percentile(numbers, 95), max(numbers)
    return f"{name}: median {median(numbers):.3f}, p95 {p95:.3f}, most {most:.3f}"


def told(found: Row) -> str:
    """One row of the table."""
    numbers = [x for x in vars(found).values() if isinstance(x, float)]
    return " | ".join([found.name, *(f"{x:.3f}" for x in numbers)])


def main() -> None:
    catalog = read_catalog(DATA)
    rows = []
    for name, problem in profiles(catalog):
        rows.append(row(name, problem))
        print(told(rows[-1]))
    print(spread("tables, ms", [r.tables_ms for r in rows]))
    print(spread("proof, ms", [r.proof_ms for r in rows]))
    print(spread("everything the page shows, ms", [r.whole_ms for r in rows]))
    print(spread("bound above the list, pp", [r.gap_pp for r in rows]))
    print(spread("best list above the usual one, pp", [r.usual_pp for r in rows]))
    print(spread("best list above greedy, pp", [r.greedy_pp for r in rows]))
    print(spread("1,160 programs, all different, ms", [r.larger_ms for r in rows]))
    print(spread("the same proof by HiGHS, ms", [r.highs_ms for r in rows]))
    _answers(catalog)


def _answers(catalog: Catalog) -> None:
    """After the answers, and one purse: what other hosts add, beside every number."""
    seconds, every = [], []
    value = 0.0
    for name, preset in PRESETS.items():
        problem = Problem(catalog, preset(default_scenario(catalog, TODAY)))
        asked = ask(problem)
        assert isinstance(asked, AskList)
        after, ms = timed(partial(after_answers, problem, asked))
        print(f"{name}: redeciding adds {after.redeciding_adds_pp:.5f} pp, {ms:.0f} ms")
        for total in TOTALS:
            found, ms = timed(partial(joint, problem, asked, total))
            assert found is not None
            seconds.append(ms / 1_000)
            value = found.most.value
            gain = PP * (value - found.apart)
            print(
                f"  ${total:,}: {gain:.3f} pp above two purses,"
                f" {found.hosts_pp:.3f} of it by other hosts, at most"
                f" {found.most.gap_pp:.3f} more by another division, {ms:.0f} ms"
            )
        joint_ways.OPEN, usual = 0.0, joint_ways.OPEN
        exact, ms = timed(partial(joint, problem, asked, TOTALS[-1]))
        joint_ways.OPEN = usual
        assert exact is not None
        every.append(ms / 1_000)
        more = PP * (exact.most.value - value)
        print(f"  every number: {more:.4f} pp more, {ms:.0f} ms")
    print(spread("one purse, s", seconds))
    print(spread("one purse, every number, s", every))


if __name__ == "__main__":
    main()
