"""What score, failures, years since graduation and letters do at every program.

A Step 2 CK score that is still to come is averaged over, as more spread of the
strength, or drawn once in each draw of the assumptions. Shapes: D draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain.applicant import Applicant, Letter, LetterForm, LetterKind
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.model.letters import is_of_last_cycle
from optimizer.model.rotation import Rotation
from optimizer.model.value.rates import (
    NINETIETH,
    SCORE_TO_COME,
    STANDARD_NODES,
    Floats,
    Parameters,
)

SCORE_STEP = 10
LONG_SINCE_GRADUATION_YEARS = 5


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
    return np.full(usual.shape, span / (2 * NINETIETH))


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


_OF_KIND: Mapping[LetterKind, str] = {
    "other": "other_specialty_letter_weight",
    "research": "research_letter_weight",
}


def letters_in_hand(problem: Problem, parameters: Parameters) -> Floats:
    """All letters that the applicant has, (D,)."""
    scenario = problem.scenario
    total = np.full_like(parameters["kappa_base_odds"], scenario.applicant.us_letters)
    for letter in scenario.letters:
        total = total + _letter_weight(letter, parameters)
    return total


def letter_share(
    problem: Problem, parameters: Parameters, kind: Kind, *, late: bool
) -> Floats:
    """Expected of an accepted rotation that gives letters as asked for, (D,)."""
    scenario = problem.scenario
    share = _one_share(parameters, kind, scenario.letter_form, late=late)
    return share * _of_one_program(parameters, scenario.letters_each)


def share_of(problem: Problem, parameters: Parameters, rotation: Rotation) -> Floats:
    """Expected of a rotation that takes place, (D,); 0 if it gives no letter."""
    ready, booked = rotation.letter_ready, rotation.visit.booked
    kind, late = rotation.visit.kind, not rotation.letter_on_time
    if ready is None:
        return np.zeros_like(parameters["kappa_base_odds"])
    if booked is None:
        return letter_share(problem, parameters, kind, late=late)
    share = _one_share(parameters, kind, problem.scenario.letter_form, late=late)
    share = share * _of_one_program(parameters, booked.letters_expected)
    if not rotation.visit.in_pmr:
        share = share * parameters[_OF_KIND["other"]]
    if is_of_last_cycle(problem, ready):
        share = share * parameters["last_cycle_letter_weight"]
    return share


def _letter_weight(letter: Letter, parameters: Parameters) -> Floats:
    weight = _form_weight(parameters, letter.form)
    if letter.kind in _OF_KIND:
        weight = weight * parameters[_OF_KIND[letter.kind]]
    if letter.last_cycle:
        weight = weight * parameters["last_cycle_letter_weight"]
    return (
        weight * parameters["second_letter_weight"] if letter.same_program else weight
    )


def _one_share(
    parameters: Parameters, kind: Kind, form: LetterForm, *, late: bool
) -> Floats:
    share = parameters["p_strong_letter_handson"] * _form_weight(parameters, form)
    if kind == "observership":
        share = share * parameters["observership_letter_weight"]
    return share * parameters["late_letter_weight"] if late else share


def _form_weight(parameters: Parameters, form: LetterForm) -> Floats:
    weight = parameters["evaluation_letter_weight"]
    return weight if form == "evaluation" else np.ones_like(weight)


def _of_one_program(parameters: Parameters, number: int) -> Floats:
    """So many letters of one program, in letters of a program each, (D,)."""
    return np.asarray(1 + parameters["second_letter_weight"] * (number - 1))
