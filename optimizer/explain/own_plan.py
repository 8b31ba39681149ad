"""A plan made by hand: what it gives and what it breaks; its hosts one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from optimizer.domain.plan import Block, CostItem
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.candidates import candidates
from optimizer.model.plan_chances import gain_over
from optimizer.model.rotation import Rotation, rotations_of
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.model.value.objective import MatchModel

ONCE = "one per program"
"""The model counts a program once: with two rotations at one there is no value."""


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """Blocks of one's own choice, in date order, judged by the rules of a problem.

    ``broken`` are the rules that no further rotation can mend, ``missing`` those that
    ask for more than is there yet. ``value`` is the match value under the scenario's
    ``acceptance``; None where two rotations are at one program.
    """

    blocks: tuple[Block, ...]
    value: float | None
    cost_items: tuple[CostItem, ...]
    broken: tuple[rules.Rule, ...]
    missing: tuple[rules.Rule, ...]

    @property
    def cost_usd(self) -> int:
        """Cost if every host accepts."""
        return sum(item.usd for item in self.cost_items)


@dataclass(frozen=True, slots=True)
class Added:
    """What a rotation adds to those before it, in pp, as if its host accepts."""

    block: Block
    audition_pp: float
    letters_pp: float

    @property
    def pp(self) -> float:
        """Both parts together."""
        return self.audition_pp + self.letters_pp


def possible_starts(problem: Problem) -> dict[str, tuple[dt.date, ...]]:
    """By id, every offering one may pick, with its starts that break no block rule."""
    found: dict[str, list[dt.date]] = {}
    for c in candidates(problem):
        here = found.setdefault(c.offering.offering_id, [])
        here += map(dt.date.fromordinal, c.starts)
    return {name: tuple(sorted(days)) for name, days in found.items()}


def judge_plan(problem: Problem, blocks: tuple[Block, ...]) -> OwnPlan:
    """Judge any blocks; they need not obey a rule."""
    rotations = rotations_of(problem, blocks)
    broken = rules.broken_rules(problem, rotations)
    missing = tuple(r for r in broken if _asks_for_more(problem, r, rotations))
    once = all(rule.name != ONCE for rule in broken)
    return OwnPlan(
        blocks=tuple(sorted(blocks, key=lambda b: (b.start, b.block_id))),
        value=_value(problem, match_model(problem), rotations) if once else None,
        cost_items=cost.bill(problem, rotations),
        broken=tuple(rule for rule in broken if rule not in missing),
        missing=missing,
    )


def one_by_one(problem: Problem, blocks: tuple[Block, ...]) -> tuple[Added, ...]:
    """The same rotations one after another, each time the one that adds most.

    As if every host accepts; what they cost plays no part. At most one a program.
    """
    model = match_model(problem)
    done: tuple[Block, ...] = ()
    found: list[Added] = []
    while left := [block for block in blocks if block not in done]:
        best = max(
            (_addition(problem, model, done, b) for b in left), key=lambda a: a.pp
        )
        found.append(best)
        done = (*done, best.block)
    return tuple(found)


def _addition(
    problem: Problem, model: MatchModel, done: tuple[Block, ...], block: Block
) -> Added:
    with_it, without = (rotations_of(problem, b) for b in ((*done, block), done))
    gain = gain_over(model, with_it, without, certain=True)
    return Added(block, gain.audition_pp, gain.letters_pp)


def _asks_for_more(
    problem: Problem, rule: rules.Rule, rotations: tuple[Rotation, ...]
) -> bool:
    """Whether a broken rule would hold with more rotations: no count is too high."""
    if not isinstance(rule, rules.Tally):
        return False
    at_most = rules.CountLimits(high=rule.limits(problem).high)
    return rules.counts_within(problem, rule, rotations, at_most)


def _value(
    problem: Problem, model: MatchModel, rotations: tuple[Rotation, ...]
) -> float:
    certain = problem.scenario.acceptance == "certain"
    return float(model.value(rotations, certain)[0])
