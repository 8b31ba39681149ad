"""One line of advice under the list: one that interviews IMGs, one to match at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.records import Program
from optimizer.domain.starts import offerings_of
from optimizer.requests.ask_list import AskList
from optimizer.requests.request import requests_of
from views.inputs import callbacks
from views.kit.names import request_names

OFTEN = ("high", "very_high")
LIKED = 4
"""A program rated so, or better, is one to match at."""
KEY = "plan.match at"


def render(problem: Problem, asked: AskList) -> None:
    """Draw the line, with a button where something is missing."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words.safe(advice(problem, asked)), width="content")
        if not to_match_at(problem, asked):
            popover = st.popover("Pick one", on_change="rerun", key="plan.pick")
            if popover.open:
                with popover:
                    _pick(problem)


def advice(problem: Problem, asked: AskList) -> str:
    """Say what a common guide wants of a list, and whether it is there."""
    often = [p for p in _programs(problem, asked) if interviews_often(problem, p)]
    return (
        f"One where IMGs are interviewed often: {_yes(often) or 'none so far'}."
        f" One you want to match at: {_yes(to_match_at(problem, asked)) or 'none yet'}."
    )


def interviews_often(problem: Problem, program: Program) -> bool:
    """Whether a program interviews many IMGs, as far as is known."""
    return problem.receptiveness(program) in OFTEN


def to_match_at(problem: Problem, asked: AskList) -> list[Program]:
    """Programs on the list that the applicant has pinned or rates highly."""
    pinned = offerings_of(problem.scenario.pins)
    rated = dict(problem.scenario.preferences.programs)
    return [
        program
        for one in asked.requests
        if (program := problem.program_of(one.request.candidates[0].offering))
        and (rated.get(program.program_id, 0) >= LIKED or one.request.names(pinned))
    ]


def _programs(problem: Problem, asked: AskList) -> list[Program]:
    offerings = (a.request.candidates[0].offering for a in asked.requests)
    return [p for o in offerings if (p := problem.program_of(o))]


def _yes(found: Sequence[Program]) -> str:
    return f"yes ({words.short(found[0].name)})" if found else ""


def _pick(problem: Problem) -> None:
    """Ask for one host that has to be on the list and, if it says yes, in the plan."""
    host = request_names(
        [
            r
            for r in requests_of(problem)
            if problem.program_of(r.candidates[0].offering)
        ]
    )
    st.selectbox(
        "Where do you want to match?",
        sorted(host, key=host.__getitem__),
        index=None,
        format_func=host.__getitem__,
        key=KEY,
        help="It comes on the list, and into the plan if it says yes.",
        on_change=_picked,
    )


def _picked() -> None:
    if name := st.session_state.get(KEY):
        callbacks.pin(name)
