"""Programs that the catalog cannot tell apart, and what to do with them."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import ListWish
from optimizer.residency_list.answer import Group, ResidencyList
from views.inputs import callbacks
from views.kit.figures import table
from views.where_to_apply import residency_words

COLUMNS = ("Group", "What to do", "Interview")


def render(problem: Problem, found: ResidencyList) -> None:
    """Draw the groups as a table, and who is in those that are cut."""
    st.subheader(
        f"{words.sentence(words.counted(len(found.groups), 'group')).rstrip('.')}"
        " that the data can tell apart",
        anchor=False,
        help="A level says how often a program interviews IMGs. Inside a group nothing"
        " on record says which program is better for you.",
    )
    listed = [group for group in found.groups if group.applied]
    table(COLUMNS, [_row(group) for group in listed])
    if left := [group for group in found.groups if not group.applied]:
        many = words.sentence(words.counted(len(left), "group")).rstrip(".")
        with st.expander(f"{many} left out"):
            table(COLUMNS, [_row(group) for group in left])
    cut = [group for group in found.groups if residency_words.is_open_choice(group)]
    if not cut:
        return
    st.markdown("Where it says “any”, the choice is yours: open a group and choose.")
    for group in cut:
        with st.expander(
            words.safe(
                f"{residency_words.group_name(group)}: {residency_words.to_do(group)}"
            )
        ):
            names = [problem.catalog.program[p] for p in group.members]
            name = residency_words.program_name
            lines = [f"- {words.safe(name(p))}, {words.safe(p.state)}" for p in names]
            st.markdown("\n".join(lines))
            if group.next_pp is not None:
                more = residency_words.points(group.next_pp)
                st.markdown(words.safe(f"One more of them would add {more}."))
            _choose(problem, group)


def _choose(problem: Problem, group: Group) -> None:
    """Let the applicant say which of a group it is to be, as a wish for the list."""
    if group.wish or group.rotation:
        return
    wish: ListWish = "signal" if group.signals else "apply"
    key = f"where to apply choose {' '.join(group.members)}"
    st.selectbox(
        "Which one do you want to signal?"
        if group.signals
        else "Which one do you want on your list?",
        group.members,
        index=None,
        format_func=lambda p: residency_words.name_of(problem, p),
        placeholder="Choose a program",
        key=key,
        help=residency_words.WISH,
        on_change=_chosen,
        args=(key, wish),
    )


def _chosen(key: str, wish: ListWish) -> None:
    """Take a program of a group into the wishes (a callback)."""
    if name := st.session_state.get(key):
        callbacks.wish_for(name, wish)


def _row(group: Group) -> tuple[str, ...]:
    name, to_do = residency_words.group_name(group), residency_words.to_do(group)
    return name, to_do, residency_words.interview(group)
