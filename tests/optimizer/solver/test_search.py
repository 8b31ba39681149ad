"""The search misses nothing, with or without good first plans."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from optimizer.domain.problem import Problem
from optimizer.solver.search import enumeration, left
from optimizer.solver.search import ties as search_ties
from optimizer.solver.search.first import First
from optimizer.solver.search.goal import (
    ANY,
    TOLERANCE,
    Best,
    Cheapest,
    Found,
    least_value,
)
from optimizer.solver.search.search import Search
from optimizer.solver.search.ties import Ties
from optimizer.solver.search.work import OutOfWork, TooMuch, Work
from optimizer.solver.sets import level
from optimizer.solver.sets.pool import Pool

UNITS = 60.0


def searched(pool: Pool, goal) -> Search:
    return Search(pool, goal, Work(UNITS))


def best_of(pool: Pool, *, first: bool) -> float | None:
    goal = Best(pool.room)
    search = searched(pool, goal)
    if not pool.impossible:
        if first:
            First(search).run()
        search.run()
    return goal.best.value if goal.best else None


@pytest.mark.parametrize("seed", range(1_200, 1_260))
def test_first_plans_change_nothing(seed):
    pool = Pool(random_problem(seed))
    with_first, without = best_of(pool, first=True), best_of(pool, first=False)
    if with_first is None:
        assert without is None
    else:
        assert abs(with_first - without) <= TOLERANCE


@pytest.mark.parametrize("seed", range(1_200, 1_220))
def test_few_sets_at_a_time_change_nothing(seed, monkeypatch):
    pool = Pool(random_problem(seed))
    at_once = best_of(pool, first=False)
    monkeypatch.setattr(enumeration, "_CELLS", 1)
    assert best_of(pool, first=False) == pytest.approx(at_once, abs=TOLERANCE)


def test_first_plans_hold_what_every_rule_asks_for():
    """However much better everything is that no rule asks for."""
    states = ("FL", "IL", "MD", "TX")
    rare = [
        make.program(f"{s}{i}", state=s, receptiveness_non_us="low")
        for s in states
        for i in range(3)
    ]
    many = [make.program(f"P{i:02}", receptiveness_non_us="high") for i in range(30)]
    fees = {p.program_id: 3_000 for p in rare} | {f"P{i:02}": 0 for i in range(5)}
    offers = [
        make.offering(
            f"E{p.program_id}",
            p.program_id,
            city=p.city,
            state=p.state,
            tuition_usd=fees.get(p.program_id, 1_000),
        )
        for p in (*rare, *many)
    ]
    places = [make.place(state=s) for s in {p.state for p in (*rare, *many)}]
    p = make.problem(
        make.catalog((*rare, *many), tuple(offers), tuple(places)),
        required_states=states,
        max_rotations=4,
        budget_usd=90_000,
        min_letters=0,
    )
    search = searched(Pool(p), Best(Pool(p).room))
    First(search).run()
    assert search.goal.best is not None


SHIPPED = (
    {"budget_usd": 7_000},
    {"budget_usd": 12_000, "acceptance": "certain"},
    {"budget_usd": 30_000, "max_rotations": 4, "us_letters": 0, "min_letters": 2},
    {"budget_usd": 12_000, "required_states": ("FL", "TX")},
    {"budget_usd": 12_000, "max_idle_days": 3, "waiting_usd_per_day": 0},
)


@pytest.mark.parametrize("asked", SHIPPED, ids=str)
def test_first_plans_change_nothing_on_the_shipped_catalog(shipped, asked):
    pool = Pool(make.problem(shipped, **{"season": 2028} | asked))
    with_first, without = best_of(pool, first=True), best_of(pool, first=False)
    assert abs(with_first - without) <= TOLERANCE


def every_way(pool: Pool) -> list[tuple[float, int]]:
    """Value and dollars of every set with each of its letters on time or not."""
    found = []
    for size in range(pool.low, max(pool.most, -1) + 1):
        for members in combinations(range(len(pool.offers.index)), size):
            sets = np.array([members], dtype=int).reshape(1, -1)
            if (size > 1 and not pool.apart(sets)[0]) or not pool.obey(sets)[0]:
                continue
            can = [i for i, m in enumerate(members) if pool.can_be_on_time[m]]
            for n in range(pool.demands.letters, len(can) + 1):
                for some in combinations(can, n):
                    timely = np.zeros((1, size), dtype=bool)
                    timely[0, list(some)] = True
                    found += ways(pool, members, timely)
    return found


def ways(pool: Pool, members: tuple[int, ...], timely: np.ndarray):
    """Value and dollars of each order in which a set may have its dates."""
    sets = np.array([members], dtype=int).reshape(1, -1)
    letters, own = pool.worth.letters(sets, timely)[0], pool.own_usd(sets)[0]
    for value, orders in pool.worth.by_order(members, float(letters)):
        stops = pool.stops(members, timely[0])
        dated = pool.scheduler.cheapest(stops, pool.room - own, orders)
        if dated is not None:
            yield value, round(own) + dated.usd


SMALL = range(1_300, 1_340)


@pytest.mark.parametrize("seed", SMALL)
def test_the_cheapest_above_a_value_is_found(seed):
    pool = Pool(random_problem(seed))
    every = every_way(pool) if not pool.impossible and pool.low > 0 else []
    for value in random.Random(seed).sample(every, min(4, len(every))):
        above = value[0] - 1e-9
        goal = Cheapest(pool.room, above)
        searched(pool, goal).run()
        assert goal.best.usd == min(usd for v, usd in every if v > above)


@pytest.mark.parametrize("seed", SMALL)
def test_dollars_alone_find_the_cheapest_of_all(seed):
    pool = Pool(random_problem(seed))
    if pool.impossible or pool.low == 0:
        return
    every = every_way(pool)
    goal = Cheapest(pool.room, ANY)
    searched(pool, goal).by_dollars()
    if every:
        assert goal.best.usd == min(usd for _, usd in every)
    else:
        assert goal.best is None


def proven(pool: Pool, *, first: bool = True) -> tuple[Ties | None, Best]:
    """A proof from the first plans, or from any plan; None: there is none."""
    goal = Best(pool.room)
    start = searched(pool, goal)
    if not pool.impossible:
        start.empty()
        if first:
            First(start).run()
    if goal.best is None:
        return None, goal
    ties = Ties(pool, goal, Work(UNITS))
    ties.run()
    return ties, goal


def cheapest_of_equals(
    pool: Pool, best: Found, among: list[np.ndarray] | None
) -> set[tuple[tuple[int, ...], int]]:
    """Members and dollars of the cheapest within the tolerance of the best."""
    goal = Cheapest(float(best.usd), least_value(best))
    search = searched(pool, goal)
    if among is None:
        search.run()
    else:
        search.empty()
        for sets in among:
            search.consider(sets)
    return {(f.members, f.usd) for f in goal.ties if f.usd == goal.room}


@pytest.mark.parametrize("seed", range(1_400, 1_440))
def test_the_proof_keeps_every_set_that_is_as_good(seed):
    pool = Pool(random_problem(seed))
    ties, goal = proven(pool)
    if ties is not None and (kept := ties.as_good(goal.best)) is not None:
        every = cheapest_of_equals(pool, goal.best, None)
        assert every == cheapest_of_equals(pool, goal.best, kept) != set()


@pytest.mark.parametrize("asked", SHIPPED, ids=str)
def test_the_proof_keeps_what_is_as_good_in_the_shipped_catalog(
    shipped, asked, monkeypatch
):
    pool = Pool(make.problem(shipped, **{"season": 2028} | asked))
    ties, goal = proven(pool)
    kept = ties.as_good(goal.best)
    every = cheapest_of_equals(pool, goal.best, None)
    assert every == cheapest_of_equals(pool, goal.best, kept) != set()
    monkeypatch.setattr(search_ties, "_MOST", 0)
    few, again = proven(pool)
    assert again.best == goal.best
    assert few.as_good(again.best) is None
    assert sum(map(len, few.kept)) < sum(map(len, kept)) + 64


@pytest.mark.parametrize("seed", range(1_440, 1_460))
def test_a_poor_first_plan_changes_nothing(seed):
    pool = Pool(random_problem(seed))
    ties, goal = proven(pool, first=False)
    if ties is not None:
        assert abs(goal.best.value - best_of(pool, first=True)) <= TOLERANCE
        assert (ties.as_good(goal.best) is None) == (goal.best is not ties.wanted.first)


def test_the_same_work_ends_at_the_same_point(shipped):
    p = make.problem(shipped, season=2028, budget_usd=30_000, max_rotations=4)
    done = []
    for _ in range(2):
        work = Work(UNITS)
        Search(Pool(p), Best(Pool(p).room), work).run()
        done.append(work.done)
    assert done[0] == done[1] > 0
    less = 0.999 * done[0]
    with pytest.raises(TooMuch):
        Search(Pool(p), Best(Pool(p).room), Work(UNITS, less / UNITS)).run()
    with pytest.raises(OutOfWork):
        Search(Pool(p), Best(Pool(p).room), Work(less)).run()


def test_a_refused_set_of_programs_is_not_found():
    programs = tuple(make.program(f"P{i}") for i in range(1, 3))
    offers = tuple(make.offering(f"E{i}", f"P{i}") for i in range(1, 3))
    p: Problem = make.problem(make.catalog(programs, offers), max_rotations=1)
    goal = Best(Pool(p).room)
    searched(Pool(p, (frozenset({"P1"}),)), goal).run()
    assert goal.best.members == (1,)
    goal = Best(Pool(p).room)
    searched(Pool(p, (frozenset({"P1"}), frozenset({"P2"}))), goal).run()
    assert goal.best is None


@pytest.mark.parametrize("seed", range(1_200, 1_230))
def test_levels_of_few_types_alone_are_those_of_all(seed, monkeypatch):
    pool = Pool(random_problem(seed))
    every = np.arange(len(pool.offers.index))[:, None]
    letters = pool.worth.letters(every)
    whole = pool.worth.upper(every, letters)
    exact = [pool.worth.exact(some, 0.5) for some in every.tolist()]
    monkeypatch.setattr(level, "_MANY", 0)
    monkeypatch.setattr(level, "_FEW", 0.1)
    monkeypatch.setattr(level, "_TOGETHER", 3)
    assert pool.worth.upper(every, letters) == pytest.approx(whole, abs=1e-12)
    again = [pool.worth.exact(some, 0.5) for some in every.tolist()]
    assert again == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("seed", range(1_200, 1_220))
def test_levels_worked_out_together_are_those_of_each_alone(seed):
    worth = Pool(random_problem(seed)).worth
    at = worth.base_letters + np.array([0.0, 0.3, 1.0, 1.7])
    every = level.Levels(worth.offered, at)
    for i in range(len(at)):
        alone = level.Levels(worth.offered, at[i : i + 1])
        for name in ("stay", "none", "own", "keep", "least"):
            assert np.array_equal(getattr(every, name)[i], getattr(alone, name)[0])


def with_twins(seed: int) -> Problem:
    """A random problem with copies of its hosts that cost something else."""
    problem, dice = random_problem(seed), random.Random(seed)
    programs, offers = list(problem.catalog.programs), list(problem.catalog.offerings)
    for copy in "xy":
        for p in problem.catalog.programs:
            programs.append(replace(p, program_id=p.program_id + copy))
        for o in problem.catalog.offerings:
            named = {
                "offering_id": o.offering_id + copy,
                "program_id": o.program_id and o.program_id + copy,
                "host": o.host + copy,
            }
            offers.append(replace(o, tuition_usd=dice.randint(0, 900), **named))
    catalog = replace(
        problem.catalog,
        programs=tuple(sorted(programs, key=lambda p: p.program_id)),
        offerings=tuple(sorted(offers, key=lambda o: o.offering_id)),
        version=f"{problem.catalog.version} with twins",
    )
    return Problem(catalog, replace(problem.scenario, acceptance="certain"))


def test_dearer_twins_come_after_cheaper_ones(monkeypatch):
    """Whatever is left out, no better plan is lost, nor a cheaper one as good."""
    less = []
    for seed in range(1_500, 1_525):
        found = []
        for few in (10**9, 0):
            monkeypatch.setattr(left, "FEW", few)
            pool, work = Pool(with_twins(seed)), Work(UNITS)
            if pool.impossible:
                continue
            goal = Best(pool.room)
            Search(pool, goal, work).run()
            if goal.best is None:
                found.append((0.0, 0, work.done))
                continue
            cheap = Cheapest(
                pool.room,
                found[0][0] - TOLERANCE if found else goal.best.value - TOLERANCE,
            )
            Search(pool, cheap, work).run()
            found.append((goal.best.value, cheap.best.usd, work.done))
        if found:
            (value, usd, work_all), (other, other_usd, work_less) = found
            assert other == pytest.approx(value, abs=TOLERANCE)
            assert other_usd == usd
            less.append(work_less < work_all)
    assert sum(less) > len(less) / 4
