"""Every bound against hundreds of thousands of random sets and levels of letters."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from optimizer.domain.problem import Problem
from optimizer.solver.bounds import Cut, Relaxation
from optimizer.solver.search import Search

CLOSE = 1e-9
SETS = 250
INTERVALS = 10
LEVELS = 3


def bounds_of(problem: Problem) -> Relaxation:
    return Search(problem).bounds


def random_bounds(evidence: str, number: int) -> list[Relaxation]:
    """Bounds of random problems in which something can be chosen."""
    found: list[Relaxation] = []
    for seed in count(3_000):
        p = random_problem(seed)
        told = replace(p.scenario, evidence=evidence)
        bounds = bounds_of(Problem(p.catalog, told))
        if bounds.offered.most > 0 and len(bounds.offered.row) > 1:
            found.append(bounds)
        if len(found) == number:
            break
    return found


def sets_of(dice: np.random.Generator, bounds: Relaxation) -> np.ndarray:
    """Sets of one size, no two candidates at one program, in random orders of dates."""
    offered = bounds.offered
    size = int(dice.integers(1, min(offered.most, len(offered.row)) + 1))
    names = [p or f"no program {n}" for n, (p, _) in enumerate(offered.visits)]
    number = {name: n for n, name in enumerate(names)}
    at = np.array([number[name] for name in names])
    sets = dice.random((SETS, len(offered.row))).argsort(axis=1)[:, :size]
    places = np.sort(at[sets], axis=1)
    return sets[(np.diff(places, axis=1) != 0).all(axis=1)]


def interval(dice: np.random.Generator) -> tuple[float, float]:
    """Two levels between neighbouring kinks, sometimes the kinks themselves."""
    kink, width = int(dice.integers(0, 4)), dice.random(2)
    low, high = sorted(kink + width)
    return dice.choice([(low, high), (kink, kink + 1.0), (low, low)])


def at_cut(cut: Cut, bounds: Relaxation, sets: np.ndarray, level: float) -> np.ndarray:
    """What a cut allows each set at a level of letters."""
    letters = cut.slope * (level - bounds.base_letters)
    return cut.constant + cut.choice[sets].sum(axis=1) + letters


def check(bounds: Relaxation, dice: np.random.Generator) -> int:
    """Check tangents, slopes and the bound of a level; how many sets were looked at."""
    low, high = (float(x) for x in interval(dice))
    least, greatest = bounds.slopes(low, high)
    assert 0 <= least <= greatest + CLOSE
    sets = sets_of(dice, bounds)
    if not len(sets):
        return 0
    touched = sets[0]
    above = bounds.tangent(touched, high, least)
    below = bounds.tangent(touched, low, greatest)
    at = np.sort([low, high, *(low + (high - low) * dice.random(LEVELS - 2))])
    found = [bounds.level(float(x)).values(sets) for x in at]
    for level, value in zip(at, found, strict=True):
        assert (at_cut(above, bounds, sets, level) >= value - CLOSE).all()
        assert (at_cut(below, bounds, sets, level) >= value - CLOSE).all()
        there = bounds.level(float(level))
        some = [there.bound(s) for s in sets[:5]]
        assert (np.array(some) >= value[:5] - CLOSE).all()
    if high - low > 1e-3:
        rise = (found[-1] - found[0]) / (high - low)
        assert (rise >= least - 1e-7).all()
        assert (rise <= greatest + 1e-7).all()
    return len(sets) * len(at)


@pytest.mark.parametrize("evidence", ["central", "blended", "cautious"])
def test_every_bound_holds_for_every_random_set(evidence):
    dice, looked = np.random.default_rng(0), 0
    for bounds in random_bounds(evidence, 16):
        for _ in range(INTERVALS):
            looked += check(bounds, dice)
    assert looked > 40_000


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"acceptance": "certain", "max_rotations": 4},
        {"applications": 15, "evidence": "blended"},
        {"where_matters": 1.0, "states": (("TX", 5), ("CA", 4), ("NY", 2))},
        {
            "where_matters": 1.0,
            "states": (("TX", 5), ("NY", 2)),
            "acceptance": "certain",
            "evidence": "blended",
            "applications": 25,
        },
    ],
    ids=str,
)
def test_every_bound_holds_on_the_shipped_catalog(shipped, changes):
    bounds = bounds_of(make.problem(shipped, budget_usd=20_000, **changes))
    dice, looked = np.random.default_rng(1), 0
    while looked < 40_000:
        looked += check(bounds, dice)
