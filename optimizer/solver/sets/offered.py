"""Candidates as the bounds see them: where they audition, and what they may displace.

Shapes: D letter levels, K worths, R rows, O candidates, Z nodes, P distinct
acceptances, M programs that may lose a signal (or a place).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimizer.model.rotation import Rotation
from optimizer.model.rules.rules import KINDS
from optimizer.model.value.at_programs import SUFFIX, State, greatest_rise
from optimizer.model.value.objective import MatchModel, Place
from optimizer.model.value.rates import NODE_WEIGHTS, Floats

_DISPLACING = ("moves", "outside", "displaces")
Rows = NDArray[np.int_]
Mask = NDArray[np.bool_]
Pick = np.ufunc
"""``np.minimum`` or ``np.maximum``."""
Lost = Callable[[Floats], Floats]
"""What programs lose to visits of these chances: (P,) to (D, P, M, K, Z)."""


@dataclass(frozen=True, eq=False)
class Rotated:
    """Programs of candidates, each after its rotation, at any number of letters.

    ``logit`` and ``boost`` (1, O): of an interview, before letters and from the
    rotation; ``match``, ``gate`` and ``still`` (1, O, Z): the rest.
    """

    model: MatchModel
    logit: Floats
    boost: Floats
    match: Floats
    gate: Floats
    still: Floats

    def only(self, some: Sequence[int]) -> Rotated:
        """Some of them, in the order given."""
        names = ("logit", "boost", "match", "gate", "still")
        return replace(self, **{name: getattr(self, name)[:, some] for name in names})

    def chance(self, letters: Floats) -> Floats:
        """The model's chance there, (D, O, Z)."""
        central = self.gate * (self._interview(letters) * self.match)
        return self.model.blend(lambda: central, lambda: self.still)

    def steepest(self, low: Floats, high: Floats) -> Floats:
        """Greatest change of it by t between two numbers of letters, (O, Z)."""
        a, b = self._interview(low), self._interview(high)
        rise = self.gate * greatest_rise(self.match, a, b)
        return np.asarray(self.model.flat(rise)[0])

    def _interview(self, letters: Floats) -> Floats:
        logit = self.logit + self.model.letter_effect(letters)[:, None] + self.boost
        return self.model.by_strength(logit)


def _rotate(model: MatchModel, rows: Rows, kinds: Rows, on: Mask) -> Rotated:
    """Programs after rotations of these kinds, some with a signal that comes along."""
    boost = [np.log(model[f"or_interview_{SUFFIX[kind]}"]) for kind in KINDS]
    match = [model.match(("own", kind)) for kind in KINDS]
    sent = np.where(on, model.signals["on"][:, rows], model.signals["own"][:, rows])
    still = np.zeros((1, len(rows), 0))
    if "cautious" in model.readings:
        still = np.zeros((1, len(rows), len(NODE_WEIGHTS)))
        for n, sign in product(range(len(KINDS)), (False, True)):
            here = (kinds == n) & (on == sign)
            state: State = ("on" if sign else "own", KINDS[n])
            if here.any():
                still[:, here] = model.cautious(state, rows[here])
    return Rotated(
        model,
        model.base[:, rows] + sent,
        np.stack(boost, axis=1)[:, kinds],
        np.concatenate(match, axis=1)[:, kinds],
        model.gate[:, rows, None],
        still,
    )


