"""What the list is made of: groups that are alike to the data, what a guide advises."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import ListWish
from optimizer.domain.words import join_names
from optimizer.residency_list.answer import Group, Mix, ResidencyList, mix, tier_of
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


TITLE = "What a common guide advises"
GUIDE_COLUMNS = ("The guide", "Your list")
STRONG = "With scores like yours, for rotations and programs:"
OTHER = "With average scores, failed exams or a gap:"
NAMED = 4
TRIPS = "Several interviews on one trip"


def guide(problem: Problem, found: ResidencyList) -> None:
    """Draw the advice beside the list, once it is opened, and the trips."""
    with st.expander(TITLE):
        held = mix(problem, found)
        st.markdown(STRONG if held.strong else OTHER)
        table(GUIDE_COLUMNS, rows(problem, found, held))
        st.markdown(words.safe(residency_words.GUIDE))
    if found.trips:
        with st.expander(TRIPS):
            names = problem.catalog.program
            table(
                ("Near", "Programs of your list"),
                [
                    (metro, join_names([names[e.program_id].name for e in entries]))
                    for metro, entries in found.trips.items()
                ],
            )


def rows(problem: Problem, found: ResidencyList, held: Mix) -> list[tuple[str, str]]:
    """Each piece of advice, and what the list has of it."""
    often = (
        f"{len(held.often)} of {found.applied} interview IMGs at a middle rate or more"
        " often."
    )
    if held.strong:
        return [
            ("One or two programs of middle or high standing that take IMGs", often),
            ("One safer program", _safest(problem, found, held)),
        ]
    old, new = (_name_list(problem, some) for some in (held.old, held.new))
    return [
        (
            "Mostly programs that have taken IMGs for long",
            f"{often} Known to be old: {old}.",
        ),
        ("Newer programs too", f"Known to be new: {new}."),
    ]


def _safest(problem: Problem, found: ResidencyList, held: Mix) -> str:
    entry = next(e for e in found.programs if e.program_id == held.safest)
    name = problem.catalog.program[entry.program_id].name
    tier = tier_of(entry.interview.value)
    said = "" if tier == "safer" else " None is safe."
    return f"{name}: interview {residency_words.chance(entry.interview)}.{said}"


def _name_list(problem: Problem, some: tuple[str, ...]) -> str:
    return join_names([problem.catalog.program[p].name for p in some], NAMED) or "none"
