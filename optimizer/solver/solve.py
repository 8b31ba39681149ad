"""Find the best plan and prove it.

Greedy search gives a first plan; the range of possible letter levels is cut into
intervals; in each, linear bounds drop every candidate that cannot beat the best plan
by more than the tolerance; CP-SAT refutes or improves on the rest.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from optimizer.domain.plan import NoPlan, Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.model.schedule_rules import MOST_USD as MOST_USD
from optimizer.solver.bounds import Cut
from optimizer.solver.enumeration import Mask
from optimizer.solver.extract import cheapest_tie, plan_of, root_bound
from optimizer.solver.feasibility import cannot_fit, essential
from optimizer.solver.fixing import Kept, few_sets
from optimizer.solver.greedy import PRICES, greedy, swapped
from optimizer.solver.interval import EPSILON, MANY_CANDIDATES, Interval
from optimizer.solver.master import Answer, Choice, Master, State
from optimizer.solver.search import Found, Search

TOLERANCE = 0.0002
"""tau: a plan is called optimal if no plan is better by more (0.02 pp)."""
FEW_SETS = 200
"""So few sets are dated one by one; CP-SAT takes longer."""
WIDE_LETTERS = 0.2
"""An interval this wide that keeps many candidates is halved, not solved."""


Solve = Callable[[Problem], Plan | NoPlan]
"""What analyses of several solves take: ``solve``, or one that remembers."""


class _OutOfTime(Exception):
    """The time limit passed before the proof was complete."""


def solve(problem: Problem, refused: Sequence[frozenset[str]] = ()) -> Plan | NoPlan:
    """The plan with the highest match value, or none.

    ``refused`` are sets of visit keys (programs, or hosts without one): a plan whose
    rotations, booked ones aside, are at exactly these does not count.

    "optimal" means that the bound is within ``TOLERANCE`` of the value; "infeasible"
    that no plan exists. Past the scenario's time limit the best plan found is
    returned as "feasible" with its bound, or ``NoPlan("timeout")``.
    """
    return Solver(problem, refused).run()


def cheapest(problem: Problem) -> int | None:
    """Dollars of the cheapest plan when the budget does not bind; None if none.

    Raises TimeoutError past the scenario's time limit.
    """
    found = Solver(problem.having(budget_usd=MOST_USD)).cheapest()
    return None if found is None else found.usd


def is_possible(problem: Problem) -> bool:
    """Whether any plan obeys every rule.

    Raises TimeoutError past the scenario's time limit.
    """
    return Solver(problem).is_possible()


class Solver:
    """One run: the best found so far, what is left to refute, and the clock."""

    def __init__(
        self, problem: Problem, refused: Sequence[frozenset[str]] = ()
    ) -> None:
        self.began = time.perf_counter()
        self.deadline = self.began + problem.scenario.time_limit_s
        self.problem = problem
        self.search = Search(problem, refused)
        self.found: dict[tuple[int, ...], Found] = {}
        self.swapped: set[tuple[int, ...]] = set()
        self.solves = 0

    def run(self) -> Plan | NoPlan:
        """Search, prove, choose among ties."""
        try:
            for found in greedy(self.search):
                self._keep(found)
            if not self.found and not self._first():
                return self._none("infeasible")
            self._prove()
        except _OutOfTime:
            return self._plan("feasible") if self.found else self._none("timeout")
        return self._plan("optimal")

    def is_possible(self) -> bool:
        """Whether there is any plan."""
        try:
            for found in greedy(self.search, PRICES[-1:]):
                self._keep(found)
            return bool(self.found) or self._first()
        except _OutOfTime:
            raise TimeoutError from None

    def cheapest(self) -> Found | None:
        """The plan of the lowest cost, exactly."""
        try:
            return self._cheapest()
        except _OutOfTime:
            raise TimeoutError from None

    # ---- what was found -----------------------------------------------------------

    @property
    def best(self) -> Found:
        """The found set of the highest value."""
        return max(self.found.values(), key=lambda f: (f.value, -f.usd, f.chosen))

    def _keep(self, found: Found) -> None:
        known = self.found.get(found.chosen)
        if known is None or (found.value, -found.usd) > (known.value, -known.usd):
            self.found[found.chosen] = found

    def _seconds_left(self) -> float:
        left = self.deadline - time.perf_counter()
        if left <= 0:
            raise _OutOfTime
        return left

    # ---- feasibility --------------------------------------------------------------

    def _first(self) -> bool:
        """Find any plan; False if it is proven that there is none."""
        return not self._is_refuted() and self._any_of(essential(self.search))

    def _is_refuted(self) -> bool:
        """Whether counting is enough to see that there is no plan."""
        return self.search.most < 0 or cannot_fit(self.search)

    def _any_of(self, index: Sequence[int]) -> bool:
        """Find any plan among these candidates."""
        master = self._master(index)
        while (answer := self._answer(master)).choice is not None:
            found = self._realize(index, answer.choice)
            if found is not None:
                self._keep(found)
                return True
            master.forbid(answer.choice)
        return False

    def _cheapest(self) -> Found | None:
        """Lower the cost until the master proves that nothing is cheaper."""
        if self._is_refuted():
            return None
        best: Found | None = None
        index = essential(self.search, cheapest=True)
        master = self._master(index)
        master.minimize_cost()
        while (answer := self._answer(master)).choice is not None:
            chosen = [index[i] for i in answer.choice.chosen]
            found = self.search.cheapest_dates(chosen, 0.0)
            if found is not None and (best is None or found.usd < best.usd):
                best = found
                master.require_cost(best.usd)
            if best is not None and best.usd <= answer.bound:
                break
            master.forbid(answer.choice)
        return best

    def _master(self, index: Sequence[int], pairs: Mask | None = None) -> Master:
        s = self.search
        states = [
            State(
                s.candidates[i],
                float(s.bounds.on_time_letters[i]),
                float(s.bounds.late_letters[i]),
            )
            for i in index
        ]
        master = Master(self.problem, states, s.booked, s.scheduler, pairs)
        for keys in s.refused:
            master.forbid_keys(keys)
        return master

    def _answer(self, master: Master) -> Answer:
        """Solve the master; infeasibility is confirmed with presolve off."""
        self.solves += 1
        answer = master.solve(self._seconds_left())
        if answer.outcome == "infeasible":
            answer = master.solve(self._seconds_left(), presolve=False)
        if answer.outcome == "unknown" and answer.choice is None:
            raise _OutOfTime
        return answer

    def _realize(self, index: Sequence[int], choice: Choice) -> Found | None:
        """The best valid dates of the set a master chose."""
        return self.search.best_dates(index[i] for i in choice.chosen)

    # ---- proof --------------------------------------------------------------------

    def _prove(self) -> None:
        """Refute every interval of letter levels, splitting where it is too wide."""
        waiting = list(self._intervals())
        while waiting:
            low, high = waiting.pop()
            at = self._refute(low, high)
            if at is not None:
                waiting += [(low, at), (at, high)]

    def _intervals(self) -> Iterator[tuple[float, float]]:
        """The range of letter levels, cut at the kinks of g and at the best plan's."""
        bounds, most = self.search.bounds, max(self.search.most, 0)
        top = np.sort(self.search.best_letters)[::-1][:most]
        least = bounds.base_letters
        greatest = least + float(top.sum())
        kinks = [
            float(k)
            for k in range(math.floor(least) + 1, math.ceil(greatest))
            if k <= bounds.most_letters
        ]
        ends = sorted({least, greatest, self.best.letters, *kinks})
        yield from zip(ends, ends[1:] or ends, strict=False)

    def _refute(self, low: float, high: float) -> float | None:
        """Prove that no plan with L in [low, high] beats the best by the tolerance.

        Plans found on the way are kept. Returns None, or the level at which to split.
        """
        part = Interval(self.search, low, high)
        kept = self._shrink(part)
        if not len(kept.index):
            return None
        if high - low > WIDE_LETTERS and len(kept.index) > MANY_CANDIDATES:
            return (low + high) / 2
        if self._listed(part, kept):
            return None
        return self._refute_by_master(part, kept)

    def _shrink(self, part: Interval) -> Kept:
        """What the bounds leave of an interval; plans found on the way are kept."""
        while True:
            self._seconds_left()
            part.touch(self.best.chosen)
            kept = part.survivors(self._threshold)
            if len(kept.index) > MANY_CANDIDATES and self._swaps_help():
                continue
            if any(self._improves(k) for k in part.dives(kept, self._threshold)):
                continue
            kept = part.sets_of(kept, self._threshold)
            if not self._improves(kept):
                return kept

    def _swaps_help(self) -> bool:
        """Swap rotations of the best set, once for each; whether that helped."""
        if self.best.chosen in self.swapped:
            return False
        before = self.best.value
        found = swapped(self.search, self.best)
        self.swapped |= {self.best.chosen, found.chosen}
        self._keep(found)
        return self.best.value > before + TOLERANCE / 2

    def _listed(self, part: Interval, kept: Kept) -> bool:
        """Look at every set that is left, if these are few; whether they were."""
        few = few_sets(kept, max(self.search.most, 0), FEW_SETS)
        for chosen in few or ():
            if part.bound_of(chosen) > self._threshold:
                found = self.search.best_dates(chosen)
                if found is not None:
                    self._keep(found)
        return few is not None

    def _refute_by_master(self, part: Interval, kept: Kept) -> float | None:
        """Let CP-SAT refute what is left; a level to split at if bounds are loose."""
        index = [int(i) for i in kept.index]
        master = self._master(index, kept.pairs)
        master.maximize_value(part.low, part.high, self.search.bounds.base_letters)
        for cut in part.cuts:
            master.add_cut(_restrict(cut, index))
        while True:
            master.require_value(self._threshold)
            answer = self._answer(master)
            if answer.choice is None:
                return None
            master.forbid(answer.choice)
            found = self._realize(index, answer.choice)
            if found is None:
                continue
            self._keep(found)
            for cut in part.touch(found.chosen):
                master.add_cut(_restrict(cut, index))
            inside = part.low + EPSILON < found.letters < part.high - EPSILON
            if inside and part.bound_at(found) > self._threshold:
                return found.letters

    @property
    def _threshold(self) -> float:
        """Only plans above this value are still of interest."""
        return self.best.value + TOLERANCE

    def _improves(self, kept: Kept) -> bool:
        """Whether one of the promising sets is a better plan than the best."""
        before = self.best.value
        for chosen in kept.promising:
            found = self.search.best_dates(chosen)
            if found is not None:
                self._keep(found)
        return self.best.value > before + TOLERANCE / 2

    # ---- the answer ---------------------------------------------------------------

    def _plan(self, status: Literal["optimal", "feasible"]) -> Plan:
        least = self.best.value - TOLERANCE
        chosen = cheapest_tie(self.search, self.found.values(), least)
        proven = self.best.value + TOLERANCE
        bound = proven if status == "optimal" else root_bound(self.search)
        seconds = time.perf_counter() - self.began
        return plan_of(self.search, chosen, Proof(status, bound, seconds, self.solves))

    def _none(self, reason: Literal["infeasible", "timeout"]) -> NoPlan:
        seconds = time.perf_counter() - self.began
        return NoPlan(self.problem.scenario, reason, seconds)


def _restrict(cut: Cut, index: Sequence[int]) -> Cut:
    return replace(cut, choice=cut.choice[list(index)])
