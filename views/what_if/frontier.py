"""How much money? What each budget can buy at best, drawn as it is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import streamlit as st

from charts import format as words
from charts.frontier import frontier_chart
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import best_plans
from optimizer.solver.solve import MOST_USD
from optimizer.trade_offs.frontier import (
    Plateau,
    descend,
    plateau_at,
    plateaus,
    starts_exactly,
)
from views.inputs import callbacks
from views.kit import figures, progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

COLUMNS = ("Budget", "Chance", "adds", "Where")
WIDEST = 3
WHOLE = "whole"
MATCH_VALUE_COLUMNS = ("Budget", "Value", "adds", "Where")


def render(problem: Problem, plan: Plan) -> None:
    """Draw the frontier while it is found, then say what it means."""
    told, slot = st.empty(), progress.place(340)

    def picture(found: tuple[Plan | NoPlan, ...]) -> None:
        if steps := plateaus(found):
            _picture(problem, plan, steps, key=f"found {len(found)}")

    with st.spinner("Looking at ever smaller budgets …"):
        outcomes = descend(problem, solver=cached.best)
        found = progress.streamed(slot, outcomes, picture)
    steps = plateaus(found)
    if not steps:
        slot.empty()
        st.markdown("No plan was found in the time allowed; see Advanced for more.")
        return
    with told.container():
        st.subheader(words.safe(headline(problem, plan, steps)), anchor=False)
    others = best_plans(problem, plan, solver=cached.best)
    faint = [other for other in others if isinstance(other, Plan)][1:]
    with slot.container():
        _picture(problem, plan, steps, faint, key=WHOLE)
    _told(problem, steps, starts_exactly(found))
    _choose(problem, steps)
    _rows(problem, steps)


def headline(problem: Problem, plan: Plan, steps: Sequence[Plateau]) -> str:
    """Say what the visitor's budget buys, and where the next step is."""
    budget = problem.scenario.budget_usd
    dearer = [step for step in steps if step.least_usd > budget]
    if not dearer:
        return (
            f"More than {words.money(steps[-1].least_usd)} buys nothing more:"
            f" your {words.money(budget)} is enough for the best plan there is"
        )
    after = dearer[0]
    gain = words.points((after.plan.value - plan.value) * 100, digits=2)
    return (
        f"Of your {words.money(budget)} the best plan takes"
        f" {words.money(plan.cost_usd)}; {words.money(after.least_usd - budget)} more"
        f" would buy {gain} of {terms.measure(problem)}"
    )


def _picture(
    problem: Problem,
    plan: Plan,
    steps: tuple[Plateau, ...],
    others: Sequence[Plan] = (),
    *,
    key: str,
) -> None:
    """Draw the steps; one run draws several of them, so each needs a key."""
    measure = terms.measure(problem)
    draw(
        frontier_chart(
            steps, plan=plan, dominated=others, measure=measure, dark=is_dark()
        ),
        alt=f"Best {measure} by budget, as steps. "
        + ". ".join(f"{budgets(step)}: {_share(step)}" for step in steps)
        + f". Your plan: {words.money(plan.cost_usd)} of"
        f" {words.money(plan.scenario.budget_usd)}.",
        key=f"frontier {key}",
        on_click=partial(_click, problem) if key == WHOLE else None,
    )


def _click(problem: Problem) -> None:
    """Take the budget of the point that was chosen on the figure."""
    usd = figures.clicked(f"frontier {WHOLE}")
    if isinstance(usd, (int, float)) and 0 <= usd <= MOST_USD:
        callbacks.apply(replace(problem.scenario, budget_usd=int(usd)))


def _told(problem: Problem, steps: tuple[Plateau, ...], exact: bool) -> None:
    first, last = steps[0], steps[-1]
    cheapest = (
        f"The cheapest plan costs {words.money(first.least_usd)}; with less, no plan"
        " fits your inputs."
        if exact
        else f"The cheapest plan found costs {words.money(first.least_usd)}; whether"
        " there is a cheaper one was not found out in time."
    )
    st.markdown(
        words.safe(
            f"{cheapest} Beyond {words.money(last.least_usd)} no budget buys more, up"
            f" to {words.money(last.most_usd)}."
        )
    )
    st.markdown(
        "\n".join(
            "- "
            + words.safe(
                f"Nothing between {words.money(step.least_usd)} and"
                f" {words.money(step.most_usd)} buys more;"
                f" {words.money(after.least_usd)} does: {_gain(step, after)}."
            )
            for step, after in widest(steps)
        )
    )
    st.markdown(
        f"The {terms.measure(problem)} {terms.counting(problem)}. Crosses are the"
        " other plans of the page “Why this plan?”: for their price there is a better"
        " one, or one as good. Click a point to make it your budget. The axis of the"
        " chance does not start at zero.",
        help="Every step was found by solving, none by sampling. Steps of at most"
        " 0.04 pp are joined with the cheaper one, so that at any budget the best plan"
        f" is better by at most 0.08 pp. {terms.PP}",
    )
    unproven = [budgets(step) for step in steps if not step.proven]
    if unproven:
        st.warning(
            words.safe(
                "For these budgets the search ran out of time, and a better plan may"
                f" exist: {'; '.join(unproven)}."
            )
        )


def widest(steps: Sequence[Plateau]) -> list[tuple[Plateau, Plateau]]:
    """The plateaus that are widest, with the step after each, cheapest first."""
    pairs = sorted(pairwise(steps), key=lambda p: p[0].least_usd - p[1].least_usd)
    return sorted(pairs[:WIDEST], key=lambda p: p[0].least_usd)


def _choose(problem: Problem, steps: tuple[Plateau, ...]) -> None:
    """A menu of the steps and a button that makes one the budget."""
    shares = {step.least_usd: _share(step) for step in steps}
    here = plateau_at(steps, problem.scenario.budget_usd)
    # Other steps are another menu: one keeps what was chosen.
    key = f"frontier step {hash(tuple(shares))}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Set the budget to a step",
            list(shares),
            steps.index(here) if here else 0,
            format_func=lambda usd: f"{words.money(usd)}: {shares[usd]}",
            help="Sums at which the best plan gets better; in between it stays.",
            key=key,
            width=300,
        )
        st.button(
            "Use this budget",
            icon=":material/payments:",
            on_click=_use,
            args=(problem, key),
        )


def _use(problem: Problem, key: str) -> None:
    """Take what the menu shows on the click: it may be newer than the last run."""
    callbacks.apply(replace(problem.scenario, budget_usd=st.session_state[key]))


def _rows(problem: Problem, steps: tuple[Plateau, ...]) -> None:
    value = problem.scenario.preferences.where_matters > 0
    st.markdown("The same as a table:", help=terms.PP)
    table(
        MATCH_VALUE_COLUMNS if value else COLUMNS,
        [
            (budgets(step), _share(step), _gain(before, step), _where(step))
            for before, step in zip((None, *steps), steps, strict=False)
        ],
    )


def budgets(step: Plateau) -> str:
    """From the least budget to the most."""
    unproven = "" if step.proven else " (not proven)"
    return f"{words.money(step.least_usd)}–{step.most_usd:,}{unproven}"


def _share(step: Plateau) -> str:
    return words.percent(step.plan.value, digits=1)


def _gain(before: Plateau | None, step: Plateau) -> str:
    if before is None:
        return "–"
    return words.points((step.plan.value - before.plan.value) * 100, digits=2)


def _where(step: Plateau) -> str:
    return ", ".join(b.offering.city for b in step.plan.blocks) or "no rotation"
