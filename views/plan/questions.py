"""What to ask before paying, and what is not known about the programs."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.domain.found_out import FIELDS
from optimizer.domain.plan import Reason, RotationDetail
from optimizer.domain.problem import Problem
from optimizer.explain.left_out import unknown_policies
from optimizer.model.hosts.entry_rules import plan_checks
from views.kit import terms
from views.sections import found_out


def render(problem: Problem, details: tuple[RotationDetail, ...]) -> None:
    """List the questions to each host, then the unknown policies."""
    st.subheader("What to check first", anchor=False)
    found_out.after_last(problem)
    unsure = [d for d in details if d.eligibility.verdict == "check"]
    if not unsure:
        st.markdown("Nothing about these hosts is left open on record.")
    for detail in unsure:
        _questions(problem, detail)
    for reason in plan_checks(problem, (detail.block for detail in details)):
        st.markdown(f"- {_question(reason)}")
    st.markdown(words.safe(policies(problem)))
    if not problem.scenario.applicant.us_work_authorized:
        st.markdown(terms.NOT_LEGAL_ADVICE)


def policies(problem: Problem) -> str:
    """Say for how many programs the policies are unknown."""
    unknown, programs = unknown_policies(problem)
    if not unknown:
        return "The visa and IMG policies of all programs on your list are known."
    return (
        f"{unknown} of the {programs} programs on your list do not say whether they"
        " sponsor a visa or take IMGs. If a visa is needed, they count by a chance"
        " that they sponsor (a guess); otherwise as possible. What you find out can be"
        " recorded on the page Programs."
    )


def _questions(problem: Problem, detail: RotationDetail) -> None:
    offering = detail.block.offering
    reasons = [r for r in detail.eligibility.reasons if r.verdict == "check"]
    lines = [f"**Ask {words.link(offering.host, offering.url)}**", ""]
    lines += [f"- {_question(reason)}" for reason in reasons]
    st.markdown("\n".join(lines))
    fields = [r.field for r in reasons if r.field in FIELDS and r.field != "kind"]
    if fields:
        label = f"I asked {words.safe(words.short(offering.host))}"
        name = offering.offering_id
        found_out.button(problem, name, fields[0], label, f"ask {name}")


def _question(reason: Reason) -> str:
    ask = words.safe(reason.ask or reason.sentence)
    why = f" {words.safe(reason.sentence)}" if reason.ask else ""
    source = f" Source: {words.source(reason.source)}." if reason.source else ""
    return f"*{ask}*{why}{source}"
