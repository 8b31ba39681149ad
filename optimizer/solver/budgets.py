"""The best plan of every budget in one search, each proven within the tolerance.

First plans within a few budgets, the cheapest plan of all, then stretches of the
budget from little money to much. docs/model.md says why the bounds hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import Plan, Proof
from optimizer.domain.problem import Problem
from optimizer.solver.extract import plan_of, preferred_rotations
from optimizer.solver.search.first import First
from optimizer.solver.search.goal import ANY, TOLERANCE, Best, Found
from optimizer.solver.search.search import Search
from optimizer.solver.search.work import OutOfWork
from optimizer.solver.sets.offer_arrays import Floats
from optimizer.solver.solve import MOST_USD, Solver

_STRETCHES = 8
_DOLLAR = 1e-6
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class BestByBudget:
    """Plans by rising cost, each the best from its cost up to the next one's.

    For budgets beyond ``proven_usd`` the work ran out; no plan there is worth more than
    ``bound``.
    """

    plans: tuple[Plan, ...]
    proven_usd: int
    bound: float


def best_by_budget(problem: Problem, least_gain: float) -> BestByBudget:
    """The best plan of every budget, whatever that of the scenario.

    A plan that gains no more than ``least_gain`` over a cheaper one is left out.
    """
    return _BudgetSearch(problem).run_all(least_gain)


class Staircase:
    """The best value for every sum of dollars, as steps: a goal of searches.

    Of interest are plans that cost more than ``proven`` and at most ``room``, and are
    worth more by the tolerance than the best at their dollars.
    """

    saves, every_way = False, True

    def __init__(self, room: float) -> None:
        self.found: list[Found] = []
        self.best: Found | None = None
        self._usd, self._levels = np.zeros(0), np.array([ANY])
        self.begin(-np.inf, room)

    def begin(self, proven: float, room: float) -> None:
        """Go on to a stretch of dollars."""
        self.proven, self.room = proven, room
        # Stays as it is for the whole stretch: so do the bounds that ``pay`` made.
        self.above = float(self._level(proven))
        self._note_best()

    def _note_best(self) -> None:
        """Note the most valuable plan within the room."""
        inside = (f for f in reversed(self.found) if f.usd <= self.room)
        self.best = next(inside, None)

    def _level(self, usd: Floats | float) -> Floats:
        """What a plan of these dollars must exceed."""
        place = np.searchsorted(self._usd, np.asarray(usd) + _DOLLAR, side="right")
        return np.asarray(self._levels[place])

    def above_at(self, usd: Floats) -> Floats | float:
        """The best value for so many dollars, and the tolerance."""
        return self._level(np.maximum(usd, self.proven))

    def pay(self, prices: Floats) -> Floats:
        """What dollars are worth in all, where the level is the least for them."""
        inside = (self._usd > self.proven) & (self._usd <= self.room)
        ends = np.append(self._usd[inside], self.room)
        levels = np.append(self._levels[:-1][inside], self._level(self.room))
        worth = prices[..., None] * ends - levels
        return np.asarray(self.above + worth.max(axis=-1))

    def settled(self, upper: float) -> bool:
        """No plan is too poor for fewer dollars."""
        del upper
        return False

    def take(self, found: Found) -> None:
        """Keep it if no plan that costs as little is worth as much."""
        if any(f.usd <= found.usd and f.value >= found.value for f in self.found):
            return
        kept = [f for f in self.found if f.usd < found.usd or f.value > found.value]
        self.found = sorted([*kept, found], key=lambda f: f.usd)
        self._usd = np.array([f.usd for f in self.found], dtype=float)
        self._levels = np.array([ANY, *(f.value + TOLERANCE for f in self.found)])
        self._note_best()


class _Heard(Best):
    """The best within some budget; the steps hear of every plan on the way."""

    def __init__(self, room: float, steps: Staircase) -> None:
        super().__init__(room)
        self.steps = steps

    def settled(self, upper: float) -> bool:
        """The steps want to hear of every plan."""
        return self.steps.settled(upper)

    def take(self, found: Found) -> None:
        """Pass it on."""
        super().take(found)
        self.steps.take(found)


class _BudgetSearch(Solver):
    """One run over all budgets."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.having(budget_usd=MOST_USD))
        self.steps = Staircase(self.pool.room)
        self.proven_usd = 0

    def run_all(self, least_gain: float) -> BestByBudget:
        """Find the steps and prove them."""
        self.work.use_all()
        with suppress(OutOfWork):
            self._prove()
        plans = tuple(self._plans(least_gain))
        return BestByBudget(plans, self.proven_usd, self.root_bound())

    def _prove(self) -> None:
        """Search one stretch after another."""
        least = None if self.pool.impossible else self._by_dollars(enough=False)
        if least is None:
            return
        self._consider(least)
        self._first_plans(least.usd)
        usd = np.array([f.usd for f in self.steps.found], dtype=float)
        ends = np.unique(np.quantile(usd, np.linspace(0, 1, _STRETCHES + 1))[1:])
        proven = least.usd - 1.0
        for room in (*ends[:-1], self.pool.room):
            self._search(proven, float(room))
            proven = float(room)
            self.proven_usd = MOST_USD - int(self.pool.room - room)

    def _consider(self, found: Found) -> None:
        search = Search(self.pool, self.steps, self.work)
        search.consider(np.array([found.members], dtype=int).reshape(1, -1))

    def _first_plans(self, least_usd: int) -> None:
        """Good plans with all the money, then with less."""
        room = self.pool.room
        self._first(room)
        top = max(f.usd for f in self.steps.found)
        for room in np.linspace(least_usd * 1.02, top - 1, _STRETCHES):
            self._first(float(room))

    def _first(self, room: float) -> None:
        search = Search(self.pool, _Heard(room, self.steps), self.work)
        search.most = min(search.most, self.pool.affordable(room))
        search.empty()
        First(search).run()

    def _search(self, proven: float, room: float) -> None:
        self.steps.begin(proven, room)
        search = Search(self.pool, self.steps, self.work)
        search.most = min(search.most, self.pool.affordable(room))
        search.run()

    def _plans(self, least_gain: float) -> Iterator[Plan]:
        before = -1.0
        for found in self.steps.found:
            if found.value > before + least_gain:
                yield self._plan_of(found)
                before = found.value

    def _plan_of(self, found: Found) -> Plan:
        rotations = preferred_rotations(self.pool, [found])
        proof = Proof("optimal", found.value + TOLERANCE, self.work.seconds, 0)
        return plan_of(self.pool, rotations, found.value - _LEAST, proof)
