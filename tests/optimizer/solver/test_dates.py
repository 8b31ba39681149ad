"""Dates by look-up are those of the exact scheduler."""

from __future__ import annotations

import random
from itertools import combinations

import factories as make
import numpy as np
import pytest
from random_problems import random_problem

from optimizer.model.dating import Stop
from optimizer.solver.sets.dates import path, unique_rows
from optimizer.solver.sets.pool import Pool


def exact(pool: Pool, members: tuple[int, ...], timely: tuple[bool, ...]) -> float:
    """Least legs and waiting by the scheduler; infinite if there are no dates."""
    stops = []
    for i, on_time in zip(members, timely, strict=True):
        c = pool.candidate(i)
        starts = tuple(s for s in c.starts if not on_time or s <= c.on_time_until)
        stops.append(Stop(starts, c.days, c.visit.place))
    stops += [
        Stop((r.start.toordinal(),), (r.end - r.start).days + 1, r.visit.place)
        for r in pool.booked
    ]
    found = pool.scheduler.cheapest(stops, np.inf)
    return np.inf if found is None else float(found.usd)


@pytest.mark.parametrize("seed", range(500, 560))
def test_travel_is_that_of_the_scheduler(seed):
    pool, dice = Pool(random_problem(seed)), random.Random(seed)
    every = range(len(pool.offers.index))
    for size in range(4):
        some = list(combinations(every, size))
        for members in dice.sample(some, min(5, len(some))):
            can = pool.can_be_on_time[list(members)]
            timely = tuple(bool(c) and dice.random() < 0.5 for c in can)
            sets = np.array([members], dtype=int).reshape(1, -1)
            states = np.array([timely], dtype=bool).reshape(1, -1)
            least = exact(pool, members, timely)
            assert pool.travel(sets, states)[0] == least
            for most in dice.choices(range(0, 4_000, 50), k=3):
                within = pool.travel(sets, states, most)[0]
                assert within == least or within > most < least


@pytest.mark.parametrize("seed", range(500, 530))
def test_what_does_not_fit_together_has_no_dates(seed):
    pool = Pool(random_problem(seed).having(min_letters=0))
    every = range(len(pool.offers.index))
    for members in combinations(every, 2):
        sets = np.array([members], dtype=int)
        if not pool.fit(sets)[0]:
            assert exact(pool, members, (False, False)) == np.inf


def test_what_one_limit_on_waiting_left_does_not_trouble_another():
    """Problems on the same offers share tables, in whatever order they ask."""
    offers = [make.offering(f"E{i}", f"P{i}", starts="mondays") for i in (1, 2)]
    programs = [make.program(f"P{i}") for i in (1, 2)]
    p = make.problem(make.catalog(programs, offers))
    for most, cut in ((None, slice(3)), (40, slice(2, 7)), (20, slice(1, 5))):
        pool = Pool(p.having(max_idle_days=most))
        starts = [pool.candidate(i).starts[cut] for i in (0, 1)]
        stops = [
            Stop(some, pool.candidate(i).days, pool.candidate(i).visit.place)
            for i, some in enumerate(starts)
        ]
        found = pool.scheduler.cheapest(stops, np.inf)
        usd = np.inf if found is None else found.usd
        assert pool.travel_on([0, 1], starts) == usd


def test_the_path_is_the_shortest_way_through_all_places():
    legs = np.array([[0, 1, 9, 4], [1, 0, 2, 9], [9, 2, 0, 3], [4, 9, 3, 0.0]])
    places = np.array([[0, 1, 2, 3], [2, 0, 1, 1], [3, 0, 2, 0]])
    assert path(places, legs).tolist() == [6, 3, 7]
    assert path(places[:, :2], legs).tolist() == [1, 9, 4]
    assert path(places[:, :1], legs).tolist() == [0, 0, 0]


@pytest.mark.parametrize("columns", [1, 3, 6])
def test_equal_rows_share_a_number(columns):
    dice = np.random.default_rng(0)
    rows = dice.integers(0, 3, (50, columns))
    alike, which = unique_rows(rows)
    assert (alike[which] == rows).all()
    assert len({tuple(r) for r in alike.tolist()}) == len(alike)
