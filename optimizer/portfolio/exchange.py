"""A choice that no change of one or two options improves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.portfolio.linear import best_linear
from optimizer.portfolio.problem import (
    OFF,
    SIGNALLED,
    STATES,
    Bools,
    Floats,
    Ints,
    Portfolio,
)

_RISES = 1e-11
"""Less is rounding."""
_TANGENTS = 20
_BATCH = 2_000
"""Pairs of changes valued at once."""


def improved(problem: Portfolio, choice: Ints) -> Ints:
    """Improve a choice until no tangent, and no change of one or two, helps."""
    choice = _along_tangents(problem, choice)
    while True:
        better = _exchanged(problem, choice)
        if better is None:
            return choice
        choice = better


def _along_tangents(problem: Portfolio, choice: Ints) -> Ints:
    """Take the best choice under the tangent as long as that is better."""
    value = problem.value(choice)
    for _ in range(_TANGENTS):
        gains = problem.gains_at(problem.none(choice))
        found = best_linear(gains, problem.allowed, problem.most, problem.signals)
        if found is None or not problem.is_allowed(found.choice):
            break
        reached = problem.value(found.choice)
        if reached <= value + _RISES:
            break
        choice, value = found.choice, reached
    return choice


@dataclass(frozen=True, slots=True)
class _Changes:
    """Changes of one option each, C of them.

    ``option`` and ``state`` (C,), ``change`` of the logs (C, K, Z), what they add to
    first order, and to the numbers of applications and signals.
    """

    option: Ints
    state: Ints
    change: Floats
    gain: Floats
    applied: Ints
    signalled: Ints


def _exchanged(problem: Portfolio, choice: Ints) -> Ints | None:
    """The choice after the best change of one option or two; None if none helps."""
    none = problem.none(choice)
    found = _changes(problem, choice, none)
    before = problem.value_of(none) + _RISES
    best: tuple[int, ...] | None = None
    first, second = _promising(problem, choice, found)
    for start in range(0, len(first), _BATCH):
        part = slice(start, start + _BATCH)
        change = found.change[first[part]] + np.where(
            (first[part] == second[part])[:, None, None], 0, found.change[second[part]]
        )
        values = -np.expm1(none + change) @ problem.weights @ problem.steps
        top = int(values.argmax())
        if values[top] > before:
            before = float(values[top])
            best = (int(first[part][top]), int(second[part][top]))
    if best is None:
        return None
    better = choice.copy()
    better[found.option[list(best)]] = found.state[list(best)]
    return better


def _promising(problem: Portfolio, choice: Ints, found: _Changes) -> tuple[Ints, Ints]:
    """Pairs of changes that keep the limits; one change alone is a pair with itself.

    F is concave, so that a pair whose gains to first order do not add up to anything
    cannot help.
    """
    single = np.eye(len(found.option), dtype=bool)
    applied = _both(found.applied, single) + int((choice > OFF).sum())
    signalled = _both(found.signalled, single) + int((choice == SIGNALLED).sum())
    apart = single | (found.option[:, None] != found.option)
    fits = apart & (applied <= problem.most) & (signalled <= problem.signals)
    helps = _both(found.gain, single) > _RISES
    first, second = np.nonzero(np.triu(fits & helps))
    return first, second


def _both(one: NDArray[Any], single: Bools) -> NDArray[Any]:
    return np.asarray(one[:, None] + np.where(single, 0, one[None, :]))


def _changes(problem: Portfolio, choice: Ints, none: Floats) -> _Changes:
    """Every change of one of each group of equal options that are in one state."""
    _, first = np.unique(problem.groups * STATES + choice, return_index=True)
    allowed = problem.allowed[first].copy()
    allowed[np.arange(len(first)), choice[first]] = False
    which, state = np.nonzero(allowed)
    option = first[which]
    logs = problem.logs[option, state] - problem.logs[option, choice[option]]
    gains = problem.gains_at(none)
    return _Changes(
        option,
        state,
        problem.counted.T[option][:, :, None] * logs[:, None],
        gains[option, state] - gains[option, choice[option]],
        (state > OFF).astype(int) - (choice[option] > OFF),
        (state == SIGNALLED).astype(int) - (choice[option] == SIGNALLED),
    )
