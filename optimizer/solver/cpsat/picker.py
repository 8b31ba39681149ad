"""CP-SAT picks the plan and proves it, over whatever offers it is given.

After the search these are the few that it could not rule out; without the search (the
independent check, and what goes on where the search would be too long) all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from optimizer.solver.cpsat.master import VALUE_UNITS, Answer, Choice, Master
from optimizer.solver.cpsat.schedule import State
from optimizer.solver.search.cuts import Cut, cuts
from optimizer.solver.search.goal import Best, Found
from optimizer.solver.search.search import EPSILON, Region, Search
from optimizer.solver.search.work import OutOfWork, Work
from optimizer.solver.sets.offer_arrays import Indices
from optimizer.solver.sets.pool import Pool

Members = tuple[int, ...]
_UNIT = 1 / VALUE_UNITS


class Picker:
    """CP-SAT over some offers of a pool, one interval of letters after another."""

    def __init__(
        self,
        pool: Pool,
        goal: Best,
        work: Work,
        known: Iterable[Members] = (),
        *,
        split: bool = True,
    ) -> None:
        self.pool, self.goal, self.work, self.split = pool, goal, work, split
        self.search = Search(pool, goal, work)
        self.known = tuple(known)
        """Sets that are valued and dated already, the best one apart."""
        self.solves = 0

    def run(self, intervals: Iterable[tuple[float, float, Indices]]) -> None:
        """Look for plans of interest with letters in each interval, of its offers."""
        waiting = list(intervals)
        while waiting:
            low, high, index = waiting.pop()
            at = self._interval(low, high, index)
            if at is not None:
                waiting += [(low, at, index), (at, high, index)]

    def _interval(self, low: float, high: float, index: Indices) -> float | None:
        """Prove that nothing of interest is left; or a level at which to split."""
        master = self._master(index)
        base = self.pool.worth.base_letters
        master.maximize_value(low, high, base)
        bounds = self._touch(master, low, high, index)
        self._start_from_best(master, index)
        while True:
            answer = self._answer(master)
            if answer.choice is None or answer.bound * _UNIT <= self.goal.above:
                self._consider(index, answer.choice)
                return None
            chosen = [int(index[i]) for i in answer.choice.chosen]
            self._consider(index, answer.choice)
            master.forbid(answer.choice)
            bounds += self._touch(master, low, high, index, chosen)
            letters = self._letters(chosen, index, answer.choice)
            inside = low + EPSILON < letters < high - EPSILON
            if (
                self.split
                and inside
                and _least(bounds, chosen, letters - base) > self.goal.above
            ):
                return letters
            master.require_value(self.goal.above)

    def _master(self, index: Indices) -> Master:
        pool, worth = self.pool, self.pool.worth
        states = [
            State(pool.candidate(i), float(worth.on_time[i]), float(worth.late[i]))
            for i in index.tolist()
        ]
        master = Master(pool.problem, states, pool.booked, pool.scheduler)
        place = {int(i): n for n, i in enumerate(index)}
        for members in self.known:
            if all(m in place for m in members):
                chosen = tuple(place[m] for m in members)
                master.forbid(Choice(chosen, frozenset()))
        for keys in pool.refused_keys:
            master.forbid_keys(keys)
        return master

    def _touch(
        self,
        master: Master,
        low: float,
        high: float,
        index: Indices,
        chosen: Sequence[int] | None = None,
    ) -> list[Cut]:
        """Add the cuts that touch the value at a set."""
        worth, most = self.pool.worth, self.pool.most
        ends = worth.ends(low, high)
        best = self.goal.best.members if self.goal.best else ()
        every = np.arange(len(self.pool.offers.index))
        found = list(cuts(worth, ends, best if chosen is None else chosen, every, most))
        for cut in found:
            master.add_cut(cut.only(index))
        return found

    def _start_from_best(self, master: Master, index: Indices) -> None:
        """The best plan known is the hint, and nothing worse is of interest."""
        best = self.goal.best
        if best is None:
            return
        master.require_value(best.value - 2 * _UNIT)
        place = {int(i): n for n, i in enumerate(index)}
        if all(m in place for m in best.members):
            master.hint([place[m] for m in best.members], best.timely)

    def _answer(self, master: Master) -> Answer:
        self.solves += 1
        # A handful of offers is picked from sooner than it is presolved.
        answer = self._solved(master, presolve=self.split)
        if answer.outcome == "infeasible" and self.split and self.goal.best is None:
            answer = self._solved(master, presolve=False)
        if answer.outcome == "unknown":
            raise OutOfWork
        return answer

    def _solved(self, master: Master, *, presolve: bool) -> Answer:
        answer = master.solve(self.work.left, presolve=presolve)
        self.work.done += answer.units
        return answer

    def _consider(self, index: Indices, choice: Choice | None) -> None:
        """Value and date what was chosen, exactly."""
        if choice is not None:
            chosen = np.array([[int(index[i]) for i in choice.chosen]], dtype=int)
            self.search.consider(np.sort(chosen, axis=1))

    def _letters(self, chosen: Sequence[int], index: Indices, choice: Choice) -> float:
        """Letters of a choice as CP-SAT sees it."""
        worth = self.pool.worth
        timely = {int(index[i]) for i in choice.on_time}
        states = (worth.on_time[i] if i in timely else worth.late[i] for i in chosen)
        return worth.base_letters + float(sum(states))


def _least(bounds: Sequence[Cut], chosen: Sequence[int], letters: float) -> float:
    """The lowest bound at a set."""
    return min(
        c.constant + float(c.choice[list(chosen)].sum()) + c.slope * letters
        for c in bounds
    )


def pick(
    pool: Pool, goal: Best, work: Work, regions: Iterable[Region]
) -> tuple[Found, int]:
    """The plan that CP-SAT picks of what a search has left, and in how many solves.

    Left are, in each interval of letters, the offers of the sets of the highest bounds
    there and of the best plan.
    """
    best = goal.best
    assert best is not None, "there is a plan"
    at = float(_letters_of(pool, best))
    solves = 0
    for region in regions:
        here = region.low - EPSILON <= at <= region.high + EPSILON
        index = region.offers | set(best.members if here else ())
        if here or index:
            known = [s for s in region.known(index) if s != best.members]
            picker = Picker(pool, goal, work, known, split=False)
            picker.run([(region.low, region.high, np.array(sorted(index), dtype=int))])
            solves += picker.solves
    assert goal.best is not None, "there is a plan"
    return goal.best, solves


def _letters_of(pool: Pool, found: Found) -> float:
    members = np.array([found.members], dtype=int)
    return float(pool.worth.letters(members, np.array([found.timely], dtype=bool))[0])
