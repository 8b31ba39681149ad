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
from optimizer.solver.packing import most_in_a_row, most_that_fit
from optimizer.solver.search import Search
from optimizer.solver.solve import is_possible


def searched(*offerings, **changes) -> Search:
    programs = tuple(make.program(f"P{i}") for i in range(1, 4))
    return Search(make.problem(versioned(make.catalog(programs, offerings)), **changes))


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


def test_a_limit_on_waiting_keeps_blocks_in_a_row():
    # weeks from Monday to Friday: 2, 9 or 16 days lie between two of them
    weeks = [(7 * n, 7 * n + 4) for n in range(6)]
    assert most_in_a_row(weeks, weeks, (2, 2), most=4) == 4
    assert most_in_a_row(weeks, weeks, (3, 9), most=4) == 3
    assert most_in_a_row(weeks, weeks, (10, 15), most=4) == 1
    # only the first and the last count, and from one to the other one must not wait
    ends = [weeks[0], weeks[5]]
    assert most_in_a_row(weeks, ends, (2, 2), most=6) == 2
    assert most_in_a_row(weeks, ends, (2, 2), most=5) == 1
    assert most_in_a_row([], [], (0, 9), most=3) == 0
    assert most_in_a_row(weeks, weeks, (2, 2), most=0) == 0


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
    search = Search(p)
    if search.most >= 0 and cannot_fit(search):
        assert not enumerate_plans(p).feasible
        assert not is_possible(p)
