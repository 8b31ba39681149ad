"""All inputs: what the visitor has and wants, as a scenario.

Pages change it through the callbacks here: ``apply``, ``pin``, ``exclude`` ...
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import reduce
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.format import safe
from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog, FoundOut
from optimizer.domain.scenario import Answer, Scenario
from optimizer.scenario_io.fitting import fitted
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import Shared, open_shared
from views.inputs import about_you, advanced, picks, restored, share, wishes
from views.inputs import letters_and_rules as limits
from views.inputs import widgets as fields
from views.inputs import words as input_words
from views.inputs.changes import changes, in_short, reverted
from views.inputs.complaints import complaints, impossible
from views.inputs.labels import help_text, label
from views.inputs.words import inputs_that_differ
from views.kit import addresses as asked
from views.session import presenting, remembered, state
from views.session.widget_values import MONTHS

FIRST = next(iter(PRESETS))
OPENED_LINK = "Shared plan"
PANEL_KEY = "panel "
PANEL_PIXELS = 640
CHANGES = "All changes"


def scenario(catalog: Catalog) -> Scenario:
    """Draw the inputs and return the scenario they make, or the last sound one."""
    place = _begin(catalog)
    found = _presented() if remembered.presenting() else _drawn(catalog)
    with place:
        restored.keep(catalog)
    return found


def _presented() -> Scenario:
    state.finish()
    presenting.bar()
    return state.valid()


def _drawn(catalog: Catalog) -> Scenario:
    with st.container(gap="small"):
        _title()
        _main_row(catalog)
        with st.container(horizontal=True, gap="small"):
            missing = _panels(catalog)
            saving = _panel("Share or save")
            steps = st.container(horizontal=True, gap="xxsmall", width="content")
        found = _sound(catalog, missing)
        state.finish()
        _impossible(Problem(catalog, found))
        with steps:
            _steps(catalog, found)
        _origin_line(catalog, found)
        share.age(catalog, found, state.first_day())
    if saving:
        with saving:
            share.render(Problem(catalog, found), opened_link())
            restored.control()
    return found


def apply(scenario: Scenario) -> None:
    """Put a scenario into the inputs, a step that can be taken back (a callback)."""
    state.apply(scenario)


def pin(block_id: str) -> None:
    """Keep an offering, or an offering on a date, in the plan (a callback)."""
    apply(picks.pinned(state.valid(), block_id))


def unpin(block_id: str) -> None:
    """Let go of a pinned offering (a callback)."""
    apply(picks.unpinned(state.valid(), block_id))


def exclude(block_id: str) -> None:
    """Keep an offering, or an offering on a date, out of the plan (a callback)."""
    apply(picks.excluded(state.valid(), block_id))


def include(block_id: str) -> None:
    """Let an offering come back that was kept out (a callback)."""
    apply(picks.included(state.valid(), block_id))


def exclude_all(offering_ids: tuple[str, ...]) -> None:
    """Keep several offerings out of the plan (a callback)."""
    apply(reduce(picks.excluded, offering_ids, state.valid()))


def include_all(offering_ids: tuple[str, ...]) -> None:
    """Let several offerings come back (a callback)."""
    apply(reduce(picks.included, offering_ids, state.valid()))


def rate(program_id: str, rating: int | None) -> None:
    """Rate a program from 1 to 5, or with None no more (a callback)."""
    apply(picks.rated(state.valid(), program_id, rating))


def answer(name: str, given: Answer | None) -> None:
    """Note what a host answered to a request; None: not asked (a callback)."""
    state.answering()
    state.apply(picks.answered(state.valid(), name, given))


def record(found: FoundOut) -> None:
    """Note what the visitor found out by asking (a callback)."""
    state.answering()
    apply(picks.recorded(state.valid(), found))


def forget(found: FoundOut) -> None:
    """Forget what was found out about a field (a callback)."""
    state.answering()
    apply(picks.without_answer(state.valid(), found))


def opened_link() -> Shared | None:
    """Return the shared plan that is open, until an input differs from it."""
    opened = state.opened()
    return opened if opened and opened.scenario == state.valid() else None


def changed_from_preset(scenario: Scenario) -> tuple[str, ...]:
    """Name the inputs that differ from what the visitor started from."""
    paths = inputs_that_differ(state.origin().scenario, scenario)
    return tuple(label(path).partition(" (")[0] for path in paths)


def _begin(catalog: Catalog) -> DeltaGenerator:
    """Start a session from the first preset, or from the link in the address.

    Returns the place above the inputs.
    """
    state.begin()
    if known := state.started():
        state.mend()
    else:
        state.start(FIRST, default_scenario(catalog, state.first_day()))
    _fit(catalog)
    text = st.query_params.get(share.PARAMETER, "")
    if remembered.is_new(share.PARAMETER, text):
        _open_link(text, catalog)
    _open_preset(st.query_params.get(asked.PARAMETER, ""), catalog)
    if not known:
        state.begin_here()
    if wrong := presenting.look(st.query_params.get(presenting.PARAMETER, "")):
        state.refuse(wrong)
    # A place of its own, filled or not: what follows would be drawn anew if it moved.
    place = st.container(gap=None)
    if refusal := state.refusal():
        place.error(safe(refusal), icon=":material/link_off:")
    if left := state.left_out():
        place.info(left, icon=":material/content_cut:")
    return place


def _fit(catalog: Catalog) -> None:
    """Leave out what the inputs name and another catalog than theirs does not have."""
    found, left = fitted(state.valid(), catalog)
    if left:
        state.apply(found)
        state.leave_out(input_words.left_out(left))


def _open_link(text: str, catalog: Catalog) -> None:
    try:
        opened = open_shared(text, catalog, state.first_day())
    except DataError as error:
        state.refuse(f"{error} You can go on with the usual inputs.")
        return
    state.start(OPENED_LINK, opened.scenario)
    state.open(opened)


def _open_preset(text: str, catalog: Catalog) -> None:
    """Start from the typical applicant that the address asks for."""
    if not remembered.is_new(asked.PARAMETER, text):
        return
    if name := asked.preset_of(text):
        _start(name, PRESETS[name](default_scenario(catalog, state.first_day())))
    else:
        state.refuse(asked.UNKNOWN)


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
        list(names).index(state.value(state.ORIGIN_KEY)),
        key=state.ORIGIN_KEY,
        help="Typical applicants. Choosing one replaces all your inputs.",
        on_change=_choose,
        args=(catalog,),
        width=256,
    )


def _choose(catalog: Catalog) -> None:
    name = state.chosen_origin()
    if name in PRESETS:
        default = default_scenario(catalog, state.first_day())
        _start(name, PRESETS[name](default))
    else:
        _start(*state.origin())


def _start(name: str, scenario: Scenario) -> None:
    """Begin anew, but keep what was found out: it is about hosts (a callback)."""
    state.start(name, replace(scenario, found_out=state.valid().found_out))


def _rotations() -> None:
    low, high = fields.limits("max_rotations")
    st.slider(
        label("rotations"),
        low,
        high,
        state.value(state.key("rotations")),
        key=state.drawing(state.key("rotations")),
        help=help_text("rotations"),
        width=120,
    )


def _months() -> None:
    st.pills(
        label("months"),
        MONTHS,
        selection_mode="multi",
        default=state.value(state.key("months")),
        format_func=lambda month: dt.date(2000, month, 1).strftime("%b"),
        key=state.drawing(state.key("months")),
        help=help_text("months"),
        width="content",
        wrap=True,
    )


def _panels(catalog: Catalog) -> list[str]:
    """Draw what is behind the buttons; return what is missing in tables."""
    if panel := _panel("About you"):
        with panel:
            about_you.draw(catalog)
    if panel := _panel("Wishes"):
        with panel:
            wishes.draw(catalog)
    if panel := _panel("Letters and rules"):
        with panel:
            limits.draw(catalog)
    if panel := _panel("Advanced"):
        with panel:
            return advanced.draw(catalog)
    state.close_editors()
    return []


def _panel(name: str, **looks: Any) -> DeltaGenerator | None:
    """Draw a button; return what it opens, if it is open.

    What is behind a closed button is not drawn: a browser would build it on opening,
    with first values in place of those of the scenario.
    """
    key = f"{PANEL_KEY}{name}"
    panel = st.popover(name, key=key, on_change="rerun", **looks)
    return panel.container(width=PANEL_PIXELS) if panel.open else None


def _sound(catalog: Catalog, missing: list[str]) -> Scenario:
    """Return the scenario in the widgets, or the last one that made sense."""
    draft = state.draft()
    wrong = complaints(draft, catalog) if draft != state.valid() else []
    for sentence in missing:
        st.info(safe(sentence), icon=":material/edit:")
    state.hold_back(bool(wrong))
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


def _steps(catalog: Catalog, now: Scenario) -> None:
    """Draw the way back and the way forth; what they do stands in their help."""
    before, after = state.before(), state.after()
    for name, icon, change, other in (
        ("Undo", ":material/undo:", state.undo, before),
        ("Redo", ":material/redo:", state.redo, after),
    ):
        st.button(
            name,
            key=name,
            icon=icon,
            type="tertiary",
            disabled=other is None,
            help=safe(_step_help(catalog, now, name, other)),
            on_click=change,
        )


def _step_help(
    catalog: Catalog, now: Scenario, name: str, other: Scenario | None
) -> str:
    if other is None:
        return f"Nothing to {name.lower()}."
    if name == "Undo" and state.held_back():
        return "Takes back the change that does not fit."
    return in_short(changes(catalog, now, other)) or "Another start, the same inputs."


def _origin_line(catalog: Catalog, scenario: Scenario) -> None:
    """Say what differs from the start, each with a way back."""
    origin = state.origin()
    restored.line()
    changed = changes(catalog, origin.scenario, scenario)
    if not changed:
        return
    start = safe(origin.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"Changed from “{start}”: {safe(in_short(changed))}")
        if panel := _panel(CHANGES, type="tertiary"):
            with panel:
                _ways_back(catalog, scenario, changed)
        st.button(
            "Reset",
            icon=":material/restart_alt:",
            type="tertiary",
            help=f"Back to “{start}” as it comes",
            on_click=_start,
            args=origin,
        )


def _ways_back(catalog: Catalog, now: Scenario, changed: dict[str, str]) -> None:
    """Draw all changes, each with a button that puts the input back."""
    start = state.origin().scenario
    st.markdown("Choose one to put it back, the others stay:")
    for path, said in changed.items():
        other = reverted(now, start, path)
        wrong = complaints(other, catalog)
        st.button(
            safe(said),
            key=f"back {path}",
            icon=":material/undo:",
            type="tertiary",
            disabled=bool(wrong),
            help=safe(
                " ".join(wrong) or f"Back to: {input_words.told(catalog, start, path)}"
            ),
            on_click=apply,
            args=(other,),
            wrap=True,
        )
