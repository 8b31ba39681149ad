"""Other ways to solve the same problems: enumeration, a MILP, plain CP-SAT, greedy.

All of them read the candidates (offerings and starts the block rules allow) and use
the library's exact value and exact dates, so every rule of a scenario is on for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from benchmarks.dating import best_dates
from benchmarks.formulation import Program, TimeIndexed, choice_of, timely_of
from optimizer.domain.problem import Problem
from optimizer.model.rules import rules
from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.sets.dated_sets import DatedSet, DatedSets
from optimizer.solver.sets.pool import Pool
from optimizer.solver.solve import TOLERANCE

Backend = Callable[[Program, int, float], "tuple[str, Sequence[float] | None]"]
CHUNK = 200_000
_EPSILON = 1e-9
_BEGAN = time.perf_counter() - time.process_time()


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


# ---- (a) enumeration ----------------------------------------------------------------


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
    letters = bounds.base_letters + _best_letters(search)[sets].sum(axis=1)
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


def _best_letters(search: DatedSets) -> np.ndarray:
    """Letters of each candidate in its best state, (O,)."""
    b = search.bounds
    best = np.where(search.can_be_on_time, b.on_time_letters, b.late_letters)
    return np.asarray(best)


# ---- (b), (c) integer programs ------------------------------------------------------


def solve_highs(problem: Problem, cap: float) -> Answer:
    """The time-indexed program by HiGHS, with the loop of cuts."""
    return _outer_approximation(problem, cap, _highs)


def solve_plain_cp_sat(problem: Problem, cap: float) -> Answer:
    """The time-indexed program by CP-SAT as it comes, with the loop of cuts."""
    return _outer_approximation(problem, cap, _cp_sat)


def _outer_approximation(problem: Problem, cap: float, backend: Backend) -> Answer:
    """Refute letter interval by letter interval, as our solver, without shrinking."""
    began = time.process_time()
    search = DatedSets(problem)
    model = TimeIndexed(search)
    best: float | None = None
    waiting = list(_intervals(search))
    try:
        while waiting:
            low, high = waiting.pop()
            best, split = _refute(model, low, high, best, backend, began + cap)
            if split is not None:
                waiting += [(low, split), (split, high)]
    except OutOfTime:
        return Answer(False, best, time.process_time() - began)
    return Answer(True, best, time.process_time() - began)


def _intervals(search: DatedSets) -> Iterator[tuple[float, float]]:
    """The range of letter levels, cut at the kinks of g."""
    bounds = search.bounds
    top = np.sort(_best_letters(search))[::-1][: max(search.most, 0)]
    least = bounds.base_letters
    greatest = least + float(top.sum())
    kinks = np.arange(np.floor(least) + 1, bounds.most_letters + 1)
    ends = [least, *(float(k) for k in kinks if k < greatest), greatest]
    yield from pairwise(ends) if greatest > least else [(least, least)]


def _refute(
    model: TimeIndexed,
    low: float,
    high: float,
    best: float | None,
    backend: Backend,
    deadline: float,
) -> tuple[float | None, float | None]:
    """Best value so far, and where to split the interval if its bound is too weak."""
    search, touching = model.search, _Touching(model.search, low, high)
    model.reset()
    model.letters_within(low, high)
    new: tuple[int, ...] = ()
    while True:
        for cut in touching.at(new):
            model.add_cut(cut)
        plan = _next_plan(model, best, backend, deadline)
        if plan is None:
            return best, None
        better = best_dates(search, plan.chosen) or plan
        best = max(plan.value, better.value, plan.value if best is None else best)
        letters = plan.letters - search.bounds.base_letters
        own = min(_at(c, plan.chosen, letters) for c in touching.at(plan.chosen))
        inside = low + _EPSILON < plan.letters < high - _EPSILON
        if own > best + TOLERANCE and inside:
            return best, plan.letters
        new = plan.chosen


class _Touching:
    """The cuts of one interval of letters that touch the value at a set."""

    def __init__(self, search: DatedSets, low: float, high: float) -> None:
        self.pool = Pool(search.problem)
        place = {int(i): n for n, i in enumerate(self.pool.offers.index)}
        offerings = search.problem.catalog.offerings
        number = {o.offering_id: place.get(i, -1) for i, o in enumerate(offerings)}
        self.place = [number[c.offering.offering_id] for c in search.candidates]
        self.ends = self.pool.worth.ends(low, high)

    def at(self, chosen: Sequence[int]) -> list[Cut]:
        """The cuts that touch at these candidates."""
        every = np.arange(len(self.pool.offers.index))
        touched = [self.place[i] for i in chosen]
        made = cuts(self.pool.worth, self.ends, touched, every, self.pool.most)
        return [cut.only(np.array(self.place, dtype=int)) for cut in made]


def _at(cut: Cut, chosen: Sequence[int], letters: float) -> float:
    """The bound of a cut at a set that adds ``letters``."""
    return cut.constant + float(cut.choice[list(chosen)].sum()) + cut.slope * letters


def _next_plan(
    model: TimeIndexed, best: float | None, backend: Backend, deadline: float
) -> DatedSet | None:
    """The next answer that has exact dates; None if nothing better is left."""
    search = model.search
    if best is not None:
        model.above(best + TOLERANCE)
    while True:
        left = deadline - time.process_time()
        if left <= 0:
            raise OutOfTime
        status, values = backend(model.program, model.value, left * _stretch())
        if status == "infeasible":
            return None
        if values is None:
            raise OutOfTime
        chosen, timely = choice_of(model, values), timely_of(model, values)
        plan = search.date(chosen, timely)
        if plan is not None and search.obeys_tallies(plan):
            return plan
        model.forbid(chosen, timely)


def _stretch() -> float:
    """Seconds of the clock for one of the processor, on a machine as busy as it was.

    The solvers' own limits know the clock alone.
    """
    return max(1.0, (time.perf_counter() - _BEGAN) / time.process_time())


def _highs(
    program: Program, value: int, seconds: float
) -> tuple[str, Sequence[float] | None]:
    rows: list[int] = []
    columns: list[int] = []
    data: list[float] = []
    for i, row in enumerate(program.rows):
        rows += [i] * len(row.terms)
        columns += row.terms.keys()
        data += row.terms.values()
    shape = (len(program.rows), len(program.lows))
    matrix = csr_array((np.array(data, dtype=float), (rows, columns)), shape=shape)
    least = [-np.inf if r.low is None else r.low for r in program.rows]
    most = [np.inf if r.high is None else r.high for r in program.rows]
    goal = np.zeros(len(program.lows))
    goal[value] = -1
    found = milp(
        goal,
        integrality=np.ones(len(goal)),
        bounds=Bounds(program.lows, program.highs),
        constraints=LinearConstraint(matrix, least, most),
        options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return "infeasible", None
    return ("optimal", found.x) if found.status == 0 else ("unknown", None)


def _cp_sat(
    program: Program, value: int, seconds: float
) -> tuple[str, Sequence[float] | None]:
    model = cp_model.CpModel()
    variables = [
        model.new_int_var(low, high, "")
        for low, high in zip(program.lows, program.highs, strict=True)
    ]
    for row in program.rows:
        total = cp_model.LinearExpr.weighted_sum(
            [variables[i] for i in row.terms], list(row.terms.values())
        )
        low = cp_model.INT32_MIN if row.low is None else row.low
        high = cp_model.INT32_MAX if row.high is None else row.high
        model.add_linear_constraint(total, low, high)
    model.maximize(variables[value])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.1)
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return "infeasible", None
    if status != cp_model.OPTIMAL:
        return "unknown", None
    return "optimal", [solver.value(v) for v in variables]


# ---- (d) greedy ---------------------------------------------------------------------


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
    bounds, best_letters = search.bounds, _best_letters(search)
    at = lru_cache(maxsize=None)(bounds.level)
    letters = bounds.base_letters + best_letters[list(chosen)].sum()
    worth = []
    for i in range(len(search.candidates)):
        level = at(min(letters + best_letters[i], bounds.most_letters))
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
