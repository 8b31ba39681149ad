"""Take the plan along: a calendar, a workbook, a table, and how to print a page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from charts import format as words
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import listed
from optimizer.export.appointments import host_of, is_past
from optimizer.export.formats import EXPORTS, file_name
from optimizer.model.rotation import rotations_of

BUTTONS = {
    ".ics": (
        "Calendar",
        "calendar_add_on",
        "All days of the plan and the season, with reminders to apply and for letters."
        " Import it into a calendar of its own: a file of a changed plan then updates"
        " its events, and what left the plan can be deleted with the calendar.",
    ),
    ".xlsx": (
        "Excel workbook",
        "table_view",
        "Plan, costs, dates, the source of every fact, and all assumptions.",
    ),
    ".csv": (
        "CSV table",
        "csv",
        "One row for each rotation and each line of its cost, for any spreadsheet.",
    ),
}
ABOUT = (
    "The files hold dates, prices, sources and what hosts have answered; no scores, no"
    " visa and no chances. To print a page, press Ctrl+P (⌘P on a Mac): inputs and"
    " buttons stay off the paper."
)


def render(problem: Problem, plan: Plan) -> None:
    """Draw a button for each file; it is written when its button is pressed."""
    with st.container(key="take away"):  # not on paper, see printing.py
        _files(problem, plan)


def _files(problem: Problem, plan: Plan) -> None:
    st.subheader("Take it with you", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for ending, (label, icon, told) in BUTTONS.items():
            st.download_button(
                label,
                data=partial(EXPORTS[ending].write, problem, plan),
                file_name=file_name(problem, ending),
                mime=EXPORTS[ending].mime,
                key=f"export {ending}",
                help=told,
                icon=f":material/{icon}:",
                on_click="ignore",
            )
    if late := past(problem, plan):
        st.markdown(words.safe(late))
    st.markdown(ABOUT)


def past(problem: Problem, plan: Plan) -> str:
    """Say at which hosts the last day to apply is over, if any."""
    rotations = rotations_of(problem, plan.blocks)
    hosts = [host_of(rotation) for rotation in rotations if is_past(problem, rotation)]
    if not hosts:
        return ""
    return (
        f"The day to apply is already past at {listed(hosts)}; the files say so."
        " Ask whether applications are still taken."
    )