class Offered:
    """Candidates of which a plan holds at most ``most``, beside what is booked.

    ``visits`` are their programs and kinds, ``acceptance`` (O,) the chances of a yes.
    """

    def __init__(
        self,
        model: MatchModel,
        booked: tuple[Rotation, ...],
        visits: Sequence[Place],
        acceptance: Floats,
        certain: bool,
        most: int,
    ) -> None:
        self.model, self.booked, self.certain, self.most = model, booked, certain, most
        self.visits, self.acceptance = list(visits), acceptance
        self.kind = np.array([KINDS.index(k) for _, k in self.visits], dtype=int)
        open_ = [model.is_audition(place) for place in self.visits]
        self.audition = np.array(open_, dtype=float)
        rows = [
            model.row_of[program] if program is not None else 0
            for program, _ in self.visits
        ]
        self.row = np.array(rows, dtype=int)
        """Row of its program; any where there is none."""
        self.counted = model.counted[:, self.row] * self.audition
        """1 where a candidate auditions at a program of worth v_k or better, (K, O)."""
        self.after: dict[bool, Rotated] = {}
        self._displacements()
        self.sort_chances()

    def _displacements(self) -> None:
        """Who moves a signal or takes a place, and from whom it may come.

        A set visits at most ``most`` programs, so the k-th signal to go that it does
        not visit is among the first ``most``.
        """
        choices, row_of, most = self.model.choices, self.model.row_of, self.most
        self.moves = np.array([v in choices.moves for v in self.visits], dtype=bool)
        self.outside = np.array(
            [p is not None and choices.unlisted(p) for p, _ in self.visits], dtype=bool
        )
        self.displaces = self.moves | self.outside
        places = choices.places_go[:most]
        self.losers = frozenset((*choices.signals_go[:most], *places))
        self.signals = np.array(
            [row_of[p] for p in choices.signals_go[:most]], dtype=int
        )
        self.places = np.array([row_of[p] for p in places], dtype=int)
        freed = not choices.signalled.isdisjoint(places)
        self.free_signal = choices.spare > 0 or freed
        self.free_place = len(places) < most
        self.may_keep = choices.may_run_out(most)
        """Whether the signals may run out, so that a rotation keeps its own."""

    def sort_chances(self) -> None:
        """Distinct chances of those that move a signal, or take a place; and whose."""
        self.moving, self.taking = (
            np.unique(self.acceptance[who], return_inverse=True)
            for who in (self.moves, self.outside)
        )

    def only(self, index: Sequence[int]) -> Offered:
        """Some of the candidates, in the order given."""
        found, some = copy(self), list(index)
        found.visits = [self.visits[i] for i in some]
        found.counted = self.counted[:, some]
        for name in ("kind", "audition", "row", "acceptance", *_DISPLACING):
            setattr(found, name, getattr(self, name)[some])
        whole = {True: self.rotated(moved=True), **self.after}
        found.after = {moved: each.only(some) for moved, each in whole.items()}
        found.sort_chances()
        return found

    def ordered(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Those of a set whose order of dates may matter for what it displaces.

        It does not if all are equally likely to happen and none goes away empty.
        """
        movers = tuple(i for i in chosen if self.displaces[i])
        alike = len({float(self.acceptance[i]) for i in movers}) <= 1
        if len(movers) == 1 or (alike and not self.may_keep):
            return ()
        return movers

    def rotated(self, *, moved: bool) -> Rotated:
        """Each candidate's program after its rotation.

        ``moved``: with a signal where the rotation brings one.
        """
        if moved not in self.after:
            on = self.moves if moved else np.zeros_like(self.moves)
            self.after[moved] = _rotate(self.model, self.row, self.kind, on)
        return self.after[moved]

    def extreme(
        self, own: Floats, keep: Floats, signal: Lost, place: Lost, pick: Pick
    ) -> Floats:
        """The least (greatest) total of each candidate over what it may displace.

        ``own``, ``keep`` (D, O, Z): at its program, with the signal it brings and
        without. ``signal``, ``place``: where one is lost. Returns (D, K, O, Z).
        """
        found: Floats = self.counted[:, :, None] * own[:, None]
        if self.moves.any():
            moved = found[:, :, self.moves]
            if len(self.signals):
                moved += _side(signal, self.free_signal, self.moving, pick)
            if self.may_keep:
                counted = self.counted[:, self.moves, None]
                moved = pick(moved, counted * keep[:, None, self.moves])
            found[:, :, self.moves] = moved
        if self.outside.any() and len(self.places):
            side = _side(place, self.free_place, self.taking, pick)
            found[:, :, self.outside] += side
        return found


def _side(lost: Lost, free: bool, chances: tuple[Floats, Rows], pick: Pick) -> Floats:
    """Extreme over the programs that may lose, for those who take it."""
    odds, which = chances
    found = pick.reduce(lost(odds), axis=2)
    found = pick(found, 0.0) if free else found
    return np.asarray(np.moveaxis(found[:, which.reshape(-1)], 1, 2))
