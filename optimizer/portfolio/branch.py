"""The best choice, proven to a tolerance.

The choice that its own tangent leads to is the best one nearly always, and a bound from
there proves that. Where it does not, changes of one or two options are tried; where the
bound stays too loose, the most mixed option takes each of its states in turn. Equal
options are kept in order, so that a branch says how many of a group are in a state, not
which.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from optimizer.portfolio.problem import (
    OFF,
    SIGNALLED,
    STATES,
    Bools,
    Floats,
    Ints,
    Portfolio,
    best_linear,
    bound,
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


TOLERANCE = 5e-5
"""0.005 points of a chance in 100: how far the best choice may be above ours."""
_MOST_BRANCHES = 5_000
_NEVER = -1e9
"""The gain of a state that is not allowed."""


@dataclass(frozen=True, eq=False)
class BestChoice:
    """A choice, its value and what no choice exceeds.

    ``signal_price``: what one signal more would add to first order. ``proven``:
    whether the bound is within the tolerance.
    """

    choice: Ints
    value: float
    bound: float
    signal_price: float
    proven: bool


def best(
    problem: Portfolio, start: Ints | None = None, tolerance: float = TOLERANCE
) -> BestChoice | None:
    """The best choice; None if the limits leave none.

    ``start``: a choice within the limits to improve; else one is made.
    """
    first = _nothing(problem) if start is None else start
    if first is None:
        return None
    choice = along_tangents(problem, first)
    return (
        proof(problem, choice, tolerance)
        or Branches(problem, improve(problem, choice), tolerance).searched()
    )


def proof(problem: Portfolio, choice: Ints, tolerance: float) -> BestChoice | None:
    """The choice, if a bound alone proves that it is the best; None if it does not."""
    value = problem.value(choice)
    found = bound(problem, problem.allowed, choice, value + tolerance)
    if found is None or found.value > value + tolerance:
        return None
    return BestChoice(choice, value, max(found.value, value), found.price, True)


def gaps_by_prices(
    problem: Portfolio, choices: Ints, most: Ints
) -> tuple[Floats, Floats]:
    """Values of choices (N, J) of at most so many each, and what others add at most.

    At any prices a of a place and mu of a signal no choice gains more under a tangent
    than a n + mu K + the sum of the most of 0, g_j1 - a, g_j2 - a - mu. Here they are
    the least at which nothing more pays, and the best choice just gains that.
    """
    none = problem.none(choices)
    values = (-np.expm1(none) @ problem.weights)[:, None] @ problem.steps
    one = np.unique(problem.groups, return_index=True)[1]
    felt = problem.steps[:, None] * np.exp(none) * problem.weights
    felt = problem.counted[:, one].T @ felt
    gains = -np.einsum("nuz,usz->nsu", felt, problem.logs[one])[:, :, problem.groups]
    own = np.take_along_axis(gains, choices[:, None], axis=1).sum(axis=2)
    gains = np.where(problem.allowed.T, gains, _NEVER)
    off, plain, signalled = gains.swapaxes(0, 1)
    more, sent = signalled - plain, choices == SIGNALLED
    least = more.min(axis=1, keepdims=True, where=sent, initial=np.inf)
    least[sent.sum(axis=1) < problem.signals] = 0
    place = np.where(choices == OFF, np.maximum(plain, signalled - least), 0)
    place = place.max(axis=1, keepdims=True, initial=0)
    signal = np.choose(choices, [signalled - place, more, np.zeros(more.shape)])
    signal = signal.max(axis=1, keepdims=True, initial=0)
    best = np.maximum(off, np.maximum(plain, signalled - signal) - place)
    bounds = best.sum(axis=1, keepdims=True) + place * most[:, None]
    gaps = bounds + signal * problem.signals - own
    inside = problem.allowed[np.arange(len(problem.worth)), choices].all(axis=1)
    return values[:, 0], np.where(inside, gaps[:, 0], problem.steps.sum())


def _nothing(problem: Portfolio) -> Ints | None:
    """The best choice under the tangent at nothing at all, or a lesser one."""
    gains = problem.gains_at(np.zeros((len(problem.worths), len(problem.weights))))
    for these in (gains, 0 * gains):
        found = best_linear(these, problem.allowed, problem.most, problem.signals)
        if found is not None and problem.is_allowed(found.choice):
            return found.choice
    return None


class Branches:
    """One search: the best choice so far, and what the closed branches are bound by."""

    def __init__(self, problem: Portfolio, choice: Ints, tolerance: float) -> None:
        self.problem, self.tolerance = problem, tolerance
        self.choice, self.value = choice, problem.value(choice)
        self.highest = self.value
        self.left = _MOST_BRANCHES
        self.price: float | None = None

    def searched(self) -> BestChoice:
        """Look at every branch, the last one opened first."""
        waiting = [self.problem.allowed]
        while waiting:
            waiting += self._branched(waiting.pop())
        proven = self.highest <= self.value + self.tolerance
        return BestChoice(
            self.choice, self.value, self.highest, self.price or 0.0, proven
        )

    def _branched(self, allowed: Bools) -> list[Bools]:
        """What is left to look at of a branch: nothing once its bound is low enough."""
        self.left -= 1
        start = self._inside(allowed)
        if start is None:
            return []
        found = bound(self.problem, allowed, start, self.value + self.tolerance)
        if found is None:
            return []
        self.price = found.price if self.price is None else self.price
        self._look(found.mixture, allowed)
        if found.value <= self.value + self.tolerance or self.left <= 0:
            self.highest = max(self.highest, found.value)
            return []
        option = self._mixed(found.mixture, allowed)
        if option is None:
            return []
        return [
            _narrow(self.problem, allowed, option, int(state))
            for state in np.flatnonzero(allowed[option])
        ]

    def _inside(self, allowed: Bools) -> Ints | None:
        """The best choice so far where a branch allows it, else one of its own."""
        rows = np.arange(len(self.choice))
        if allowed[rows, self.choice].all():
            return self.choice
        gains = self.problem.gains_at(self.problem.none(self.choice))
        limits = self.problem.most, self.problem.signals
        found = best_linear(gains, allowed, *limits)
        return None if found is None else found.choice

    def _look(self, mixture: Floats, allowed: Bools) -> None:
        """Round a mixture, and keep it if it is a better choice."""
        choice = np.where(allowed, mixture, -1.0).argmax(axis=1)
        if self.problem.is_allowed(choice):
            value = self.problem.value(choice)
            if value > self.value:
                self.choice = improve(self.problem, choice)
                self.value = self.problem.value(self.choice)
                self.highest = max(self.highest, self.value)

    @staticmethod
    def _mixed(mixture: Floats, allowed: Bools) -> int | None:
        """The most mixed option that is open yet; None if every one is settled."""
        open_ = allowed.sum(axis=1) > 1
        if not open_.any():
            return None
        mixed = np.where(open_, 1 - mixture.max(axis=1), -1.0)
        return int(mixed.argmax())


def _narrow(problem: Portfolio, allowed: Bools, option: int, state: int) -> Bools:
    """The allowed states once an option is in one, equal ones kept in order."""
    narrower = allowed.copy()
    equal = np.flatnonzero(problem.groups == problem.groups[option])
    narrower[equal[equal < option], OFF:state] = False
    narrower[equal[equal > option], state + 1 :] = False
    narrower[option] = False
    narrower[option, state] = True
    return narrower
