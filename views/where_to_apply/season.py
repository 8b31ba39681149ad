"""Invitations that came: what they mean for the chance, and how to rank."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Interview
from optimizer.domain.words import join_names
from optimizer.residency_list.answer import PP
from optimizer.residency_list.season import SeasonSoFar
from views.inputs import callbacks
from views.inputs.choices import INTERVIEWS
from views.kit.figures import table
from views.session import cached
from views.session.session import session
from views.where_to_apply import residency_words

KEY = "where to apply heard"
COLUMNS = ("Interview", "Chance there, if it were the only one", "Adds")
RANK = (
    "Rank programs in the order in which you want them, and every one you prefer to no"
    " match. No other order gets you a better match, whatever your chances."
)
HELP: dict[Interview, str] = {
    "invited": "The interview is still to come.",
    "done": "The interview has taken place.",
    "declined": "They invited you and you will not go.",
    "refused": "They wrote that there will be no interview.",
}
HOW = (
    "Each answer says something about how programs see you. A program that is silent"
    " counts as no answer until interviews are over, then as a no."
)


def render(problem: Problem) -> None:
    """Draw the section: open once interviews begin or an answer is recorded."""
    begins, today = problem.season.interviews_start, problem.scenario.today
    heard = problem.scenario.interviews
    part = st.expander(
        f"Invitations, from {words.full_day(begins)}",
        expanded=bool(heard) or today >= begins,
        key=f"{KEY} part",
        on_change="rerun",
    )
    if part.open:
        with part:
            if heard:
                _meaning(problem, cached.season_so_far(problem))
            else:
                st.markdown("Record what programs answer. Your chance follows from it.")
            _record(problem)


def _meaning(problem: Problem, found: SeasonSoFar) -> None:
    st.markdown(words.safe(verdict(found)), help=HOW)
    for said in remarks(problem, found):
        st.markdown(words.safe(said))
    if found.interviews:
        rows = [
            (
                residency_words.program_name(problem.catalog.program[one.program_id]),
                words.percent(one.alone),
                residency_words.points(PP * one.adds),
            )
            for one in found.interviews
        ]
        table(COLUMNS, rows)
    st.markdown(words.safe(RANK))


def verdict(found: SeasonSoFar) -> str:
    """Say what the interviews so far mean, in one sentence."""
    many = words.counted(len(found.interviews), "interview")
    if not found.interviews:
        return (
            "No interview, so no chance to match through these programs."
            if found.over
            else "No interview yet: so far there is no chance to count."
        )
    return (
        f"With {many} your chance to match is {words.percent(found.chance)}."
        f" One more would add {residency_words.points(PP * found.one_more)}."
    )


def remarks(problem: Problem, found: SeasonSoFar) -> list[str]:
    """Say what was counted in another way than the visitor might think."""
    outside, closed = (
        join_names([problem.catalog.program[p].name for p in some])
        for some in (found.not_listed, found.closed)
    )
    said = []
    if outside:
        said.append(f"Not on your list, counted as applied to: {outside}.")
    if closed:
        said.append(
            f"Closed to you on record, so not counted: {closed}. Record what they told"
            " you on the page Programs."
        )
    programs = [problem.catalog.program[one.program_id] for one in found.interviews]
    if names := [p.name for p in programs if p.track == "advanced"]:
        said.append(
            f"Rank a first year elsewhere with each of these: {join_names(names)}."
        )
    return said


def _record(problem: Problem) -> None:
    """Draw one menu for each answer; a program is in one of them."""
    heard = dict(problem.scenario.interviews)
    names = {
        p.program_id: residency_words.program_name(p)
        for p in sorted(problem.catalog.programs, key=residency_words.program_name)
    }
    for came, label in INTERVIEWS.items():
        key = f"{KEY} {came} {session().edition}"
        st.multiselect(
            label,
            [p for p in names if heard.get(p, came) == came],
            [p for p, c in heard.items() if c == came],
            format_func=names.__getitem__,
            key=key,
            help=HELP[came],
            placeholder="Choose programs",
            on_change=_noted,
            args=(came, key),
        )


def _noted(came: Interview, key: str) -> None:
    """Take the programs of a menu into the inputs (a callback)."""
    callbacks.heard_from(came, st.session_state.get(key) or [])
