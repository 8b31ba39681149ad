"""The match model of a problem, shared by those that differ in nothing it reads."""

from __future__ import annotations

from copy import copy

import numpy as np

from optimizer.domain.problem import Problem, Reused
from optimizer.model.rules.rules import KINDS
from optimizer.model.value.application_list import choices_of, every_row, match_model
from optimizer.model.value.at_programs import Signal
from optimizer.model.value.objective import MatchModel

_SIGNALS: tuple[Signal, ...] = ("own", "on", "off")


@Reused
def shared_model(problem: Problem) -> MatchModel:
    """The model of a problem at the values of its assumptions, read to the end.

    What hosts have answered, and with it the acceptance of a visit, belongs to one
    problem: copies get their own.
    """
    model = match_model(problem)
    level = np.ones(1)
    model.letters_of((), True)
    for signal in _SIGNALS:
        for kind in (None, *KINDS):
            model.chance(level, (signal, kind))
    model.none_matched((), True, level)
    return model


def own_model(problem: Problem) -> MatchModel:
    """The shared model with a problem's own acceptances: answers change them."""
    model = copy(shared_model(problem))
    model.problem = problem
    return model


def forget() -> None:
    """Forget the models of earlier problems, and what was chosen for them."""
    for kept in (shared_model, choices_of, every_row):
        kept.forget()
