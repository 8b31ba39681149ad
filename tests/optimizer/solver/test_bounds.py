"""Cuts bound the match value from above, wherever they may be used."""

from __future__ import annotations

import random
from itertools import count, islice

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from optimizer.solver.bounds import Cut, Relaxation
from optimizer.solver.search import Search

CLOSE = 1e-9


def has_a_choice(seed: int) -> bool:
    return len(Search(random_problem(seed)).candidates) > 1


SEEDS = list(islice(filter(has_a_choice, count(600)), 18))


def bounds_of(seed: int) -> Relaxation:
    return Search(random_problem(seed)).bounds


def interval(dice: random.Random, most: float) -> tuple[float, float]:
    """Two letter levels between neighbouring kinks."""
    kink = dice.randint(0, int(most) - 1)
    low, high = sorted(kink + dice.random() for _ in range(2))
    return dice.choice([(low, high), (float(kink), kink + 1.0), (low, low)])


def some_set(dice: random.Random, bounds: Relaxation, most: int) -> tuple[int, ...]:
    """At most so many candidates, no two at one program."""
    every = list(range(len(bounds.columns.row)))
    dice.shuffle(every)
    rows: set[int] = set()
    chosen: list[int] = []
    for i in every:
        row = int(bounds.columns.row[i])
        if row not in rows and len(chosen) < dice.randint(0, most):
            chosen.append(i)
            rows.add(row)
    return tuple(sorted(chosen))


