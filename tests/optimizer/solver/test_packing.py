"""Counting what fits: an upper bound that is exact for blocks alone."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from itertools import combinations, pairwise

import factories as make
import numpy as np
import oracle
import pytest
from random_problems import random_problem, versioned

from optimizer.solver.feasibility import least_usd
from optimizer.solver.sets.packing import most_that_fit
from optimizer.solver.sets.pool import Pool


def searched(*offerings, **changes) -> Pool:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    return Pool(make.problem(versioned(make.catalog(programs, offerings)), **changes))


def on(number: int, start: str, **changes):
    return make.offering(f"E{number}", f"P{number}", starts=start, **changes)


def test_gaps_and_stay_limit_what_fits():
    # three blocks of 5 days, 2 days apart, take 19 days
    blocks = [(0, 4), (7, 11), (14, 18), (2, 20)]
    assert most_that_fit(blocks, gap=2, stay=None) == 3
    assert most_that_fit(blocks, gap=3, stay=None) == 2
    assert most_that_fit(blocks, gap=2, stay=19) == 3
    assert most_that_fit(blocks, gap=2, stay=18) == 2
    assert most_that_fit(blocks, gap=2, stay=4) == 0
    assert most_that_fit([], gap=0, stay=None) == 0


@pytest.mark.parametrize("seed", range(40))
def test_what_fits_is_the_largest_set_that_can_be_placed(seed):
    dice = random.Random(seed)
    gap, stay = dice.randint(0, 4), dice.choice([None, 12, 25])
    starts = [dice.randint(0, 30) for _ in range(8)]
    blocks = [(s, s + dice.randint(2, 9)) for s in starts]

    def placed(some: tuple[tuple[int, int], ...]) -> bool:
        apart = all(b[0] - a[1] - 1 >= gap for a, b in pairwise(some))
        return apart and (stay is None or some[-1][1] - some[0][0] + 1 <= stay)

    sets = (s for n in range(1, 9) for s in combinations(sorted(blocks), n))
    largest = max((len(s) for s in sets if placed(s)), default=0)
    assert most_that_fit(blocks, gap, stay) == largest


def test_a_limit_on_waiting_keeps_rotations_in_a_row():
    # four weeks from 3 May, from 7 June and from 5 July: 9, then 2 days lie between
    three = (on(1, "2027-05-03"), on(2, "2027-06-07"), on(3, "2027-07-05"))
    asked = {"min_letters": 0, "min_rotations": 2, "max_rotations": 2}
    asked["lives_in_us"] = True
    assert not np.isposinf(least_usd(searched(*three, **asked, max_idle_days=2)))
    assert np.isposinf(least_usd(searched(*three[:2], **asked, max_idle_days=8)))
    assert not np.isposinf(least_usd(searched(*three[:2], **asked, max_idle_days=9)))
    # from the first to the last one waits too long, but not with the second between
    ends = {**asked, "pins": ("E1", "E3")}
    assert np.isposinf(least_usd(searched(three[0], three[2], **ends, max_idle_days=9)))
    both = {**ends, "max_rotations": 3}
    assert not np.isposinf(least_usd(searched(*three, **both, max_idle_days=9)))


def test_only_blocks_with_a_letter_on_time_count_towards_letters():
    # both blocks fit, but the letter of the second is ready in September
    two = (on(1, "2027-05-03"), on(2, "2027-08-02"))
    asked = {"min_letters": 2, "us_letters": 0, "letters_by": dt.date(2027, 9, 1)}
    assert np.isposinf(least_usd(searched(*two, **asked)))
    later = {**asked, "letters_by": dt.date(2027, 10, 31)}
    assert not np.isposinf(least_usd(searched(*two, **later)))


def test_a_rule_that_nobody_can_meet_is_refuted():
    assert np.isposinf(
        least_usd(searched(on(1, "2027-05-03"), required_states=("NV",)))
    )


def test_a_rule_costs_at_least_the_cheapest_that_fit_together():
    # E1 and E2 cannot both be done, and E3 costs 500 more than either
    three = (on(1, "2027-05-03"), on(2, "2027-05-03"), on(3, "2027-07-05"))
    dear = (three[0], three[1], replace(three[2], tuition_usd=500))
    pool = searched(*dear, min_rotations=2, budget_usd=30_000)
    own = np.sort(pool.offers.usd)
    assert least_usd(pool) == own[0] + own[2] == own[0] + own[1] + 500
    assert least_usd(searched(*dear, min_rotations=3, budget_usd=30_000)) == np.inf


def test_of_one_host_one_rotation_counts():
    both = (on(1, "mondays"), make.offering("E2", "P1", starts="mondays"))
    asked = {"min_rotations": 2, "max_rotations": 2, "budget_usd": 30_000}
    assert np.isposinf(least_usd(searched(*both, **asked)))
    assert not np.isposinf(least_usd(searched(*both, on(3, "mondays"), **asked)))


SEEDS = range(1_000, 1_120)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_cheaper_than_what_rules_ask_for(seed):
    p = random_problem(seed)
    p = p.having(budget_usd=(0, 60_000, p.scenario.budget_usd)[seed % 3])
    pool = Pool(p)
    plans, w = [*oracle.every_plan(p)], oracle.world_of(p)
    if pool.impossible:
        assert not plans
        return
    least = least_usd(pool)
    assert (least > pool.room) <= (not plans)
    due = pool.fixed_usd + p.arrival_usd
    assert all(w.cost(plan) >= due + least for plan in plans)


@pytest.mark.parametrize("seed", SEEDS)
def test_sets_fit_that_some_dates_make_a_plan(seed):
    """With as many letters on time as asked for, whatever they cost."""
    p = random_problem(seed).having(budget_usd=200_000)
    pool = Pool(p)
    booked = {r.offering_id for r in oracle.world_of(p).booked}
    plans = {
        frozenset(r.offering_id for r in plan) - booked for plan in oracle.every_plan(p)
    }
    offered = [
        pool.candidate(i).offering.offering_id for i in range(len(pool.any_class))
    ]
    some = dict.fromkeys(offered[i] for i in range(min(len(offered), 8)))
    every = [i for i, name in enumerate(offered) if name in some]
    found: dict[
        frozenset[str], bool
    ] = {}  # blocks that differ in length: an offer each
    for size in range(max(pool.low, 1), min(pool.most, 4) + 1):
        sets = np.array([*combinations(every, size)], dtype=int).reshape(-1, size)
        sets = sets[pool.obey(sets) & pool.apart(sets)]
        for members, fit in zip(sets, pool.fit(sets), strict=True):
            names = frozenset(offered[i] for i in members)
            found[names] = found.get(names, False) or bool(fit)
    assert all(fit == (names in plans) for names, fit in found.items())
