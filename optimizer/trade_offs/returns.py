"""Diminishing returns: the best plan of each size, what it adds, and where to stop.

Each size is solved on its own and for each way of counting refusals. A ``Level`` reads
a size in one way: gain, money and weeks are all "if every host accepts" or all
"expected", never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from optimizer.domain.plan import BestOfSize, Block, Estimate, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.model import cost
from optimizer.model.plan_chances import PP, estimate, models
from optimizer.model.rotation import rotations_of, visit_of
from optimizer.model.value.rates import Floats
from optimizer.solver.solve import TOLERANCE, solve

SIZES = range(7)
THOUSAND = 1_000
WEEK_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Marginal:
    """What something adds and takes: gain in pp, dollars and weeks, counted alike.

    ``usd`` and ``weeks`` None: not known.
    """

    gain: Estimate
    usd: int | None
    weeks: float | None

    @property
    def per_1000(self) -> Estimate | None:
        """Gain in pp for each $1,000; None where the cost does not rise."""
        return _per(self.gain, None if self.usd is None else self.usd / THOUSAND)

    @property
    def per_week(self) -> Estimate | None:
        """Gain in pp for each week; None where the weeks do not rise."""
        return _per(self.gain, self.weeks)


@dataclass(frozen=True, slots=True)
class SizeLevel:
    """The best plan of a size, counted in one way.

    ``value`` is the match value as a share of 1; ``usd`` the full cost and ``weeks``
    all weeks if ``certain``, else both as expected. ``marginal`` compares with the
    plan of size ``before``, the next smaller one that there is, or with doing nothing
    more; it is None for doing nothing more itself. ``shared`` are the programs (hosts
    without one) of the chosen rotations of both plans, ``nested`` whether those are
    all of the smaller one.
    """

    size: int
    plan: Plan
    certain: bool
    value: Estimate
    usd: int
    weeks: float
    before: int
    marginal: Marginal | None
    shared: tuple[str, ...]
    nested: bool


def best_of_each_size(
    problem: Problem, sizes: Iterable[int] = SIZES
) -> Iterator[BestOfSize]:
    """The best plans of exactly each size, booked rotations included.

    Each size is solved on its own and for each way of counting refusals, so the plans
    need not contain one another; where a rule cannot hold at a size there is no plan.
    """
    for size in sizes:
        yield best_of_size(problem, size)


def best_of_size(problem: Problem, size: int) -> BestOfSize:
    """The best plans of exactly one size, as ``best_of_each_size`` finds them."""
    certain = _best(problem, size, "certain")
    if isinstance(certain, NoPlan):  # no rule depends on how refusals count
        counted = replace(certain.scenario, acceptance="expected")
        return BestOfSize(size, certain, replace(certain, scenario=counted))
    return BestOfSize(size, certain, _best(problem, size, "expected"))


def levels(
    problem: Problem, steps: Iterable[BestOfSize], *, certain: bool
) -> tuple[SizeLevel, ...]:
    """The sizes that have a plan, each with what it adds to the one before.

    Ranges are the 10th and 90th percentile over the draws of the assumptions, for
    gains with both plans under the same draws. Steps must come by rising size.
    """
    counter = _Counter(problem, certain)
    before = counter.nothing
    found: list[SizeLevel] = []
    for step in steps:
        plan = step.if_all_accept if certain else step.with_refusals
        if isinstance(plan, Plan):
            here = counter.count(step.size, plan.blocks)
            found.append(_level(before, here, plan, certain))
            before = here
    return tuple(found)


def recommended_size(
    levels: Sequence[SizeLevel], threshold_pp_per_1000: float
) -> int | None:
    """The last size whose gain per $1,000 beats the threshold; None without a plan.

    A size is held against each smaller one that was worth it so far: what it gains
    must exceed the threshold for each $1,000 more by over ``TOLERANCE``. Where gains
    per dollar fall that is the last marginal gain above the threshold; where they rise
    a good step cannot make up for poor ones before it. Sizes without a plan are
    passed over; a larger plan that costs less must not lose more than it saves.
    """
    best: SizeLevel | None = None
    for level in levels:
        if best is None or _beats(level, best, threshold_pp_per_1000):
            best = level
    return None if best is None else best.size


def most(levels: Sequence[SizeLevel]) -> int | None:
    """The largest size that still adds more than the tolerance, whatever it costs."""
    return recommended_size(levels, 0.0)


def _best(
    problem: Problem, size: int, acceptance: Literal["certain", "expected"]
) -> Plan | NoPlan:
    asked = problem.having(
        min_rotations=size, max_rotations=size, acceptance=acceptance
    )
    return solve(asked)


def _per(gain: Estimate, units: float | None) -> Estimate | None:
    if units is None or units <= 0:
        return None
    return Estimate(gain.value / units, gain.low / units, gain.high / units)


def _beats(level: SizeLevel, other: SizeLevel, threshold: float) -> bool:
    gain = PP * (level.value.value - other.value.value)
    dollars = (level.usd - other.usd) / THOUSAND
    return gain - threshold * dollars > PP * TOLERANCE


@dataclass(frozen=True, slots=True)
class _Counted:
    """A plan's match value at the assumptions (1,) and at their draws (D,)."""

    size: int
    nominal: Floats
    drawn: Floats
    usd: int
    weeks: float
    programs: tuple[str, ...]


class _Counter:
    def __init__(self, problem: Problem, certain: bool) -> None:
        self.problem = problem
        self.certain = certain
        self.models = models(problem)

    @cached_property
    def nothing(self) -> _Counted:
        """Doing nothing more than what is booked, whether the rules allow it or not."""
        return self.count(len(self.problem.counted), ())

    def count(self, size: int, blocks: tuple[Block, ...]) -> _Counted:
        problem, certain = self.problem, self.certain
        rotations = rotations_of(problem, blocks)
        priced = cost.total if certain else cost.expected_total
        nominal, drawn = (m.value(rotations, certain) for m in self.models)
        visits = [visit_of(problem, block.offering, block.start) for block in blocks]
        return _Counted(
            size,
            nominal,
            drawn,
            priced(problem, rotations),
            sum(
                block.offering.weeks * (1 if certain else visit.acceptance)
                for block, visit in zip(blocks, visits, strict=True)
            ),
            tuple(visit.key for visit in visits),
        )


def _level(before: _Counted, here: _Counted, plan: Plan, certain: bool) -> SizeLevel:
    gain = estimate(
        PP * (here.nominal - before.nominal), PP * (here.drawn - before.drawn)
    )
    weeks = round(here.weeks - before.weeks, WEEK_DECIMALS)  # sums of shares
    more = Marginal(gain, here.usd - before.usd, weeks)
    return SizeLevel(
        size=here.size,
        plan=plan,
        certain=certain,
        value=estimate(here.nominal, here.drawn),
        usd=here.usd,
        weeks=here.weeks,
        before=before.size,
        marginal=more if plan.blocks else None,
        shared=tuple(p for p in here.programs if p in before.programs),
        nested=set(before.programs) <= set(here.programs),
    )
