"""The chances at every program in each state, and the list that is chosen, proven.

What is booked is in place. The list that every command counts with (``choices_of``) is
kept wherever it is within the tolerance of the solver of the best one: one list, one
figure. Where wishes make another one better than that, the better one is taken.

Shapes: D draws of the assumptions (1 for their values), J programs in the order of
their ids, K distinct worths, R rows (programs that look alike), Z nodes.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
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
from optimizer.portfolio.branch import BestChoice, best, proof, proven_by_prices
from optimizer.portfolio.problem import APPLIED, OFF, SIGNALLED, Bools, Ints, Portfolio
from optimizer.solver.solve import TOLERANCE

SIGNALS: dict[int, Signal] = {APPLIED: "off", SIGNALLED: "on"}
_AT_ONCE = 16
"""Lists whose tangents are looked at together."""


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
        self._none: dict[tuple[int, Kind | None], Floats] = {}
        self._invited: dict[tuple[int, Kind | None], Floats] = {}

    def portfolio(self) -> Portfolio:
        """The list to be made, at the values of the assumptions.

        A program that cannot match is never applied to; one with a rotation always is,
        and so are those that the applicant wishes on the list.
        """
        choices, wished = choices_of(self.problem), list_wishes(self.problem)

        def among(names: Container[str]) -> Bools:
            return np.array([i in names for i in self.ids], dtype=bool)

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

    def none(self, choice: Ints) -> Floats:
        """Log P(no match among programs of worth >= v_k | node), (D, K, Z)."""
        total: Floats = np.zeros(1)
        for state, kind, members in self.cells(choice):
            rows, count = np.unique(self.row[members], return_counts=True)
            logs = self.none_there(state, kind).take(rows, axis=1)
            counted = self.model.counted[:, rows] * count
            total = total + np.einsum("kr,drz->dkz", counted, logs)
        shape = len(self.letters), len(self.model.worths), len(self.model.weights)
        return np.broadcast_to(total, shape)

    def value(self, choice: Ints) -> Floats:
        """Match value of a choice, (D,)."""
        none = self.none(choice)
        return np.asarray(-np.expm1(none) @ self.model.weights @ self.model.worth_steps)

    def probability(self, choice: Ints) -> Floats:
        """Chance to match anywhere, (D,)."""
        return np.asarray(-np.expm1(self.none(choice)[:, -1]) @ self.model.weights)

    def invited(self, state: int, members: Ints) -> Floats:
        """P(invitation | node) of programs of one kind of rotation, (D, M, Z).

        Whether its policy lets the applicant in is part of it.
        """
        kind = self.kinds.get(self.ids[members[0]])
        return self.invited_there(state, kind).take(self.row[members], axis=1)

    def invited_there(self, state: int, kind: Kind | None) -> Floats:
        """As ``invited``, at a program of each row, (D, R, Z)."""
        if (state, kind) not in self._invited:
            found = self.model.interview(self.letters, (SIGNALS[state], kind))
            self._invited[state, kind] = self.model.gate[:, :, None] * found
        return self._invited[state, kind]

    def expected(self, state: int, place: int) -> Floats:
        """P(invitation) of a program in a state, (D,)."""
        one = np.array([place])
        return np.asarray(self.invited(state, one)[:, 0] @ self.model.weights)

    def none_there(self, state: int, kind: Kind | None) -> Floats:
        """Log P(no match | node) at a program of each row, (D, R, Z)."""
        if (state, kind) not in self._none:
            at = SIGNALS[state], kind
            if kind is None:  # a rotation there tells the two readings apart
                match = np.tile(self.model.match(at), len(self.model.readings))
                chance = self.invited_there(state, kind) * match
            else:
                chance = self.model.chance(self.letters, at)
            self._none[state, kind] = np.log1p(-chance)
        return self._none[state, kind]

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
        closed = choices_of(self.problem).closed
        return np.array([name in closed for name in self.tables.ids], dtype=bool)

    def at(self, number: int) -> BestChoice:
        """The list of at most so many programs; those that must be are on it."""
        problem = replace(self.portfolio, most=max(number, self.least))
        return proven(problem, self._standing(np.array([number]))[0])

    def of_each_number(self) -> tuple[Ints, Floats]:
        """The list of each number from none to all, (N, J), and its value, (N,)."""
        numbers = np.arange(self.open_programs + 1)
        choices = self._standing(numbers)
        parts = np.array_split(choices, len(numbers) // _AT_ONCE + 1)
        most = np.array_split(np.maximum(numbers, self.least), len(parts))
        found = [
            proven_by_prices(self.portfolio, part, limits, TOLERANCE)
            for part, limits in zip(parts, most, strict=True)
        ]
        values, known = (np.concatenate(each) for each in zip(*found, strict=True))
        for number in np.flatnonzero(~known).tolist():
            better = self.at(number)
            choices[number], values[number] = better.choice, better.value
        return choices, values

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
