"""Programs that the catalog cannot tell apart, and what to do with them."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.residency_list.answer import Group, ResidencyList
from views.kit.figures import table
from views.where_to_apply import residency_words

COLUMNS = ("Group", "What to do", "Interview, plain or signalled")


def render(problem: Problem, found: ResidencyList) -> None:
    """Draw the groups as a table, and who is in those that are cut."""
    st.subheader(
        f"{words.sentence(words.counted(len(found.groups), 'group')).rstrip('.')}"
        " that the data can tell apart",
        anchor=False,
        help="Inside a group nothing on record says which program is better for you.",
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
    st.markdown("Where it says “any”, the choice is yours. First are those you rated.")
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


def _row(group: Group) -> tuple[str, ...]:
    small = residency_words.small
    both = f"{small(group.plain.value)} or {small(group.signalled.value)}"
    return residency_words.group_name(group), residency_words.to_do(group), both
