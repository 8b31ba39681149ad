"""The match value, worked out by hand where that is possible."""

from __future__ import annotations

import datetime as dt
import math
import random
from itertools import pairwise
from typing import Any

import factories as make
import numpy as np
import pytest
from random_problems import random_problem, versioned

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import plan_gain, rotation_details
from optimizer.model.rotation import booked_rotations, rotation_on, visit_of
from optimizer.model.value.application_list import (
    application_list,
    choices_of,
    every_row,
    match_model,
    program_row,
    worth_of,
)
from optimizer.model.value.objective import acceptance_assumption
from optimizer.model.value.profile import graduated_long_ago
from optimizer.model.value.rates import (
    NODE_WEIGHTS,
    STANDARD_NODES,
    match_intercept,
    recentre,
    sigmoid,
)
from optimizer.solver.solve import solve

MAY = dt.date(2027, 5, 3)
# one quality for all (sigma 0), no letters, no signals: chances are plain products
PLAIN: dict[str, float] = {
    "sigma_quality": 0,
    "us_img_pooling": 0,
    "kappa_base_odds": 1,
    "base_interview_nonUS_mid": 0.2,
    "base_interview_nonUS_high": 0.4,
    "r_match_per_rank": 0.5,
    "or_interview_handson": 4,
    "or_match_given_interview_handson": 2,
    "or_interview_observership": 2,
    "or_match_given_interview_observership": 1,
    "signal_odds_on": 1,
    "signal_odds_off": 1,
    "signal_count_2026_season": 0,
    "letter_logit_1": 0,
    "letter_logit_2": 0,
    "letter_logit_3": 0,
    "letter_logit_4": 0,
}


def problem(hosts=None, offerings=None, numbers=None, **changes: Any) -> Problem:
    found = make.catalog(hosts, offerings, **(PLAIN | (numbers or {})))
    return make.problem(versioned(found), **changes)


def rotations(p: Problem, *ids: str):
    chosen = [rotation_on(p, p.catalog.offering[i], MAY) for i in ids]
    return (*booked_rotations(p), *chosen)


def value(p: Problem, *ids: str) -> float:
    certain = p.scenario.acceptance == "certain"
    return float(match_model(p).value(rotations(p, *ids), certain)[0])


def chance(odds: float) -> float:
    return odds / (1 + odds)


TWO = (make.program("P1"), make.program("P2", receptiveness_non_us="high"))


# ------------------------------------------------------------------ quality, recentring


@pytest.mark.parametrize("sigma", [0.0, 0.3, 1.0, 2.0])
@pytest.mark.parametrize("rate", [0.001, 0.035, 0.3, 0.5, 0.97])
def test_the_mean_over_quality_is_the_rate(rate, sigma):
    theta = sigma * STANDARD_NODES[None, :]
    a = recentre(np.array([[rate]]), theta)
    mean = sigmoid(a[:, :, None] + theta[:, None, :]) @ NODE_WEIGHTS
    assert mean[0, 0] == pytest.approx(rate, abs=1e-12)


def test_recentring_moves_small_rates_down():
    a = recentre(np.array([[0.1]]), STANDARD_NODES[None, :])
    assert a[0, 0] < math.log(0.1 / 0.9)


def test_nodes_are_those_of_a_standard_normal():
    moments = [float(STANDARD_NODES**n @ NODE_WEIGHTS) for n in range(5)]
    assert moments == pytest.approx([1, 0, 1, 0, 3], abs=1e-9)


@pytest.mark.parametrize("loading", [0, 0.25, 1])
@pytest.mark.parametrize("sigma", [0, 0.7, 1.5])
def test_an_interview_is_worth_r_on_average_over_those_who_get_it(sigma, loading):
    # the one program is `mid`, which r is centred on: E[I m] = E[I] r
    numbers = {"sigma_quality": sigma, "quality_loading_match": loading}
    assert value(problem(numbers=numbers)) == pytest.approx(0.2 * 0.5)


def test_those_interviewed_are_better_than_all():
    """So the mean over all applicants is below r, the more the better it counts."""
    at = {
        loading: {
            "sigma_quality": np.array([1.2]),
            "quality_loading_match": np.array([loading]),
            "r_match_per_rank": np.array([0.22]),
            "kappa_base_odds": np.array([0.9]),
            "base_interview_nonUS_mid": np.array([0.068]),
        }
        for loading in (0.0, 0.25, 1.0)
    }
    theta = 1.2 * STANDARD_NODES
    means = [
        float(sigmoid(match_intercept(p) + loading * theta) @ NODE_WEIGHTS)
        for loading, p in at.items()
    ]
    assert means[0] == pytest.approx(0.22)
    assert means[0] > means[1] > means[2]


