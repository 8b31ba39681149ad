"""The match value of a set of rotations (docs/model.md has the formulas).

Programs that look the same to this applicant (levels, tie, gate, worth, place on the
application list and signal) share one row, so the arrays stay small. Shapes: D draws
of the parameters (1 for their values), R rows, K distinct worths, Z quadrature nodes,
O visits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from optimizer.domain import replies
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Kind
from optimizer.model.eligibility import LATE_FACTOR
from optimizer.model.rotation import (
    Rotation,
    Visit,
    acceptance_of,
    in_date_order,
    past_rotations,
)
from optimizer.model.trust import GENERAL, acceptance_name
from optimizer.model.value.at_programs import AS_IT_IS, AtPrograms, Index, State
from optimizer.model.value.profile import letter_share, share_of
from optimizer.model.value.rates import Fixed, Floats, Memory, Parameters, RateKey
from optimizer.model.value.signals import NOTHING, Choices, Displaced, displacements


@dataclass(frozen=True, slots=True)
class Shift:
    """A program whose chance changes if a host accepts; chance ``p`` (D,).

    ``state`` None: it is no longer applied to.
    """

    row: int
    state: State | None
    p: Floats


Place = tuple[str | None, Kind]
"""Program of a visit (None: a host without one), and its kind."""


class MatchModel(AtPrograms):
    """The match value as a function of visits and letters, for one problem."""

    def __init__(
        self,
        problem: Problem,
        parameters: Parameters,
        rows: Mapping[str, RateKey],
        choices: Choices,
    ) -> None:
        super().__init__(problem, parameters, tuple(dict.fromkeys(rows.values())))
        self.choices = choices
        self.past = past_rotations(problem)
        """What ended before a plan begins; it belongs to every set of rotations."""
        index = {row: i for i, row in enumerate(self.rows)}
        self.row_of = {name: index[row] for name, row in rows.items()}
        self.count = np.bincount(list(self.row_of.values()), minlength=len(index))
        self._alone, self._after = Memory(), Memory()

    # ---- worths -------------------------------------------------------------------

    @cached_property
    def worths(self) -> Floats:
        """Distinct worths v_1 > ... > v_K, shape (K,)."""
        found = {row.worth for row in self.rows} or {1.0}
        return np.array(sorted(found, reverse=True))

    @cached_property
    def worth_steps(self) -> Floats:
        """v_k - v_(k+1), shape (K,)."""
        return -np.diff(np.append(self.worths, 0.0))

    @cached_property
    def counted(self) -> Floats:
        """1 where row r is among the programs of worth v_k or better, (K, R)."""
        worth = np.array([row.worth for row in self.rows])
        return np.asarray(worth[None, :] >= self.worths[:, None], dtype=float)

    # ---- letters and acceptance ---------------------------------------------------

    def letter_share(self, kind: Kind, *, late: bool) -> Floats:
        """Strong letters expected of an accepted rotation that gives one, (D,)."""
        return letter_share(self.problem, self.parameters, kind, late=late)

    def letters_of(self, rotations: Sequence[Rotation], certain: bool) -> Floats:
        """L: letters in hand, and those expected of rotations and the past, (D,)."""
        total = self.hand
        for r in (*self.past, *rotations):
            share = share_of(self.problem, self.parameters, r)
            total = total + self.acceptance(r.visit, certain) * share
        return total

    def acceptance(self, visit: Visit, certain: bool) -> Floats:
        """Chance that the visit happens, (D,); drawn where an assumption sets it."""
        if certain or visit.booked or visit.offering is None:
            return np.ones_like(self["kappa_base_odds"])
        return drawn_acceptance(self.problem, visit, self.parameters)

    # ---- chances at all programs ----------------------------------------------------

    @cached_property
    def applied(self) -> Floats:
        """1 where a row is applied to before any rotation, (R,)."""
        return np.array([row.listed for row in self.rows], dtype=float)

    @cached_property
    def listed(self) -> Index:
        """Rows that are applied to, (L,): few of those of a large catalog."""
        return np.flatnonzero(self.applied)

    @cached_property
    def each(self) -> Floats:
        """How many programs of worth v_k or better each listed row has, (K, L)."""
        return self.counted[:, self.listed] * self.count[self.listed]

    def unrotated(self, letters: Floats) -> Floats:
        """q_j(0) by row: match there without rotating, (D, R, Z)."""
        found = np.zeros((len(letters), len(self.rows), len(self.weights)))
        found[:, self.listed] = self.chance(letters, AS_IT_IS, self.listed)
        return found

    # ---- rotations ------------------------------------------------------------------

    def shifts(self, rotations: Sequence[Rotation], certain: bool) -> Iterator[Shift]:
        """Every program whose chance rotations and the past change, by their dates."""
        dated = in_date_order(tuple(rotations))
        free = [r.visit for r in dated if not r.visit.booked]
        yield from self.shifts_at(
            [place_of(v) for v in free], [self.acceptance(v, certain) for v in free]
        )
        known = (*self.past, *(r for r in dated if r.visit.booked))
        for visit in {r.visit.key: r.visit for r in known}.values():  # once a program
            p = self.acceptance(visit, certain)
            yield from self._shift(place_of(visit), p, NOTHING)

    def shifts_at(
        self, places: Sequence[Place], chances: Sequence[Floats]
    ) -> Iterator[Shift]:
        """As ``shifts``, of free visits in the order of their dates; chances (D,)."""
        displaces = displacements(self.choices, places)
        for place, p, what in zip(places, chances, displaces, strict=True):
            yield from self._shift(place, p, what)

    def is_audition(self, place: Place) -> bool:
        """Whether the visit is at a program that may match the applicant."""
        return place[0] is not None and place[0] not in self.choices.closed

    def _shift(self, place: Place, p: Floats, what: Displaced) -> Iterator[Shift]:
        program, kind = place
        if program is not None and self.is_audition(place):
            yield Shift(self.row_of[program], ("on" if what.moved else "own", kind), p)
        if what.signal is not None:
            yield Shift(self.row_of[what.signal], ("off", None), p)
        if what.place is not None:
            yield Shift(self.row_of[what.place], None, p)

    def after(self, letters: Floats, shift: Shift) -> Floats:
        """q_j of a shifted program once the host has accepted, (D, Z)."""
        row, state = np.array([shift.row]), shift.state
        if state is None:
            return np.zeros((len(self.theta), len(self.weights)))
        if len(letters) > 1:
            return self.chance(letters, state, row)[:, 0]
        return self._after.once(
            (letters.tobytes(), shift.row, state),
            lambda: self.chance(letters, state, row)[:, 0],
        )

    # ---- the value ------------------------------------------------------------------

    def none_matched(
        self, rotations: Sequence[Rotation], certain: bool, letters: Floats
    ) -> Floats:
        """Log P(no match among programs of worth >= v_k | theta), (D, K, Z)."""
        return self.none_after(self.shifts(rotations, certain), letters)

    def none_after(self, shifts: Iterable[Shift], letters: Floats) -> Floats:
        """As ``none_matched``, after any changes at programs."""
        if len(letters) > 1:
            q, none = self._unshifted(letters)
        else:
            key = letters.tobytes()
            q, none = self._alone.once(key, lambda: self._unshifted(letters))
        return self.none_shifted(none, q, shifts, letters)

    def _unshifted(self, letters: Floats) -> tuple[Floats, Floats]:
        """``unrotated``, and ``none_matched`` without any change."""
        q = self.unrotated(letters)
        return q, self.each @ np.log1p(-q[:, self.listed])

    def none_from(self, q: Floats, shifts: Iterable[Shift], letters: Floats) -> Floats:
        """As ``none_after``, from ``unrotated`` at these letters."""
        none = self.each @ np.log1p(-q[:, self.listed])
        return self.none_shifted(none, q, shifts, letters)

    def none_shifted(
        self, none: Floats, q: Floats, shifts: Iterable[Shift], letters: Floats
    ) -> Floats:
        """``none`` of ``unrotated`` programs, after any changes at some."""
        for shift in shifts:
            change = log_change(
                q[:, shift.row], self.after(letters, shift), shift.p[:, None]
            )
            none = none + self.counted[:, shift.row, None] * change[:, None]
        return np.asarray(none)

    def value(
        self,
        rotations: Sequence[Rotation],
        certain: bool,
        letters: Floats | None = None,
    ) -> Floats:
        """Match value of rotations, (D,); ``letters`` overrides their letters."""
        found = self.letters_of(rotations, certain) if letters is None else letters
        return self.value_after(self.shifts(rotations, certain), found)

    def value_after(self, shifts: Iterable[Shift], letters: Floats) -> Floats:
        """Match value after any changes at programs, (D,)."""
        none = self.none_after(shifts, letters)
        return np.asarray(-np.expm1(none) @ self.weights @ self.worth_steps)

    def probability(self, rotations: Sequence[Rotation], certain: bool) -> Floats:
        """Chance to match anywhere, (D,): every program counts the same."""
        letters = self.letters_of(rotations, certain)
        none = self.none_matched(rotations, certain, letters)[:, -1]
        return np.asarray(-np.expm1(none) @ self.weights)


def place_of(visit: Visit) -> Place:
    """Program and kind of a visit."""
    return visit.program.program_id if visit.program else None, visit.kind


def values_of(problem: Problem) -> Parameters:
    """Every assumption at its value, as one draw."""
    return _values(problem.catalog)


@lru_cache(maxsize=16)
def _values(catalog: Catalog) -> Parameters:
    found = {a.name: np.array([a.value], float) for a in catalog.assumptions}
    for value in found.values():
        value.flags.writeable = False
    return Fixed(found)


def log_change(before: Floats, after: Floats, p: Floats) -> Floats:
    """Change of log(1 - q) where q becomes ``after`` with chance p."""
    return np.asarray(np.log1p(-(1 - p) * before - p * after) - np.log1p(-before))


def drawn_acceptance(problem: Problem, visit: Visit, drawn: Parameters) -> Floats:
    """Chance that a host says yes to a visit in each draw, (D,)."""
    name, offering = acceptance_assumption(problem, visit), visit.offering
    stated = acceptance_of(problem, offering) if offering else 1.0
    prior = drawn[name] if name else np.full_like(drawn["kappa_base_odds"], stated)
    return prior * drawn[LATE_FACTOR] ** visit.late if visit.late else prior


def acceptance_assumption(problem: Problem, visit: Visit) -> str | None:
    """Name of the assumption an offering's acceptance comes from, if any.

    What the host has answered itself comes from none.
    """
    offering = visit.offering
    if offering and replies.accepts(problem.scenario, offering.offering_id):
        return None
    if offering is None:
        return GENERAL
    if offering.acceptance is None:
        return acceptance_name(problem, offering)
    key = ("offerings.csv", offering.offering_id, "acceptance")
    known = problem.catalog.source_of.get(key)
    name = known.source.removeprefix("assumptions.csv: ") if known else ""
    assumption = problem.catalog.assumption.get(name)
    stated = offering.acceptance
    return name if assumption is not None and assumption.value == stated else None
