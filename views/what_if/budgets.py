"""More money, or less? What each budget can buy at best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from charts.frontier import frontier_chart
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.trade_offs.frontier import Plateau, plateau_at
from views.inputs import callbacks
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

COLUMNS = ("Budget", "Best {}", "adds", "Where")


def render(problem: Problem, plan: Plan) -> str:
    """Draw the steps, the answer above them and a way to take one."""
    steps = cached.frontier(problem)
    if not steps:
        st.markdown(
            "No plan was found in the time allowed; give it more under “Money and"
            " dates”."
        )
        return ""
    said = headline(problem, plan, steps)
    st.markdown(f"**{words.safe(said)}**")
    _picture(problem, plan, steps)
    _choose(problem, steps)
    _rows(problem, steps)
    return said


def headline(problem: Problem, plan: Plan, steps: Sequence[Plateau]) -> str:
    """Say what more money buys; if nothing, how much less would do."""
    budget = problem.scenario.budget_usd
    after = next((step for step in steps if step.least_usd > budget), None)
    if after is None:
        enough = words.money(steps[-1].least_usd)
        return f"More money buys nothing: {enough} are enough for the best plan."
    gain = words.points((after.plan.value - plan.value) * 100, digits=2)
    more = words.money(after.least_usd - budget)
    return f"{more} more would buy {gain} {terms.counting(problem)}."


def _picture(problem: Problem, plan: Plan, steps: tuple[Plateau, ...]) -> None:
    measure = terms.measure(problem)
    draw(
        frontier_chart(steps, plan=plan, measure=measure, dark=is_dark()),
        alt=f"Best {measure} by budget, as steps. "
        + ". ".join(f"{budgets(step)}: {_share(step)}" for step in steps)
        + f". Your plan: {words.money(plan.cost_usd)} of"
        f" {words.money(plan.scenario.budget_usd)}.",
        key="frontier",
    )


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
            key=key,
            help="The least money that pays for each better plan.",
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
    callbacks.change(replace(problem.scenario, budget_usd=st.session_state[key]))


def _rows(problem: Problem, steps: tuple[Plateau, ...]) -> None:
    before = (None, *steps)
    table(
        [name.format(terms.measure(problem)) for name in COLUMNS],
        [
            (budgets(step), _share(step), _gain(one, step), _where(step))
            for one, step in zip(before, steps, strict=False)
        ],
    )
    st.markdown(
        f"Each is found by solving, {terms.counting(problem)}. Within a row more money"
        " buys nothing.",
        help=f"Steps of at most 0.04 pp are joined with the cheaper one. {terms.PP}",
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