@pytest.mark.parametrize(
    ("level", "img", "rate"),
    [
        ("none_reported", "non_us_img", 0.005),
        ("low", "non_us_img", 0.035),
        ("mid", "non_us_img", 0.2),
        ("high", "non_us_img", 0.4),
        ("very_high", "non_us_img", 0.295),
        ("unknown", "non_us_img", 0.035),  # the smaller of low 0.035 and mean 0.0378
        ("unknown", "us_img", 0.0282),  # the smaller of low 0.029 and mean 0.0282
        ("high", "us_img", 0.136),
    ],
)
def test_base_rates_by_level_and_type(level, img, rate):
    host = make.program(receptiveness_non_us=level, receptiveness_us=level)
    assert value(problem((host,), img_type=img)) == pytest.approx(rate * 0.5)


def test_kappa_scales_the_odds_of_interviews_and_not_of_matches():
    p = problem(numbers={"kappa_base_odds": 0.5})
    assert value(p) == pytest.approx(chance(0.5 * 0.25) * 0.5)


# ------------------------------------------------------------------------- reduction


def test_one_quality_and_equal_worth_are_a_plain_product():
    # 1 - (1 - 0.2 x 0.5)(1 - 0.4 x 0.5)
    assert value(problem(TWO)) == pytest.approx(1 - 0.9 * 0.8)


def test_a_rotation_raises_interview_and_match_at_its_program():
    # interview odds 0.25 x 4, match odds 1 x 2: 1/2 x 2/3
    p = problem(TWO, (make.offering(acceptance=1.0),))
    assert value(p, "E1") == pytest.approx(1 - (1 - 1 / 3) * 0.8)


def test_an_observership_raises_less():
    # interview odds 0.25 x 2, match odds 1: 1/3 x 1/2
    p = problem(TWO, (make.offering(acceptance=1.0, kind="observership"),))
    assert value(p, "E1") == pytest.approx(1 - (1 - 1 / 6) * 0.8)


@pytest.mark.parametrize("acceptance", [0.0, 0.25, 0.9])
def test_refusals_mix_the_two_chances(acceptance):
    p = problem(TWO, (make.offering(acceptance=acceptance),))
    mixed = (1 - acceptance) * 0.1 + acceptance / 3
    assert value(p, "E1") == pytest.approx(1 - (1 - mixed) * 0.8)


def test_an_unknown_acceptance_takes_the_assumption():
    p = problem(TWO, (make.offering(acceptance=None),))
    mixed = 0.8 * 0.1 + 0.2 / 3  # on record, from a page without a date
    assert value(p, "E1") == pytest.approx(1 - (1 - mixed) * 0.8)


def test_certain_acceptance_counts_no_refusals():
    p = problem(TWO, (make.offering(acceptance=0.25),), acceptance="certain")
    assert value(p, "E1") == pytest.approx(1 - (1 - 1 / 3) * 0.8)


def test_what_is_booked_is_accepted():
    booked = (make.booked(MAY, program_id="P1"),)
    assert value(problem(TWO, (), booked=booked)) == pytest.approx(1 - 2 / 3 * 0.8)


def test_a_host_without_a_program_is_no_audition():
    p = problem(TWO, (make.offering(program_id="", acceptance=1.0),))
    assert value(p, "E1") == pytest.approx(value(p))


def test_a_program_that_is_ruled_out_never_matches():
    shut = make.program("P1", accepts_img="no")
    p = problem((shut, TWO[1]), (make.offering(acceptance=1.0),))
    assert value(p) == value(p, "E1") == pytest.approx(0.2)


# --------------------------------------------------------------------------- profile


@pytest.mark.parametrize(
    ("applicant", "odds"),
    [
        ({"step2_ck": 240}, 1),
        ({"step2_ck": 255}, math.exp(0.2 * 1.5)),
        ({"step2_ck": 220}, math.exp(-0.4)),
        ({"step2_ck": None}, 1),
        ({"step1_failures": 1}, 0.3),
        ({"step2_failures": 1}, 0.3),
        ({"step1_failures": 3, "step2_failures": 2}, 0.3),  # once
        ({"graduation_date": dt.date(2023, 6, 30)}, 0.6),
        ({"graduation_date": dt.date(2023, 7, 1)}, 1),  # exactly five years
        ({"graduation_date": None}, 1),
        ({"ties": ("TX",)}, 2),
        ({"ties": ("Houston, TX",)}, 2),
        ({"ties": ("Dallas, TX", "IL")}, 1),
    ],
)
def test_profile_and_ties_change_the_odds_of_an_interview(applicant, odds):
    p = problem(**applicant)
    assert value(p) == pytest.approx(chance(0.25 * odds) * 0.5)


