"""The answer first: what the plan does to the chances, its price and its proof."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from charts.chances import chances_chart, labelled, told
from optimizer.domain.plan import Chances, Plan, RotationDetail
from optimizer.domain.problem import Problem
from views.kit import terms
from views.kit.figures import draw, is_dark
from views.session import cached


def render(problem: Problem, plan: Plan, details: tuple[RotationDetail, ...]) -> None:
    """Draw the headline, the facts, the badge and the chances as a figure."""
    chances = cached.chances(problem, plan)
    st.header(words.safe(headline(plan, chances)), anchor=False, help=terms.RANGE)
    text, figure = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with text:
        _facts(problem, plan, chances, details)
        badge(problem, plan)
    with figure:
        compared = labelled(chances, hosts(len(plan.blocks)))
        draw(
            chances_chart(compared, dark=is_dark()),
            alt="Match chances. "
            + ". ".join(told(name, chance) for name, chance in compared),
        )


def hosts(count: int) -> str:
    """Who has to accept, as the subject of a sentence."""
    return {1: "the host accepts", 2: "both hosts accept"}.get(
        count, f"all {count} accept"
    )


def headline(plan: Plan, chances: Chances) -> str:
    """Return the answer in one sentence."""
    before = words.percent(chances.baseline.value)
    if not plan.blocks:
        return f"Without another rotation your match chance stays at {before}"
    best = chances.if_all_accept
    spread = words.percent_range(best.low, best.high)
    return (
        f"If {hosts(len(plan.blocks))}, your match chance goes from {before}"
        f" to {words.percent(best.value)} (range {spread})"
    )


def refusals(problem: Problem, plan: Plan, chances: Chances) -> str:
    """Say what is left of the chances once hosts may refuse."""
    counted = words.percent(chances.expected.value)
    one = words.percent(chances.any_accepts)
    who = "the host accepts" if len(plan.blocks) == 1 else "at least one accepts"
    if problem.scenario.acceptance == "certain":
        return "Refusals are not counted, as you asked."
    return f"With refusals counted: {counted}; chance that {who}: {one}."


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
    everyone = {1: "The host", 2: "Both hosts"}.get(
        count, f"All {words.number(count)} hosts"
    )
    if unsure == count:
        return f"{everyone} must still be asked before you rely on it."
    if not unsure:
        return "On record, every host takes applicants like you."
    some = words.number(unsure).capitalize()
    return f"{some} of the {words.number(count)} hosts must still be asked."


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
        lines.insert(0, ("percent", refusals(problem, plan, chances), terms.REFUSALS))
        lines.append(("mail", letters(problem, plan), terms.LETTERS))
        lines.append(("contact_support", to_ask(details), ""))
    with st.container(gap="xsmall"):
        for icon, text, help_text in lines:
            st.markdown(f":material/{icon}: {words.safe(text)}", help=help_text or None)
