"""Share a plan by link, save the inputs to a file, open such a file of any age."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from charts.words import counted, full_day, safe
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.answered import after_replies
from optimizer.requests.ask_list import AskList
from optimizer.scenario_io.fitting import scenario_on
from optimizer.scenario_io.json_file import read_scenario, write_scenario
from optimizer.scenario_io.share import Shared, share_query
from views.kit.links import PATHS
from views.session import cached, catalogs, state
from views.session.session import session

PARAMETER = "plan"
UPLOAD_KEY = "saved inputs"
OPENED_FILE = "Saved inputs"
UPLOAD_MEGABYTES = 1


def render(problem: Problem, opened: Shared | None) -> None:
    """Draw the link, the file to save and the file to open."""
    _link(problem, opened)
    save, load = st.columns(2)
    with save:
        _save(problem)
    with load:
        _open(problem.catalog)


OLD_DAYS = 7
"""Blocks and deadlines go by weeks: a plan of a few days ago is still today's."""


def age(catalog: Catalog, scenario: Scenario, today: dt.date) -> None:
    """Say that the inputs are old, whatever brought them, and offer today's plan."""
    days = (today - scenario.today).days
    if days < OLD_DAYS:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"Planned as of {full_day(scenario.today)}, {counted(days, 'day')} ago:"
            " what you could still ask for then may be too late today.",
            width="content",
        )
        st.button(
            "Plan as of today",
            icon=":material/today:",
            type="tertiary",
            help="Counts all deadlines from today. You can take it back.",
            on_click=_plan_as_of,
            args=(catalog, today),
        )


def _plan_as_of(catalog: Catalog, today: dt.date) -> None:
    state.apply(scenario_on(state.valid(), catalog, today))


def _link(problem: Problem, opened: Shared | None) -> None:
    profile = st.checkbox(
        "Include my profile (scores, attempts, visa, nationality, graduation date)",
        key="share profile",
        help="Without it, others see the plan, its dates and its cost, but not who it"
        " is for, and no chances. Anyone with the link can read what is in it.",
    )
    try:
        blocks = _block_ids(problem, opened)
        query = share_query(problem, blocks, include_profile=profile)
    except DataError as error:
        st.warning(safe(str(error)))
        return
    st.markdown("Copy this link. It holds your budget, dates, wishes and rules.")
    st.code(address(st.context.url or "", query), language=None, wrap_lines=True)
    if catalogs.own():
        st.markdown(
            "It does not hold your own catalog: send that as a file too, to be uploaded"
            " before the link is opened."
        )


def _block_ids(problem: Problem, opened: Shared | None) -> tuple[str, ...]:
    """Blocks on the page: the likeliest, or of an opened link without a profile."""
    if opened and not opened.has_profile:
        return opened.block_ids
    asked = cached.ask(problem)
    shown = asked.likeliest if isinstance(asked, AskList) else None
    if shown is None or not isinstance(asked, AskList):
        return ()
    requests = [a.request for a in asked.requests]
    plan = cached.best(after_replies(problem, requests, shown.requests))
    return tuple(b.block_id for b in plan.blocks) if isinstance(plan, Plan) else ()


def address(here: str, query: str) -> str:
    """Address of the plan page with a shared plan, from any page of the app."""
    return address_of(here, "", {PARAMETER: query})


def address_of(here: str, page: str, parameters: dict[str, str]) -> str:
    """Address of a page of the app with these parameters, from any page of it."""
    found = urlsplit(here)
    folder, _, last = found.path.rpartition("/")
    first = f"{folder}/" if last in PATHS else found.path or "/"
    path = f"{first.rstrip('/')}/{page}"
    return urlunsplit(found._replace(path=path, query=urlencode(parameters)))


def _save(problem: Problem) -> None:
    st.markdown("**Save** all inputs, your profile too, as a file.")
    st.download_button(
        "Save inputs",
        data=write_scenario(problem.given),
        file_name="rotamatch.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )


def _open(catalog: Catalog) -> None:
    st.file_uploader(
        "**Open** a file saved here",
        type="json",
        max_upload_size=UPLOAD_MEGABYTES,
        key=UPLOAD_KEY,
        help="A file from “Save inputs”. It replaces your inputs. Take back undoes it.",
        on_change=_opened,
        args=(catalog,),
    )


def _opened(catalog: Catalog) -> None:
    """Put the scenario of an uploaded file into the inputs (a callback)."""
    file = st.session_state.get(UPLOAD_KEY)
    session().refused_file = ""
    if file is None:
        return
    try:
        found = read_scenario(file.getvalue(), catalog, session().first_day)
    except DataError as error:
        first, *others = error.faults
        more = f" There are {len(others)} more faults in it." if others else ""
        session().refused_file = f"The file was not opened. {first.sentence}{more}"
        return
    state.start(OPENED_FILE, found)
