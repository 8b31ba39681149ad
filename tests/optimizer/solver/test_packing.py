"""Counting what fits: an upper bound that is exact for blocks alone."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations, pairwise

import factories as make
import pytest
from oracle import enumerate_plans
from random_problems import random_problem, versioned

from optimizer.solver.feasibility import cannot_fit
from optimizer.solver.sets.packing import most_that_fit
from optimizer.solver.sets.pool import Pool
from optimizer.solver.solve import is_possible


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
    assert not cannot_fit(searched(*three, **asked, max_idle_days=2))
    assert cannot_fit(searched(*three[:2], **asked, max_idle_days=8))
    assert not cannot_fit(searched(*three[:2], **asked, max_idle_days=9))
    # from the first to the last one waits too long, but not with the second between
    ends = {**asked, "pins": ("E1", "E3")}
    assert cannot_fit(searched(three[0], three[2], **ends, max_idle_days=9))
    both = {**ends, "max_rotations": 3}
    assert not cannot_fit(searched(*three, **both, max_idle_days=9))


def test_only_blocks_with_a_letter_on_time_count_towards_letters():
    # both blocks fit, but the letter of the second is ready in September
    two = (on(1, "2027-05-03"), on(2, "2027-08-02"))
    asked = {"min_letters": 2, "us_letters": 0, "letters_by": dt.date(2027, 9, 1)}
    assert cannot_fit(searched(*two, **asked))
    later = {**asked, "letters_by": dt.date(2027, 10, 31)}
    assert not cannot_fit(searched(*two, **later))


def test_a_rule_that_nobody_can_meet_is_refuted():
    assert cannot_fit(searched(on(1, "2027-05-03"), required_states=("NV",)))


@pytest.mark.parametrize("seed", range(1_000, 1_120))
def test_what_is_refuted_by_counting_has_no_plan(seed):
    p = random_problem(seed)
    pool = Pool(p)
    if pool.impossible or cannot_fit(pool):
        assert not enumerate_plans(p).feasible
        assert not is_possible(p)
