"""What a common guide advises, beside what the list holds; who is near whom."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.residency_list.answer import ResidencyList, tier_of
from optimizer.residency_list.mix import Mix, mix
from views.kit.figures import table
from views.where_to_apply import residency_words

TITLE = "What a common guide advises"
COLUMNS = ("The guide", "Your list")
STRONG = "With scores like yours, for rotations and programs:"
OTHER = "With average scores, failed exams or a gap:"
NAMED = 4
TRIPS = "Several interviews on one trip"


def render(problem: Problem, found: ResidencyList) -> None:
    """Draw the advice beside the list, once it is opened, and the trips."""
    with st.expander(TITLE):
        held = mix(problem, found)
        st.markdown(STRONG if held.strong else OTHER)
        table(COLUMNS, rows(problem, found, held))
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
