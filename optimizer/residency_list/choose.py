"""Which programs to apply to and which to signal, proven.

The list that every command counts with (``choices_of``) is kept wherever it is within
the tolerance of the solver of the best one: one list, one figure. Where wishes make
another one better than that, the better one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.value.application_list import choices_of
from optimizer.portfolio.branch import BestChoice, best, proof
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Bools, Ints, Portfolio
from optimizer.residency_list.tables import ChanceTables
from optimizer.solver.solve import TOLERANCE


@dataclass(frozen=True)
class ListChoice:
    """What may be applied to, and the list of a problem at any number of programs."""

    problem: Problem
    tables: ChanceTables
    portfolio: Portfolio

    @cached_property
    def chosen(self) -> BestChoice:
        """The list at the scenario's number of applications."""
        return self.at(self.portfolio.most)

    @property
    def standing(self) -> Ints:
        """The list that every other command counts with, (J,)."""
        return self._standing(self.portfolio.most)

    @property
    def chosen_number(self) -> int:
        """Programs on the list."""
        return int((self.chosen.choice != OFF).sum())

    @cached_property
    def open_programs(self) -> int:
        """Programs that may be on the list."""
        return int(self.portfolio.allowed[:, APPLIED:].any(axis=1).sum())

    @property
    def least(self) -> int:
        """Programs that are on every list, because of a rotation or a wish."""
        return int((~self.portfolio.allowed[:, OFF]).sum())

    @property
    def has_room(self) -> bool:
        """Whether the list has a place for each of them."""
        return self.least <= self.problem.scenario.applications

    @cached_property
    def closed(self) -> Bools:
        """Whether a program cannot match the applicant, (J,)."""
        closed = choices_of(self.problem).closed
        return np.array([name in closed for name in self.tables.ids], dtype=bool)

    def at(self, number: int) -> BestChoice:
        """The list of at most so many programs; those that must be are on it."""
        problem = replace(self.portfolio, most=max(number, self.least))
        return proven(problem, self._standing(number))

    @cached_property
    def _order(self) -> tuple[int, ...]:
        """Every program that is open, the highest worth x E[q] first."""
        whole = self.problem.having(applications=len(self.tables.ids))
        place = {name: j for j, name in enumerate(self.tables.ids)}
        choices = choices_of(whole)
        return tuple(place[p] for p in choices.listed if p not in choices.closed)

    def _standing(self, number: int) -> Ints:
        allowed, signals = self.portfolio.allowed, self.portfolio.signals
        must = [j for j in self._order if not allowed[j, OFF]]
        may = [j for j in self._order if allowed[j, OFF]]
        kept = {*must, *may[: max(number - len(must), 0)]}
        listed = [j for j in self._order if j in kept]
        choice = np.full(len(self.tables.ids), OFF)
        choice[listed] = APPLIED
        first = sorted(listed, key=lambda j: bool(allowed[j, APPLIED]))
        choice[first[:signals]] = SIGNALLED
        return choice


@lru_cache(maxsize=16)
def decide(problem: Problem) -> ListChoice:
    """The list of a problem as it stands: letters in hand, what is booked."""
    tables = ChanceTables(problem)
    return ListChoice(problem, tables, tables.portfolio())


def proven(problem: Portfolio, standing: Ints) -> BestChoice:
    """The standing list if none is better by more than the tolerance, else the best."""
    if found := proof(problem, standing, TOLERANCE):
        return found
    enough = problem.value(standing) + TOLERANCE
    better = best(problem, standing)
    assert better is not None, "the standing list keeps the limits"
    if better.value > enough:
        return better
    return replace(
        better,
        choice=standing,
        value=problem.value(standing),
        proven=better.bound <= enough,
    )
