"""What to ask the hosts first; which documents each asks for, and who else does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

import streamlit as st

from charts import words
from optimizer.domain.plan import Reason
from optimizer.domain.problem import Problem
from optimizer.domain.terms import GUIDE_ROWS
from optimizer.domain.words import join_names
from optimizer.explain.left_out import unknown_policies
from optimizer.model.eligibility import eligibility
from optimizer.model.entry_rules import plan_checks
from optimizer.requests.ask_list import PlannedList
from optimizer.requests.request import Request
from optimizer.year.guide import HostPapers, Paper, papers
from optimizer.year.timeline import Year
from views.kit import terms
from views.kit.figures import table

HOW = {"VSLO": "VSLO", "portal": "its own form", "direct": "e-mail"}
AGES = {
    "Proof of English",
    "Tuberculosis test",
    "Background check",
    "Drug screen",
    "Immunization record",
    "Malpractice cover",
    "Health insurance",
}
"""What grows old, though how fast is not on record: to be asked."""
OWN_DAY = "Where a host's day is earlier than the one above, the host's day counts."
AT_FIRST = (
    "An e-mail takes CV and transcript at first. VSLO and a host's own form want all"
    " the usual papers at once."
)


def render(problem: Problem, found: PlannedList, year: Year) -> None:
    """Draw what is missing for the next last day, each host, then each paper."""
    hosts = papers(problem, found)
    if not hosts:
        return
    st.markdown(words.safe(next_deadline(hosts)))
    st.markdown(f"**What hosts say they ask for.** {OWN_DAY}")
    lines = [words.safe(host_line(one)) for one in hosts if one.on_record]
    st.markdown("\n".join(f"- {line}" for line in lines) or "None of them says it.")
    others = [words.short(one.host) for one in hosts if not one.on_record]
    if others:
        none = words.sentence(f"nothing on record: {join_names(others)}")
        st.markdown(words.safe(f"{none} {AT_FIRST}"))
    st.markdown("**What serves several hosts**")
    table(("Paper", "Begin", "Asked by", "How old"), paper_rows(hosts, year))


def next_deadline(hosts: Sequence[HostPapers]) -> str:
    """Say which host comes next, and what is not ticked yet for it."""
    one = next((host for host in hosts if host.until), None)
    if one is None or one.until is None:
        return "All hosts are written to."
    left = join_names(one.missing)
    still = f"Not ticked yet: {left}." if left else "All of it is ticked."
    day = words.full_day(one.until)
    return f"Next: {words.short(one.host)}, by {day} for the first start. {still}"


def host_line(one: HostPapers) -> str:
    """Say what a host asks for, how, and what is not ticked yet."""
    asks = join_names([paper.document.label for paper in one.papers])
    day = f", by {words.full_day(one.until)} for the first start" if one.until else ""
    left = len(one.missing)
    still = (
        words.sentence(f"{words.counted(left, 'paper')} not ticked yet") if left else ""
    )
    return f"{words.short(one.host)} ({HOW[one.channel]}{day}): {asks}. {still}"


def paper_rows(hosts: Sequence[HostPapers], year: Year) -> list[tuple[str, ...]]:
    """A row for each paper: when to begin, who asks for it, how old it may be."""
    found: dict[str, list[tuple[HostPapers, Paper]]] = defaultdict(list)
    for host in hosts:
        for paper in host.papers:
            found[paper.document.name].append((host, paper))
    begins = {
        i.step_id: words.full_day(i.day) if i.day > year.today else "now"
        for i in reversed(year.items)
    }
    rows: list[tuple[str, ...]] = []
    for name in (name for name in GUIDE_ROWS if name in found):
        asked = found[name]
        label = words.sentence(asked[0][1].document.label).rstrip(".")
        row = begins.get(GUIDE_ROWS[name], "")
        rows.append((label, row, _who(asked), _how_old(label, asked)))
    return rows


def _who(asked: Sequence[tuple[HostPapers, Paper]]) -> str:
    named = [words.short(host.host) for host, _ in asked if host.on_record]
    usual = len(asked) - len(named)
    more = [f"usual at {words.counted(usual, 'host')}"] if usual else []
    return join_names(named + more)


def _how_old(label: str, asked: Sequence[tuple[HostPapers, Paper]]) -> str:
    ages = [
        f"{words.short(host.host)}: not before {words.full_day(paper.not_before)}"
        for host, paper in asked
        if paper.not_before
    ]
    return "; ".join(ages) or ("ask the host" if label in AGES else "")


def check_first(problem: Problem, found: PlannedList) -> None:
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
