"""What the applicant decides first: where to apply, whom to signal, what gives way."""

from __future__ import annotations

from collections.abc import Set
from copy import copy
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import get_args

import numpy as np

from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem, Reused
from optimizer.domain.records import Program
from optimizer.domain.scenario import ListWish
from optimizer.model.gates import is_open, sponsor_assumption
from optimizer.model.rotation import Rotation, booked_rotations, past_rotations
from optimizer.model.rules.rules import KINDS
from optimizer.model.value.at_programs import State
from optimizer.model.value.objective import MatchModel, values_of
from optimizer.model.value.rates import Floats, Parameters, RateKey
from optimizer.model.value.signals import Choices

WORST_WORTH = 0.05
BEST_RATING, MIDDLE_RATING, RATING_SPAN = 5, 3, 4
_TIE_DECIMALS = 12  # equal programs must tie whatever the vector lanes round to
_ONE = np.ones(1)
_READ = attrgetter(
    "receptiveness_non_us",
    "receptiveness_us",
    "residents_img",
    "visa_sponsorship",
    "accepts_img",
    "graduation_years_limit",
    "min_step2_ck",
    "max_exam_failures",
)
"""What a row says of a program beside its id, and where it is."""


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


def match_model(problem: Problem, parameters: Parameters | None = None) -> MatchModel:
    """The model of a problem, at the values of its assumptions or at draws of them.

    What is decided first is decided before the truth is known: it follows the values
    in every draw.
    """
    if parameters is None:
        model = copy(shared_model(problem))
        model.problem = problem  # with its own acceptances: answers change them
        return model
    choices = choices_of(problem)
    return MatchModel(problem, parameters, _rows(problem, choices), choices)


def application_list(problem: Problem) -> tuple[str, ...]:
    """Ids of the programs applied to, best first.

    The N highest worth x E[q] with what is booked, without signals. A program with a
    booked rotation, or that the applicant wishes on it, is on it, in the place of the
    last one if need be; none is that cannot match the applicant.
    """
    choices = choices_of(problem)
    return tuple(p for p in choices.listed if p not in choices.closed)


def choices_of(problem: Problem) -> Choices:
    """Everything that is decided with what is booked, before any other rotation."""
    return shared_model(problem).choices


@Reused
def shared_model(problem: Problem) -> MatchModel:
    """The model at the values of the assumptions, shared by those alike to it.

    What is decided is worked out with it, from all that it reads of a problem but what
    hosts have answered.
    """
    booked = booked_rotations(problem)
    known = (*past_rotations(problem), *booked)
    every = every_row(problem)
    closed = frozenset(name for name, row in every.items() if not row.open)
    here = {r.visit.program.program_id for r in known if r.visit.program} - closed
    wished = list_wishes(problem)
    kept = here | wished["apply"] | wished["signal"]
    may = [name for name in ranking(problem) if name not in wished["out"] - here]
    listed = _choose_programs(may, kept, problem.scenario.applications)
    signals = int(values_of(problem)["signal_count_2026_season"][0])
    first = sorted(listed, key=lambda name: name not in wished["signal"])
    chosen = Choices(
        listed=listed,
        signalled=frozenset(first[:signals]),
        spare=max(signals - len(listed), 0),
        places_go=tuple(p for p in reversed(listed) if p not in kept),
        closed=closed,
    )
    rows = _rows(problem, chosen)
    model = MatchModel(problem, values_of(problem), rows, chosen)
    model.choices = _with_signals(problem, model, booked, here)
    return model


def list_wishes(problem: Problem) -> dict[ListWish, frozenset[str]]:
    """Programs that could match the applicant, by what is wished of the list."""
    program = problem.catalog.program
    wishes = [
        (name, wish)
        for name, wish in problem.scenario.list_wishes
        if is_open(problem, program[name])
    ]
    return {
        wish: frozenset(name for name, wanted in wishes if wanted == wish)
        for wish in get_args(ListWish)
    }


# ---- the list -----------------------------------------------------------------------


@Reused
def ranking(problem: Problem) -> tuple[str, ...]:
    """Every program, the highest worth x E[q] without signals first; ties by id."""
    every, booked = every_row(problem), booked_rotations(problem)
    neutral = {"signal_odds_on": _ONE, "signal_odds_off": _ONE}
    model = MatchModel(problem, {**values_of(problem), **neutral}, every, Choices(()))
    letters = model.letters_of(booked, True)
    known = (*model.past, *booked)
    kinds = {r.visit.program.program_id: r.visit.kind for r in known if r.visit.program}
    worth = np.array([row.worth for row in model.rows])
    worths = {
        kind: (worth * (model.chance(letters, ("own", kind))[0] @ model.weights))
        for kind in (None, *KINDS)
    }
    # rounded as Python does: programs alike share a row, and a number
    rounded = {
        kind: [round(of, _TIE_DECIMALS) for of in found.tolist()]
        for kind, found in worths.items()
    }
    row_of = model.row_of
    return tuple(
        sorted(every, key=lambda name: (-rounded[kinds.get(name)][row_of[name]], name))
    )


def _choose_programs(ranked: list[str], here: Set[str], number: int) -> tuple[str, ...]:
    """The first so many, those that must be there among them."""
    forced = [name for name in ranked if name in here]
    free = [name for name in ranked if name not in forced]
    kept = {*forced, *free[: max(number - len(forced), 0)]}
    return tuple(name for name in ranked if name in kept)


