"""What a plan means: chances with ranges, gains per rotation, other dates."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from optimizer.domain.plan import (
    Block,
    Chances,
    Estimate,
    Gain,
    Plan,
    RotationDetail,
)
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.calendars import allowed_starts
from optimizer.model.eligibility import eligibility
from optimizer.model.letters import end_of
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.model.rules import rules
from optimizer.model.rules.dates import APART
from optimizer.model.value.application_list import match_model
from optimizer.model.value.at_programs import AS_IT_IS
from optimizer.model.value.objective import MatchModel, Shift
from optimizer.model.value.rates import Floats, draws

LOW_PERCENTILE, HIGH_PERCENTILE = 10, 90
PP = 100
_KNOWN = 512
"""Values of sets that are kept, 3 kB each."""
Known = dict[bytes, Floats]
"""Values of sets of rotations, (D,), by a digest of all that they hang on."""


def chances(problem: Problem, plan: Plan) -> Chances:
    """Match probabilities of a plan and of the baseline.

    The range runs from the 10th to the 90th percentile of ``DRAWS`` draws of the
    assumptions; the plan is not re-optimized.
    """
    return chances_of(problem, plan.blocks)


def chances_of(problem: Problem, blocks: tuple[Block, ...]) -> Chances:
    """Match probabilities of any blocks, as ``chances`` of a plan."""
    rotations = rotations_of(problem, blocks)
    model, model_of_draws = models(problem)
    certain = _counted(problem, None)
    found = {way: model.probability(rotations, way) for way in (True, False)}
    drawn = Drawn(model_of_draws).probability(rotations, certain)
    return Chances(
        baseline=float(model.probability(booked_rotations(problem), False)[0]),
        if_all_accept=float(found[True][0]),
        expected=float(found[False][0]),
        counted=estimate(found[certain], drawn),
        any_accepts=chance_any_accepts(rotations),
        all_accept=chance_all_accept(rotations),
    )


def models(problem: Problem) -> tuple[MatchModel, MatchModel]:
    """The match model at the values of the assumptions, and at the draws of them."""
    return match_model(problem), match_model(problem, draws(problem))


def estimate(nominal: Floats, drawn: Floats) -> Estimate:
    """A number (1,) with the 10th and 90th percentile of its draws (D,)."""
    return estimates(nominal, drawn[None])[0]


def estimates(nominal: Floats, drawn: Floats) -> tuple[Estimate, ...]:
    """Numbers (N,), each with the 10th and 90th percentile of its draws (N, D)."""
    ends = np.percentile(drawn, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=1)
    found = zip(nominal.tolist(), *ends.tolist(), strict=True)
    return tuple(Estimate(*each) for each in found)


def chance_any_accepts(rotations: Sequence[Rotation]) -> float:
    """Chance that at least one host accepts, refusals being independent."""
    hosts = [r.visit.acceptance for r in rotations if not r.visit.booked]
    return 1 - float(np.prod([1 - p for p in hosts]))


def chance_all_accept(rotations: Sequence[Rotation]) -> float:
    """Chance that every host accepts, refusals being independent; 1 without one.

    A host that has accepted and a booked rotation have the chance 1.
    """
    return math.prod(r.visit.acceptance for r in rotations)


def plan_gain(problem: Problem, plan: Plan, *, certain: bool | None = None) -> Gain:
    """What the plan's blocks add to the match value, beyond what is booked.

    ``certain`` None takes the scenario's way of counting refusals.
    """
    model = match_model(problem)
    rotations = rotations_of(problem, plan.blocks)
    return gain_over(
        model, rotations, booked_rotations(problem), _counted(problem, certain)
    )


def rotation_details(problem: Problem, plan: Plan) -> tuple[RotationDetail, ...]:
    """Each rotation of the plan, in date order, with its gain: leave one out."""
    model = match_model(problem)
    rotations = rotations_of(problem, plan.blocks)
    return tuple(_detail(problem, model, block, rotations) for block in plan.blocks)


def alternate_starts(
    problem: Problem, block: Block, rotations: tuple[Rotation, ...]
) -> tuple[dt.date, ...]:
    """Other starts of a block that keep the plan valid, all else unchanged."""
    others = _without(rotations, block)
    if not all(rules.each_allowed(problem, rule, others) for rule in rules.BLOCK_RULES):
        return ()
    counts: dict[tuple[int, bool], bool] = {}
    offering, own = block.offering, rotation_on(problem, block.offering, block.start)

    def fits(start: dt.date) -> bool:
        moved = replace(own, start=start, end=end_of(offering, start))
        if not APART.holds(problem, in_date_order((*others, moved))):
            return False  # as a rule: the rest of it need not be known
        moved = rotation_on(problem, offering, start)
        every = in_date_order((*others, moved))
        what = moved.visit.late, moved.letter_on_time  # all that tallies may see change
        if what not in counts:
            tallies = (rules.tally_holds(problem, t, every) for t in rules.TALLIES)
            counts[what] = all(tallies)
        return counts[what] and all(
            rule.holds(problem, every) for rule in rules.SCHEDULE_RULES
        )

    starts = allowed_starts(problem, offering)
    return tuple(start for start in starts if start != block.start and fits(start))


def _detail(
    problem: Problem, model: MatchModel, block: Block, rotations: tuple[Rotation, ...]
) -> RotationDetail:
    own = rotation_on(problem, block.offering, block.start)
    rest = _without(rotations, block)
    return RotationDetail(
        block=block,
        cost_usd=cost.rotation_usd(problem, own),
        gain=gain_over(model, rotations, rest, _counted(problem, None)),
        acceptance=own.visit.acceptance,
        eligibility=eligibility(problem, block.offering, block.start),
        alternate_starts=alternate_starts(problem, block, rotations),
    )


def _counted(problem: Problem, certain: bool | None) -> bool:
    return problem.scenario.acceptance == "certain" if certain is None else certain


def gain_over(
    model: MatchModel,
    rotations: Sequence[Rotation],
    without: Sequence[Rotation],
    certain: bool,
) -> Gain:
    """Gain over ``without``; the letters part is what the added letters bring."""
    fewer = model.letters_of(without, certain)
    full = float(model.value(rotations, certain)[0])
    no_letters = float(model.value(rotations, certain, fewer)[0])
    base = float(model.value(without, certain)[0])
    return Gain(
        audition_pp=PP * (no_letters - base), letters_pp=PP * (full - no_letters)
    )


def _without(rotations: tuple[Rotation, ...], block: Block) -> tuple[Rotation, ...]:
    return tuple(
        r
        for r in rotations
        if r.visit.booked
        or r.visit.offering != block.offering
        or r.start != block.start
    )


class Drawn:
    """Match value and chance to match of many sets of rotations in D draws.

    What sets with equal letters have in common, and what a rotation changes, is worked
    out once; the rest is a product over programs.
    """

    def __init__(self, model: MatchModel, known: Known | None = None) -> None:
        self.model = model
        self._values = {} if known is None else known
        self._before: dict[bytes, Floats] = {}
        self._ratios: dict[tuple[object, ...], Floats] = {}

    def value(self, rotations: Sequence[Rotation]) -> Floats:
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
        none = self._none_after(letters, shifts)
        found = np.asarray((1 - none @ self.model.weights) @ self.model.worth_steps)
        if len(self._values) < _KNOWN:
            self._values[key] = found
        return found

    def probability(self, rotations: Sequence[Rotation], certain: bool) -> Floats:
        """Chance to match anywhere, (D,); as ``MatchModel.probability``."""
        letters = self.model.letters_of(rotations, certain)
        none = self._none_after(letters, self.model.shifts(rotations, certain))
        return np.asarray((1 - none[:, -1]) @ self.model.weights)

    def _none_after(self, letters: Floats, shifts: Iterable[Shift]) -> Floats:
        """Chance of no match at programs of each worth and better, (D, K, Z)."""
        none = self._unrotated(letters).copy()
        for shift in shifts:
            none[:, self._first[shift.row] :] *= self._ratio(letters, shift)[:, None]
        return none

    @cached_property
    def _first(self) -> list[int]:
        """Of each row the first worth that counts it."""
        return [int(first) for first in self.model.counted.argmax(axis=0)]

    def _unrotated(self, letters: Floats) -> Floats:
        """The same without a rotation."""
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
        return self._none(self.model.cautious(AS_IT_IS, self.model.listed))

    def _none(self, chance: Floats) -> Floats:
        """Chance of no match, from that of one at each listed row, (D, L, .), used up.

        Powers by squaring: logarithms take longer. Worth by worth and row by row, the
        draws of each in one piece: that is much faster.
        """
        model, left = self.model, np.subtract(1, chance, out=chance)
        found = np.ones((len(model.worths), len(left), left.shape[2]))
        listed = np.arange(len(model.rows))[model.listed].tolist()
        counts = [int(model.count[row]) for row in listed]
        for bit in reversed(range(max(counts, default=0).bit_length())):
            found *= found
            for i, (row, count) in enumerate(zip(listed, counts, strict=True)):
                if count >> bit & 1:
                    found[self._first[row]] *= left[:, i]
        return np.moveaxis(np.multiply.accumulate(found, out=found), 0, 1)

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