@pytest.mark.parametrize(
    ("day", "long"),
    [
        (dt.date(2023, 6, 30), True),
        (dt.date(2023, 7, 1), False),
        (dt.date(2020, 12, 31), True),
    ],
)
def test_five_years_before_the_first_of_july(day, long):
    assert graduated_long_ago(make.problem(graduation_date=day)) is long


def test_the_tie_of_the_value_is_the_programs():
    # the offering is in Chicago, the program in Houston
    elsewhere = make.offering(city="Chicago", state="IL", acceptance=1.0)
    p = problem(offerings=(elsewhere,), ties=("IL",))
    assert value(p, "E1") == pytest.approx(1 / 3)


# ---------------------------------------------------------------- applications, signals


def named(*levels: str) -> tuple[Any, ...]:
    return tuple(
        make.program(f"P{i + 1}", receptiveness_non_us=level)
        for i, level in enumerate(levels)
    )


def test_applications_go_to_the_highest_chances_and_ties_by_id():
    p = problem(named("low", "mid", "high", "mid"), applications=3)
    assert application_list(p) == ("P3", "P2", "P4")
    assert application_list(problem(named("mid", "mid"), applications=1)) == ("P1",)
    assert application_list(problem(named("mid"), applications=0)) == ()


def test_applications_weigh_worth_and_chance():
    # 0.2 x 1 against 0.4 x 0.25; then 0.2 x 0.5 ties with 0.4 x 0.25 and goes by id
    wishes = {"where_matters": 1.0, "applications": 1}
    programs = named("high", "mid")
    p = problem(programs, programs=(("P1", 2), ("P2", 5)), **wishes)
    assert application_list(p) == ("P2",)
    p = problem(programs, programs=(("P1", 2), ("P2", 3)), **wishes)
    assert application_list(p) == ("P1",)


def test_a_program_that_is_ruled_out_comes_last():
    shut = make.program("P1", receptiveness_non_us="very_high", accepts_img="no")
    p = problem((shut, make.program("P2")), applications=1)
    assert application_list(p) == ("P2",)


def test_a_program_outside_the_list_takes_the_place_of_the_last_one():
    # refused, nothing changes; both programs are reckoned by themselves
    p = problem(TWO, (make.offering(acceptance=0.5),), applications=1)
    assert value(p) == pytest.approx(0.2)
    assert value(p, "E1") == pytest.approx(1 - (1 - 0.5 / 3) * (1 - 0.5 * 0.2))


SIGNALS = {
    "signal_odds_on": 2,
    "signal_odds_off": 0.5,
    "signal_count_2026_season": 1,
}


def test_signals_go_to_the_first_of_the_list():
    p = problem(TWO, (make.offering(acceptance=0.5),), SIGNALS)
    without, signalled = chance(0.125) / 2, chance(4 / 3) / 2
    assert value(p) == pytest.approx(1 - (1 - without) * (1 - signalled))


def test_a_rotation_moves_a_signal_where_that_is_worth_more():
    p = problem(TWO, (make.offering(acceptance=0.5),), SIGNALS)
    off, on = chance(0.125) / 2, chance(2) * 2 / 3
    lost, kept = chance(1 / 3) / 2, chance(4 / 3) / 2
    # the signal of P2 goes to P1 if the host of P1 accepts
    moved = (1 - (off + on) / 2) * (1 - (lost + kept) / 2)
    assert value(p, "E1") == pytest.approx(1 - moved)
    # an observership is not worth it: P1 stays without
    seen = (make.offering(acceptance=0.5, kind="observership"),)
    q = chance(0.25) / 2
    stays = (1 - (off + q) / 2) * (1 - kept)
    assert value(problem(TWO, seen, SIGNALS), "E1") == pytest.approx(1 - stays)


def test_equal_programs_gain_equally_on_the_list():
    """Whatever the alphabet: with a signal or without, a visit is worth the same."""
    programs = named(*["mid"] * 6)
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=1.0) for i in range(1, 7)
    )
    numbers = SIGNALS | {"signal_count_2026_season": 3}
    p = problem(programs, offerings, numbers)
    gains = {value(p, o.offering_id) for o in offerings}
    assert max(gains) - min(gains) < 1e-9


