"""Why plans of two sizes differ, and why a larger one may add more than the one before.

Every reason is a fact of the plans compared or of a solve; none is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from optimizer.domain import words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.plan_chances import PP, plan_gain
from optimizer.solver.solve import MOST_USD, TOLERANCE, OutOfWork, is_possible
from optimizer.trade_offs.returns import SizeLevel

Holding = Literal[
    "choice", "budget", "calendar", "budget and calendar", "rules", "unknown"
]

SLACK_PP = 2 * PP * TOLERANCE
"""Each value shown is within twice the tolerance of the best."""

APART: dict[Holding, str] = {
    "choice": "the smaller plan could be extended, but another set is worth more",
    "budget": "the smaller plan cannot be extended within the budget",
    "calendar": "the smaller plan cannot be extended in your free months and dates",
    "budget and calendar": "budget and calendar together keep the smaller plan from"
    " being extended",
    "rules": "the smaller plan cannot be extended within your rules",
    "unknown": "whether the smaller plan can be extended was not found out",
}


@dataclass(frozen=True, slots=True)
class Rise:
    """A size whose marginal gain is above that of the size before, with the reasons.

    ``by`` says whether the gain itself rises or only the gain per $1,000.
    """

    size: int
    before: int
    by: Literal["gain", "gain per $1,000"]
    reasons: tuple[str, ...]


def obstacle(problem: Problem, smaller: Plan, size: int) -> Holding:
    """What keeps the plan of a size from containing a smaller plan, by solving.

    The smaller plan's offerings are pinned, on any dates: either a plan of that size
    exists and another is better, or lifting the budget, the calendar or both makes one
    possible. "unknown" past the scenario's work limit.
    """
    own = problem.scenario
    pins = {*own.pins, *(block.offering.offering_id for block in smaller.blocks)}
    pinned = replace(
        own, pins=tuple(sorted(pins)), min_rotations=size, max_rotations=size
    )
    tried: tuple[tuple[Holding, Scenario], ...] = (
        ("choice", pinned),
        ("budget", replace(pinned, budget_usd=MOST_USD)),
        ("calendar", _any_day(pinned)),
        ("budget and calendar", _any_day(replace(pinned, budget_usd=MOST_USD))),
    )
    try:
        for holding, scenario in tried:
            if is_possible(Problem(problem.catalog, scenario)):
                return holding
    except OutOfWork:
        return "unknown"
    return "rules"


def rises(problem: Problem, levels: Sequence[SizeLevel]) -> tuple[Rise, ...]:
    """Every size that adds more, or more per dollar, than the size before it."""
    found = []
    for first, second, third in zip(levels, levels[1:], levels[2:], strict=False):
        if second.marginal is not None and (by := _rises(second, third)):
            reasons = tuple(_reasons(problem, first, second, third))
            found.append(Rise(third.size, second.size, by, reasons))
    return tuple(found)


def _any_day(scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        months=None,
        free_dates=(),
        blackouts=(),
        window_start=None,
        window_end=None,
    )


def _rises(
    before: SizeLevel, level: SizeLevel
) -> Literal["gain", "gain per $1,000"] | None:
    """Whether a marginal gain is above the one before it by more than it is known."""
    one, two = before.marginal, level.marginal
    assert one is not None
    assert two is not None, "only the first level adds nothing"
    if two.gain.value > one.gain.value + SLACK_PP:
        return "gain"
    if two.gain.value <= SLACK_PP or one.per_1000 is None or two.usd is None:
        return None
    if (two.gain.value - SLACK_PP) > one.per_1000.value * two.usd / 1_000:
        return "gain per $1,000"
    return None


def _reasons(
    problem: Problem, first: SizeLevel, second: SizeLevel, third: SizeLevel
) -> Iterator[str]:
    yield from _steps(second, third)
    yield from _kinds(second, third)
    yield from _other_set(problem, second, third)
    yield from _costs(second, third)
    yield from _acceptance(second, third)
    yield from _refusals(problem, first, second, third)
    yield from _parts(problem, first, second, third)


def _steps(second: SizeLevel, third: SizeLevel) -> Iterator[str]:
    """More rotations at once, where a size between them has no plan."""
    if third.size - third.before > second.size - second.before:
        more = words.count(third.size - third.before, "rotation")
        yield f"It adds {more} at once: no size in between has a plan."


def _kinds(second: SizeLevel, third: SizeLevel) -> Iterator[str]:
    kinds = {b.offering.kind for b in third.plan.blocks}
    if "hands_on" in kinds - {b.offering.kind for b in second.plan.blocks}:
        yield "It brings the first hands-on rotation."


def _other_set(problem: Problem, second: SizeLevel, third: SizeLevel) -> Iterator[str]:
    if not third.nested:
        holding = obstacle(problem, second.plan, third.size)
        yield f"It is another set, not the smaller plan and one more: {APART[holding]}."


def _costs(second: SizeLevel, third: SizeLevel) -> Iterator[str]:
    one, two = second.marginal, third.marginal
    if one and two and one.usd is not None and two.usd is not None:
        if two.usd <= 0:
            yield f"It costs {words.dollars(-two.usd)} less than the smaller plan."
        elif two.usd < one.usd:
            yield (
                f"It costs {words.dollars(two.usd)} more; the step before cost"
                f" {words.dollars(one.usd)} more."
            )


def _acceptance(second: SizeLevel, third: SizeLevel) -> Iterator[str]:
    """More weeks that take place on average, where refusals are counted."""
    one, two = second.marginal, third.marginal
    if third.certain or not (one and two and one.weeks and two.weeks):
        return
    if two.weeks > one.weeks:
        yield (
            f"It brings {two.weeks:.1f} more weeks on average; the step before brought"
            f" {one.weeks:.1f}."
        )


def _refusals(
    problem: Problem, first: SizeLevel, second: SizeLevel, third: SizeLevel
) -> Iterator[str]:
    """Whether the gains of the same plans would fall more if every host accepted."""
    one, two = second.marginal, third.marginal
    if third.certain or one is None or two is None:
        return
    plans = [level.plan for level in (first, second, third)]
    gains = [plan_gain(problem, plan, certain=True).total_pp for plan in plans]
    before, after = gains[1] - gains[0], gains[2] - gains[1]
    if after * one.gain.value < before * two.gain.value - SLACK_PP:
        yield (
            f"If every host accepted, the same plans would add {before:.2f} pp and then"
            f" {after:.2f} pp: with refusals counted gains fall less."
        )


def _parts(
    problem: Problem, first: SizeLevel, second: SizeLevel, third: SizeLevel
) -> Iterator[str]:
    """Whether auditions or letters add more than in the step before."""
    gains = [
        plan_gain(problem, level.plan, certain=level.certain)
        for level in (first, second, third)
    ]
    for name, parts in (
        ("letters", [gain.letters_pp for gain in gains]),
        ("auditions", [gain.audition_pp for gain in gains]),
    ):
        before, after = parts[1] - parts[0], parts[2] - parts[1]
        if after > before + SLACK_PP:
            yield f"Its {name} add {after:.2f} pp; in the step before {before:.2f} pp."
