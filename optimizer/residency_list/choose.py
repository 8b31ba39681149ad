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
from optimizer.portfolio.branch import BestChoice, best
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Ints, Portfolio
from optimizer.portfolio.relaxation import bound
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
        """Programs that could match the applicant."""
        return int(self.portfolio.allowed[:, APPLIED].sum())

    def at(self, number: int) -> BestChoice:
        """The list of at most so many programs; those with a rotation are on it."""
        least = int((~self.portfolio.allowed[:, OFF]).sum())
        problem = replace(self.portfolio, most=max(number, least))
        return proven(problem, self._standing(number))

    @cached_property
    def _order(self) -> tuple[int, ...]:
        """Every program that is open, the highest worth x E[q] first."""
        whole = self.problem.having(applications=len(self.tables.ids))
        place = {name: j for j, name in enumerate(self.tables.ids)}
        choices = choices_of(whole)
        return tuple(place[p] for p in choices.listed if p not in choices.closed)

    def _standing(self, number: int) -> Ints:
        must = [j for j in self._order if not self.portfolio.allowed[j, OFF]]
        may = [j for j in self._order if self.portfolio.allowed[j, OFF]]
        kept = {*must, *may[: max(number - len(must), 0)]}
        listed = [j for j in self._order if j in kept]
        choice = np.full(len(self.tables.ids), OFF)
        choice[listed] = APPLIED
        choice[listed[: self.portfolio.signals]] = SIGNALLED
        return choice


@lru_cache(maxsize=16)
def decide(problem: Problem) -> ListChoice:
    """The list of a problem as it stands: letters in hand, what is booked."""
    tables = ChanceTables(problem)
    return ListChoice(problem, tables, tables.portfolio())


def proven(problem: Portfolio, standing: Ints) -> BestChoice:
    """The standing list if none is better by more than the tolerance, else the best."""
    value = problem.value(standing)
    enough = value + TOLERANCE
    found = bound(problem, problem.allowed, standing, enough)
    if found is not None and found.value <= enough:
        return BestChoice(standing, value, max(found.value, value), found.price, True)
    better = best(problem, standing)
    assert better is not None, "the standing list keeps the limits"
    if better.value > enough:
        return better
    within = better.bound <= enough
    return BestChoice(standing, value, better.bound, better.signal_price, within)
