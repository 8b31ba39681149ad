"""The answer first: what the plan does to the chances, its price and its proof."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from charts.chances import chances_chart, describe, labelled
from optimizer.domain.plan import Chance, Chances, Plan, RotationDetail
from optimizer.domain.problem import Problem
from views.kit import terms
from views.kit.figures import draw, is_dark
from views.session import cached


def render(problem: Problem, plan: Plan, details: tuple[RotationDetail, ...]) -> None:
    """Draw the headline, the facts, the badge and the chances as a figure."""
    chances = cached.chances(problem, plan)
    st.header(
        words.safe(headline(plan, chances)),
        anchor=False,
        help=f"{terms.REFUSALS} {terms.RANGE}",
    )
    text, figure = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with text:
        _facts(problem, plan, chances, details)
        badge(problem, plan)
    with figure:
        compared = labelled(chances, hosts(len(plan.blocks)))
        draw(
            chances_chart(compared, dark=is_dark()),
            alt="Match chances. "
            + ". ".join(describe(name, chance) for name, chance in compared),
        )


def hosts(count: int) -> str:
    """Who has to accept, as the subject of a sentence; empty if nobody has to."""
    return {0: "", 1: "the host accepts", 2: "both hosts accept"}.get(
        count, f"all {count} accept"
    )


def headline(plan: Plan, chances: Chances) -> str:
    """Return the answer in one sentence: true on average, however hosts answer.

    Only a scenario that takes every host as certain is answered under that condition.
    """
    before = words.percent(chances.baseline.value)
    if not plan.blocks:
        return f"Without another rotation your match chance stays at {before}"
    if chances.all_accept == 1:
        case = "With this plan"
    elif plan.scenario.acceptance == "certain":
        case = f"If {hosts(len(plan.blocks))},"
    else:
        case = "With refusals counted,"
    after = chances.under(plan.scenario.acceptance)
    return f"{case} your match chance {_moves(chances.baseline, after)}"


def refusals(plan: Plan, chances: Chances) -> str:
    """Say beside the headline how often all hosts accept, and what happens then."""
    count = len(plan.blocks)
    if chances.all_accept == 1:
        return f"{_everyone(count)} {'counts' if count == 1 else 'count'} as certain."
    often = words.frequency(chances.all_accept, "season")
    if plan.scenario.acceptance == "certain":
        counted = words.percent(chances.expected.value)
        return (
            f"Refusals are not counted, as you asked. With refusals counted: {counted}."
            f" A guess: {hosts(count)} {often}."
        )
    moves = _moves(chances.baseline, chances.if_all_accept)
    told = f"If {hosts(count)} (a guess: {often}), it {moves}."
    if count == 1:
        return told
    return f"{told} At least one accepts: {words.percent(chances.any_accepts)}."


def _moves(before: Chance, after: Chance) -> str:
    """Say from where to where a chance goes, with the range of where it ends."""
    start, end = words.percent(before.value), words.percent(after.value)
    spread = words.percent_range(after.low, after.high)
    way = f"stays near {end}" if start == end else f"goes from {start} to {end}"
    return f"{way} (range {spread})"


def money(plan: Plan) -> str:
    """Say what the plan costs at most and on average."""
    return (
        f"At most {words.money(plan.cost_usd)} of"
        f" {words.money(plan.scenario.budget_usd)},"
        f" expected {words.money(plan.expected_cost_usd)}."
    )


def letters(problem: Problem, plan: Plan) -> str:
    """Say how many letters could be there when programs read."""
    many = words.counted(plan.letters_on_time, "letter")
    in_hand = problem.scenario.applicant.us_letters
    counting = f", besides the {words.number(in_hand)} in hand" if in_hand else ""
    date = words.day(problem.letters_by)
    return words.sentence(f"{many} could be ready by {date}{counting}")


def to_ask(details: tuple[RotationDetail, ...]) -> str:
    """Say how many hosts must still be asked."""
    unsure = sum(detail.eligibility.verdict == "check" for detail in details)
    count = len(details)
    if unsure == count:
        return f"{_everyone(count)} must still be asked before you rely on it."
    if not unsure:
        return "On record, every host takes applicants like you."
    some = words.number(unsure).capitalize()
    return f"{some} of the {words.number(count)} hosts must still be asked."


def _everyone(count: int) -> str:
    return {1: "The host", 2: "Both hosts"}.get(
        count, f"All {words.number(count)} hosts"
    )


def proof(problem: Problem, plan: Plan) -> tuple[str, bool]:
    """Say how good the plan is known to be, and whether that is proven."""
    gap = words.within(plan.value, plan.proof.bound)
    spent = words.seconds(plan.proof.seconds)
    if plan.proof.status == "optimal":
        return f"Proven best, within {gap}, in {spent}", True
    return f"Best found in {spent}, gap {gap}", False


def badge(problem: Problem, plan: Plan) -> None:
    """Show the proof as a badge."""
    said, proven = proof(problem, plan)
    value = terms.measure(problem)
    st.badge(
        said,
        icon=":material/verified:" if proven else ":material/hourglass_bottom:",
        color="green" if proven else "orange",
        help=(
            f"No plan that obeys every rule has a {value} higher by more than this."
            if proven
            else "The search ran out of time. A plan that is better by up to this gap"
            " may exist; more time (under Advanced) may find it."
        )
        + f" {terms.PP}",
    )


def _facts(
    problem: Problem,
    plan: Plan,
    chances: Chances,
    details: tuple[RotationDetail, ...],
) -> None:
    lines = [("payments", money(plan), terms.COST)]
    if plan.blocks:
        lines.insert(0, ("percent", refusals(plan, chances), terms.ALL_ACCEPT))
        lines.append(("mail", letters(problem, plan), terms.LETTERS))
        lines.append(("contact_support", to_ask(details), ""))
    with st.container(gap="xsmall"):
        for icon, text, help_text in lines:
            st.markdown(f":material/{icon}: {words.safe(text)}", help=help_text or None)
