"""Cuts and values between levels bound the exact value from above, wherever used."""

from __future__ import annotations

import datetime as dt
import random
from itertools import count, islice

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.problem import Problem
from optimizer.model.rotation import rotation_on
from optimizer.model.value.application_list import match_model
from optimizer.solver.search.cuts import cuts
from optimizer.solver.sets.dated_sets import DatedSets
from optimizer.solver.sets.pool import Pool

CLOSE = 1e-9
SHARES = (0.0, 0.3, 0.7, 1.0)


def has_a_choice(seed: int) -> bool:
    return len(Pool(random_problem(seed)).offers.index) > 1


SEEDS = list(islice(filter(has_a_choice, count(600)), 30))


def interval(dice: random.Random, most: float) -> tuple[float, float]:
    """Two letter levels between neighbouring kinks."""
    kink = dice.randint(0, int(most) - 1)
    low, high = sorted(kink + dice.random() for _ in range(2))
    return dice.choice([(low, high), (float(kink), kink + 1.0), (low, low)])


class Exact:
    """Exact values of a pool's sets, one candidate at a time and not by types."""

    def __init__(self, problem: Problem) -> None:
        self.pool = Pool(problem)
        sets = DatedSets(problem)
        self.level = sets.bounds.level
        known = [(c.offering.offering_id, c.starts[0]) for c in sets.candidates]
        offers, offerings = self.pool.offers, problem.catalog.offerings
        named = (
            (offerings[i].offering_id, n)
            for i, n in zip(offers.index, offers.first.tolist(), strict=True)
        )
        places = {name: place for place, name in enumerate(known)}
        # Nothing is searched where no more fit: then some are in the pool alone.
        self.place = np.array([places.get(name, -1) for name in named], dtype=int)

    def values(self, sets: np.ndarray, level: float) -> np.ndarray:
        """Values of sets, each in the order of its dates."""
        assert (self.place[sets] >= 0).all()
        return self.level(level).values(self.place[sets])


def some_sets(dice: random.Random, pool: Pool, size: int, number: int) -> np.ndarray:
    """Random sets at different hosts, in random orders of dates, (S, size)."""
    every = range(len(pool.offers.index))
    if len(every) < size:
        return np.zeros((0, size), dtype=int)
    sets = [dice.sample(every, size) for _ in range(number)]
    found = np.array(sets, dtype=int).reshape(len(sets), size)
    return found[pool.apart(found)] if size > 1 else found


def check_bounds(exact: Exact, dice: random.Random, rounds: int, number: int) -> int:
    """How many sets were looked at; every bound holds for each, at each level."""
    pool, looked = exact.pool, 0
    worth, most = pool.worth, max(pool.most, 0)
    every = np.arange(len(pool.offers.index))
    for _ in range(rounds):
        low, high = interval(dice, worth.most_letters)
        ends = worth.ends(low, high)
        touched = some_sets(dice, pool, dice.randint(0, min(most, 3)), 1)
        made = cuts(worth, ends, touched[0] if len(touched) else (), every, most)
        for size in range(1, most + 1):
            sets = some_sets(dice, pool, size, number)
            if not len(sets):
                continue
            for share in SHARES:
                level = low + share * (high - low)
                found = exact.values(sets, level) - CLOSE
                for cut in made:
                    more = cut.slope * (level - worth.base_letters)
                    bound = cut.constant + cut.choice[sets].sum(axis=1) + more
                    assert (bound >= found).all()
                assert (at_level(pool, ends, sets, share) >= found).all()
                assert (worth.upper(sets, np.full(len(sets), level)) >= found).all()
            looked += len(sets)
    return looked


def at_level(pool: Pool, ends, sets: np.ndarray, share: float) -> np.ndarray:
    """The value on the line between the ends, with the margin."""
    kinds = pool.worth.type[sets]
    x = [ends.nobody[e] + ends.effects[e][kinds].sum(axis=1) for e in (0, 1)]
    return pool.worth.value(x[0] + share * (x[1] - x[0]) + ends.margin)


EVIDENCE = ("central", "cautious", "blended")


