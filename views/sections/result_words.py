"""The result of a scenario in words, where several stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from charts import words
from charts.schedules.timeline import rows
from optimizer.domain.plan import Chance, Chances, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.comparison import Result
from optimizer.model.rules.counts import in_hand
from optimizer.requests.ask_list import AskList
from optimizer.solver.solve import TOLERANCE
from views.kit import terms
from views.sections import answer

NAMES = (
    "With no rotation added",
    "Asking the hosts advised",
    "The plan, refusals counted",
    "The plan, if all accept (how often)",
    "Cost at most",
    "Cost expected",
    "Letters on time",
    "Rotations",
    "Proof",
)
NOTHING = "–"
WAITING = "…"
SolvedScenario = tuple[Result, AskList | NoPlan]
"""The plan of a scenario, and whom to ask in it."""


def cells(problem: Problem, found: SolvedScenario | None) -> tuple[str, ...]:
    """One column of the table, under ``NAMES``."""
    if found is None:
        return (WAITING,) * len(NAMES)
    (plan, chances), advised = (found[0].outcome, found[0].chances), found[1]
    if isinstance(plan, NoPlan) or chances is None:
        why = none(plan) if isinstance(plan, NoPlan) else NOTHING
        return (*(NOTHING,) * (len(NAMES) - 2), why, NOTHING)
    return (
        chance(chances.baseline),
        NOTHING if isinstance(advised, NoPlan) else asking(problem, advised),
        chance(chances.expected),
        if_all(chances),
        words.money(plan.cost_usd),
        words.money(plan.expected_cost_usd),
        letters(problem, plan),
        rotations(problem, plan),
        answer.proof(problem, plan)[0],
    )


def asking(problem: Problem, advised: AskList) -> str:
    """Write the figure of the ask list, the one that leads on the page Plan."""
    hosts = words.counted(len(advised.requests), "host")
    measure = terms.measure(problem)
    value = "" if measure == terms.CHANCE else f" {measure}"
    return f"{words.percent(advised.value)}{value} ({hosts})"


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
    return f"{plan.letters_on_time} (and {in_hand(problem)} in hand)"


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


def best_of(found: Sequence[tuple[str, AskList | NoPlan]]) -> str:
    """Say in one sentence which scenario reaches most, asking the hosts advised."""
    known = [(title, a) for title, a in found if isinstance(a, AskList)]
    if not known:
        return "No plan fits any of these scenarios."
    values = [advised.value for _, advised in known]
    most = words.percent(max(values))
    if len(known) > 1 and max(values) - min(values) <= 2 * TOLERANCE:
        return f"All come to the same: {most} on average, asking the hosts advised."
    title, advised = max(known, key=lambda one: one[1].value)
    hosts = words.counted(len(advised.requests), "host")
    return f"“{title}” reaches most: {most} on average, asking {hosts}."
