"""What the last answer of a host changed, with a way to take it back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts import format as words
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.explain.changes import difference
from views.inputs import callbacks
from views.kit import terms
from views.session import cached
from views.session.session import session


def render(problem: Problem, now: Plan | NoPlan) -> None:
    """Draw it, as long as nothing else has changed since."""
    before = session().before_answer
    scenario = problem.scenario
    same = before and replace(
        before, answers=scenario.answers, exclusions=scenario.exclusions
    )
    if not before or before == scenario or same != scenario:
        return
    earlier = cached.solve(Problem(problem.catalog, before))
    said = words.safe(describe_change(earlier, now, terms.measure(problem)))
    way_back(f"**After the last answer.** {said}", before)


def way_back(said: str, before: Scenario) -> None:
    """Say what an answer changed, with a button that takes it back."""
    with st.container(border=True):
        st.markdown(said)
        st.button(
            "Take it back",
            icon=":material/undo:",
            help="Back to the answers before this one.",
            on_click=callbacks.apply,
            args=(before,),
        )


def describe_change(earlier: Plan | NoPlan, now: Plan | NoPlan, measure: str) -> str:
    """Say what is different now."""
    if isinstance(now, NoPlan):
        return "With it there is no plan that keeps every rule."
    if isinstance(earlier, NoPlan):
        return "Before it there was no plan; now there is one."
    found = difference(earlier, now)
    value = f"{measure.capitalize()} {words.points(found.value_pp)}"
    usd = found.cost_usd
    cost = f"cost {'−' if usd < 0 else '+'}{words.money(abs(usd))}"
    if found.same_rotations:
        return f"The rotations stay as they were. {value}, {cost}."
    parts = [f"{_block(b)} came in" for b in found.came]
    parts += [f"{_block(b)} left" for b in found.left]
    parts += [f"{_block(b)} moved from {words.day(a.start)}" for a, b in found.moved]
    return f"{'; '.join(parts)}. {value}, {cost}."


def _block(block: Block) -> str:
    return f"{block.offering.host} ({words.days(block.start, block.end)})"
