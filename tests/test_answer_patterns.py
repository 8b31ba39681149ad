"""The sampled answers of the benchmark against the closed sums of the library."""

from __future__ import annotations

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from benchmarks.refusals import Sampled, best_alone, compare
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.requests.ask import ask
from optimizer.risks.backups import backups
from optimizer.risks.responses import Outcomes
from optimizer.solver.solve import TOLERANCE, solve

TWO_TOLERANCES = 2 * TOLERANCE
CASES = (1, 9, 29, 32, 49, 55)
PATTERNS = 400


def case(seed: int) -> tuple[Problem, list[str]]:
    """A random problem without answers of its own, and the requests it leads to."""
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan) or p.scenario.answers:
        pytest.skip("no requests to compare")
    return p, [r.name for r in backups(p, plan).requests]


@pytest.mark.parametrize("seed", CASES)
def test_each_pattern_has_the_best_set_that_solve_finds(seed):
    p, names = case(seed)
    sampled = Sampled(p, 1)
    outcomes = Outcomes(p, names)
    value, done = outcomes.by_pattern(range(len(names)))
    fees = sum(outcomes.fees)
    for pattern in range(2 ** len(names)):
        yes = tuple(sorted(n for b, n in enumerate(names) if pattern >> b & 1))
        best, size, _ = sampled.best(yes, fees)
        assert best == pytest.approx(value[pattern], abs=TWO_TOLERANCES)
        assert size <= done[pattern]


def test_means_agree_within_their_errors():
    p, names = case(CASES[0])
    outlook = Outcomes(p, names).outlook(range(len(names)))
    sampled = Sampled(p, PATTERNS)
    found = sampled.result("all", names, 1)
    gain = 100 * (outlook.value - sampled.baseline)
    assert abs(found.gain_pp - gain) < 4 * found.gain_se + 100 * TWO_TOLERANCES
    assert abs(found.one - outlook.at_least[1]) < 4 * max(found.one_se, 0.01)


def test_every_way_to_ask_meets_the_same_answers():
    one = Sampled(make.problem(), 50)
    assert np.array_equal(one.accepts, Sampled(make.problem(), 50).accepts)
    p, _ = case(CASES[0])
    found = list(compare(p, 20))
    assert [r.name for r in found] == [
        "the plan only",
        "the ask list",
        "as many, best alone",
        "everybody",
        "everybody who is free to ask",
        "everybody, were it free",
    ]
    listed = ask(p)
    assert found[1].requests == len(listed.requests)
    gain = found[1].gain_pp - listed.gain_pp
    assert abs(gain) < 4 * found[1].gain_se + 100 * TWO_TOLERANCES
    assert len(best_alone(p, 2)) <= 2
