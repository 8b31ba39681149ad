"""The same problems as time-indexed integer programs, by HiGHS and by plain CP-SAT."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from benchmarks.dating import best_dates
from benchmarks.formulation import Program, TimeIndexed, choice_of, timely_of
from benchmarks.peers import Answer, OutOfTime, best_letters
from optimizer.domain.problem import Problem
from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.sets.dated_sets import DatedSet, DatedSets
from optimizer.solver.sets.pool import Pool
from optimizer.solver.solve import TOLERANCE

Backend = Callable[[Program, int, float], "tuple[str, Sequence[float] | None]"]
_EPSILON = 1e-9
_BEGAN = time.perf_counter() - time.process_time()


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
    top = np.sort(best_letters(search))[::-1][: max(search.most, 0)]
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
