"""Other ways to solve the same problems: enumeration and greedy.

These and the integer programs read the candidates (offerings and starts the block
rules allow) and use the library's exact value and exact dates, so every rule of a
scenario is on for all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from benchmarks.dating import best_dates
from optimizer.domain.problem import Problem
from optimizer.model.rules import rules
from optimizer.solver.sets.dated_sets import DatedSet, DatedSets

CHUNK = 200_000


@dataclass(frozen=True, slots=True)
class Answer:
    """How a peer ended; ``value`` None: no plan found, or (if done) none exists.

    ``seconds`` and every cap are processor seconds.
    """

    done: bool
    value: float | None
    seconds: float


class OutOfTime(Exception):
    """The time cap passed."""


# ---- enumeration ----------------------------------------------------------------


def enumerate_all(problem: Problem, cap: float) -> Answer:
    """Value every set within the budget, then date sets from the best one down."""
    began = time.process_time()
    search = DatedSets(problem)
    found: list[tuple[float, tuple[int, ...]]] = []
    try:
        for sets in _sets(search, began + cap):
            values = _values(search, sets, began + cap)
            rows = zip(values.tolist(), map(tuple, sets.tolist()), strict=True)
            found += rows
        best = _first_valid(search, sorted(found, key=lambda f: -f[0]), began + cap)
    except (OutOfTime, MemoryError):
        return Answer(False, None, time.process_time() - began)
    return Answer(True, best, time.process_time() - began)


def _first_valid(
    search: DatedSets, found: list[tuple[float, tuple[int, ...]]], deadline: float
) -> float | None:
    best: float | None = None
    for upper, chosen in found:
        if best is not None and upper <= best:
            break
        if time.process_time() > deadline:
            raise OutOfTime
        plan = best_dates(search, chosen)
        if plan is not None and (best is None or plan.value > best):
            best = plan.value
    return best


def _sets(search: DatedSets, deadline: float) -> Iterator[np.ndarray]:
    """All sets of distinct hosts whose own costs fit the budget, by size, (N, size).

    Size by size, every affordable set is extended by later candidates.
    """
    count = len(search.candidates)
    names = {k: i for i, k in enumerate({c.visit.key for c in search.candidates})}
    key = np.array([names[c.visit.key] for c in search.candidates], dtype=np.int32)
    usd = np.array([c.usd for c in search.candidates], dtype=float)
    level = np.zeros((1, 0), dtype=np.int16)
    least = max(search.problem.scenario.min_rotations - len(search.booked), 0)
    room = search.room_usd
    for size in range(search.most + 1):
        if size >= least:
            yield from _chunks(level)
        if size == search.most:
            return
        grown = []
        for chunk in _chunks(level, max(1, 20 * CHUNK // max(count, 1))):
            if time.process_time() > deadline:
                raise OutOfTime
            last = chunk[:, -1:] if size else np.full((len(chunk), 1), -1)
            spent = usd[chunk].sum(axis=1, keepdims=True)
            fits = spent + usd[None, :] <= room
            fits &= np.arange(count)[None, :] > last
            for column in range(size):
                fits &= key[chunk[:, column]][:, None] != key[None, :]
            row, new = np.nonzero(fits)
            grown.append(np.hstack([chunk[row], new[:, None].astype(np.int16)]))
        if not grown:
            return
        level = np.concatenate(grown)


def _chunks(sets: np.ndarray, size: int = CHUNK) -> Iterator[np.ndarray]:
    for at in range(0, len(sets), size):
        yield sets[at : at + size]


def _values(search: DatedSets, sets: np.ndarray, deadline: float) -> np.ndarray:
    """Value of each set with every letter on time that can be, level by level."""
    bounds = search.bounds
    letters = bounds.base_letters + best_letters(search)[sets].sum(axis=1)
    letters = np.minimum(np.round(letters, 12), bounds.most_letters)
    values = np.zeros(len(sets))
    order = np.argsort(letters, kind="stable")
    cuts = np.flatnonzero(np.diff(letters[order])) + 1
    for group in np.split(order, cuts):
        if len(group):
            if time.process_time() > deadline:
                raise OutOfTime
            values[group] = _values_at(search, sets[group], float(letters[group[0]]))
    return values


def _values_at(search: DatedSets, sets: np.ndarray, letters: float) -> np.ndarray:
    return search.bounds.level(letters).values(sets)


def best_letters(search: DatedSets) -> np.ndarray:
    """Letters of each candidate in its best state, (O,)."""
    b = search.bounds
    best = np.where(search.can_be_on_time, b.on_time_letters, b.late_letters)
    return np.asarray(best)


# ---- greedy ---------------------------------------------------------------------


def greedy(problem: Problem, *, per_dollar: bool) -> Answer:
    """Add the rotation of the greatest gain (per dollar) that still fits, and again.

    ``value`` is None where what it ends with breaks a rule that asks for more.
    """
    began = time.process_time()
    search = DatedSets(problem)
    chosen: tuple[int, ...] = ()
    plan = search.date(chosen)
    while len(chosen) < search.most:
        step = _step(search, chosen, per_dollar)
        if step is None:
            break
        chosen, plan = step.chosen, step
    value = plan.value if plan and search.obeys_tallies(plan) else None
    return Answer(True, value, time.process_time() - began)


def _step(
    search: DatedSets, chosen: tuple[int, ...], per_dollar: bool
) -> DatedSet | None:
    bounds, most = search.bounds, best_letters(search)
    at = lru_cache(maxsize=None)(bounds.level)
    letters = bounds.base_letters + most[list(chosen)].sum()
    worth = []
    for i in range(len(search.candidates)):
        level = at(min(letters + most[i], bounds.most_letters))
        worth.append(level.value((*chosen, i)))
    now = at(min(float(letters), bounds.most_letters)).value(chosen)
    gains = np.array(worth) - now
    usd = np.array([c.usd for c in search.candidates], dtype=float)
    score = gains / np.maximum(usd, 1) if per_dollar else gains
    keys = {search.candidates[i].visit.key for i in chosen}
    keys |= {r.visit.key for r in search.booked}
    for i in np.argsort(-score, kind="stable"):
        if gains[i] > 0 and search.candidates[i].visit.key not in keys:
            timely = [j for j in (*chosen, int(i)) if search.can_be_on_time[j]]
            new = search.date((*chosen, int(i)), frozenset(timely))
            new = new or search.date((*chosen, int(i)))
            if new is not None and _within_upper_limits(search, new):
                return new
    return None


def _within_upper_limits(search: DatedSets, found: DatedSet) -> bool:
    """Whether no tally already counts too many (too few may still grow)."""
    rotations, problem = search.rotations(found), search.problem
    highs = ((t, rules.CountLimits(high=t.limits(problem).high)) for t in rules.TALLIES)
    return all(rules.counts_within(problem, t, rotations, high) for t, high in highs)
