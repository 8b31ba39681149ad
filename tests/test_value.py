"""The match value against hand calculation, integration and a match played out."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import factories as make
import numpy as np
import pytest
from monte_carlo import (
    errors_pp,
    once_answered,
    once_written,
    random_plans,
    simulate,
)
from oracle import World, enumerate_plans, obeys_one_per_site
from random_problems import random_problem
from scipy.integrate import quad
from scipy.stats import norm

from optimizer.domain.problem import Problem
from optimizer.model.rotation import booked_rotations, rotation_on
from optimizer.model.value.application_list import application_list, match_model
from optimizer.model.value.rates import draws

# No spread of quality, no signals, no letter effects: chances can be read off.
PLAIN = {
    "sigma_quality": 0,
    "signal_odds_on": 1,
    "signal_odds_off": 1,
    "kappa_base_odds": 1,
    "base_interview_nonUS_mid": 0.1,
    "base_interview_nonUS_high": 0.2,
    "r_match_per_rank": 0.5,
    "letter_logit_1": 0,
    "letter_logit_2": 0,
    "letter_logit_3": 0,
    "letter_logit_4": 0,
}
LETTERS = {f"letter_logit_{n}": n / 10 for n in (1, 2, 3, 4)}
MONDAY = dt.date(2027, 5, 3)
MID = make.program("P1")
HIGH = make.program("P2", receptiveness_non_us="high")


def odds(share: float) -> float:
    return share / (1 - share)


def chance(of: float) -> float:
    return of / (1 + of)


def world(sites=(MID,), offerings=None, parameters=None, **changes) -> World:
    catalog = make.catalog(sites, offerings, **(PLAIN | (parameters or {})))
    return World(make.problem(catalog, **changes))


def rotate(w: World, *offering_ids: str):
    return [w.block(w.offerings[i], MONDAY) for i in offering_ids or ("E1",)]


# ------------------------------------------------------------------- the baseline


def test_one_program_is_interview_times_match():
    # b = 0.1, kappa = 1, L and Step 2 CK at their references, r = 0.5
    assert world().value([]) == pytest.approx(0.1 * 0.5)


def test_kappa_scales_the_odds_of_the_interview_only():
    w = world(parameters={"kappa_base_odds": 0.7})
    assert w.value([]) == pytest.approx(chance(0.7 * odds(0.1)) * 0.5)


def test_equal_worths_give_one_minus_the_product():
    # q = 0.05, 0.10, 0.05
    w = world((MID, HIGH, make.program("P3")))
    assert w.value([]) == pytest.approx(1 - 0.95 * 0.90 * 0.95)


def test_distinct_worths_follow_the_rank_list():
    # worths 1 and 1 - 3/4: P1 first, P2 only if P1 does not take the applicant
    w = world((MID, HIGH), where_matters=1.0, programs=(("P1", 5), ("P2", 2)))
    assert w.value([]) == pytest.approx(0.05 * 1 + 0.95 * 0.10 * 0.25)


def test_rank_order_is_by_worth_not_by_chance():
    w = world((MID, HIGH), where_matters=1.0, programs=(("P1", 2), ("P2", 5)))
    assert w.value([]) == pytest.approx(0.10 * 1 + 0.90 * 0.05 * 0.25)


def test_a_rating_of_the_state_stands_in_and_three_is_neutral():
    ohio = make.program("P3", state="OH", city="Cleveland")
    w = world((MID, ohio), where_matters=0.4, states=(("TX", 1),))
    # worths: Texas 1 - 0.4, Ohio (unrated) 1 - 0.4 x 2/4
    assert w.value([]) == pytest.approx(0.05 * 0.8 + 0.95 * 0.05 * 0.6)


def test_the_lowest_worth_is_a_twentieth():
    w = world(where_matters=1.0, programs=(("P1", 1),))
    assert w.value([]) == pytest.approx(0.05 * 0.05)


def test_without_ratings_anywhere_counts_fully():
    assert world(where_matters=1.0).value([]) == pytest.approx(0.05)


def test_the_intercept_keeps_the_mean_over_quality():
    w = world(parameters={"sigma_quality": 1.3})
    base, theta = w.ranking.base[0], norm(scale=1.3)
    mean, _ = quad(lambda t: theta.pdf(t) * chance(math.exp(base + t)), -12, 12)
    assert mean == pytest.approx(0.1, abs=1e-7)


def test_unknown_receptiveness_takes_the_smaller_rate():
    unknown = (make.program("P1", receptiveness_non_us="unknown"),)
    rates = {"base_interview_nonUS_mean": 0.04, "base_interview_nonUS_low": 0.03}
    assert world(unknown, parameters=rates).value([]) == pytest.approx(0.015)
    rates["base_interview_nonUS_mean"] = 0.02
    assert world(unknown, parameters=rates).value([]) == pytest.approx(0.010)


def test_profile_multiplies_the_odds():
    w = world(
        parameters={"step2ck_logit_per_10": 0.2},
        step2_ck=255,
        step1_failures=1,
        step2_failures=2,
        graduation_date=dt.date(2022, 6, 30),
        status="graduate",
        ties=("Houston, TX",),
    )
    # 15 points are 1.5 x 0.2; failures count once; five years before 1 July 2028
    # are over for those who finished before 1 July 2023; a tie doubles the odds
    factor = math.exp(0.3) * 0.3 * 0.6 * 2.0
    assert w.value([]) == pytest.approx(chance(factor * odds(0.1)) * 0.5)


@pytest.mark.parametrize(
    ("graduated", "factor"), [(dt.date(2023, 7, 1), 1), (dt.date(2023, 6, 30), 0.6)]
)
def test_five_years_exactly_are_not_over_five(graduated, factor):
    w = world(graduation_date=graduated)
    assert w.value([]) == pytest.approx(chance(factor * odds(0.1)) * 0.5)


@pytest.mark.parametrize(
    ("program", "applicant", "shut"),
    [
        ({"visa_sponsorship": ("none",)}, {}, True),
        ({"visa_sponsorship": ("none",)}, {"us_work_authorized": True}, False),
        ({"visa_sponsorship": ()}, {}, False),
        ({"accepts_img": "no"}, {}, True),
        ({"accepts_img": "unknown"}, {}, False),
        ({"graduation_years_limit": 3}, {"graduation_date": dt.date(2025, 1, 1)}, 0),
        ({"graduation_years_limit": 3}, {"graduation_date": dt.date(2024, 12, 31)}, 1),
        ({"graduation_years_limit": 0}, {"graduation_date": None}, False),
        ({"min_step2_ck": 241}, {"step2_ck": 240}, True),
        ({"min_step2_ck": 240}, {"step2_ck": 240}, False),
        ({"min_step2_ck": 241}, {"step2_ck": None}, False),
        ({"max_exam_failures": 1}, {"step1_failures": 1, "step2_failures": 1}, True),
        ({"max_exam_failures": 2}, {"step1_failures": 1, "step2_failures": 1}, False),
    ],
)
def test_gates(program, applicant, shut):
    w = world((make.program("P1", **program),), **applicant)
    assert (w.value(rotate(w)) == 0) == shut


# -------------------------------------------------------------------- a rotation


def test_a_certain_rotation_multiplies_both_odds():
    w = world(acceptance="certain")
    assert w.value(rotate(w)) == pytest.approx(chance(8 * odds(0.1)) * chance(1.2))


def test_refusals_mix_the_two_chances():
    w = world(offerings=(make.offering(acceptance=0.25),))
    away = chance(8 * odds(0.1)) * chance(1.2)
    assert w.value(rotate(w)) == pytest.approx(0.75 * 0.05 + 0.25 * away)


def test_an_unstated_acceptance_takes_the_assumption_of_its_grade():
    """It takes students and PM&R takes visitors, on no page of the host: likely."""
    w = world(
        offerings=(make.offering(acceptance=None),),
        parameters={"acceptance_likely": 0.6},
    )
    away = chance(8 * odds(0.1)) * chance(1.2)
    assert w.value(rotate(w)) == pytest.approx(0.4 * 0.05 + 0.6 * away)


def test_an_observership_has_its_own_effects():
    w = world(offerings=(make.offering(kind="observership", acceptance=1.0),))
    assert w.value(rotate(w)) == pytest.approx(chance(2.5 * odds(0.1)) * chance(1.1))


def test_a_booked_rotation_is_certain_and_belongs_to_the_baseline():
    booked = make.booked(MONDAY, kind="observership")
    w = world(offerings=(make.offering(acceptance=0.1),), booked=(booked,))
    value = chance(2.5 * odds(0.1)) * chance(1.1)
    assert w.value(w.booked) == pytest.approx(value)


def test_a_program_outside_the_list_takes_the_place_of_the_last_one():
    w = world((MID, HIGH), applications=1, acceptance="certain")
    assert w.ranking.listed == ["P2"]
    assert w.value([]) == pytest.approx(0.10)
    assert w.value(rotate(w)) == pytest.approx(chance(8 * odds(0.1)) * chance(1.2))


def test_with_nothing_to_replace_the_program_is_added():
    w = world((MID, HIGH), applications=0, acceptance="certain")
    assert w.value([]) == 0
    assert w.value(rotate(w)) == pytest.approx(chance(8 * odds(0.1)) * chance(1.2))


def test_a_booked_program_is_on_the_list():
    w = world((MID, HIGH), applications=1, booked=(make.booked(MONDAY),))
    assert w.ranking.listed == ["P1"]
    assert w.value(w.booked) == pytest.approx(chance(8 * odds(0.1)) * chance(1.2))


def test_the_list_prefers_worth_times_chance_and_then_the_id():
    same = (make.program("P2"), make.program("P1"))
    assert world(same, applications=1).ranking.listed == ["P1"]
    wishes = {"where_matters": 1.0, "programs": (("P1", 5), ("P2", 2))}
    # 0.05 x 1 against 0.10 x 0.25
    assert world((MID, HIGH), applications=1, **wishes).ranking.listed == ["P1"]


SIGNALS = {
    "signal_odds_on": 2,
    "signal_odds_off": 0.5,
    "signal_count_2026_season": 1,
}


def there(odds_of_interview: float) -> float:
    """Chance to match where one rotates hands-on."""
    return chance(odds_of_interview) * chance(1.2)


def test_a_signal_stays_with_the_best_program_if_it_is_worth_more_there():
    w = world((MID, HIGH), None, SIGNALS, acceptance="certain")
    high, mid = chance(2 * odds(0.2)) * 0.5, chance(0.5 * odds(0.1)) * 0.5
    assert w.value([]) == pytest.approx(1 - (1 - high) * (1 - mid))
    weak = {"or_interview_handson": 1, "or_match_given_interview_handson": 1}
    w = world((MID, HIGH), None, SIGNALS | weak, acceptance="certain")
    assert w.value(rotate(w)) == pytest.approx(w.value([]))


def test_a_signal_moves_to_where_one_rotates_if_it_is_worth_more_there():
    w = world((MID, HIGH), None, SIGNALS, acceptance="certain")
    lost = chance(0.5 * odds(0.2)) * 0.5
    moved = 1 - (1 - lost) * (1 - there(2 * 8 * odds(0.1)))
    assert w.value(rotate(w)) == pytest.approx(moved)


def test_a_spare_signal_moves_for_nothing_and_then_the_worst_one_goes():
    programs = (MID, make.program("P3"), make.program("P4"), HIGH)
    offerings = tuple(make.offering(f"E{n}", f"P{n}", acceptance=1) for n in (1, 3, 4))
    w = world(programs, offerings, SIGNALS | {"signal_count_2026_season": 2},
              applications=1)  # fmt: skip
    assert w.ranking.listed == ["P2"]
    assert w.ranking.spare == 1
    # E1 takes the place of P2, so both signals are spare; E3 moves the second one
    one = there(2 * 8 * odds(0.1))
    assert w.value(rotate(w, "E1")) == pytest.approx(one)
    later = w.block(w.offerings["E3"], MONDAY + dt.timedelta(weeks=5))
    last = w.block(w.offerings["E4"], MONDAY + dt.timedelta(weeks=10))
    two = [*rotate(w, "E1"), later]
    assert w.value(two) == pytest.approx(1 - (1 - one) ** 2)
    off = there(0.5 * 8 * odds(0.1))
    assert w.value([*two, last]) == pytest.approx(1 - (1 - one) ** 2 * (1 - off))


def test_a_program_one_visits_keeps_its_signal_and_the_next_one_gives_its_own():
    programs = (HIGH, make.program("P3", receptiveness_non_us="very_high"), MID)
    offerings = (make.offering(acceptance=1), make.offering("E2", "P2", acceptance=1))
    top = {"signal_count_2026_season": 2, "base_interview_nonUS_very_high": 0.3}
    w = world(programs, offerings, SIGNALS | top)
    assert w.ranking.signals_go[0] == "P2"
    later = w.block(w.offerings["E2"], MONDAY + dt.timedelta(weeks=5))
    best = chance(0.5 * odds(0.3)) * 0.5
    both = (1 - there(16 * odds(0.1))) * (1 - there(16 * odds(0.2)))
    assert w.value([*rotate(w), later]) == pytest.approx(1 - (1 - best) * both)


# ------------------------------------------------------ visas, citizens, open scores


SILENT = make.program("P1", visa_sponsorship=())
VISAS = {"p_sponsor_receptive": 0.9, "p_sponsor_other": 0.5, "share_needing_visa": 0.8}


def open_odds(share: float, sponsors: float) -> float:
    """Interview odds where the program is open: the rate is a mixture."""
    return odds(share) / (0.8 * sponsors + 0.2)


def test_an_unknown_visa_policy_is_a_chance_and_helps_who_needs_none():
    w = world((SILENT,), None, VISAS)
    free = chance(open_odds(0.1, 0.9)) * 0.5
    assert w.value([]) == pytest.approx(0.9 * free)
    assert world((SILENT,), None, VISAS, us_work_authorized=True).value(
        []
    ) == pytest.approx(free)
    shy = replace(SILENT, receptiveness_non_us="none_reported")
    rate = {"base_interview_nonUS_closed": 0.1}
    w = world((shy,), None, VISAS | rate)
    assert w.value([]) == pytest.approx(0.5 * chance(open_odds(0.1, 0.5)) * 0.5)


@pytest.mark.parametrize("pool", [0.0, 0.5, 1.0])
def test_a_us_img_is_pooled_with_those_who_need_no_visa(pool):
    rates = {"us_img_pooling": pool, "base_interview_USIMG_mid": 0.05}
    w = world((SILENT,), None, VISAS | rates, img_type="us_img",
              us_work_authorized=True)  # fmt: skip
    pooled = open_odds(0.1, 0.9) ** pool * odds(0.05) ** (1 - pool)
    assert w.value([]) == pytest.approx(chance(pooled) * 0.5)


def test_a_score_to_come_counts_as_expected_and_costs_if_it_is_late():
    scale = {"step2ck_logit_per_10": 0.2, "late_score_odds": 0.5}
    sure = {"step2_ck": None, "step2_low": 250, "step2_high": 250}
    w = world((MID,), None, scale, **sure, step2_expected=250)
    assert w.value([]) == pytest.approx(chance(math.exp(0.2) * odds(0.1)) * 0.5)
    w = world((MID,), None, scale, **sure, score_in_time=False)
    assert w.value([]) == pytest.approx(chance(0.5 * odds(0.1)) * 0.5)


@pytest.mark.parametrize(("day", "late"), [(29, False), (30, True)])
def test_the_day_of_the_exam_says_whether_the_score_is_late(day, late):
    """Programs read on 22 September; the score is out 24 days after the exam."""
    sat = {"step2_ck": None, "step2_low": 240, "step2_high": 240}
    exam = dt.date(2027, 8, day)
    scale = {"late_score_odds": 0.5, "step2_score_days": 24}
    w = world((MID,), None, scale, **sat, step2_date=exam)
    odds_there = (0.5 if late else 1) * odds(0.1)
    assert w.value([]) == pytest.approx(chance(odds_there) * 0.5)
    value = float(match_model(w.problem).value((), True)[0])
    assert value == pytest.approx(w.value([]))


def test_a_score_that_may_be_late_widens_the_range():
    """In proportion: being late makes the chance itself smaller."""
    sat = {"step2_ck": None, "step2_low": 240, "step2_high": 240}
    widths = []
    for exam in (dt.date(2027, 3, 1), dt.date(2027, 8, 20)):
        p = make.problem(**sat, step2_date=exam)
        values = match_model(p, draws(p)).value((), True)
        widths.append(np.ptp(np.log(np.percentile(values, [10, 90]))))
    assert widths[1] > widths[0]


def test_not_knowing_the_score_is_no_gain_in_itself():
    w = world((MID,), None, {"step2ck_logit_per_10": 0.4}, step2_ck=None)
    interview, _ = w.ranking.two_steps("P1", 1.0, None, None, "central")
    assert float(w.ranking.weight @ interview) == pytest.approx(0.1)


# ------------------------------------------------------------------ cautious, blended


def test_cautious_multiplies_the_odds_of_the_match_there_and_ignores_later_letters():
    parameters = LETTERS | {"or_overall_handson": 3}
    w = world((MID, HIGH), None, parameters, acceptance="certain", evidence="cautious")
    away = chance(3 * odds(0.05))
    assert w.value(rotate(w)) == pytest.approx(1 - 0.90 * (1 - away))
    assert w.letters(rotate(w)) == pytest.approx(1.8)
    central = World(Problem(w.problem.catalog, replace(w.scenario, evidence="central")))
    mixed = World(Problem(w.problem.catalog, replace(w.scenario, evidence="blended")))
    both = (w.value(rotate(w)) + central.value(rotate(w))) / 2
    assert mixed.value(rotate(w)) == pytest.approx(both)


@pytest.mark.parametrize("ratio", [1.0, 3.22, 8.0])
def test_the_cautious_interview_leaves_a_chance_to_match_after_it(ratio):
    spread = {"sigma_quality": 1.2, "or_overall_handson": ratio}
    w = world((HIGH,), None, spread, evidence="cautious")
    before, match = w.ranking.two_steps("P2", 1.0, True, None, "cautious")
    after, better = w.ranking.two_steps("P2", 1.0, True, "hands_on", "cautious")
    assert (after >= before - 1e-12).all()
    assert (after <= 1).all()
    assert (better >= match - 1e-12).all()
    assert (better <= 1).all()


# ----------------------------------------------------------------------- letters


def letter_world(**changes) -> World:
    """Letters with slopes 0.1, 0.2, 0.3, 0.4; strong in 0.8, half if observed."""
    names = {f: changes.pop(f) for f in ("kind", "gives_letter") if f in changes}
    offering = make.offering(acceptance=0.5, **names)
    return world((MID,), (offering,), LETTERS, **changes)


def test_the_letter_effect_is_piecewise_linear_and_clamped():
    g = letter_world().ranking.g
    levels = [-1, 0, 0.5, 1, 2, 2.5, 3, 4, 9]
    assert [g(x) for x in levels] == pytest.approx(
        [0, 0, 0.05, 0.1, 0.3, 0.45, 0.6, 1, 1]
    )


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, 1 + 0.5 * 0.8),
        ({"acceptance": "certain"}, 1 + 0.8),
        ({"kind": "observership"}, 1 + 0.5 * 0.8 * 0.5),
        ({"gives_letter": "no"}, 1),
        ({"gives_letter": "unknown"}, 1 + 0.5 * 0.8),
        ({"letters_by": dt.date(2027, 7, 1)}, 1 + 0.5 * 0.8 * 0.4),
        ({"letters_by": dt.date(2027, 7, 2)}, 1 + 0.5 * 0.8),
    ],
)
def test_letter_level(changes, level):
    # four weeks from 3 May end on 28 May; 21 days + 14 days later it is 2 July
    w = letter_world(**changes)
    assert w.letters(rotate(w)) == pytest.approx(level)


def test_letters_help_at_every_program():
    w = world((HIGH,), (make.offering("E1", "", acceptance=1.0),), LETTERS)
    # from L = 1 to L = 1.8 on the slope 0.2, at a program one does not rotate at
    assert w.value(rotate(w)) == pytest.approx(chance(odds(0.2) * math.exp(0.16)) * 0.5)


# --------------------------------------------------------------- against nature


def sample(count: int):
    """Best plans of random problems that have some."""
    found, seed = [], 10_000
    while len(found) < count:
        problem = random_problem(seed)
        answer = enumerate_plans(problem)
        if answer.feasible and len(answer.rotations) > 1:
            found.append((World(problem), list(answer.rotations)))
        seed += 1
    return found


@pytest.mark.parametrize("index", range(12))
def test_the_formula_agrees_with_the_match_played_out(index):
    """With refusals it differs by what is listed as neglected, and by no more."""
    w, plan = sample(12)[index]
    mean, error = simulate(w, plan, draws=200_000, seed=index)
    assert once_written(w, plan) == pytest.approx(mean, abs=4 * error + 1e-9)
    named = errors_pp(w, plan)
    neglected = named["answers one by one"] + named["letters at their expectation"]
    assert w.value(plan) - neglected / 100 == pytest.approx(once_written(w, plan))


@pytest.mark.parametrize("index", range(12))
def test_certain_rotations_are_valued_as_they_play_out(index):
    w, plan = sample(12)[index]
    sure = replace(w.problem.scenario, acceptance="certain")
    w = World(Problem(w.problem.catalog, sure))
    done = [replace(r, acceptance=1.0) for r in plan]
    assert once_answered(w, done) == pytest.approx(w.value(done), abs=1e-12)


@pytest.mark.parametrize("index", range(6))
def test_thirty_one_nodes_are_enough(index):
    w, plan = sample(6)[index]
    level, normal = w.letters(plan), norm()
    whole = quad(
        lambda z: normal.pdf(z) * _worth_at(w, plan, level, z), -9, 9, limit=400
    )[0]
    assert w.value(plan) == pytest.approx(whole, abs=1e-6)
    assert w.ranking.weight.sum() == pytest.approx(1)


def _worth_at(w: World, plan, level: float, z: float) -> float:
    """Expected worth at one strength, by walking down the rank list."""
    return float(
        np.mean([_in_reading(w, plan, level, z, r) for r in w.ranking.readings])
    )


def _in_reading(w: World, plan, level: float, z: float, reading: str) -> float:
    ranking, at = w.ranking, np.array([z])

    def there(i: str, signal: bool, kind: str | None) -> float:
        interview, match = ranking.two_steps(i, level, signal, kind, reading, at)
        return float(ranking.gate[ranking.row[i]] * (interview * match)[0])

    q = {i: there(i, i in ranking.signalled, None) for i in ranking.listed}
    for r in plan:
        if r.booked and r.program and r.program.program_id in q:
            i = r.program.program_id
            q[i] = there(i, i in ranking.signalled, r.kind)
    for i, p, signal, kind in ranking.consequences(plan):
        after = 0.0 if signal is None else there(i, signal, kind)
        q[i] = (1 - p) * q.get(i, 0.0) + p * after
    total, unmatched = 0.0, 1.0
    for i in sorted(q, key=lambda i: -ranking.worth[ranking.row[i]]):
        total += unmatched * q[i] * ranking.worth[ranking.row[i]]
        unmatched *= 1 - q[i]
    return total


def test_drawn_letters_change_nothing_when_nothing_is_drawn():
    certain = {"p_strong_letter_handson": 1}
    w = world((MID, HIGH), None, PLAIN | LETTERS | certain, acceptance="certain")
    plan = rotate(w)
    assert once_written(w, plan) == pytest.approx(w.value(plan))


# ------------------------------------------------------------------- the library's


def ours(w: World, plan):
    """The same rotations as the library writes them."""
    free = [
        rotation_on(w.problem, w.offerings[r.offering_id], r.start)
        for r in plan
        if not r.booked
    ]
    return [*booked_rotations(w.problem), *free]


@pytest.mark.parametrize("first", range(5_000, 5_200, 50))
def test_the_library_values_any_plan_alike(first):
    """Valid or not, good or bad: values count, not choices."""
    for seed in range(first, first + 50):
        w = World(random_problem(seed))
        model, certain = match_model(w.problem), w.scenario.acceptance == "certain"
        plans = [p for n in (0, 1, 2, 3) for p in _apart(w, n, seed)]
        for plan in plans:
            value = float(model.value(ours(w, plan), certain)[0])
            assert value == pytest.approx(w.value(plan), abs=1e-9), seed


@pytest.mark.parametrize("seed", range(5_000, 5_100))
def test_the_library_applies_to_the_same_programs(seed):
    """To none that cannot match the applicant, whatever place is left for it."""
    w = World(random_problem(seed))
    listed = [p for p in w.ranking.listed if p not in w.ranking.closed]
    assert list(application_list(w.problem)) == listed


@pytest.mark.parametrize("index", range(8))
def test_the_library_agrees_with_the_match_played_out(index):
    """For rotations that are certain and whose letters are, nothing is neglected."""
    w, plan = sample(8)[index]
    strong = tuple(
        replace(a, value=1.0, high=1.0) if a.name == "p_strong_letter_handson" else a
        for a in w.problem.catalog.assumptions
    )
    catalog = make.versioned(replace(w.problem.catalog, assumptions=strong))
    sure = Problem(catalog, replace(w.scenario, acceptance="certain"))
    certain = World(sure)
    done = [replace(r, acceptance=1.0) for r in plan]
    mean, error = simulate(certain, done, draws=200_000, seed=100 + index)
    value = float(match_model(sure).value(ours(certain, done), True)[0])
    assert value == pytest.approx(mean, abs=4 * error + 1e-9)


def test_the_library_reports_the_chance_of_any_match():
    w = world((MID, HIGH), where_matters=1.0, programs=(("P1", 2), ("P2", 5)))
    model = match_model(w.problem)
    assert float(model.probability([], False)[0]) == pytest.approx(1 - 0.95 * 0.90)


def _apart(w: World, size: int, seed: int):
    """At most two plans of so many blocks, with what is booked, all at other sites."""
    plans = ([*w.booked, *plan] for plan in random_plans(w, size, 2, seed))
    return [plan for plan in plans if obeys_one_per_site(w, plan)]
