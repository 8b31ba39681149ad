"""The match value of sets: bounds for many at once, and exact in the order of dates.

At a letter level the value is G(x) with x the sum of what nobody and each member of a
set contribute to -log P(no match), by worth and node, and G(x) = sum w (1 - exp(-x)),
concave and rising. What a member contributes may depend on the others and on dates (it
may displace a signal or a place on the list): bounds take the most it can. Offers that
contribute alike share a type.

Shapes: N offers, T types, Z nodes, K worths, X = K Z, S sets of k members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

import numpy as np

from optimizer.domain.problem import Problem
from optimizer.model.rotation import Rotation
from optimizer.model.rules.rules import KINDS
from optimizer.model.value.objective import MatchModel, Place
from optimizer.solver.sets.hazards import Hazards
from optimizer.solver.sets.level import LevelTables
from optimizer.solver.sets.offer_arrays import (
    NO_PROGRAM,
    Floats,
    Indices,
    Mask,
    Offers,
    distinct,
)
from optimizer.solver.sets.offered import Offered

_DECIMALS = 12
_ORDER_DECIMALS = 9
"""Orders of moving signals whose values agree so far count as one."""

Order = tuple[int, ...]
"""Places of some members of a set, in the order of their dates."""


@dataclass(frozen=True, eq=False)
class Ends:
    """The value at both ends of an interval of letters between two kinks.

    ``nobody`` (2, X) and ``effects`` (2, T, X) of x; ``margin`` (X,): at any level in
    between, x of any set of at most so many members is at most this above the line
    between its ends. docs/model.md proves it.
    """

    low: float
    high: float
    nobody: Floats
    effects: Floats
    margin: Floats

    @property
    def width(self) -> float:
        """Letters that count between the ends."""
        return self.high - self.low


class Worth:
    """The value of sets of up to ``most`` offers of a model's problem."""

    def __init__(
        self,
        model: MatchModel,
        offers: Offers,
        booked: tuple[Rotation, ...],
        most: int,
    ) -> None:
        self.model, problem = model, model.problem
        self.certain = problem.scenario.acceptance == "certain"
        self.weights = np.outer(model.worth_steps, model.weights).ravel()
        first, self.type = self._types(problem, offers, most)
        self.offered = Offered(
            self.model,
            booked,
            _places(problem, offers, first),
            offers.acceptance[first],
            self.certain,
            max(most, 0),
        )
        self.base_letters = float(model.letters_of(booked, True)[0])
        self.most_letters = float(model["letters_max_per_program"][0])
        self.handicap = np.zeros(len(offers.index))
        """What each offer must be worth beyond its value, (N,); every value and bound
        of sets is less that of their members."""
        given = offers.acceptance * offers.gives
        self.on_time = given * self._share(late=False)[offers.kind]
        self.late = given * self._share(late=True)[offers.kind]
        self.best = np.where(offers.timely > 0, self.on_time, self.late)
        self.tables = LevelTables(self.offered)
        self.ends = lru_cache(maxsize=64)(self._ends)

    def _share(self, *, late: bool) -> Floats:
        shares = [float(self.model.letter_share(k, late=late)[0]) for k in KINDS]
        return np.array(shares)

    def _types(
        self, problem: Problem, offers: Offers, most: int
    ) -> tuple[Indices, Indices]:
        """An example of each type, and the type of each offer."""
        choices, row_of = self.model.choices, self.model.row_of
        used, _, alike = distinct(offers.program)
        programs = problem.catalog.programs
        kept = slice(max(most, 0))
        losers = dict.fromkeys((*choices.signals_go[kept], *choices.places_go[kept]))
        own = {name: i + 1 for i, name in enumerate(losers)}
        moving = [{n for n, k in choices.moves if k == kind} for kind in KINDS]
        facts = [
            (
                row_of[n],
                n in choices.closed,
                choices.unlisted(n),
                own.get(n, 0),
                *(n in some for some in moving),
            )
            for n in (programs[i].program_id for i in used.tolist() if i >= 0)
        ]
        number = {fact: i for i, fact in enumerate(sorted({*facts}))}
        assert NO_PROGRAM == -1, "it stands before all others, here too"
        nobody = [-1] * (len(used) - len(facts))
        alike = np.array([*nobody, *map(number.__getitem__, facts)], dtype=int)[alike]
        chance = distinct(offers.acceptance)[2]
        key = (alike * len(KINDS) + offers.kind) * (len(chance) + 1)
        return distinct(key + chance)[1:]

    # ---- exact ----------------------------------------------------------------------

    def letters(self, sets: Indices, timely: Mask | None = None) -> Floats:
        """Letters of sets, those in ``timely`` (S, k) on time (by default all)."""
        if timely is None:
            return np.asarray(self.base_letters + self.best[sets].sum(axis=1))
        states = np.where(timely, self.on_time[sets], self.late[sets])
        return np.asarray(self.base_letters + states.sum(axis=1))

    def _counting(self, letters: Floats) -> Floats:
        return np.asarray(np.minimum(letters, self.most_letters).round(_DECIMALS))

    def exact(self, members: Sequence[int], letters: float) -> float:
        """Match value of members in the order of their dates."""
        at = float(self._counting(np.array(letters)))
        level, kinds = self.tables.level_of(at, self.type[list(members)])
        value = level.value_of(tuple(kinds.tolist()))
        return value - float(self.handicap[list(members)].sum())

    def by_order(
        self, members: Sequence[int], letters: float
    ) -> Iterator[tuple[float, frozenset[Order] | None]]:
        """Exact values of a set, highest first, with the orders that give each.

        None: any order of dates does.
        """
        kinds = self.type[list(members)]
        o = self.offered
        movers = [i for i, k in enumerate(kinds) if o.displaces[k]]
        alike = len({float(o.acceptance[kinds[i]]) for i in movers}) <= 1
        if len(movers) == 1 or (alike and not o.may_keep):
            yield self.exact(members, letters), None
            return
        others = [i for i in range(len(members)) if i not in movers]
        found: dict[float, set[Order]] = {}
        for order in permutations(movers):
            dated = [members[i] for i in (*order, *others)]
            value = round(self.exact(dated, letters), _ORDER_DECIMALS)
            found.setdefault(value, set()).add(order)
        for value in sorted(found, reverse=True):
            yield value, frozenset(found[value])

    # ---- bounds ---------------------------------------------------------------------

    def upper(self, sets: Indices, letters: Floats) -> Floats:
        """At least the value of sets (S, k) at letters (S,), whatever the dates."""
        found = np.zeros(len(sets))
        levels, _, which = distinct(self._counting(letters))
        order = np.argsort(which, kind="stable")
        groups = np.split(order, np.searchsorted(which[order], range(1, len(levels))))
        every = self.tables.of_groups(levels.tolist(), self.type[sets], groups)
        for here, (nobody, effects), kinds in every:
            found[here] = self.value(nobody + _sums(effects, kinds))
        return np.asarray(found - self.handicap[sets].sum(axis=1))

    def _ends(self, low: float, high: float) -> Ends:
        """Tables at both ends of an interval of letters, between two kinks of g."""
        low, high = (min(end, self.most_letters) for end in (low, high))
        at = self.tables.of([low, high])
        rise = self.model.letter_slope(low) * (high - low)
        margin = np.zeros(len(self.weights))
        if rise > 0:
            hazard = Hazards(self.offered, low, high).greatest()
            margin = rise**2 / 8 * np.maximum(hazard, 0).ravel()
        return Ends(
            low,
            high,
            np.stack([a.nobody for a in at]),
            np.stack([a.effects for a in at]),
            margin,
        )

    def value(self, x: Floats) -> Floats:
        """G(x), over the last axis."""
        return np.asarray(-np.expm1(-x) @ self.weights)

    def between(self, ends: Ends, sets: Indices) -> Floats:
        """At least the value of sets at their best letters, in the interval, (S,)."""
        letters = np.minimum(self.letters(sets), self.most_letters)
        share = np.zeros(len(sets))
        if ends.width > 0:
            share = np.clip((letters - ends.low) / ends.width, 0, 1)
        kinds = self.type[sets]
        x = np.stack(
            [ends.nobody[end] + _sums(ends.effects[end], kinds) for end in (0, 1)]
        )
        line = x[0] + share[:, None] * (x[1] - x[0]) + ends.margin
        return np.asarray(self.value(line) - self.handicap[sets].sum(axis=1))


def _places(problem: Problem, offers: Offers, some: Indices) -> list[Place]:
    """Program and kind of some offers."""
    names = [*(p.program_id for p in problem.catalog.programs), None]
    assert NO_PROGRAM == -1, "the last of the names"
    found = zip(offers.program[some].tolist(), offers.kind[some].tolist(), strict=True)
    return [(names[program], KINDS[kind]) for program, kind in found]


def _sums(effects: Floats, kinds: Indices) -> Floats:
    """Sum of the effects of the members of each set, (S, X)."""
    found = np.zeros((len(kinds), effects.shape[1]))
    for member in kinds.T:
        found += effects[member]
    return found
