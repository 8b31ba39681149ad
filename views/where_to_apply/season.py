"""Invitations that came: what they mean for the chance, and how to rank."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Interview
from optimizer.domain.words import join_names
from optimizer.residency_list.answer import PP
from optimizer.residency_list.invitations import SeasonSoFar
from views.inputs import callbacks
from views.inputs.labels import INTERVIEWS
from views.kit.figures import table
from views.session import cached
from views.session.session import session
from views.where_to_apply import residency_words
from views.where_to_apply.residency_words import name_of

KEY = "where to apply heard"
COLUMNS = ("Interview", "Chance there, if it were the only one", "Adds")
RANKS = ("Rank", "Program", "You match here", "Here or above")
FREE_RANKS = 20
RANK = (
    "Rank programs in the order in which you want them, and every one you prefer to no"
    " match. No other order gets you a better match, whatever your chances."
)
RANK_WHY = (
    "The Match tries your first program first. If it does not take you, your second is"
    " tried, with the same chance as if you had put it first. So a dream on top costs"
    " nothing, and a safe program on top can cost you the dream."
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
    heard = problem.scenario.interviews
    part = st.expander(
        f"Invitations, from {words.full_day(problem.season.interviews_start)}",
        expanded=has_begun(problem),
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


def has_begun(problem: Problem) -> bool:
    """Whether interviews have begun, or an answer is recorded."""
    begins, today = problem.season.interviews_start, problem.scenario.today
    return bool(problem.scenario.interviews) or today >= begins


def _meaning(problem: Problem, found: SeasonSoFar) -> None:
    st.markdown(words.safe(verdict(found)), help=HOW)
    for said in remarks(problem, found):
        st.markdown(words.safe(said))
    if found.interviews:
        rows = [
            (
                name_of(problem, one.program_id),
                words.percent(one.alone),
                residency_words.points(PP * one.adds),
            )
            for one in found.interviews
        ]
        table(COLUMNS, rows)
        _rank(problem, found)


def _rank(problem: Problem, found: SeasonSoFar) -> None:
    """Let the applicant order the interviews, and say what each rank does."""
    st.markdown(words.safe(RANK))
    st.markdown(words.safe(RANK_WHY))
    key = f"{KEY} ranks {session().edition}"
    order = problem.scenario.rank_order
    names = {
        one.program_id: name_of(problem, one.program_id) for one in found.interviews
    }
    st.multiselect(
        "Your rank order, the one you want most first",
        [*order, *(p for p in names if p not in order)],
        order,
        format_func=lambda p: name_of(problem, p),
        key=key,
        help="It counts in the order in which you choose. It changes no chance above.",
        placeholder="Choose your first program",
        on_change=_ordered,
        args=(key,),
    )
    if found.ranks:
        rows = [
            (
                str(place),
                names[rank.program_id],
                words.percent(rank.here),
                words.percent(rank.so_far),
            )
            for place, rank in enumerate(found.ranks, 1)
        ]
        table(RANKS, rows)
    for said in rank_remarks(problem, found):
        st.markdown(words.safe(said))


def rank_remarks(problem: Problem, found: SeasonSoFar) -> list[str]:
    """Say what is not ranked, and where the order is not that of the ratings."""
    ranked = {rank.program_id for rank in found.ranks}
    said = []
    if ranked and (left := [i for i in found.interviews if i.program_id not in ranked]):
        names = join_names([problem.catalog.program[i.program_id].name for i in left])
        said.append(f"Not ranked, so no match there: {names}.")
    if len(ranked) > FREE_RANKS:
        said.append(f"The NRMP charges for each rank after the first {FREE_RANKS}.")
    for name in found.against_wish:
        program = problem.catalog.program[name].name
        said.append(f"You rate {program} higher than the program above it.")
    return said


def _ordered(key: str) -> None:
    """Take the order of a menu into the inputs (a callback)."""
    callbacks.rank(st.session_state.get(key) or [])


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
        f"With {many} your chance to match is"
        f" {words.in_hundred(found.chance)}."
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
