"""What to ask the hosts first, and what is not known about the programs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import streamlit as st

from charts import words
from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.explain.left_out import unknown_policies
from optimizer.model.eligibility import eligibility
from optimizer.model.entry_rules import plan_checks
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request
from views.kit import terms


def render(problem: Problem, found: PlannedList) -> None:
    """List each question once, with the hosts it is for; then unknown policies."""
    asked: dict[str, list[str]] = defaultdict(list)
    for one in found.requests:
        offering = one.request.candidates[0].offering
        for reason in open_questions(problem, one.request):
            host = words.link(words.short(offering.host), offering.url)
            asked[reason.ask or reason.sentence].append(host)
    if not asked:
        st.markdown("Nothing about these hosts is left open on record.")
    for question, hosts in asked.items():
        st.markdown(f"- **{words.safe(question)}** {' · '.join(dict.fromkeys(hosts))}")
    for reason in plan_checks(problem, found.blocks_if_all_say_yes):
        question = f" **{reason.ask}**" if reason.ask else ""
        st.markdown(words.safe(f"- {reason.sentence}{question}"))
    st.markdown(words.safe(policies(problem)))
    if not problem.scenario.applicant.us_work_authorized:
        st.markdown(terms.NOT_LEGAL_ADVICE)


def open_questions(problem: Problem, request: Request) -> Iterator[Reason]:
    """What is left to check about the first start that a request names."""
    if request.certain:
        return
    first = request.candidates[0]
    start = dt.date.fromordinal(first.starts[0])
    for reason in eligibility(problem, first.offering, start).reasons:
        if reason.verdict == "check":
            yield reason


def policies(problem: Problem) -> str:
    """Say for how many programs the policies are unknown."""
    unknown, programs = unknown_policies(problem)
    if not unknown:
        return "The visa and IMG policies of all programs on your list are known."
    return (
        f"{unknown} of the {programs} programs on your list do not say whether they"
        " sponsor a visa or take IMGs. Where you need a visa, they count by a chance"
        " that they sponsor, a guess. Otherwise they count as possible."
    )
