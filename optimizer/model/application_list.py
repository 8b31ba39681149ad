"""Which programs the applicant applies to and signals, and how programs look alike."""

from __future__ import annotations

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.model.gates import gate_reason
from optimizer.model.match import NODE_WEIGHTS, MatchModel, Parameters, Row, values_of

WORST_WORTH = 0.05
BEST_RATING, MIDDLE_RATING, RATING_SPAN = 5, 3, 4
_TIE_DECIMALS = 12  # equal programs must tie whatever the vector lanes round to


def worth_of(problem: Problem, program: Program) -> float:
    """Worth u of matching at a program, from the ratings and ``where_matters``."""
    wishes = problem.scenario.preferences
    if not (wishes.programs or wishes.states):
        return 1.0
    rating = rating_of(problem, program)
    missing = wishes.where_matters * (BEST_RATING - rating) / RATING_SPAN
    return max(WORST_WORTH, 1 - missing)


def rating_of(problem: Problem, program: Program) -> int:
    """A program's rating from 1 to 5: its own, else that of its state, else 3."""
    wishes = problem.scenario.preferences
    by_state = dict(wishes.states).get(program.state, MIDDLE_RATING)
    return dict(wishes.programs).get(program.program_id, by_state)


def application_list(problem: Problem) -> tuple[str, ...]:
    """Ids of the programs applied to, best first.

    The N highest worth x E[q] at the letters in hand, without signals or rotations.
    """
    programs = problem.catalog.programs
    neutral = {"signal_odds_on": np.ones(1), "signal_odds_off": np.ones(1)}
    every = {p.program_id: _row(problem, p, True, False) for p in programs}
    model = MatchModel(problem, {**_believed(problem), **neutral}, every)
    chance = model.unrotated(np.array([model.us_letters]))[0] @ NODE_WEIGHTS
    ranked = sorted(
        (-round(row.worth * chance[model.row_of[name]], _TIE_DECIMALS), name)
        for name, row in every.items()
    )
    return tuple(name for _, name in ranked[: problem.scenario.applications])


def match_model(problem: Problem, parameters: Parameters | None = None) -> MatchModel:
    """The model of a problem, at the values of its assumptions or at draws of them.

    The application list and the signals are decided before the truth is known: they
    follow the values in every draw.
    """
    found = values_of(problem) if parameters is None else parameters
    return MatchModel(problem, found, _rows(problem))


def _believed(problem: Problem) -> Parameters:
    """Values of the assumptions as they are believed when the list is made."""
    catalog = problem.catalog
    found = catalog.assumptions if catalog.believed is None else catalog.believed
    return {a.name: np.array([a.value]) for a in found}


def _rows(problem: Problem) -> dict[str, Row]:
    """Row of each program by id, in id order."""
    listed = application_list(problem)
    signals = int(_believed(problem)["signal_count_2026_season"][0])
    on_list, signalled = frozenset(listed), frozenset(listed[:signals])
    return {
        p.program_id: _row(
            problem, p, p.program_id in on_list, p.program_id in signalled
        )
        for p in problem.catalog.programs
    }


def _row(problem: Problem, program: Program, listed: bool, signalled: bool) -> Row:
    return Row(
        level=problem.receptiveness(program),
        tied=problem.is_tied(program.city, program.state),
        open=gate_reason(problem, program) is None,
        worth=worth_of(problem, program),
        listed=listed,
        signalled=signalled,
    )
