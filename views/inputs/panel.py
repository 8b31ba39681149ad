"""All inputs: what the visitor has and wants, as a scenario, in one line to unfold."""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.words import money, safe
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.contradictions import contradictions
from optimizer.scenario_io.json_file import read_scenario, write_scenario
from views.inputs import changes, groups, share, start, widgets
from views.inputs.input_words import in_one_line
from views.inputs.labels import LABELS, label
from views.session import input_state, presenting, state
from views.session.examples import EXAMPLES
from views.session.input_state import TABLES
from views.session.session import session

CHANGE, SHARE, MORE = "Change", "Share or save", tuple(groups.MORE)
CLAIM = "Whom to ask for a rotation on the way to PM&R."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs say, and where to tell what the last change did."""

    scenario: Scenario
    _told: DeltaGenerator | None = None

    def tell(self, problem: Problem) -> None:
        """Say what the last change did, once the answer is there."""
        is_open = any(map(widgets.is_open, (CHANGE, SHARE)))
        if self._told and (said := changes.effect(problem, with_answer=is_open)):
            self._told.markdown(safe(said), width="content")


def draw(catalog: Catalog) -> Inputs:
    """Draw the inputs and return the scenario they make, or the last sound one."""
    place = start.begin(catalog)
    found = _draw_way_out(catalog) if session().presenting else _draw_panel(catalog)
    with place:
        start.keep(catalog)
    return found


def _draw_way_out(catalog: Catalog) -> Inputs:
    """In front of a room: the way out. Slides show an input of their own."""
    presenting.bar()
    return Inputs(_sound(catalog, []))


def _draw_panel(catalog: Catalog) -> Inputs:
    with st.container(gap="small", key="inputs"):
        _title()
        line = st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key="line"
        )
        summary = line.empty()
        with line:
            changing = widgets.panel(CHANGE, "tune")
            sharing = widgets.panel(SHARE, "link")
        missing: list[str] = []
        if changing:
            with st.container(gap="small", key=widgets.panel_key(CHANGE)):
                missing = _inputs(catalog)
        else:
            input_state.close_editors()
        found = _sound(catalog, missing)
        summary.markdown(f"**{safe(in_one_line(found))}**", width="content")
        _example(found)
        _impossible(Problem(catalog, found))
        share.age(catalog, found, session().first_day)
        if sharing:
            with st.container(border=True, key=widgets.panel_key(SHARE)):
                share.render(Problem(catalog, found), state.shared_plan())
                start.control()
        return Inputs(found, _bar(catalog, found, changing or sharing))


def _title() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.title("RotaMatch", anchor=False, width="content")
        with st.container(key="claim", width="content"):
            st.markdown(CLAIM)


def _example(scenario: Scenario) -> None:
    """Until status and money are the visitor's own, say whose they are."""
    origin = state.origin()
    first = origin.scenario
    told = origin.name in EXAMPLES and not session().mine
    same = (scenario.budget_usd, scenario.applicant.status) == (
        first.budget_usd,
        first.applicant.status,
    )
    if told and same:
        who = f"a {scenario.applicant.status} with {money(scenario.budget_usd)}"
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"Example: {safe(who)}.", width="content")
            st.button("Make it mine", on_click=_make_mine)


def _make_mine() -> None:
    session().mine = True
    widgets.put_panel(CHANGE, to_open=True)


def _inputs(catalog: Catalog) -> list[str]:
    """Draw all inputs; return what is missing in tables."""
    groups.what_decides(catalog)
    missing: list[str] = []
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("More:", width="content")
        opened = [name for name in MORE if widgets.panel(name, "add")]
    for name in groups.EDITORS.keys() - opened:
        input_state.close_editors(groups.EDITORS[name])
    for name in opened:
        with st.container(border=True, key=widgets.panel_key(name)):
            st.markdown(f"**{name}**")
            missing += groups.MORE[name](catalog)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        start.examples(catalog)
        changes.way_back(catalog, input_state.draft())
    return missing


def _sound(catalog: Catalog, missing: list[str]) -> Scenario:
    """Return the scenario in the widgets, or the last one that made sense."""
    draft = input_state.draft()
    wrong = complaints(draft, catalog) if draft != state.valid() else []
    for sentence in missing:
        st.info(safe(sentence), icon=":material/edit:")
    session().held_back = bool(wrong)
    if not wrong:
        state.keep(draft)
        return draft
    st.warning(
        " ".join(safe(sentence) for sentence in wrong)
        + " Until then, the answer below is for your inputs before this change.",
        icon=":material/error:",
    )
    return state.valid()


def _impossible(problem: Problem) -> None:
    if wrong := impossible(problem):
        told = " ".join(safe(sentence) for sentence in wrong)
        st.info(f"No plan can fit this. {told}", icon=":material/rule:")


def _bar(catalog: Catalog, scenario: Scenario, is_open: bool) -> DeltaGenerator:
    """Draw what stays in sight: what changed, the ways back, the way out."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="bar"
    ):
        told = st.empty()
        start.line()
        changes.steps(catalog, scenario)
        if is_open:
            st.button("Done", key="done", icon=":material/check:", on_click=_close)
    return told


def _close() -> None:
    for name in (CHANGE, SHARE):
        widgets.put_panel(name, to_open=False)


ADVICE = {
    "window_end": "“Not after” lies before “Not before”: move one of the two days.",
    "blackouts": "“Days when you cannot”: a last day lies before its first day. "
    "Swap the two.",
    "free_dates": "“Days when you can”: a last day lies before its first day. "
    "Swap the two.",
    "min_rotations": "The fewest rotations are more than the most: lower one or raise "
    "the other.",
}
PAIRED = re.compile(r"\[(\d+)\]")


def complaints(scenario: Scenario, catalog: Catalog) -> list[str]:
    """Say what is wrong with a scenario; nothing if it makes sense."""
    try:
        read_scenario(write_scenario(scenario), catalog, scenario.today)
    except DataError as error:
        return list(dict.fromkeys(_complaint(fault) for fault in error.faults))
    return []


def impossible(problem: Problem) -> list[str]:
    """Say which wishes rule out every plan whatever the catalog offers."""
    return [_fault_words(fault) for fault in contradictions(problem)]


def _complaint(fault: Fault) -> str:
    return ADVICE.get(PAIRED.split(fault.where)[0]) or _fault_words(fault)


def _fault_words(fault: Fault) -> str:
    """Write a fault with the name of its input in place of the field."""
    field = PAIRED.split(fault.where)[0]
    while field and field not in LABELS:
        field = field.rpartition(".")[0]
    where = f"“{label(field)}”" if field else "Your inputs"
    if field in TABLES and (row := PAIRED.search(fault.where)):
        where += f", row {int(row[1]) + 1}"
    advice = f" Choose {fault.allowed}." if fault.allowed else " Change one of the two."
    return f"{where}: {fault.what}.{advice}"
