"""Find the best plan and prove it.

First plans from pools and swaps; intervals of letter levels, in each of which linear
bounds drop every offer, and then every set, that cannot beat the best plan by more
than the tolerance; CP-SAT picks the plan from what is left and proves it. Of plans
within the tolerance the cheapest is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from typing import Literal

import numpy as np

from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.domain.records import MOST_USD
from optimizer.model.rotation import Rotation
from optimizer.solver.cpsat.picker import Picker, pick
from optimizer.solver.extract import plan_of, preferred_rotations
from optimizer.solver.feasibility import least_usd
from optimizer.solver.search.first import First
from optimizer.solver.search.goal import (
    TOLERANCE,
    Best,
    Cheapest,
    Found,
    Goal,
    least_value,
)
from optimizer.solver.search.search import Search, intervals
from optimizer.solver.search.ties import Ties
from optimizer.solver.search.work import SEARCH_SHARE, OutOfWork, TooMuch, Work
from optimizer.solver.sets.offer_arrays import Floats, Indices
from optimizer.solver.sets.pool import Pool

__all__ = [
    "MOST_USD",
    "TOLERANCE",
    "OutOfWork",
    "Solve",
    "Solver",
    "cheapest",
    "is_possible",
    "solve",
]

_TIES_UNITS = 0.5
_STEP_USD = 200
_STEP_SHARE, _STEP_TO_ANY = 1.3, 1.5
"""How fast the money grows in the search for the cheapest plan, and at first in that
for any: squared each time, since what is not found soon is as a rule nowhere."""

Engine = Literal["search", "cpsat"]
Solve = Callable[[Problem], Plan | NoPlan]
"""What analyses of several solves take: ``solve``, or one that remembers."""


def solve(
    problem: Problem,
    refused: Sequence[frozenset[str]] = (),
    *,
    engine: Engine = "search",
) -> Plan | NoPlan:
    """The plan with the highest match value, or none.

    ``refused`` are sets of visit keys (programs, or hosts without one): a plan whose
    rotations, booked ones aside, are at exactly these does not count. With the engine
    "cpsat" nothing is ruled out before CP-SAT: slow, an independent check.

    "optimal" means that the bound is within ``TOLERANCE`` of the value; "infeasible"
    that no plan exists. Past the scenario's work limit the best plan found is returned
    as "feasible" with its bound, or ``NoPlan("undecided")``.
    """
    return Solver(problem, refused, engine).run()


def cheapest(problem: Problem, most_usd: int = MOST_USD) -> int | None:
    """Dollars of the cheapest plan of so many at most, whatever the budget; or None.

    Raises ``OutOfWork`` past the scenario's work limit.
    """
    solver = Solver(problem.having(budget_usd=most_usd))
    found = solver.cheapest()
    return None if found is None else solver.pool.total_usd(found)


def is_possible(problem: Problem) -> bool:
    """Whether any plan obeys every rule.

    Raises ``OutOfWork`` past the scenario's work limit.
    """
    return Solver(problem).is_possible()


class Solver:
    """One run: the pool, the best found so far, and how much work was done."""

    def __init__(
        self,
        problem: Problem,
        refused: Sequence[frozenset[str]] = (),
        engine: Engine = "search",
    ) -> None:
        self.problem, self.engine = problem, engine
        self.pool = Pool(problem, refused)
        self._begin()

    def _begin(self) -> None:
        self.work = Work(self.problem.scenario.work_limit, SEARCH_SHARE)
        self.goal = Best(self.pool.room)
        self.ties: Ties | None = None
        self.solves = 0

    def refuse(self, keys: frozenset[str]) -> None:
        """Refuse one more set of visit keys; the next run is another search."""
        self.pool.refuse(keys)
        self._begin()

    def hold_back(self, handicap: Floats) -> None:
        """Value each offer less by this, (N,); the next run starts from the best."""
        best = self.goal.best
        self.pool.worth.handicap = handicap
        self._begin()
        if best is not None:
            less = float(handicap[list(best.members)].sum())
            self.goal.take(replace(best, value=best.value - less))

    def run(self) -> Plan | NoPlan:
        """Search, prove, choose among ties."""
        try:
            if not self._find():
                return NoPlan(self.problem.scenario, "infeasible", self.work.seconds)
        except OutOfWork:
            return self._stopped()
        return self._plan("optimal")

    def rotations_among(
        self, offering_ids: Collection[str]
    ) -> tuple[float, tuple[Rotation, ...]] | None:
        """Value and rotations of the best plan of these few offerings; None: no plan.

        As ``run`` if nothing else were there: all their sets are looked at, as far as
        the work reaches. What they were asked for, and what other requests cost, is as
        in the problem.
        """
        self._begin()
        offers, every = self.pool.offers, self.problem.catalog.offerings
        index = enumerate(offers.index)
        some = [i for i, o in index if every[o].offering_id in offering_ids]
        sets = [
            np.array(
                [s for s in combinations(some, size) if _once_each(offers.host, s)]
            )
            for size in range(min(self.pool.most, len(some)), 0, -1)
        ]
        sets = [s for s in sets if len(s)]
        self.work.use_all()
        with suppress(OutOfWork):
            self._look(self.goal, self.work, sets)
        best = self.goal.best
        return None if best is None else (best.value, self._preferred(best, sets))

    def _look(self, goal: Goal, work: Work, among: Sequence[Indices] | None) -> None:
        """Look at every set, or at these and the empty one alone."""
        search = Search(self.pool, goal, work)
        if among is None:
            search.run()
            return
        for sets in among:
            search.consider(sets)
        if goal.best is None or self.pool.nothing > goal.above:
            search.empty()

    def _find(self) -> bool:
        """Find the best plan and prove it; False: there is none."""
        if self.pool.impossible:
            return False
        search = Search(self.pool, self.goal, self.work)
        if self.engine == "cpsat":
            return self._by_cpsat(search)
        try:
            search.empty()
            First(search).run()
            if self.goal.best is None and not self._any(search):
                return False
            ties = Ties(self.pool, self.goal, self.work)
            ties.run()
        except TooMuch:
            return self._by_cpsat(search)
        self.ties = ties
        self.work.use_all()
        _, self.solves = pick(self.pool, self.goal, self.work, ties.regions)
        return True

    def _by_cpsat(self, search: Search) -> bool:
        """Let CP-SAT alone look at all offers."""
        self.work.use_all()
        search.empty()
        every = np.arange(len(self.pool.offers.index))
        picker = Picker(self.pool, self.goal, self.work)
        ends = intervals(self.pool.worth, self.pool.most)
        picker.run((low, high, every) for low, high in ends)
        self.solves = picker.solves
        return self.goal.best is not None

    # ---- whether there is any plan, and the cheapest ----------------------------

    def _any(self, search: Search) -> bool:
        """Find any plan, by its dollars alone, and good ones from there."""
        found = self._by_dollars(enough=True)
        if found is None:
            return False
        search.consider(np.array([found.members], dtype=int))
        First(search).run()
        return True

    def is_possible(self) -> bool:
        """Whether there is any plan."""
        return self._dollars(enough=True) is not None

    def cheapest(self) -> Found | None:
        """The plan of the lowest cost, exactly."""
        return self._dollars(enough=False)

    def _dollars(self, *, enough: bool) -> Found | None:
        self.work.use_all()
        return None if self.pool.impossible else self._by_dollars(enough=enough)

    def _by_dollars(self, *, enough: bool) -> Found | None:
        """Any plan, or the cheapest: within little money first, then more and more."""
        pool = self.pool
        least = least_usd(pool)
        if least > pool.room:
            return None
        share = _STEP_TO_ANY if enough else _STEP_SHARE
        room = max(float(pool.by_host[: max(pool.low, 1)].sum()), least) + _STEP_USD
        while True:
            goal = Cheapest(min(room, pool.room), enough=enough)
            search = Search(pool, goal, self.work)
            self.work.add(len(pool.offers.index))
            search.empty()
            if goal.best is None or not enough:
                search.by_dollars()
            if goal.best is not None or room >= pool.room:
                return goal.best
            room = room * share + _STEP_USD
            share = share * share if enough else share

    # ---- the answer -------------------------------------------------------------

    def _plan(self, status: Literal["optimal", "feasible"]) -> Plan:
        best = self.goal.best
        assert best is not None, "a plan was found"
        if status == "optimal":
            known = self.ties.as_good(best) if self.ties else None
            rotations = self._preferred(best, known)
            bound = best.value + TOLERANCE
        else:
            rotations = preferred_rotations(self.pool, [best])
            bound = self.root_bound()
        proof = Proof(status, bound, self.work.seconds, self.solves)
        return plan_of(self.pool, rotations, least_value(best), proof)

    def _preferred(
        self, best: Found, among: Sequence[Indices] | None = None
    ) -> tuple[Rotation, ...]:
        """Of the cheapest plans within the tolerance of the best, exactly."""
        goal = Cheapest(float(best.usd), least_value(best))
        work = Work(min(_TIES_UNITS, self.work.left))
        with suppress(OutOfWork):  # cheaper ones may be left, none better
            if among is None:
                first = np.array([best.members], dtype=int)
                Search(self.pool, goal, work).consider(first)
            self._look(goal, work, among)
        ties = [f for f in goal.ties if f.usd == goal.room] or [best]
        return preferred_rotations(self.pool, ties)

    def _stopped(self) -> Plan | NoPlan:
        if self.goal.best is None:
            return NoPlan(self.problem.scenario, "undecided", self.work.seconds)
        return self._plan("feasible")

    def root_bound(self) -> float:
        """A bound on every plan, for when the work ends before one is proven."""
        worth, most = self.pool.worth, max(self.pool.most, 0)
        letters = worth.base_letters + float(np.sort(worth.best)[::-1][:most].sum())
        ends = worth.ends(letters, letters)
        effects = np.sort(ends.effects[0][worth.type], axis=0)[::-1][:most]
        return float(worth.value(ends.nobody[0] + np.maximum(effects, 0).sum(axis=0)))


def _once_each(host: Indices, members: tuple[int, ...]) -> bool:
    """Whether no two offers are of one host."""
    return len(set(host[list(members)].tolist())) == len(members)
