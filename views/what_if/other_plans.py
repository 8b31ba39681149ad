"""Other plans: the best that visit other programs, each with one click to take it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import format as words
from optimizer.domain.plan import Block, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import listed
from optimizer.explain.alternatives import Alternative, adopt, best_plans
from views.inputs import callbacks
from views.kit import terms
from views.session import cached

NOTES = {"none": "", "search": " A tie.", "model": " Nearly a tie."}


def render(problem: Problem, plan: Plan) -> str:
    """Draw each other plan as it is found, with a button that takes it."""
    answer = st.empty()
    found: list[Alternative] = []
    end: NoPlan | None = None
    with st.spinner("Looking for plans at other programs …"):
        for outcome in best_plans(problem, plan, solver=cached.best):
            if isinstance(outcome, NoPlan):
                end = outcome
            elif outcome is not plan:
                found.append(cached.compared(problem, plan, outcome))
                _other(problem, len(found), found[-1])
    said = headline(found, end)
    answer.markdown(f"**{words.safe(said)}**", help=terms.PP)
    if problem.scenario.pins:
        st.markdown("Only plans with everything you pinned are looked at.")
    return said


def headline(others: Sequence[Alternative], end: NoPlan | None) -> str:
    """Say how close the next best plan is."""
    if not others:
        if end and end.reason == "timeout":
            return "No other plan was found in the time allowed."
        return "No other plan fits everything you asked for."
    if close := sum(other.tie != "none" for other in others):
        many = words.sentence(words.counted(close, "other plan")).rstrip(".")
        return f"{many} may be just as good as yours."
    second = max(other.gain_pp for other in others)
    return f"The next best plan is {words.points(second, digits=2).lstrip('−')} worse."


def _other(problem: Problem, place: int, other: Alternative) -> None:
    text, button = st.columns([4, 1], vertical_alignment="center")
    said = f"**{words.safe(title(other))}**: {words.safe(told(problem, other))}"
    text.markdown(said)
    button.button(
        "Take this plan",
        key=f"adopt {place}",
        icon=":material/keep:",
        help="Pins these rotations on their dates, and no more. Undo takes it back.",
        on_click=callbacks.apply,
        args=(adopt(problem, other.plan),),
    )


def title(other: Alternative) -> str:
    """Say what differs from the best plan."""
    comes, leaves = _hosts(other.comes), _hosts(other.leaves)
    if not leaves:
        return f"With {comes} besides"
    return f"{comes} instead of {leaves}" if comes else f"Without {leaves}"


def told(problem: Problem, other: Alternative) -> str:
    """Value, money and dates of a plan."""
    plan = other.plan
    spread = words.points_range(other.low_pp, other.high_pp)
    proven = "" if plan.proof.status == "optimal" else " (best found, not proven)"
    dates = listed([words.days(b.start, b.end) for b in plan.blocks], most=6)
    return (
        f"{terms.measure(problem)} {words.percent(plan.value, digits=1)},"
        f" {words.points(other.gain_pp, digits=2)} (range {spread}){proven};"
        f" {words.more_or_less(other.more_usd)}, at most {words.money(plan.cost_usd)};"
        f" {dates or 'no rotation'}.{NOTES[other.tie]}"
    )


def _hosts(blocks: Sequence[Block]) -> str:
    return listed([words.short(b.offering.host, 40) for b in blocks])
