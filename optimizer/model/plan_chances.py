"""What a plan means: chances with ranges, gains per rotation, other dates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

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
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
    rotations_of,
)
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.model.value.objective import MatchModel
from optimizer.model.value.rates import Floats, draws

LOW_PERCENTILE, HIGH_PERCENTILE = 10, 90
PP = 100


def chances(problem: Problem, plan: Plan) -> Chances:
    """Match probabilities of a plan and of the baseline, each with its range.

    The range runs from the 10th to the 90th percentile of ``DRAWS`` draws of the
    assumptions; plan and baseline share the draws, and the plan is not re-optimized.
    """
    return chances_of(problem, plan.blocks)


def chances_of(problem: Problem, blocks: tuple[Block, ...]) -> Chances:
    """Match probabilities of any blocks, as ``chances`` of a plan."""
    rotations = rotations_of(problem, blocks)
    booked = booked_rotations(problem)
    both = models(problem)
    return Chances(
        baseline=_chance(both, booked, certain=False),
        if_all_accept=_chance(both, rotations, certain=True),
        expected=_chance(both, rotations, certain=False),
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
    return tuple(
        start
        for start in allowed_starts(problem, block.offering)
        if start != block.start and _valid(problem, block, start, others)
    )


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


def _chance(
    models: tuple[MatchModel, MatchModel], rotations: Sequence[Rotation], certain: bool
) -> Estimate:
    return estimate(*(model.probability(rotations, certain) for model in models))


def _without(rotations: tuple[Rotation, ...], block: Block) -> tuple[Rotation, ...]:
    return tuple(
        r
        for r in rotations
        if r.visit.booked
        or r.visit.offering != block.offering
        or r.start != block.start
    )


def _valid(
    problem: Problem, block: Block, start: dt.date, others: tuple[Rotation, ...]
) -> bool:
    moved = rotation_on(problem, block.offering, start)
    return not rules.broken_rules(problem, in_date_order((*others, moved)))
