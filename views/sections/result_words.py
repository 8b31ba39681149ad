"""The result of a scenario in words, where several stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from charts import words
from charts.timeline import rows
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.solver.solve import TOLERANCE
from views.kit import terms
from views.sections import answer

NAMES = (
    "Without a rotation",
    "Asking the hosts advised",
    "Hosts to write to",
    "To pay now",
    "Cost at most",
    "No rotation",
    "If all say yes",
)
NOTHING = "–"
WAITING = "…"


def cells(problem: Problem, found: PlannedList | NoPlan | None) -> tuple[str, ...]:
    """One column of the table, under ``NAMES``."""
    if found is None:
        return (WAITING,) * len(NAMES)
    if isinstance(found, NoPlan):
        return (*(NOTHING,) * (len(NAMES) - 1), none(found))
    most = found.cost_quantiles_usd[-1]
    return (
        words.in_hundred(found.baseline),
        asking(found),
        str(sum(not one.request.sent for one in found.requests)),
        words.money(found.fees_usd),
        answer.total(words.money(most), most, found),
        answer.tens(found.done[0]) if answer.open_requests(found) else NOTHING,
        if_all(problem, found),
    )


def asking(found: AskList) -> str:
    """Write the figure of the ask list, the one that leads on the page Plan."""
    measure = terms.measure(found)
    value = "" if measure == terms.CHANCE else f" {measure}"
    return f"{words.in_hundred(found.value)}{value}"


def if_all(problem: Problem, found: PlannedList) -> str:
    """Write how often all say yes, and every rotation then with its dates."""
    named = "; ".join(
        f"{row.name} {words.days(row.start, row.end)}"
        for row in rows(problem, found.blocks_if_all_say_yes)
    )
    return f"{words.frequency(found.chance_of_all)}: {named or 'no rotation'}"


def none(outcome: NoPlan) -> str:
    """Say that there is no plan, or only that none was found."""
    if outcome.reason == "infeasible":
        return "no plan fits"
    return "no plan found so far"


def best_of(found: Sequence[tuple[str, AskList | NoPlan]]) -> str:
    """Say in one sentence which scenario reaches most, asking the hosts advised."""
    known = [(title, a) for title, a in found if isinstance(a, AskList)]
    if not known:
        return "No plan fits any of these scenarios."
    values = [advised.value for _, advised in known]
    most = words.in_hundred(max(values))
    if len(known) > 1 and max(values) - min(values) <= 2 * TOLERANCE:
        return f"All come to the same: {most} on average, asking the hosts advised."
    title, advised = max(known, key=lambda one: one[1].value)
    hosts = words.counted(len(advised.requests), "host")
    return f"“{title}” reaches most: {most} on average, asking {hosts}."