def test_signals_do_not_reorder_the_list():
    numbers = {
        "signal_odds_on": 9,
        "signal_odds_off": 0.1,
        "signal_count_2026_season": 1,
    }
    p = problem(named("mid", "high", "low"), numbers=numbers, applications=2)
    assert application_list(p) == ("P2", "P1")


# --------------------------------------------------------------------------- worth


@pytest.mark.parametrize(
    ("wishes", "worth"),
    [
        ({}, 1.0),
        ({"where_matters": 1.0}, 1.0),  # nothing is rated
        ({"where_matters": 0.0, "programs": (("P1", 1),)}, 1.0),
        ({"where_matters": 1.0, "programs": (("P1", 1),)}, 0.05),
        ({"where_matters": 1.0, "programs": (("P1", 4),)}, 0.75),
        ({"where_matters": 0.5, "programs": (("P1", 1),)}, 0.5),
        ({"where_matters": 1.0, "programs": (("P1", 5),)}, 1.0),
        ({"where_matters": 1.0, "states": (("TX", 4),)}, 0.75),
        ({"where_matters": 1.0, "states": (("TX", 2),), "programs": (("P1", 5),)}, 1.0),
        ({"where_matters": 1.0, "states": (("IL", 5),)}, 0.5),  # else 3
        ({"where_matters": 1.0, "programs": (("P2", 5),)}, 0.5),
    ],
)
def test_worth(wishes, worth):
    p = make.problem(**wishes)
    assert worth_of(p, make.program()) == pytest.approx(worth)


def test_the_better_program_is_ranked_first():
    # P1 is worth 1 and matches by 0.1; P2 is worth 0.25 and matches by 0.2
    p = problem(TWO, where_matters=1.0, programs=(("P1", 5), ("P2", 2)))
    assert value(p) == pytest.approx(0.1 * 1 + 0.9 * 0.2 * 0.25)
    # the other way round
    p = problem(TWO, where_matters=1.0, programs=(("P1", 2), ("P2", 5)))
    assert value(p) == pytest.approx(0.2 * 1 + 0.8 * 0.1 * 0.25)


def test_the_probability_counts_every_program_the_same():
    p = problem(TWO, where_matters=1.0, programs=(("P1", 2), ("P2", 5)))
    assert float(match_model(p).probability((), False)[0]) == pytest.approx(0.28)


# -------------------------------------------------------------------------- letters

SLOPES = {
    "letter_logit_1": 0.1,
    "letter_logit_2": 0.2,
    "letter_logit_3": 0.3,
    "letter_logit_4": 0.4,
    "letters_reference": 1,
}


def effect(letters: float, reference: float = 1) -> float:
    p = problem(numbers=SLOPES | {"letters_reference": reference})
    return float(match_model(p).letter_effect(np.array([letters]))[0])


@pytest.mark.parametrize(
    ("letters", "logit"),
    [
        (0, -0.1),
        (1, 0),
        (1.5, 0.1),
        (2, 0.2),
        (3, 0.5),
        (3.25, 0.6),
        (4, 0.9),
        (9, 0.9),
    ],
)
def test_letters_rise_piecewise_and_no_further_than_four(letters, logit):
    assert effect(letters) == pytest.approx(logit)


def test_the_reference_has_no_effect():
    assert effect(2.5, 2.5) == 0
    assert effect(0, 2) == pytest.approx(-0.3)


@pytest.mark.parametrize(
    ("letters", "slope"), [(0, 0.1), (0.9, 0.1), (1, 0.2), (3.5, 0.4), (4, 0), (7, 0)]
)
def test_the_slope_just_above(letters, slope):
    p = problem(numbers=SLOPES)
    assert match_model(p).letter_slope(letters) == pytest.approx(slope)


@pytest.mark.parametrize(
    ("changes", "offering", "letters"),
    [
        ({}, {}, 1 + 0.5 * 0.8),
        ({"us_letters": 0}, {}, 0.4),
        ({}, {"acceptance": 0.25}, 1.2),
        ({}, {"kind": "observership"}, 1 + 0.5 * 0.8 * 0.5),
        ({}, {"gives_letter": "no"}, 1),
        ({}, {"gives_letter": "unknown"}, 1.4),
        ({"letters_by": dt.date(2027, 7, 1)}, {}, 1 + 0.5 * 0.8 * 0.4),
        (
            {"letters_by": dt.date(2027, 7, 1)},
            {"kind": "observership"},
            1 + 0.5 * 0.8 * 0.5 * 0.4,
        ),
        ({"acceptance": "certain"}, {}, 1.8),
    ],
)
def test_letters_expected_of_a_rotation(changes, offering, letters):
    p = problem(None, (make.offering(**offering),), SLOPES, **changes)
    certain = p.scenario.acceptance == "certain"
    found = match_model(p).letters_of(rotations(p, "E1"), certain)
    assert float(found[0]) == pytest.approx(letters)


