"""All inputs: what the visitor has and wants, as a scenario."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts.format import safe
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.presets import PRESETS
from views.inputs import about_you, advanced, changes, restored, share, start, wishes
from views.inputs import letters_and_rules as limits
from views.inputs import widgets as fields
from views.inputs.complaints import complaints, impossible
from views.inputs.labels import help_text, label
from views.session import input_state, presenting, state
from views.session.session import session
from views.session.widget_values import offered_months


def scenario(catalog: Catalog) -> Scenario:
    """Draw the inputs and return the scenario they make, or the last sound one."""
    place = start.begin(catalog)
    found = _presented() if session().presenting else _drawn(catalog)
    with place:
        restored.keep(catalog)
    return found


def _presented() -> Scenario:
    presenting.bar()
    return state.valid()


def _drawn(catalog: Catalog) -> Scenario:
    with st.container(gap="small"):
        _title()
        _main_row(catalog)
        with st.container(horizontal=True, gap="small"):
            missing = _panels(catalog)
            saving = fields.panel("Share or save")
            steps = st.container(horizontal=True, gap="xxsmall", width="content")
        found = _sound(catalog, missing)
        _impossible(Problem(catalog, found))
        with steps:
            changes.steps(catalog, found)
        changes.origin_line(catalog, found)
        share.age(catalog, found, session().first_day)
    if saving:
        with saving:
            share.render(Problem(catalog, found), state.opened())
            restored.control()
    return found


def _title() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.title("RotaMatch", anchor=False, width="content")
        st.markdown(
            "The away rotations that raise your PM&R match chance most, for your money"
            " and your months."
        )


def _main_row(catalog: Catalog) -> None:
    with st.container(horizontal=True):
        _preset(catalog)
        fields.number("budget_usd", step=500, width=130)
        _rotations()
        fields.choice("applicant.status", width="content")
        _months()


def _preset(catalog: Catalog) -> None:
    names = dict.fromkeys([*PRESETS, state.origin().name])
    st.selectbox(
        "Start from",
        list(names),
        list(names).index(input_state.chosen_origin()),
        key=input_state.ORIGIN_KEY,
        persist_state="session",
        help="Typical applicants. Choosing one replaces all your inputs.",
        on_change=_choose,
        args=(catalog,),
        width=256,
    )


def _choose(catalog: Catalog) -> None:
    name = input_state.chosen_origin()
    if name in PRESETS:
        start.preset(name, catalog)
    else:
        start.restart(*state.origin())


def _rotations() -> None:
    low, high = fields.limits("max_rotations")
    st.slider(
        label("rotations"),
        low,
        high,
        input_state.value("rotations"),
        key=input_state.key("rotations"),
        persist_state="session",
        help=help_text("rotations"),
        width=120,
    )


def _months() -> None:
    st.pills(
        label("months"),
        _months_offered(),
        selection_mode="multi",
        default=input_state.value("months"),
        format_func=lambda month: dt.date(2000, month, 1).strftime("%b"),
        key=input_state.key("months"),
        persist_state="session",
        help=help_text("months"),
        width="content",
        wrap=True,
    )


def _months_offered() -> list[int]:
    """The months that can be ticked, and those that are."""
    draft = input_state.draft()
    offered = offered_months(draft.window_start, draft.window_end)
    return sorted({*offered, *input_state.value("months")})


def _panels(catalog: Catalog) -> list[str]:
    """Draw what is behind the buttons; return what is missing in tables."""
    if panel := fields.panel("About you"):
        with panel:
            about_you.draw(catalog)
    if panel := fields.panel("Wishes"):
        with panel:
            wishes.draw(catalog)
    if panel := fields.panel("Letters and rules"):
        with panel:
            limits.draw(catalog)
    if panel := fields.panel("Advanced"):
        with panel:
            return advanced.draw(catalog)
    input_state.close_editors()
    return []


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
    """Say before anything is solved what rules out every plan."""
    if wrong := impossible(problem):
        told = " ".join(safe(sentence) for sentence in wrong)
        st.info(f"No plan can fit this. {told}", icon=":material/rule:")
