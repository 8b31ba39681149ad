"""A plan that someone made by hand: what it gives, what it breaks, what it loses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from optimizer.domain.plan import Block, CostItem, Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost, rules
from optimizer.model.candidates import candidates
from optimizer.model.rotation import Rotation, rotations_of, visit_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.match import MatchModel

PP = 100
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
    expected_cost_usd: int
    letters_on_time: int
    broken: tuple[rules.Rule, ...]
    missing: tuple[rules.Rule, ...]

    @property
    def cost_usd(self) -> int:
        """Cost if every host accepts."""
        return sum(item.usd for item in self.cost_items)

    @property
    def is_valid(self) -> bool:
        """Whether it obeys every rule."""
        return not self.broken and not self.missing


@dataclass(frozen=True, slots=True)
class PricedSwap:
    """One step from an own plan to the best: what goes, what comes, what it brings."""

    gone: Block | None
    come: Block | None
    gain_pp: float
    usd: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What an own plan loses against the best one; the swaps add up to it.

    ``pp``: match value of the best minus that of the own plan; ``usd`` and
    ``expected_usd``: cost of the best minus that of the own plan.
    """

    pp: float
    usd: int
    expected_usd: int
    swaps: tuple[PricedSwap, ...]


def possible_starts(problem: Problem) -> dict[str, tuple[dt.date, ...]]:
    """By id, every offering one may pick, with its starts that break no block rule."""
    found: dict[str, list[dt.date]] = {}
    for c in candidates(problem):
        here = found.setdefault(c.offering.offering_id, [])
        here += map(dt.date.fromordinal, c.starts)
    return {name: tuple(sorted(days)) for name, days in found.items()}


def own_plan(problem: Problem, blocks: tuple[Block, ...]) -> OwnPlan:
    """Judge any blocks; they need not obey a rule."""
    rotations = rotations_of(problem, blocks)
    broken = rules.broken_rules(problem, rotations)
    missing = tuple(r for r in broken if _asks_for_more(problem, r, rotations))
    once = all(rule.name != ONCE for rule in broken)
    return OwnPlan(
        blocks=tuple(sorted(blocks, key=lambda b: (b.start, b.block_id))),
        value=_value(problem, match_model(problem), rotations) if once else None,
        cost_items=cost.bill(problem, rotations),
        expected_cost_usd=cost.expected_total(problem, rotations),
        letters_on_time=sum(r.letter_on_time for r in rotations),
        broken=tuple(rule for rule in broken if rule not in missing),
        missing=missing,
    )


def loss(problem: Problem, own: OwnPlan, best: Plan) -> Loss | None:
    """Price the difference, in total and rotation by rotation; None without a value.

    The swaps lead from the own plan to the best in date order, each priced against
    the plan before it: another order would share out the same total differently.
    """
    if own.value is None:
        return None
    return Loss(
        pp=PP * (best.value - own.value),
        usd=best.cost_usd - own.cost_usd,
        expected_usd=best.expected_cost_usd - own.expected_cost_usd,
        swaps=tuple(_priced(problem, own.blocks, best.blocks)),
    )


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


def _priced(
    problem: Problem, own: tuple[Block, ...], best: tuple[Block, ...]
) -> Iterator[PricedSwap]:
    model = match_model(problem)
    blocks = own
    rotations = rotations_of(problem, blocks)
    before = _value(problem, model, rotations), cost.total(problem, rotations)
    for gone, come in _pairs(problem, own, best):
        kept = tuple(block for block in blocks if block != gone)
        blocks = (*kept, come) if come else kept
        rotations = rotations_of(problem, blocks)
        after = _value(problem, model, rotations), cost.total(problem, rotations)
        yield PricedSwap(gone, come, PP * (after[0] - before[0]), after[1] - before[1])
        before = after


def _pairs(
    problem: Problem, own: tuple[Block, ...], best: tuple[Block, ...]
) -> list[tuple[Block | None, Block | None]]:
    """Who makes room for whom: first at the same program or host, then by date."""
    gone = [block for block in own if block not in best]
    come = [block for block in best if block not in own]
    where = {visit_of(problem, block.offering).key: block for block in gone}
    found: list[tuple[Block | None, Block | None]] = []
    for block in tuple(come):
        if same := where.get(visit_of(problem, block.offering).key):
            found.append((same, block))
            gone.remove(same)
            come.remove(block)
    return [*found, *zip_longest(gone, come)]
