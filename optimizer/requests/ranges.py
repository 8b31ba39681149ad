"""What a list of requests brings if the assumptions are wrong.

The list, and what is done in each pattern of answers, stay as chosen at the values of
the assumptions; what that is worth, and how likely each host says yes, are drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from optimizer.domain.plan import Estimate
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption, Offering
from optimizer.model.cost import cost_range, gone_usd, still_usd, to_ask_usd
from optimizer.model.plan_chances import estimate
from optimizer.model.rotation import Rotation
from optimizer.model.value.application_list import match_model
from optimizer.model.value.at_programs import AS_IT_IS
from optimizer.model.value.objective import MatchModel, Shift, drawn_acceptance
from optimizer.model.value.rates import Floats, Parameters, draws
from optimizer.requests.ask_list import AskList
from optimizer.requests.outlook import Outcome, Outlook, outlook_of
from optimizer.requests.patterns import patterns_of
from optimizer.requests.request import Request
from optimizer.solver.sets.models import shared_model

PP = 100
_DRAWS = 50
"""Draws that are looked at together."""
_KNOWN = 512
"""Values of sets that are kept, 3 kB each."""
Known = dict[bytes, Floats]
"""Values of sets of rotations, (D,), by a digest of all that they hang on."""


@dataclass(frozen=True, slots=True)
class GainSwing:
    """What a list adds, in pp, with one assumption at either end of its range."""

    assumption: Assumption
    low_pp: float
    high_pp: float


def gain_pp(outlook: Outlook) -> Estimate:
    """What the list adds to the match value in pp, with its range."""
    problem = outlook.values.problem
    nominal = np.array([outlook.mean - outlook.values.baseline])
    known = _known_values(shared_model(problem))
    drawn = gain_draws(outlook, draws(problem), known)
    return estimate(PP * nominal, PP * drawn)


def gain_swings(problem: Problem, asked: AskList) -> tuple[GainSwing, ...]:
    """The gain of a list at both ends of each assumption, the farthest apart first."""
    every = problem.catalog.assumptions
    uncertain = [a for a in every if a.low < a.high]
    if not uncertain:
        return ()
    worlds = {a.name: np.full(2 * len(uncertain), float(a.value)) for a in every}
    for place, a in enumerate(uncertain):
        worlds[a.name][2 * place : 2 * place + 2] = a.low, a.high
    outlook = outlook_of(problem, [one.request for one in asked.requests])
    ends = PP * gain_draws(outlook, worlds).reshape(-1, 2)
    found = [GainSwing(a, *map(float, e)) for a, e in zip(uncertain, ends, strict=True)]
    return tuple(sorted(found, key=lambda one: -abs(one.high_pp - one.low_pp)))


def gain_draws(
    outlook: Outlook, drawn: Parameters, known: Known | None = None
) -> Floats:
    """What the list adds to the match value in each draw of the assumptions, (D,).

    ``known``: values of sets in these draws, to which what is found is added.
    """
    values = _DrawnValues(match_model(outlook.values.problem, drawn), known)
    nothing = values.of(outlook.values.search.booked)
    chance = _chances(outlook, drawn)
    gain = np.zeros_like(nothing)
    for number, way in enumerate(outlook.ways, start=1):
        if chance[number].any():
            gain += chance[number] * (values.of(outlook.rotations(way)) - nothing)
    return gain


@lru_cache(maxsize=16)
def _known_values(_model: MatchModel) -> Known:
    """Values of sets in the draws of a model that problems share."""
    return {}


class _DrawnValues:
    """Match value of many sets of rotations, each sure to be done, in D draws.

    What sets with equal letters have in common, and what a rotation changes, is worked
    out once; the rest is a product over programs.
    """

    def __init__(self, model: MatchModel, known: Known | None = None) -> None:
        self.model = model
        self._values = {} if known is None else known
        self._before: dict[bytes, Floats] = {}
        self._ratios: dict[tuple[object, ...], Floats] = {}

    def of(self, rotations: Sequence[Rotation]) -> Floats:
        """Match value of accepted rotations, (D,); as ``MatchModel.value``.

        Sets that the model cannot tell apart are looked at once.
        """
        letters = self.model.letters_of(rotations, certain=True)
        shifts = list(self.model.shifts(rotations, certain=True))
        changed = repr([(shift.row, shift.state) for shift in shifts]).encode()
        drawn = (letters, *(shift.p for shift in shifts))
        key = hashlib.sha256(changed + b"".join(a.tobytes() for a in drawn)).digest()
        if (known := self._values.get(key)) is not None:
            return known
        found = self._of(letters, shifts)
        if len(self._values) < _KNOWN:
            self._values[key] = found
        return found

    def _of(self, letters: Floats, shifts: Sequence[Shift]) -> Floats:
        model = self.model
        none = self._unrotated(letters).copy()
        for shift in shifts:
            worths = model.counted[:, shift.row] > 0
            none[:, worths] *= self._ratio(letters, shift)[:, None]
        return np.asarray((1 - none @ model.weights) @ model.worth_steps)

    def _unrotated(self, letters: Floats) -> Floats:
        """Chance of no match at programs of each worth and better, (D, K, Z)."""
        key = letters.tobytes()
        if key not in self._before:
            model = self.model
            self._before[key] = model.blend(
                lambda: self._none(model.central(letters, AS_IT_IS, model.listed)),
                lambda: self._cautious,
            )
        return self._before[key]

    @cached_property
    def _cautious(self) -> Floats:
        """The same in the cautious reading: it hangs on no letters to come."""
        return self._none(self.model.cautious(AS_IT_IS)[:, self.model.listed])

    def _none(self, chance: Floats) -> Floats:
        """Chance of no match, from that of one at each listed row, (D, L, .)."""
        left = 1 - chance
        logs = self.model.each @ np.log(left, out=left)
        return np.exp(logs, out=logs)

    def _ratio(self, letters: Floats, shift: Shift) -> Floats:
        """By what a shift multiplies the chance of no match, (D, Z)."""
        key = letters.tobytes(), shift.row, shift.state, shift.p.tobytes()
        if key not in self._ratios:
            model, p = self.model, shift.p[:, None]
            state = AS_IT_IS if model.applied[shift.row] else None
            before = 1 - model.after(letters, replace(shift, state=state))
            after = 1 - model.after(letters, shift)
            self._ratios[key] = (1 - p) + p * after / before
        return self._ratios[key]


def any_done(outlook: Outlook) -> Estimate:
    """Chance of at least one rotation, with hosts as strict, and as kind, as assumed.

    What is done in each pattern of answers stays as chosen at the assumption's value.
    """
    every = outlook.values.problem.catalog.assumption.values()
    ends = {a.name: np.array([a.low, a.high]) for a in every}
    chance = _chances(outlook, ends)
    low, high = 1 - chance[0] / chance.sum(axis=0)
    return Estimate(1 - outlook.done[0], float(low), float(high))


def high_usd(outlook: Outlook) -> tuple[int, int]:
    """The most that is spent if all that is not on record is as dear as assumed.

    With how many amounts are not on record where that happens.
    """
    more = _More(outlook)
    usd = [way.usd + more.usd(way) for way in outlook.outcomes]
    dearest = zip(usd, outlook.outcomes, strict=True)
    return max(usd), max(more.unknown(w) for high, w in dearest if high == max(usd))


class _More:
    """How much dearer outcomes could be: amounts that are not on record."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook, self.problem = outlook, outlook.values.problem
        dear = self.problem.having(budget_counts="cautious")
        asked = [outlook.values.requests[i] for i in outlook.asked]
        named = [c.offering for r in asked for c in r.candidates]

        def more(usd: Callable[[Problem, Offering], int]) -> dict[str, int]:
            each = {o.offering_id: o for o in named}
            return {i: usd(dear, o) - usd(self.problem, o) for i, o in each.items()}

        self._still, self._asking = more(still_usd), more(to_ask_usd)
        self._gone = gone_usd(dear) - gone_usd(self.problem)

    def usd(self, way: Outcome) -> int:
        """Dollars by which an outcome could be dearer."""
        rotations = self.outlook.rotations(way)
        chosen = [r.visit.offering for r in rotations if not r.visit.booked]
        done = sum(self._still[o.offering_id] for o in chosen if o)
        return self._gone + done + sum(self._refused(way))

    def unknown(self, way: Outcome) -> int:
        """How many amounts of an outcome are not on record."""
        cost = cost_range(self.problem, self.outlook.rotations(way))
        return cost.unknown + sum(usd > 0 for usd in self._refused(way))

    def _refused(self, way: Outcome) -> list[int]:
        requests = self.outlook.values.requests
        firsts = (requests[i].candidates[0] for i in self.outlook.asked_but(way))
        return [self._asking[first.offering.offering_id] for first in firsts]


def _chances(outlook: Outlook, drawn: Parameters) -> Floats:
    """Chance of each way in each draw, (ways, D); way 0 is to do nothing."""
    nominal = [r.acceptance for r in outlook.open]
    patterns = patterns_of(nominal)
    taken = outlook.winners[patterns.masks]
    order = np.argsort(taken, kind="stable")
    ways, first = np.unique(taken[order], return_index=True)
    acceptance = [
        _acceptance_draws(outlook.values.problem, r, drawn) for r in outlook.open
    ]
    found = np.zeros((len(outlook.ways) + 1, len(next(iter(drawn.values())))))
    for a in range(0, found.shape[1], _DRAWS):
        some = [p[a : a + _DRAWS, None] for p in acceptance]
        chances = np.atleast_2d(patterns.chances(some))[:, order]
        found[ways, a : a + _DRAWS] = np.add.reduceat(chances, first, axis=1).T
    return found


def _acceptance_draws(problem: Problem, request: Request, drawn: Parameters) -> Floats:
    """The chance of a yes in each draw, (D,)."""
    found = drawn_acceptance(problem, request.candidates[0].visit, drawn)
    if request.terms.answer == "silent":
        return found * drawn.get("silent_acceptance_factor", np.ones_like(found))
    return found
