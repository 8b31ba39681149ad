"""Take the plan along: a calendar, a workbook, a table, and how to print a page."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import streamlit as st

from charts import words
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.export.appointments import is_past
from optimizer.export.calendar import calendar_file, read_earlier
from optimizer.export.formats import EXPORTS, file_name
from optimizer.model.rotation import rotations_of
from views.session.session import session

BUTTONS = {
    ".ics": (
        "Calendar",
        "calendar_add_on",
        "All days of the plan and the season, with reminders to apply and for letters."
        " Import it into a calendar of its own, which can be deleted whole.",
    ),
    ".xlsx": (
        "Excel workbook",
        "table_view",
        "Plan, costs, dates, the source of every fact, and all assumptions.",
    ),
    ".csv": (
        "CSV table",
        "csv",
        "One row for each rotation and each line of its cost, for programs.",
    ),
    ".tab.csv": (
        "CSV for spreadsheets",
        "table",
        "The same table with tabs. It opens in columns where CSV ends up in one, as in"
        " countries that write 1,5 for one and a half.",
    ),
}
ABOUT = (
    "The files hold dates, prices, sources and what hosts have answered; no scores, no"
    " visa and no chances. To print a page, press Ctrl+P (⌘P on a Mac): inputs and"
    " buttons stay off the paper."
)


UPDATE = "Update a calendar"
UPDATE_ABOUT = (
    "A calendar file you take again in this visit updates the one before."
    " Is yours from another visit? Choose that file here"
    " first. The next file then moves its events and cancels what has left the plan."
    " Some calendars delete what is cancelled, some only mark it, and some add"
    " everything again: then delete the old calendar."
)
EARLIER_KEY = "earlier calendar"
UPLOAD_MEGABYTES = 1
Whose = tuple[Hashable, bytes]


def render(problem: Problem, plan: Plan, begun: Hashable = None) -> None:
    """Draw a button for each file; it is written when its button is pressed.

    ``begun`` is where the inputs began. Calendars of the same beginning update each
    other, those of another do not: an advisor plans for several people in one visit.
    """
    with st.container(key="take away"):  # not on paper, see printing.py
        _files(problem, plan, begun)


def _files(problem: Problem, plan: Plan, begun: Hashable) -> None:
    st.subheader("Take it with you", anchor=False)
    earlier, refusal = _earlier()
    writers = {ending: kind.write for ending, kind in EXPORTS.items()}
    writers[".ics"] = partial(_calendar, session().calendars, (begun, earlier))
    with st.container(horizontal=True, gap="small"):
        for ending, (label, icon, told) in BUTTONS.items():
            st.download_button(
                label,
                data=partial(writers[ending], problem, plan),
                file_name=file_name(problem, ending),
                mime=EXPORTS[ending].mime,
                key=f"export {ending}",
                help=told,
                icon=f":material/{icon}:",
                on_click="ignore",
            )
        with st.popover(UPDATE, icon=":material/event_repeat:", type="tertiary"):
            _update(begun)
    if refusal:
        st.error(words.safe(refusal))
    if late := past(problem, plan):
        st.markdown(words.safe(late))
    st.markdown(ABOUT)


def _calendar(
    taken: dict[Whose, bytes], whose: Whose, problem: Problem, plan: Plan
) -> bytes:
    """Write a calendar file on from the last one (run when the button is pressed)."""
    earlier = taken.get(whose, whose[1])
    update = EXPORTS[".ics"].update
    assert update, "a calendar can be written on"
    made = update(problem, plan, earlier) if earlier else calendar_file(problem, plan)
    taken[whose] = made
    return made


def _earlier() -> tuple[bytes, str]:
    """Return the earlier file that was chosen, or nothing, and why if it is refused."""
    file = st.session_state.get(EARLIER_KEY)
    if file is None:
        return b"", ""
    content: bytes = file.getvalue()
    try:
        read_earlier(content)
    except DataError as error:
        return b"", f"{error} The next file begins a new calendar."
    return content, ""


def _update(begun: Hashable) -> None:
    """Draw what asks for an earlier file, and what begins anew."""
    st.markdown(UPDATE_ABOUT)
    st.file_uploader(
        "Earlier calendar file",
        type="ics",
        max_upload_size=UPLOAD_MEGABYTES,
        key=EARLIER_KEY,
        help="The file that this planner wrote for you before. It is not kept.",
    )
    st.button(
        "Begin a new calendar",
        help="For someone else: the next file has nothing to do with those before.",
        on_click=_begin_anew,
        args=(begun,),
    )


def _begin_anew(begun: Hashable) -> None:
    taken = session().calendars
    for whose in [whose for whose in taken if whose[0] == begun]:
        del taken[whose]


def past(problem: Problem, plan: Plan) -> str:
    """Say at which hosts the last day to apply is over, if any."""
    rotations = rotations_of(problem, plan.blocks)
    hosts = [r.visit.host for r in rotations if is_past(problem, r)]
    if not hosts:
        return ""
    return (
        f"The day to apply is already past at {join_names(hosts)}; the files say so."
        " Ask whether applications are still taken."
    )
