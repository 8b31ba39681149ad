"""Cuts bound the match value from above, wherever they may be used."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count, islice

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.problem import Problem
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
    """At most so many candidates, no two at one program, in a random order of dates."""
    every = list(range(len(bounds.offered.row)))
    dice.shuffle(every)
    seen: set[str] = set()
    chosen: list[int] = []
    number = dice.randint(0, min(most, bounds.offered.most))
    for i in every:
        program = bounds.offered.visits[i][0] or f"no program {i}"
        if program not in seen and len(chosen) < number:
            chosen.append(i)
            seen.add(program)
    return tuple(chosen)


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
        least, greatest = bounds.slopes(low, high)
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
        there = bounds.level(level).bound(chosen)
        assert at_cut(cut, bounds, chosen, level) == pytest.approx(there, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_of_a_level_is_the_value_where_nothing_is_displaced(seed):
    bounds, dice = bounds_of(seed), random.Random(seed)
    for _ in range(20):
        chosen, level = some_set(dice, bounds, 3), bounds.level(4 * dice.random())
        if not bounds.offered.displaces[list(chosen)].any():
            assert level.bound(chosen) == pytest.approx(level.value(chosen), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_slopes_bracket_every_difference(seed):
    bounds, dice, most = bounds_of(seed), random.Random(seed), 3
    for _ in range(6):
        low, high = interval(dice, bounds.most_letters)
        if high - low < 1e-3:
            continue
        least, greatest = bounds.slopes(low, high)
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
    least, greatest = bounds.slopes(1.0, 2.0)
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
    least, greatest = bounds.slopes(0.0, 1.0)
    found = rises(bounds, (), 0.0, 1.0)
    assert least <= found.min() + 1e-12
    assert found.max() <= greatest + 1e-12
    assert found.max() > 20 * found.min()


def test_a_program_that_gives_way_leaves_more_for_letters_to_do():
    # P1 all but decides the match at the lowest worth; the rotation at P9 takes its
    # place, and what letters do at the other programs then counts
    programs = (
        make.program("P1", receptiveness_non_us="very_high"),
        *(make.program(f"P{i}") for i in range(2, 9)),
        make.program("P9", receptiveness_non_us="none_reported"),
    )
    numbers = {
        "sigma_quality": 0,
        "base_interview_nonUS_very_high": 0.999,
        "kappa_base_odds": 1,
        "r_match_per_rank": 0.95,
        "signal_odds_on": 1,
        "signal_odds_off": 1,
        "or_interview_observership": 1,
        "or_match_given_interview_observership": 1,
    }
    offering = make.offering("E9", "P9", kind="observership", acceptance=1.0)
    ratings = (("P1", 1), *((f"P{i}", 5) for i in range(2, 9)))
    p = make.problem(
        make.catalog(programs, (offering,), **numbers),
        applications=8,
        where_matters=1.0,
        programs=ratings,
    )
    bounds = Search(p).bounds
    assert bounds.model.choices.places_go[0] == "P1"
    least, greatest = bounds.slopes(1.5, 1.5)
    step = 1e-5
    low, high = (bounds.level(1.5 + x).value((0,)) for x in (-step, step))
    assert least - 1e-9 <= (high - low) / (2 * step) <= greatest + 1e-9
    assert (bounds.level(1.5).greatest > 0.5).any()


def test_slopes_are_exact_at_a_point_without_candidates():
    # nothing may be chosen and the interval is a point: both bounds are the slope
    p = random_problem(601)
    none = replace(p.scenario, max_rotations=0, min_rotations=0, evidence="blended")
    bounds = Search(Problem(p.catalog, replace(none, booked=()))).bounds
    least, greatest = bounds.slopes(1.5, 1.5)
    step = 1e-6
    rise = bounds.level(1.5 + step).value(()) - bounds.level(1.5 - step).value(())
    assert least == pytest.approx(greatest)
    assert least == pytest.approx(rise / (2 * step), rel=1e-4)


def test_more_letters_than_count_have_no_slope():
    bounds = Search(make.problem()).bounds
    assert bounds.slopes(4.0, 4.0) == (0.0, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_is_the_first_order_change_of_the_bound(seed):
    bounds, dice = bounds_of(seed), random.Random(seed)
    level, chosen = bounds.level(2.3), some_set(dice, bounds, 2)
    gradient = level.gradient(chosen)
    # what a candidate adds is at most its first-order change: the bound is concave
    for i in range(len(gradient)):
        if i not in chosen:
            added = level.bound((*chosen, i)) - level.bound(chosen)
            assert added <= gradient[i] + CLOSE
    # a rotation never lowers the value unless another program gives way
    alone = ~bounds.offered.displaces
    assert (gradient[alone] >= -1e-15).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_many_sets_are_valued_as_one_by_one(seed):
    bounds, dice = bounds_of(seed), random.Random(seed)
    level = bounds.level(4 * dice.random())
    sets = [some_set(dice, bounds, 3) for _ in range(60)]
    for size in range(4):
        same = [chosen for chosen in sets if len(chosen) == size]
        if same:
            found = level.values(np.array(same, dtype=int).reshape(len(same), size))
            exact = [level.value(chosen) for chosen in same]
            assert found == pytest.approx(exact, abs=1e-12)


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
    assert np.array_equal(bounds.offered.audition, [0, 0, 0])
