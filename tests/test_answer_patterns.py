"""The sampled answers of the benchmark against the exact means of the library."""

from __future__ import annotations

import factories as make
import numpy as np
from random_problems import random_problem

from benchmarks.refusals import Sampled, best_alone, compare
from optimizer.requests.asking import ask
from optimizer.solver.solve import TOLERANCE

TWO_TOLERANCES = 2 * TOLERANCE
CASE = 1


def test_every_way_to_ask_meets_the_same_answers():
    one = Sampled(make.problem(), 50)
    assert np.array_equal(one.accepts, Sampled(make.problem(), 50).accepts)
    p = random_problem(CASE)
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
