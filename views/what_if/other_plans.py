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

CARD_WIDTH = 330
NOTES = {
    "search": "A tie: the search is exact to 0.04 pp and cannot tell the two apart.",
    "model": "Nearly a tie: within the ranges of the assumptions either can be better.",
}


def render(problem: Problem, plan: Plan) -> None:
    """Draw a card for each plan as it is found, the best one first."""
    told = st.empty()
    grid = st.grid(2, min_column_width=CARD_WIDTH)
    found: list[Alternative] = []
    end: NoPlan | None = None
    with st.spinner("Looking for plans at other programs …"):
        for outcome in best_plans(problem, plan, solver=cached.best):
            if isinstance(outcome, NoPlan):
                end = outcome
                continue
            found.append(cached.compared(problem, plan, outcome))
            with grid, st.container(border=True, height="stretch", gap="xsmall"):
                _card(problem, len(found), found[-1])
    told.subheader(words.safe(headline(found, end)), anchor=False, help=terms.PP)
    if problem.scenario.pins:
        st.markdown(
            "Only plans with everything you pinned are looked at. To see others, press"
            " Unpin on the page of the plan, or Undo or Reset at the top."
        )
    st.markdown(
        "Plans that visit the same programs on other dates are not told apart here:"
        " the page of the plan lists on which other dates each rotation is possible."
        " Two plans closer than 0.04 pp may stand in either order."
    )


def headline(found: Sequence[Alternative], end: NoPlan | None) -> str:
    """Say how close the next best plan is."""
    if len(found) < 2:
        if end and end.reason == "timeout":
            return "No other plan was found in the time allowed"
        return "No other plan fits everything you asked for"
    close = sum(other.tie != "none" for other in found[1:])
    second = max(other.gain_pp for other in found[1:])
    if close:
        many = words.counted(close, "other plan").capitalize()
        return f"{many} may be just as good as yours"
    return f"The next best plan is {words.points(second, digits=2).lstrip('−')} worse"


def _card(problem: Problem, place: int, other: Alternative) -> None:
    st.markdown(f"**{place}. {words.safe(title(other))}**")
    for line in lines(problem, other):
        st.markdown(words.safe(line))
    st.markdown("\n".join(f"- {words.safe(when)}" for when in rotations(other)))
    if place == 1:
        return
    if other.tie != "none":
        st.markdown(f":material/balance: {NOTES[other.tie]}")
    st.button(
        "Take this plan",
        key=f"adopt {place}",
        icon=":material/keep:",
        help="Pins these rotations on their dates and allows no more rotations. Undo at"
        " the top takes you back.",
        on_click=callbacks.apply,
        args=(adopt(problem, other.plan),),
    )


def title(other: Alternative) -> str:
    """Say what differs from the best plan."""
    comes, leaves = _hosts(other.comes), _hosts(other.leaves)
    if not comes and not leaves:
        return "The plan shown"
    if not leaves:
        return f"With {comes} besides"
    return f"{comes} instead of {leaves}" if comes else f"Without {leaves}"


def lines(problem: Problem, other: Alternative) -> tuple[str, ...]:
    """Value, money and letters of a plan."""
    plan = other.plan
    measure = terms.measure(problem)
    share = words.percent(plan.value, digits=1)
    spread = f"{other.low_pp:.1f} to {other.high_pp:.1f}".replace("-", "−")
    against = (
        ""
        if not (other.comes or other.leaves)
        else (f", {words.points(other.gain_pp, digits=2)} (range {spread})")
    )
    proven = "" if plan.proof.status == "optimal" else " (best found, not proven)"
    return (
        words.sentence(f"{measure} {share}{against}{proven}"),
        f"At most {words.money(plan.cost_usd)}{_more(other.more_usd)}, expected"
        f" {words.money(plan.expected_cost_usd)};"
        f" {words.counted(plan.letters_on_time, 'letter')} on time.",
    )


def rotations(other: Alternative) -> tuple[str, ...]:
    """Each rotation of a plan with its dates."""
    return tuple(
        f"{words.days(b.start, b.end)}: {b.offering.host}" for b in other.plan.blocks
    ) or ("no rotation",)


def _more(usd: int) -> str:
    if not usd:
        return ""
    return f" ({words.money(abs(usd))} {'more' if usd > 0 else 'less'})"


def _hosts(blocks: Sequence[Block]) -> str:
    return listed([words.short(b.offering.host, 40) for b in blocks])
