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
    "Refusals counted",
    "If all accept (how often)",
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
        chance(chances.expected),
        if_all(chances),
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


def if_all(found: Chances) -> str:
    """Write the chance if all hosts accept, and how often that happens."""
    often = f", {often_all(found)}" if found.all_accept < 1 else ""
    return f"{chance(found.if_all_accept)}{often}"


def often_all(found: Chances) -> str:
    """Write how often all hosts accept: about 1 in 220."""
    return words.frequency(found.all_accept)


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
    title, chances, plan = max(known, key=lambda one: one[1].expected.value)
    other, best, _ = max(known, key=lambda one: one[1].if_all_accept.value)
    most = words.percent(chances.expected.value)
    if len(known) > 1 and _all_alike([one for _, one, _ in known]):
        return f"All come to the same: {most} with refusals counted"
    often = f" ({often_all(best)})" if best.all_accept < 1 else ""
    case, whole = f"if all hosts accept{often}", words.percent(best.if_all_accept.value)
    if other == title:
        price = f"for at most {words.money(plan.cost_usd)}"
        both = f"{most} with refusals counted, {whole} {case}"
        return f"“{title}” reaches most: {both}, {price}"
    return (
        f"With refusals counted, “{title}” reaches most ({most}); {case}, “{other}”"
        f" does ({whole})"
    )


def _all_alike(known: Sequence[Chances]) -> bool:
    """Whether no chance differs by more than plans of equal worth may."""
    counted = (
        [c.if_all_accept.value for c in known],
        [c.expected.value for c in known],
    )
    return all(max(values) - min(values) <= 2 * TOLERANCE for values in counted)
