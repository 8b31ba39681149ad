"""Every program with its chance, what it adds and why; what to ask first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.residency_list.answer import ListedProgram, ResidencyList
from views.kit import links
from views.kit.figures import table
from views.sections import found_out
from views.session import cached
from views.where_to_apply import residency_words

FIRST_QUESTIONS = 3
SHOWN = 5
COLUMNS = {"out": ("Left out", "Why"), "closed": ("Closed to you", "Why")}


def ask_first(problem: Problem, found: ResidencyList) -> None:
    """Draw what to ask before paying, the most at stake first."""
    if not found.to_ask:
        return
    st.subheader(
        "Ask first",
        anchor=False,
        help="Programs of your list whose policy is not on record. The more your chance"
        " rests on a program, the earlier it stands here.",
    )
    _questions(problem, found.to_ask[:FIRST_QUESTIONS])
    rest = found.to_ask[FIRST_QUESTIONS:]
    if rest:
        more = st.expander(
            words.sentence(words.counted(len(rest), "more question")).rstrip("."),
            key="where to apply questions",
            on_change="rerun",
        )
        if more.open:
            with more:
                table(("Program", "Ask"), [_question(problem, e) for e in rest])


def _questions(problem: Problem, entries: Sequence[ListedProgram]) -> None:
    for entry in entries:
        program = problem.catalog.program[entry.program_id]
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                f"**{words.safe(residency_words.program_name(program))}**  \n"
                f"{words.safe(residency_words.points(entry.adds_pp))} at stake."
            )
            for reason in entry.ask:
                st.markdown(f"*{words.safe(reason.ask)}*")
            first = entry.ask[0].field
            key = f"where to apply {entry.program_id}"
            found_out.button(problem, entry.program_id, first, "I asked", key)


def _question(problem: Problem, entry: ListedProgram) -> tuple[str, str]:
    asked = " ".join(reason.ask for reason in entry.ask)
    return residency_words.program_name(
        problem.catalog.program[entry.program_id]
    ), asked


def render(problem: Problem, found: ResidencyList) -> None:
    """Draw the programs of one state, each with its reason."""
    st.subheader("Every program", anchor=False)
    count = {
        s: sum(e.state == s for e in found.programs) for s in residency_words.TO_DO
    }
    shown = st.segmented_control(
        "Show",
        [state for state, many in count.items() if many],
        default=next((s for s, many in count.items() if many), None),
        format_func=lambda state: f"{residency_words.TO_DO[state]} ({count[state]})",
        key="where to apply shown",
        required=True,
        help=residency_words.ADDS,
    )
    entries = [e for e in found.programs if e.state == shown]
    if shown in COLUMNS:
        table(COLUMNS[shown], [_reason(problem, entry) for entry in entries])
    else:
        _cards(problem, entries, shown or "")
    _forcing(problem, found)


def _cards(problem: Problem, entries: Sequence[ListedProgram], state: str) -> None:
    every = len(entries) <= SHOWN or st.toggle(
        f"Show all {len(entries)}",
        key=f"where to apply all {state}",
        help=residency_words.INTERVIEW,
    )
    for entry in entries if every else entries[:SHOWN]:
        _card(problem, entry)


def _card(problem: Problem, entry: ListedProgram) -> None:
    program = problem.catalog.program[entry.program_id]
    lines = [
        f"Interview {residency_words.chance(entry.interview)}."
        f" {residency_words.adds(entry)}.",
        residency_words.near(problem, entry),
        " ".join(reason.sentence for reason in entry.ask),
    ]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.safe(residency_words.program_name(program))}**")
        st.markdown("  \n".join(words.safe(line) for line in lines if line))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(
                residency_words.tier(entry), color="blue", help=residency_words.TIER
            )
            links.program(program.program_id)


def _reason(problem: Problem, entry: ListedProgram) -> tuple[str, str]:
    program = problem.catalog.program[entry.program_id]
    if entry.closed is None:
        return residency_words.program_name(program), words.sentence(
            residency_words.adds(entry)
        )
    source = f" Source: {entry.closed.source}." if entry.closed.source else ""
    return residency_words.program_name(program), f"{entry.closed.sentence}{source}"


def _forcing(problem: Problem, found: ResidencyList) -> None:
    """Say what it costs to force one program in or out."""
    rotations = {p for g in found.groups if g.rotation for p in g.members}
    names = {
        e.program_id: residency_words.program_name(
            problem.catalog.program[e.program_id]
        )
        for e in found.programs
        if e.state != "closed" and e.program_id not in rotations
    }
    if not found.applied or not names:
        return
    on = {e.program_id for e in found.programs if e.is_on}
    asked = st.selectbox(
        "What if you leave one out, or add one?",
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose a program",
        key="where to apply forced",
        help="The rest of the list is chosen anew, with as many applications.",
    )
    if asked in names:
        cost = max(cached.forcing_costs_pp(problem, asked), 0.0)
        what = "Leaving it out" if asked in on else "Adding it for another one"
        st.markdown(
            words.safe(f"{what} costs {residency_words.points(cost)} of your chance.")
        )
