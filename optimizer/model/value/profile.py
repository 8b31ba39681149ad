"""What score, failures and years since graduation do at every program.

A Step 2 CK score that is still to come is averaged over, as more spread of the
strength, or drawn once in each draw of the assumptions. Shapes: D draws.
"""

from __future__ import annotations

import numpy as np

from optimizer.domain.applicant import Applicant
from optimizer.domain.problem import Problem
from optimizer.model.value.rates import (
    SCORE_TO_COME,
    STANDARD_NODES,
    Floats,
    Parameters,
)

SCORE_STEP = 10
LONG_SINCE_GRADUATION_YEARS = 5
TENTH_PERCENTILE = 1.2816
"""Standard deviations between the median and the 10th or 90th percentile."""


def strength(problem: Problem, parameters: Parameters) -> Floats:
    """Strength as programs see it, a score still to come included, (D, 31).

    A score that is drawn is no spread within its draw.
    """
    spread = parameters["sigma_quality"]
    if SCORE_TO_COME not in parameters:
        points = parameters["step2ck_logit_per_10"] * score_sd(problem, parameters)
        spread = np.hypot(spread, points / SCORE_STEP)
    return np.asarray(spread[:, None] * STANDARD_NODES)


def profile(problem: Problem, parameters: Parameters) -> Floats:
    """What all of it adds to the logit of an interview, (D,)."""
    who = problem.scenario.applicant
    logit = np.zeros_like(parameters["kappa_base_odds"])
    per_point = parameters["step2ck_logit_per_10"] / SCORE_STEP
    if (score := expected_score(who)) is not None:
        logit = logit + per_point * (score - parameters["step2ck_reference"])
    if SCORE_TO_COME in parameters:
        points = parameters[SCORE_TO_COME] * score_sd(problem, parameters)
        logit = logit + per_point * points
    late = score_is_late(problem, parameters["step2_score_days"])
    logit = logit + late * np.log(parameters["late_score_odds"])
    if who.step1_failures + who.step2_failures > 0:
        logit = logit + np.log(parameters["exam_failure_odds"])
    if graduated_long_ago(problem):
        logit = logit + np.log(parameters["grad_over_5y_odds"])
    return np.asarray(logit)


def score_is_late(problem: Problem, days: Floats) -> Floats:
    """1 where a score that is out so many days after the exam comes too late, (D,)."""
    who = problem.scenario.applicant
    if who.step2_ck is not None:
        return np.zeros_like(days)
    if who.step2_date is None:
        return np.full_like(days, not who.score_in_time)
    left = (problem.season.program_access - who.step2_date).days
    return np.asarray(days > left, dtype=float)


def expected_score(who: Applicant) -> int | None:
    """The Step 2 CK score, or the one expected; None if nothing is known of it."""
    return who.step2_expected if who.step2_ck is None else who.step2_ck


def score_sd(problem: Problem, parameters: Parameters) -> Floats:
    """Spread of a Step 2 CK score that is still to come, 0 if it is known, (D,)."""
    who, usual = problem.scenario.applicant, parameters["step2ck_sd"]
    if who.step2_ck is not None:
        return np.zeros_like(usual)
    if who.step2_low is None or who.step2_high is None:
        return usual
    span = who.step2_high - who.step2_low
    return np.full(usual.shape, span / (2 * TENTH_PERCENTILE))


def graduated_long_ago(problem: Problem) -> bool:
    """More than five years between graduation and 1 July of the season."""
    day = problem.scenario.applicant.graduation_date
    if day is None:
        return False
    return (day.year + LONG_SINCE_GRADUATION_YEARS, day.month, day.day) < (
        problem.scenario.season,
        7,
        1,
    )