# ---- signals ------------------------------------------------------------------------


def _with_signals(
    problem: Problem, model: MatchModel, booked: tuple[Rotation, ...], here: Set[str]
) -> Choices:
    """The choices with the order in which signals go, and where they move.

    The signal worth least goes first; one that is wished for stays. A rotation at a
    program without one brings one if that beats leaving it where it is, to first order
    and accepted for certain.
    """
    chosen, worths = model.choices, _Worths(model, booked)
    held = here | list_wishes(problem)["signal"]
    lost = {p: worths.of(p, ("off", None)) for p in chosen.signalled - held}
    order = sorted(lost, key=lambda p: (-round(lost[p], _TIE_DECIMALS), p))
    losses = [lost[p] for p in order]
    charges = {apart: _charge(chosen, apart, losses) for apart in (False, True)}
    beats = {
        (apart, kind): worths.at(("on", kind)) + charge > worths.at(("own", kind))
        for apart, charge in charges.items()
        if charge is not None
        for kind in KINDS
    }
    row_of = model.row_of
    unsignalled = row_of.keys() - chosen.signalled - chosen.closed - here
    listed = unsignalled & set(chosen.listed)
    places = {False: listed, True: unsignalled - listed}
    every = [(kind, better.tolist(), places[a]) for (a, kind), better in beats.items()]
    moves = frozenset(
        (p, kind) for kind, better, some in every for p in some if better[row_of[p]]
    )
    return replace(chosen, signals_go=tuple(order), moves=moves)


def _charge(chosen: Choices, unlisted: bool, losses: list[float]) -> float | None:
    """Change of the value where the first signal goes; None if there is none to go."""
    freed = unlisted and not chosen.signalled.isdisjoint(chosen.places_go[:1])
    if freed or chosen.spare:
        return 0.0
    return losses[0] if losses else None


class _Worths:
    """What a change at one program is worth to first order, with what is booked."""

    def __init__(self, model: MatchModel, booked: tuple[Rotation, ...]) -> None:
        self.model = model
        self.letters = model.letters_of(booked, True)
        stay, shifts = model.unrotated(self.letters), model.shifts(booked, True)
        none = model.none_from(stay, shifts, self.letters)[0]
        steps = model.worth_steps[:, None]
        self.felt = model.counted.T @ (steps * np.exp(none) * model.weights)
        self.missed = np.log1p(-stay[0])
        self._after: dict[State, Floats] = {}

    def of(self, name: str, state: State) -> float:
        """Change of the value if a program's state becomes this one for certain."""
        return float(self.at(state)[self.model.row_of[name]])

    def at(self, state: State) -> Floats:
        """The same by row, (R,)."""
        if state not in self._after:
            after = self.model.chance(self.letters, state)[0]
            change = np.log1p(-after) - self.missed
            self._after[state] = -(self.felt * change).sum(axis=1)
        return self._after[state]


# ---- rows ---------------------------------------------------------------------------


def _rows(problem: Problem, choices: Choices) -> dict[str, RateKey]:
    on_list, sent = frozenset(choices.listed), choices.signalled
    known: dict[tuple[RateKey, bool, bool], RateKey] = {}
    found = {}
    for name, row in every_row(problem).items():
        what = row, name in on_list, name in sent
        if what not in known:
            known[what] = row._replace(listed=what[1], signalled=what[2])
        found[name] = known[what]
    return found


@Reused
def every_row(problem: Problem) -> dict[str, RateKey]:
    """Every program as if applied to without a signal, by id; in that order."""
    every, alike = _by_id(problem.catalog)
    rows = {i: program_row(problem, every[i]) for i in dict.fromkeys(alike)}
    ties, wishes = problem.scenario.applicant.ties, problem.scenario.preferences
    if not (ties or wishes.programs or wishes.states):
        return {p.program_id: rows[i] for p, i in zip(every, alike, strict=True)}
    known: dict[tuple[int, bool, float], RateKey] = {}
    found = {}
    for program, i in zip(every, alike, strict=True):
        tied = bool(ties) and problem.is_tied(program.city, program.state)
        what = i, tied, worth_of(problem, program)
        if what not in known:
            known[what] = rows[i]._replace(tied=tied, worth=what[2])
        found[program.program_id] = known[what]
    return found


@lru_cache(maxsize=16)
def _by_id(catalog: Catalog) -> tuple[list[Program], list[int]]:
    """Programs by id, and which is the first like each, where it is and id aside."""
    every = sorted(catalog.programs, key=lambda p: p.program_id)
    first: dict[object, int] = {}
    return every, [first.setdefault(_READ(p), i) for i, p in enumerate(every)]


def program_row(problem: Problem, program: Program) -> RateKey:
    """What makes a program like another to this applicant."""
    american = problem.scenario.applicant.img_type == "us_img"
    return RateKey(
        level=program.level(us_img=False),
        us_level=program.level(us_img=True) if american else None,
        sponsor=sponsor_assumption(program),
        tied=problem.is_tied(program.city, program.state),
        open=is_open(problem, program),
        worth=worth_of(problem, program),
        listed=True,
        signalled=False,
    )


def forget() -> None:
    """Forget what was chosen for earlier problems, and their models."""
    for kept in (shared_model, every_row):
        kept.forget()
