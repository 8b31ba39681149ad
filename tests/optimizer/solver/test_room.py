"""Of what fits together the best later members: as by trying every set of them."""

from __future__ import annotations

import random
from itertools import combinations

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from optimizer.solver.search import enumeration
from optimizer.solver.search.goal import TOLERANCE, Best
from optimizer.solver.search.room import Room
from optimizer.solver.search.search import Search
from optimizer.solver.search.work import Work
from optimizer.solver.sets.pool import Pool

UNITS = 60.0


@pytest.mark.parametrize("seed", range(1_400, 1_440))
def test_the_best_of_what_fits_is_found(seed):
    pool, dice = Pool(random_problem(seed)), random.Random(seed)
    count = len(pool.any_class)
    low, most = dice.randint(0, 3), dice.randint(2, 4)
    gain = np.array([dice.uniform(-0.3, 1.0) for _ in range(count)])
    room = Room(gain, pool.any_class, low, most, pool.relaxed)

    def fit(members: tuple[int, ...]) -> bool:
        return pool.relaxed.fit(tuple(sorted(pool.any_class[list(members)].tolist())))

    for size in (1, 2):
        for members in combinations(range(min(count, 9)), size):
            if size >= most or not fit(members):
                continue
            later = range(members[-1] + 1, count)
            best = -np.inf
            for more in range(max(low - size, 1), most - size + 1):
                for some in combinations(later, more):
                    if fit((*members, *some)):
                        best = max(best, gain[list(some)].sum())
            code = tuple(sorted(room.class_of[list(members)].tolist()))
            assert room.more(code)[members[-1]] == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("seed", range(1_400, 1_460))
def test_what_fits_fits_with_a_member_less(seed):
    pool, dice = Pool(random_problem(seed)), random.Random(seed)
    classes = pool.any_class.tolist()
    for _ in range(40 if classes else 0):
        code = sorted(dice.choices(classes, k=dice.randint(2, 4)))
        if pool.relaxed.fit(tuple(code)):
            for i in range(len(code)):
                assert pool.relaxed.fit(tuple(code[:i] + code[i + 1 :]))


def best_of(pool: Pool) -> tuple[float | None, float]:
    """The best value that a search without first plans finds, and its work."""
    goal, work = Best(pool.room), Work(UNITS)
    if not pool.impossible:
        Search(pool, goal, work).run()
    return goal.best.value if goal.best else None, work.done


@pytest.mark.parametrize("seed", range(1_200, 1_240))
def test_looking_at_room_changes_nothing(seed, monkeypatch):
    pool = Pool(random_problem(seed))
    monkeypatch.setattr(enumeration, "_MANY", 10**9)
    without, _ = best_of(pool)
    monkeypatch.setattr(enumeration, "_MANY", -1)
    assert best_of(pool)[0] == pytest.approx(without, abs=TOLERANCE)


@pytest.mark.parametrize("months", [(7, 8), (3, 7, 8), (4, 6)], ids=str)
def test_few_days_leave_few_sets(shipped, months, monkeypatch):
    asked = {"season": 2028, "max_rotations": 4, "budget_usd": 30_000}
    pool = Pool(make.problem(shipped, months=months, acceptance="certain", **asked))
    monkeypatch.setattr(enumeration, "_MANY", 10**9)
    without, work = best_of(pool)
    monkeypatch.setattr(enumeration, "_MANY", -1)
    value, less = best_of(pool)
    assert value == pytest.approx(without, abs=TOLERANCE)
    assert less < work
