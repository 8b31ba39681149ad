"""A choice that no change of one or two options improves."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np

from optimizer.portfolio.bounds import best_linear
from optimizer.portfolio.problem import (
    OFF,
    SIGNALLED,
    STATES,
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
    cannot help. Changes that take as many places and signals are looked at together.
    """
    before, gains = choice[option], problem.gains_at(none)
    gain = gains[option, state] - gains[option, before]
    room = np.array([problem.most, problem.signals]) - _use_of(choice).sum(axis=0)
    kinds, kind = np.unique(
        _use_of(state) - _use_of(before), axis=0, return_inverse=True
    )
    falling = np.argsort(-gain, kind="stable")
    of_kind = [falling[kind[falling] == k] for k in range(len(kinds))]
    alone = np.flatnonzero((kinds[kind] <= room).all(axis=1) & (gain > _RISES))
    found = [(alone, alone)]
    for a, b in combinations_with_replacement(range(len(kinds)), 2):
        if (kinds[a] + kinds[b] <= room).all():
            first, second = _adding_up(gain, of_kind[a], of_kind[b])
            differ = (option[first] != option[second]) & ((a != b) | (first < second))
            found.append((first[differ], second[differ]))
    first, second = (np.concatenate(each) for each in zip(*found, strict=True))
    return first, second


def _use_of(states: Ints) -> Ints:
    """Places and signals that states use, (..., 2)."""
    return np.stack([states > OFF, states == SIGNALLED], axis=-1).astype(int)


def _adding_up(gain: Floats, one: Ints, two: Ints) -> tuple[Ints, Ints]:
    """Pairs of ``one`` and ``two`` whose gains add up; both are by falling gain."""
    count = np.searchsorted(-gain[two], gain[one] - _RISES)
    start = np.repeat(np.cumsum(count) - count, count)
    return np.repeat(one, count), two[np.arange(len(start)) - start]
