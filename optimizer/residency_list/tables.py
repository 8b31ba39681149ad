"""The chances at every program in each state, and the list that is chosen, proven.

What is booked is in place. The list that every command counts with (``choices_of``) is
kept wherever it is within the tolerance of the solver of the best one: one list, one
figure. Where wishes make another one better than that, the better one is taken.

Shapes: D draws of the assumptions (1 for their values), J programs in the order of
their ids, K distinct worths, R rows (programs that look alike), Z nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.model.rotation import Rotation, booked_rotations
from optimizer.model.value.application_list import (
    choices_of,
    every_row,
    list_wishes,
    ranking,
)
from optimizer.model.value.at_programs import Signal
from optimizer.model.value.objective import MatchModel, values_of
from optimizer.model.value.rates import Floats, Parameters
from optimizer.model.value.signals import Choices
from optimizer.portfolio.branch import BestChoice, best, gaps_by_prices, proof
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Bools, Ints, Portfolio
from optimizer.solver.solve import TOLERANCE

SIGNALS: dict[int, Signal] = {APPLIED: "off", SIGNALLED: "on"}


class ChanceTables:
    """Chances of an interview and of a match, by program and state.

    ``accepted``: rotations that are certain beside those booked.
    """

    def __init__(
        self,
        problem: Problem,
        accepted: Sequence[Rotation] = (),
        parameters: Parameters | None = None,
    ) -> None:
        self.problem = problem
        self.programs = problem.catalog.programs
        self.ids = tuple(p.program_id for p in self.programs)
        found = values_of(problem) if parameters is None else parameters
        self.model = MatchModel(problem, found, every_row(problem), Choices(()))
        self.row: Ints = np.array([self.model.row_of[i] for i in self.ids], dtype=int)
        rotations = (*booked_rotations(problem), *accepted)
        self.letters = self.model.letters_of(rotations, certain=True)
        self.kinds: dict[str, Kind] = {
            r.visit.program.program_id: r.visit.kind
            for r in (*self.model.past, *rotations)
            if r.visit.program
        }
        self._invited: dict[tuple[int, Kind | None], Floats] = {}
        self._expected: dict[tuple[int, Kind | None], Floats] = {}

    def portfolio(self) -> Portfolio:
        """The list to be made, at the values of the assumptions.

        A program that cannot match is never applied to; one with a rotation always is,
        and so are those that the applicant wishes on the list.
        """
        choices, wished = choices_of(self.problem), list_wishes(self.problem)
        among = self.among
        closed = among(choices.closed)
        here = among(self.kinds) & ~closed
        signalled = among(wished["signal"])
        kept = here | signalled | among(wished["apply"])
        allowed = np.ones((len(self.ids), 3), dtype=bool)
        allowed[closed | (among(wished["out"]) & ~here), APPLIED:] = False
        allowed[kept, OFF] = False
        allowed[signalled, APPLIED] = False
        return Portfolio(
            chance=np.stack([self._chance(s) for s in SIGNALS.values()], axis=1),
            worth=np.array([self.model.rows[r].worth for r in self.row]),
            weights=self.model.weights,
            most=max(self.problem.scenario.applications, int(kept.sum())),
            signals=len(choices.signalled) + choices.spare,
            allowed=allowed,
        )

    def among(self, names: Container[str]) -> Bools:
        """Which programs are among these, (J,)."""
        return np.array([i in names for i in self.ids], dtype=bool)

    def _chance(self, signal: Signal) -> Floats:
        """P(match there | node) of every program if it is applied to, (J, Z)."""
        found = np.zeros((len(self.ids), len(self.model.weights)))
        for kind, members in self._by_kind(np.arange(len(self.ids))):
            chance = self.model.chance(self.letters, (signal, kind))[0]
            found[members] = chance[self.row[members]]
        return found

    def chance_at(self, state: int, place: int) -> Floats:
        """P(match there | node) of one program in a state, (Z,)."""
        kind, row = self.kinds.get(self.ids[place]), self.row[[place]]
        found = self.model.chance(self.letters, (SIGNALS[state], kind), row)
        return np.asarray(found[0, 0])

    def probability(self, choice: Ints) -> Floats:
        """Chance to match anywhere, (D,)."""
        nobody = self.nobody(choice, self.chance_there)
        return np.asarray((1 - nobody) @ self.model.weights)

    def nobody(self, choice: Ints, there: Callable[..., Floats]) -> Floats:
        """Chance that no program says yes | node, (D, Z), if each does as ``there``."""
        nobody = np.ones((len(self.letters), len(self.model.weights)))
        for state, kind, members in self.cells(choice):
            no = 1 - there(state, kind)
            none = np.ones((len(no), no.shape[2]))
            for row in self.row[members].tolist():
                none *= no[:, row]
            nobody *= self._at_every_node(none)
        return nobody

    def invited(self, state: int, members: Ints) -> Floats:
        """P(invitation | node) of programs of one kind of rotation, (D, M, Z).

        Whether its policy lets the applicant in is part of it.
        """
        kind = self.kinds.get(self.ids[members[0]])
        found = self.invited_there(state, kind).take(self.row[members], axis=1)
        return self._at_every_node(found)

    def invited_there(self, state: int, kind: Kind | None) -> Floats:
        """As ``invited``, at a program of each row, (D, R, Z).

        Nodes of one reading where both say the same; so, too, in ``chance_there``.
        """
        if (state, kind) not in self._invited:
            found = self.model.interview(self.letters, (SIGNALS[state], kind))
            self._invited[state, kind] = self.model.gate[:, :, None] * found
        return self._invited[state, kind]

    def expected(self, state: int, place: int) -> Floats:
        """P(invitation) of a program in a state, (D,)."""
        kind = self.kinds.get(self.ids[place])
        return self.expected_there(state, kind)[:, self.row[place]]

    def expected_there(self, state: int, kind: Kind | None) -> Floats:
        """P(invitation) at a program of each row, (D, R)."""
        if (state, kind) not in self._expected:
            found = self.invited_there(state, kind)
            weights = self.model.weights.reshape(-1, found.shape[2]).sum(axis=0)
            self._expected[state, kind] = found @ weights
        return self._expected[state, kind]

    def chance_there(self, state: int, kind: Kind | None) -> Floats:
        """P(match there | node) at a program of each row, (D, R, Z)."""
        at = SIGNALS[state], kind
        if kind is None:  # a rotation there tells the two readings apart
            invited, match = self.invited_there(state, kind), self.model.match(at)
            return invited * np.tile(match, invited.shape[2] // match.shape[2])
        return self.model.chance(self.letters, at)

    def none_there(self, state: int, kind: Kind | None) -> Floats:
        """Log P(no match | node) at a program of each row, (D, R, Z)."""
        stay = 1 - self.chance_there(state, kind)  # log1p takes four times as long
        return self._at_every_node(np.log(stay, out=stay))

    def _at_every_node(self, found: Floats) -> Floats:
        """What may be known of one reading for both, (..., Z)."""
        return np.tile(found, len(self.model.weights) // found.shape[-1])

    def cells(self, choice: Ints) -> Iterator[tuple[int, Kind | None, Ints]]:
        """Programs that are applied to, by state and kind of rotation there."""
        for state in SIGNALS:
            for kind, members in self._by_kind(np.flatnonzero(choice == state)):
                yield state, kind, members

    def _by_kind(self, members: Ints) -> Iterator[tuple[Kind | None, Ints]]:
        kinds = [self.kinds.get(self.ids[j]) for j in members]
        for kind in dict.fromkeys(kinds):
            yield kind, members[[k == kind for k in kinds]]


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
        return np.asarray(self._standing(np.array([self.portfolio.most]))[0])

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
        return self.tables.among(choices_of(self.problem).closed)

    def at(self, number: int) -> BestChoice:
        """The list of at most so many programs; those that must be are on it."""
        if number not in self._proven:
            problem = replace(self.portfolio, most=max(number, self.least))
            standing = self._standing(np.array([number]))[0]
            self._proven[number] = proven(problem, standing)
        return self._proven[number]

    def of_each_number(self) -> tuple[Ints, Floats]:
        """The list of each number from none to all, (N, J), and its value, (N,)."""
        choices, values, gaps = self.standing_lists
        choices, values = choices.copy(), values.copy()
        for number in np.flatnonzero(gaps > TOLERANCE).tolist():
            better = self.at(number)
            choices[number], values[number] = better.choice, better.value
        return choices, values

    @cached_property
    def standing_lists(self) -> tuple[Ints, Floats, Floats]:
        """The standing list of each number, its value, and what others add at most."""
        numbers = np.arange(self.open_programs + 1)
        choices, most = self._standing(numbers), np.maximum(numbers, self.least)
        return choices, *gaps_by_prices(self.portfolio, choices, most)

    @cached_property
    def _proven(self) -> dict[int, BestChoice]:
        return {}

    @cached_property
    def _order(self) -> list[int]:
        """Programs that may be on the list, the highest worth x E[q] first."""
        place = {name: j for j, name in enumerate(self.tables.ids)}
        may: Bools = np.any(self.portfolio.allowed[:, APPLIED:], axis=1)
        return [j for name in ranking(self.problem) if may[j := place[name]]]

    def _standing(self, numbers: Ints) -> Ints:
        """The lists of so many programs each, (N, J), those that must be on them."""
        allowed, signals = self.portfolio.allowed, self.portfolio.signals
        order = sorted(self._order, key=lambda j: bool(allowed[j, APPLIED]))
        may = allowed[order, OFF]
        left = numbers[:, None] - (~may).sum()
        listed = ~may | (may.cumsum() <= left)
        first = listed & (listed.cumsum(axis=1) <= signals)
        choices = np.full((len(numbers), len(self.tables.ids)), OFF)
        choices[:, order] = np.where(first, SIGNALLED, np.where(listed, APPLIED, OFF))
        return choices


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
