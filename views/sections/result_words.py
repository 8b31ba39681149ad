"""The result of a scenario in words, where several stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from charts import format as words
from charts.schedules.timeline import rows
from optimizer.domain.plan import Chance, Chances, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.comparison import Result
from optimizer.solver.solve import TOLERANCE
from views.kit import terms
from views.sections import answer

NAMES = (
    "Match chance with no rotation added",
    "If all accept",
    "Refusals counted",
    "Gain",
    "Cost at most",
    "Cost expected",
    "Letters on time",
    "Rotations",
    "Proof",
)
NOTHING = "–"
WAITING = "…"


def cells(problem: Problem, result: Result | None) -> tuple[str, ...]:
    """One column of the table, under ``NAMES``."""
    if result is None:
        return (WAITING,) * len(NAMES)
    plan, chances, gain = result.outcome, result.chances, result.gain
    if isinstance(plan, NoPlan) or chances is None or gain is None:
        why = none(plan) if isinstance(plan, NoPlan) else NOTHING
        return (*(NOTHING,) * (len(NAMES) - 2), why, NOTHING)
    counted = terms.counting(problem)
    return (
        chance(chances.baseline),
        chance(chances.if_all_accept),
        chance(chances.expected),
        f"{words.points(gain.total_pp)} {terms.measure(problem)}, {counted}",
        words.money(plan.cost_usd),
        words.money(plan.expected_cost_usd),
        letters(problem, plan),
        rotations(problem, plan),
        answer.proof(problem, plan)[0],
    )


def chance(found: Chance) -> str:
    """Write a chance with its range."""
    spread = words.percent_range(found.low, found.high)
    return f"{words.percent(found.value)} ({spread})"


def letters(problem: Problem, plan: Plan) -> str:
    """Write how many letters come in time, beside those in hand."""
    in_hand = problem.scenario.applicant.us_letters
    return f"{plan.letters_on_time} (and {in_hand} in hand)"


def rotations(problem: Problem, plan: Plan) -> str:
    """Write every rotation with its place and dates."""
    places = {b.start: f" ({b.offering.city}, {b.offering.state})" for b in plan.blocks}
    told = [
        f"{row.name}{places.get(row.start, '')} {words.days(row.start, row.end)}"
        for row in rows(problem, plan.blocks)
    ]
    return "; ".join(told) or "none"


def none(outcome: NoPlan) -> str:
    """Say that there is no plan, or only that none was found."""
    if outcome.reason == "infeasible":
        return "no plan fits"
    return f"no plan found in {words.seconds(outcome.seconds)}"


def best_of(results: Sequence[tuple[str, Result]]) -> str:
    """Say in one sentence which scenario leads where."""
    known = [
        (title, r.chances, r.outcome)
        for title, r in results
        if r.chances and isinstance(r.outcome, Plan)
    ]
    if not known:
        return "No plan fits any of these scenarios"
    title, chances, plan = max(known, key=lambda one: one[1].if_all_accept.value)
    other, counted, _ = max(known, key=lambda one: one[1].expected.value)
    most = words.percent(chances.if_all_accept.value)
    if len(known) > 1 and _all_alike([one for _, one, _ in known]):
        return f"All come to the same: {most} if all hosts accept"
    if other == title:
        both = f"{words.percent(chances.expected.value)} with refusals counted"
        price = f"for at most {words.money(plan.cost_usd)}"
        return f"“{title}” reaches most: {most} if all hosts accept, {both}, {price}"
    return (
        f"If all hosts accept, “{title}” reaches most ({most}); with refusals counted,"
        f" “{other}” does ({words.percent(counted.expected.value)})"
    )


def _all_alike(known: Sequence[Chances]) -> bool:
    """Whether no chance differs by more than plans of equal worth may."""
    counted = (
        [c.if_all_accept.value for c in known],
        [c.expected.value for c in known],
    )
    return all(max(values) - min(values) <= 2 * TOLERANCE for values in counted)
