"""What limits the plan: the rules that bind, and what a bit more of each is worth."""

from __future__ import annotations

import streamlit as st

from charts import words
from charts.binding import describe, worth_chart
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.explain.binding import Limit, Loosened, rule_names
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.sections import no_plan
from views.session import cached

COLUMNS = ("Limit", "With a bit more", "Worth (range)", "The plan then costs")


def render(problem: Problem, plan: Plan) -> str:
    """Draw the limits; each appears when it is found, the buttons at the end."""
    names = rule_names(problem)
    found = progress.each(
        progress.place(200),
        "Solving again with one rule loosened: {} …",
        cached.limit,
        [(problem, plan, name) for name in names],
        lambda found: _picture(problem, found, done=len(found) == len(names)),
    )
    no_plan.ways_out(helpful(found), "Change your inputs:", "loosen")
    _others(found)
    return headline(problem, found)


def headline(problem: Problem, found: tuple[Limit, ...]) -> str:
    """Name what limits most, in one sentence."""
    if helping := helpful(found):
        best = max(helping, key=lambda step: step.gain_pp)
        return (
            f"{best.sentence.rstrip('.')}: that helps most, by {_worth(best)}"
            f" {terms.counting(problem)}."
        )
    if any(limit.verdict == "binds" for limit in found):
        return "No small change of one rule helps; dropping a rule whole does."
    return "No single rule: loosening any one alone adds nothing."


def helpful(found: tuple[Limit, ...]) -> tuple[Loosened, ...]:
    """Return the steps of all limits that make the plan better.

    Where a larger step buys no more than a smaller one, only the smaller is offered.
    """
    steps: list[Loosened] = []
    for limit in found:
        bought = {(s.gain_pp, s.usd): s for s in reversed(limit.steps) if s.helps}
        steps += reversed(bought.values())
    return tuple(steps)


def _picture(problem: Problem, found: tuple[Limit, ...], *, done: bool) -> None:
    so_far = "" if done else "So far: "
    st.markdown(
        f"**{so_far}{words.safe(headline(problem, found))}**",
        help=f"{terms.PP} {terms.RANGE} A gain below 0.04 pp is within the tolerance"
        " and not shown.",
    )
    steps = helpful(found)
    if steps:
        measure = terms.measure(problem)
        draw(
            worth_chart(steps, measure=measure, dark=is_dark()),
            alt="What a bit more is worth. "
            + ". ".join(describe(step, measure) for step in steps),
            key=f"limits {len(found)}",
        )
    if rows := [row for limit in found for row in _rows(limit)]:
        table(COLUMNS, rows)


def _rows(limit: Limit) -> list[tuple[str, ...]]:
    """Rows of one limit that binds: its steps, and the rule dropped whole."""
    if limit.verdict != "binds" or limit.dropped is None:
        return []
    steps = [step for step in limit.steps if step != limit.dropped]
    name = words.sentence(limit.sentence).rstrip(".")
    return [
        (name if place == 0 else "", *_cells(step), words.more_or_less(step.usd))
        for place, step in enumerate((*steps, limit.dropped))
    ]


def _cells(step: Loosened) -> tuple[str, str]:
    spread = ""
    if step.range_pp:
        spread = f" ({words.points_range(*step.range_pp, decimals=2)})"
    worth = f"+{_worth(step)}{spread}" if step.helps else "nothing"
    return step.sentence.rstrip("."), worth


def _worth(step: Loosened) -> str:
    least = "" if step.proven else "at least "
    return f"{least}{words.fine_points(step.gain_pp)}"


def _others(found: tuple[Limit, ...]) -> None:
    """Name the rules that do not limit, and those not known in time."""
    for verdict, text in (
        ("slack", "Does not limit this plan"),
        ("unknown", "Not found out in time"),
    ):
        names = [limit.sentence for limit in found if limit.verdict == verdict]
        if names:
            st.markdown(f"{text}: {words.safe('; '.join(names))}.")
    st.markdown("One rule at a time: two that limit together may not show here.")