def test_a_booked_letter_is_expected_in_full():
    p = problem(None, (), SLOPES, booked=(make.booked(MAY, program_id="P1"),))
    assert float(match_model(p).letters_of(rotations(p), False)[0]) == 1.8


def test_letters_help_at_every_program():
    p = problem(named("mid", "mid"), numbers=SLOPES, us_letters=2)
    one = chance(0.25 * math.exp(0.2)) / 2
    assert value(p) == pytest.approx(1 - (1 - one) ** 2)


@pytest.mark.parametrize("seed", range(24))
def test_more_letters_never_lower_the_value(seed):
    p = random_problem(seed)
    model, dice = match_model(p), random.Random(seed)
    offerings = p.catalog.offerings
    chosen = [
        rotation_on(p, o, MAY) for o in dice.sample(offerings, min(2, len(offerings)))
    ]
    at = [
        float(model.value(chosen, False, np.array([level]))[0])
        for level in np.linspace(0, 5, 26)
    ]
    assert all(b >= a - 1e-12 for a, b in pairwise(at))


# ---------------------------------------------------------------------------- gains


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_gains_add_up(seed):
    p = random_problem(seed)
    plan = solve(p)
    if not isinstance(plan, Plan):
        return
    model, certain = match_model(p), p.scenario.acceptance == "certain"
    before = float(model.value(booked_rotations(p), certain)[0])
    gain = plan_gain(p, plan)
    assert gain.audition_pp + gain.letters_pp == gain.total_pp
    assert gain.total_pp == pytest.approx(100 * (plan.value - before), abs=1e-9)
    assert gain.letters_pp >= -1e-9
    unlisted = choices_of(p).unlisted
    ids = [b.offering.program_id for b in plan.blocks if b.offering.program_id]
    if any(map(unlisted, ids)):
        return  # it takes the place of another program, which may be the better one
    assert gain.audition_pp >= -1e-9
    for detail in rotation_details(p, plan):
        assert detail.gain.total_pp >= -1e-9


def test_a_letter_only_rotation_gains_by_its_letter_alone():
    p = problem(TWO, (make.offering(program_id="", acceptance=1.0),), SLOPES)
    gain = plan_gain(p, solve(p))
    assert gain.audition_pp == pytest.approx(0)
    # from 1 to 1.8 letters: 0.16
    a, b = (chance(o * math.exp(0.16)) / 2 for o in (0.25, 2 / 3))
    assert gain.letters_pp == pytest.approx(100 * (0.72 - (1 - a) * (1 - b)))


@pytest.mark.parametrize("seed", range(60))
def test_programs_that_share_a_row_are_alike_to_it(seed):
    p = random_problem(seed)
    programs = {each.program_id: each for each in p.catalog.programs}
    rows = every_row(p)
    assert list(rows) == sorted(programs)
    assert rows == {name: program_row(p, each) for name, each in programs.items()}


@pytest.mark.parametrize("seed", range(10))
def test_a_problem_that_shares_a_model_has_its_own_acceptances(seed):
    p = random_problem(seed).having(answers=())
    if not (some := [o for o in p.catalog.offerings if o.acceptance != 1]):
        return
    accepted = p.having(answers=((some[0].offering_id, "accepted"),))
    asked, agreed = match_model(p), match_model(accepted)
    assert asked.base is agreed.base
    visit = visit_of(p, some[0])
    assert agreed.acceptance(visit, False) == 1.0 > asked.acceptance(visit, False)


# ------------------------------------------------------ where an acceptance comes from


def test_an_acceptance_names_its_assumption_while_it_holds_its_value():
    source = make.provenance(
        "offerings.csv",
        "E1",
        "acceptance",
        source="assumptions.csv: acceptance_cold",
    )
    for acceptance, name in ((0.1, "acceptance_cold"), (0.2, None)):
        offering = make.offering(acceptance=acceptance)
        p = make.problem(
            versioned(make.catalog(offerings=(offering,), sources=(source,)))
        )
        assert acceptance_assumption(p, visit_of(p, offering)) == name
    unknown = make.offering(acceptance=None)
    p = make.problem(versioned(make.catalog(offerings=(unknown,))))
    name = acceptance_assumption(p, visit_of(p, unknown))
    assert name == "acceptance_likely"
