"""The words of planning by hand: what a pick is, what it breaks, what it loses."""

from __future__ import annotations

from collections.abc import Callable

from charts import format as words
from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.own_plan import Loss, OwnPlan, PricedSwap
from optimizer.model.rules import Rule
from optimizer.solver.solve import TOLERANCE
from views.kit import terms

PP = 100
AS_GOOD_PP = 2 * PP * TOLERANCE
"""A plan of equal worth within this is as good as the best: so near is it known."""


def verdict(problem: Problem, own: OwnPlan, best: Plan, found: Loss | None) -> str:
    """Say in one sentence what the own plan loses."""
    if found is None:
        return "Two rotations at one program count once, so your plan has no value"
    counting, measure = terms.counting(problem), terms.measure(problem)
    price = _dollars(found.usd)
    if not own.is_valid and found.pp < 0:
        return (
            f"Your plan would give {words.points(-found.pp)} {measure} more than the"
            f" best, {counting}, but it does not keep every rule"
        )
    if found.pp <= AS_GOOD_PP and own.is_valid:
        proven = best.proof.status == "optimal" or found.pp >= 0
        said = "is as good as the best" if proven else "beats the best found in time"
        return f"Your plan {said}; the other {price}"
    pp = words.points(found.pp).removeprefix("+")
    broken = "" if own.is_valid else "; your plan does not keep every rule"
    return f"The best plan gives {pp} {measure} more, {counting}, and {price}{broken}"


def _dollars(usd: int) -> str:
    if usd == 0:
        return "costs the same"
    more = "more" if usd > 0 else "less"
    return f"costs {words.money(abs(usd))} {more} if all accept"


def named(problem: Problem) -> Callable[[str], str]:
    """Return how an offering is called in the menu: host, place, kind, length."""

    def name(offering_id: str) -> str:
        o = problem.catalog.offering[offering_id]
        kind, length = words.KINDS[o.kind], words.counted(o.weeks, "week")
        return f"{o.host}, {o.city} {o.state}: {kind}, {length} ({offering_id})"

    return name


def sentences(lead: str, broken: tuple[Rule, ...]) -> str:
    """Write broken rules in their own sentences, as Markdown."""
    listed = " ".join(f"“{rule.sentence}”" for rule in broken)
    return words.safe(f"{lead}: {listed}")


def change(swap: PricedSwap) -> str:
    """Say what goes and what comes."""
    gone, come = swap.gone, swap.come
    if gone and come and gone.offering == come.offering:
        host = words.short(come.offering.host)
        return f"{host}: {_days(come)} instead of {_days(gone)}"
    if gone and come:
        return f"{block_name(come)} instead of {block_name(gone)}"
    return (
        f"{block_name(come)} added"
        if come
        else f"{block_name(gone)} left out"
        if gone
        else ""
    )


def block_name(block: Block) -> str:
    """Name a block by its host and its dates."""
    return f"{words.short(block.offering.host)}, {_days(block)}"


def _days(block: Block) -> str:
    return words.days(block.start, block.end)


def signed(usd: int) -> str:
    """Write dollars with their sign."""
    sign = "−" if usd < 0 else "+" if usd > 0 else "±"
    return f"{sign}{words.money(abs(usd))}"
