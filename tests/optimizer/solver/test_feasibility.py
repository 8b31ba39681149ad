"""Whether there is any plan, and the cheapest: as CP-SAT alone and the oracle say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import factories as make
import numpy as np
import pytest
from oracle import enumerate_plans
from random_problems import random_problem

from optimizer.catalog_io.read import read_catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.solver.search.later import Later
from optimizer.solver.sets.pool import Pool
from optimizer.solver.solve import MOST_USD, cheapest, is_possible, solve

SHIPPED = read_catalog(Path(__file__).parents[3] / "data")
# Rules that clash with money, dates or each other now and then.
ASKED = (
    {},
    {"min_letters": 3, "max_rotations": 4, "months": (6, 7, 8)},
    {"min_hands_on": 2, "min_receptive": 1, "max_stay_days": 70},
    {"required_states": ("MI", "OH"), "max_idle_days": 10, "waiting_usd_per_day": 0},
    {"max_per_region": (("Middle Atlantic", 0),), "min_rotations": 2, "months": (5, 6)},
    {"min_focus_areas": 2, "min_rotations": 2},
)


def few_shipped(**changes) -> Problem:
    """Every sixth offering of the shipped catalog: CP-SAT alone can judge these."""
    few = replace(
        SHIPPED, offerings=SHIPPED.offerings[::6], version=f"{SHIPPED.version} few"
    )
    return make.problem(few, **{"season": 2028, "max_rotations": 3} | changes)


@pytest.mark.parametrize("budget", [4_000, 6_000, 9_000])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_cpsat_alone_agrees_on_whether_there_is_a_plan(asked, budget):
    p = few_shipped(budget_usd=budget, **asked)
    alone = solve(p, engine="cpsat")
    assert is_possible(p) != isinstance(alone, NoPlan)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_the_cheapest_plan_is_possible_and_nothing_is_cheaper(asked):
    p = few_shipped(**asked)
    usd = cheapest(p)
    enough = Problem(p.catalog, replace(p.scenario, budget_usd=usd or MOST_USD))
    if usd is None:
        assert isinstance(solve(enough, engine="cpsat"), NoPlan)
        return
    short = Problem(p.catalog, replace(p.scenario, budget_usd=usd - 1))
    assert not isinstance(solve(enough, engine="cpsat"), NoPlan)
    assert isinstance(solve(short, engine="cpsat"), NoPlan)


@pytest.mark.parametrize("seed", range(700, 790))
def test_small_problems_with_every_rule(seed):
    p = random_problem(seed)
    assert is_possible(p) == enumerate_plans(p).feasible
    usd = cheapest(p)
    if usd is not None:
        enough = Problem(p.catalog, replace(p.scenario, budget_usd=usd))
        short = Problem(p.catalog, replace(p.scenario, budget_usd=usd - 1))
        assert enumerate_plans(enough).feasible
        assert not enumerate_plans(short).feasible


def test_a_plan_has_as_many_rotations_as_any_rule_asks_for():
    asked = {"us_letters": 0, "max_rotations": 4, "min_rotations": 1}
    assert Pool(few_shipped(**asked)).low == 1
    assert Pool(few_shipped(min_letters=3, min_hands_on=2, **asked)).low == 3
    assert Pool(few_shipped(min_letters=1, min_receptive=2, **asked)).low == 2


@pytest.mark.parametrize("seed", range(700, 790))
def test_no_later_members_are_cheaper_than_those_that_rules_still_need(seed):
    pool = Pool(random_problem(seed).having(budget_usd=60_000))
    offers = pool.offers
    later = Later.of(pool.demands.needs, offers.host, offers.usd)
    every = range(min(len(offers.index), 9))
    for size in range(2, min(pool.most, 4) + 1):
        sets = np.array([*combinations(every, size)], dtype=int).reshape(-1, size)
        sets = sets[pool.demands.allow(sets) & pool.apart(sets)]
        for begun in range(size):
            own = offers.usd[sets[:, begun:]].sum(axis=1)
            least = later.least_usd(sets[:, :begun], size - begun)
            assert (least <= own + 1e-9).all()