def at_cut(
    cut: Cut, bounds: Relaxation, chosen: tuple[int, ...], level: float
) -> float:
    return (
        cut.constant
        + float(cut.choice[list(chosen)].sum())
        + cut.slope * (level - bounds.base_letters)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_tangents_bound_every_set_on_their_side_of_the_letters(seed):
    bounds, dice, most = bounds_of(seed), random.Random(seed), 4
    for _ in range(6):
        low, high = interval(dice, bounds.most_letters)
        least, greatest = bounds.slopes(low, high, most)
        touched = some_set(dice, bounds, most)
        above = bounds.tangent(touched, high, least)
        below = bounds.tangent(touched, low, greatest)
        for _ in range(12):
            chosen = some_set(dice, bounds, most)
            level = dice.choice([low, high, low + (high - low) * dice.random()])
            exact = bounds.level(level).value(chosen)
            assert at_cut(above, bounds, chosen, level) >= exact - CLOSE
            assert at_cut(below, bounds, chosen, level) >= exact - CLOSE


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tangent_touches_where_it_was_made(seed):
    bounds, dice = bounds_of(seed), random.Random(seed)
    for _ in range(5):
        chosen, level = some_set(dice, bounds, 3), 4 * dice.random()
        cut = bounds.tangent(chosen, level, slope=dice.random())
        exact = bounds.level(level).value(chosen)
        assert at_cut(cut, bounds, chosen, level) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_slopes_bracket_every_difference(seed):
    bounds, dice, most = bounds_of(seed), random.Random(seed), 3
    for _ in range(6):
        low, high = interval(dice, bounds.most_letters)
        if high - low < 1e-3:
            continue
        least, greatest = bounds.slopes(low, high, most)
        assert 0 <= least <= greatest
        for _ in range(12):
            chosen = some_set(dice, bounds, most)
            a, b = sorted(low + (high - low) * dice.random() for _ in range(2))
            if b - a < 1e-4:
                continue
            rise = bounds.level(b).value(chosen) - bounds.level(a).value(chosen)
            assert least - 1e-7 <= rise / (b - a) <= greatest + 1e-7


def rises(bounds: Relaxation, chosen: tuple[int, ...], low: float, high: float):
    """Slopes of the value of a set over ten parts of an interval."""
    at = np.linspace(low, high, 11)
    values = [bounds.level(float(x)).value(chosen) for x in at]
    return np.diff(values) / np.diff(at)


def test_a_rotation_that_all_but_decides_the_match_leaves_letters_little_to_do():
    # after it one matches nearly for sure, and what letters do elsewhere is lost
    programs = tuple(make.program(f"P{i}") for i in range(1, 9))
    strong = {"or_interview_handson": 1_000, "or_match_given_interview_handson": 1_000}
    found = make.catalog(
        programs, (make.offering(acceptance=1.0),), sigma_quality=0, **strong
    )
    bounds = Search(make.problem(versioned(found))).bounds
    least, greatest = bounds.slopes(1.0, 2.0, 1)
    for chosen in ((), (0,)):
        found = rises(bounds, chosen, 1.0, 2.0)
        assert least <= found.min() + 1e-12
        assert found.max() <= greatest + 1e-12
    assert rises(bounds, (0,), 1.0, 2.0).max() < 0.2 * rises(bounds, (), 1.0, 2.0).min()


def test_letters_that_all_but_decide_the_match_do_so_early():
    # twenty programs at which the first letter opens every door: most is won halfway
    programs = tuple(make.program(f"P{i}") for i in range(1, 21))
    steep = {"letter_logit_1": 8, "letters_reference": 0, "r_match_per_rank": 0.5}
    found = make.catalog(programs, sigma_quality=0, **steep)
    bounds = Search(make.problem(versioned(found), us_letters=0)).bounds
    least, greatest = bounds.slopes(0.0, 1.0, 1)
    found = rises(bounds, (), 0.0, 1.0)
    assert least <= found.min() + 1e-12
    assert found.max() <= greatest + 1e-12
    assert found.max() > 20 * found.min()


def test_slopes_are_exact_at_a_point_without_candidates():
    # nothing may be chosen and the interval is a point: both bounds are the slope
    search = Search(random_problem(601))
    bounds = search.bounds
    least, greatest = bounds.slopes(1.5, 1.5, 0)
    step = 1e-6
    rise = bounds.level(1.5 + step).value(()) - bounds.level(1.5 - step).value(())
    assert least == pytest.approx(greatest)
    assert least == pytest.approx(rise / (2 * step), rel=1e-4)


def test_more_letters_than_count_have_no_slope():
    bounds = Search(make.problem()).bounds
    assert bounds.slopes(4.0, 4.0, 3) == (0.0, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_is_the_first_order_change_and_never_negative(seed):
    bounds, dice = bounds_of(seed), random.Random(seed)
    level, chosen = bounds.level(2.3), some_set(dice, bounds, 2)
    gradient = level.gradient(chosen)
    assert (gradient >= -1e-15).all()
    # what a candidate adds is at most its first-order change: the value is concave
    for i in range(len(gradient)):
        if i not in chosen:
            added = level.value((*chosen, i)) - level.value(chosen)
            assert added <= gradient[i] + CLOSE


@pytest.mark.parametrize("seed", SEEDS)
def test_a_level_has_the_value_of_the_model(seed):
    search = Search(random_problem(seed))
    bounds, dice = search.bounds, random.Random(seed)
    sets = (some_set(dice, bounds, 3) for _ in range(50))
    dated = (search.date(chosen, most_usd=10**6) for chosen in sets)
    found = next(filter(None, dated))
    exact = bounds.model.value(search.rotations(found), search.certain)
    assert found.value == pytest.approx(float(exact[0]), abs=CLOSE)
    letters = bounds.model.letters_of(search.rotations(found), search.certain)
    assert found.letters == pytest.approx(float(letters[0]))


def test_letters_of_candidates_by_state():
    # 0.5 x 0.8, and 0.4 of that if late; an observership half; none where none is given
    offerings = (
        make.offering("E1", ""),
        make.offering("E2", "", kind="observership"),
        make.offering("E3", "", gives_letter="no"),
    )
    p = make.problem(versioned(make.catalog(offerings=offerings)), us_letters=2)
    bounds = Search(p).bounds
    assert bounds.on_time_letters == pytest.approx([0.4, 0.2, 0])
    assert bounds.late_letters == pytest.approx([0.16, 0.08, 0])
    assert bounds.base_letters == 2
    assert np.array_equal(bounds.columns.audition, [0, 0, 0])