# Sets are counted once; every bound is held for each at four letter levels. In all
# 300,000 on the shipped catalog, and 75,000 on random problems.


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_bounds_hold_for_random_sets(evidence):
    looked = 0
    for seed in SEEDS:
        exact = Exact(random_problem(seed).having(evidence=evidence))
        looked += check_bounds(exact, random.Random(seed), 6, 90)
    assert looked > 25_000


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"acceptance": "certain", "max_rotations": 4},
        {"applications": 15, "evidence": "blended"},
        {"where_matters": 1.0, "states": (("TX", 5), ("CA", 4), ("NY", 2))},
        {"where_matters": 1.0, "states": (("TX", 5), ("NY", 2)), "applications": 25},
        {"us_letters": 0, "evidence": "central"},
    ],
    ids=str,
)
def test_bounds_hold_on_the_shipped_catalog(shipped, changes):
    asked = {"season": 2028, "max_rotations": 3, "budget_usd": 30_000, **changes}
    exact = Exact(make.problem(shipped, **asked))
    assert check_bounds(exact, random.Random(1), 10, 1_750) > 50_000


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_touches_the_bound_at_a_point_where_it_was_made(seed):
    pool, dice = Pool(random_problem(seed)), random.Random(seed)
    worth = pool.worth
    every = np.arange(len(pool.offers.index))
    for size in (0, 1, 2):
        for members in some_sets(dice, pool, size, 3):
            level = 4 * dice.random()
            ends = worth.ends(level, level)
            (cut,) = cuts(worth, ends, members, every, pool.most)
            bound = cut.constant + cut.choice[members].sum()
            upper = worth.upper(members[None], np.array([level]))[0]
            assert bound == pytest.approx(upper, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_exact_value_is_that_of_the_model(seed):
    p = random_problem(seed)
    pool, dice = Pool(p), random.Random(seed)
    for members in some_sets(dice, pool, 2, 4):
        chosen = [pool.candidate(int(i)) for i in members]
        days = [dt.date(2027, 3, 1), dt.date(2027, 4, 5)]
        rotations = [
            rotation_on(p, c.offering, day) for c, day in zip(chosen, days, strict=True)
        ]
        level = 4 * dice.random()
        value = match_model(p).value(
            (*pool.booked, *rotations), pool.worth.certain, np.array([level])
        )
        found = pool.worth.exact(members.tolist(), level)
        assert found == pytest.approx(value[0], abs=1e-9)


def rises(pool: Pool, members: tuple[int, ...], low: float, high: float):
    at = np.linspace(low, high, 11)
    values = [pool.worth.exact(members, float(level)) for level in at]
    return np.diff(values) / np.diff(at)


def extreme(**numbers) -> Problem:
    """Twenty programs at which one number decides nearly everything."""
    programs = tuple(make.program(f"P{i}") for i in range(1, 21))
    offers = tuple(make.offering(f"E{i}", f"P{i}", acceptance=1.0) for i in range(1, 5))
    found = make.catalog(programs, offers, sigma_quality=0, **numbers)
    return make.problem(versioned(found), us_letters=0)


@pytest.mark.parametrize(
    "numbers",
    [
        {"or_interview_handson": 1_000, "or_match_given_interview_handson": 1_000},
        {"letter_logit_1": 8, "letters_reference": 0, "r_match_per_rank": 0.5},
        {"letter_logit_1": 8, "or_interview_handson": 1_000},
    ],
    ids=str,
)
def test_bounds_hold_where_the_value_bends_sharply(numbers):
    exact = Exact(extreme(**numbers))
    pool = exact.pool
    slopes = rises(pool, (), 0.0, 1.0)
    with_one = rises(pool, (0,), 0.0, 1.0)
    assert max(slopes.max() / slopes.min(), slopes.max() / with_one.max()) > 5
    check_bounds(exact, random.Random(0), 30, 20)


def test_there_is_no_margin_where_letters_add_nothing():
    worth = Pool(make.problem(evidence="central")).worth
    for low, high in ((1.5, 1.5), (4.0, 5.0)):
        assert not worth.ends(low, high).margin.any()
    assert worth.ends(1.2, 1.8).margin.all()
