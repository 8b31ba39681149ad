"""What letters are worth, in letters of US physiatrists from a program each.

The weights of kind, age and form are assumptions. Shapes: D draws.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain.applicant import Letter, LetterForm, LetterKind
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.model.letters import is_of_last_cycle
from optimizer.model.rotation import Rotation
from optimizer.model.value.rates import Floats, Parameters

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
