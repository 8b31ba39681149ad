"""A choice that no change of one or two options improves."""

from __future__ import annotations

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


def improve(problem: Portfolio, choice: Ints) -> Ints:
    """Improve a choice until no tangent, and no change of one or two, helps."""
    choice = along_tangents(problem, choice)
    while (better := _best_exchange(problem, choice)) is not None:
        choice = better
    return choice


def along_tangents(problem: Portfolio, choice: Ints) -> Ints:
    """Take the best choice under the tangent as long as that is better."""
    for _ in range(_TANGENTS):
        gains = problem.gains_at(problem.none(choice))
        found = best_linear(gains, problem.allowed, problem.most, problem.signals)
        if found is None or not problem.is_allowed(found.choice):
            break
        if problem.value(found.choice) <= problem.value(choice) + _RISES:
            break
        choice = found.choice
    return choice


def _best_exchange(problem: Portfolio, choice: Ints) -> Ints | None:
    """The choice after the best change of one option or two; None if none helps."""
    none = problem.none(choice)
    option, state = _changes(problem, choice)
    logs = problem.logs[option, state] - problem.logs[option, choice[option]]
    change = problem.counted.T[option][:, :, None] * logs[:, None]
    best, better = problem.value_of(none) + _RISES, None
    first, second = _promising(problem, choice, none, option, state)
    for start in range(0, len(first), _BATCH):
        one, two = first[start : start + _BATCH], second[start : start + _BATCH]
        both = change[one] + (one != two)[:, None, None] * change[two]
        values = -np.expm1(none + both) @ problem.weights @ problem.steps
        top = int(values.argmax())
        if values[top] > best:
            best, better = float(values[top]), [one[top], two[top]]
    if better is None:
        return None
    found = choice.copy()
    found[option[better]] = state[better]
    return found


def _changes(problem: Portfolio, choice: Ints) -> tuple[Ints, Ints]:
    """Every change of one of each group of equal options in one state: which, to what.

    Both (C,).
    """
    _, first = np.unique(problem.groups * STATES + choice, return_index=True)
    allowed = problem.allowed[first].copy()
    allowed[np.arange(len(first)), choice[first]] = False
    which, state = np.nonzero(allowed)
    return first[which], state


def _promising(
    problem: Portfolio, choice: Ints, none: Floats, option: Ints, state: Ints
) -> tuple[Ints, Ints]:
    """Pairs of changes that keep the limits; one change alone is a pair with itself.

    F is concave, so that a pair whose gains to first order do not add up to anything
    cannot help.
    """
    before, gains = choice[option], problem.gains_at(none)
    alone = np.eye(len(option), dtype=bool)

    def both(one: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(one[:, None] + np.where(alone, 0, one[None, :]))

    places = both(1 * (state > OFF) - (before > OFF)) + (choice > OFF).sum()
    signals = both(1 * (state == SIGNALLED) - (before == SIGNALLED))
    fits: Bools = (alone | (option[:, None] != option)) & (places <= problem.most)
    fits &= signals + (choice == SIGNALLED).sum() <= problem.signals
    helps = both(gains[option, state] - gains[option, before]) > _RISES
    first, second = np.nonzero(np.triu(fits & helps))
    return first, second
