"""How the inputs begin: from an example, the address, or what the browser tab kept.

Only the visitor's own tab stores it; what comes back from there is read like a file.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.words import safe
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.fitting import fit
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.share import Saved, read_link
from views.inputs import input_words, share
from views.kit import links
from views.session import browser_tab, input_state, presenting, remembered, state
from views.session.browser_tab import TabMemory
from views.session.examples import EXAMPLES, example_scenario
from views.session.session import Origin, session

FIRST = EXAMPLES[0]
OPENED_LINK = "Shared plan"
GONE = "The link names what this catalog does not have, which is left out."


def begin(catalog: Catalog) -> DeltaGenerator:
    """Start a session from the first preset, or from the link in the address.

    Returns the place above the inputs.
    """
    if not (known := state.started()):
        state.start(FIRST, default_scenario(catalog, session().first_day))
    _fit(catalog)
    text = st.query_params.get(share.PARAMETER, "")
    if remembered.is_new(share.PARAMETER, text):
        _open_link(text, catalog)
    _open_preset(st.query_params.get(links.PRESET, ""), catalog)
    if not known:
        state.begin_here()
    if wrong := presenting.look(st.query_params.get(presenting.PARAMETER, "")):
        session().refused = wrong
    # A place of its own, filled or not: what follows would be drawn anew if it moved.
    place = st.container(gap=None)
    if refusal := _refusal():
        place.error(safe(refusal), icon=":material/link_off:")
    if left := _omission():
        place.info(left, icon=":material/content_cut:")
    return place


def _refusal() -> str:
    """What to say about a link, once, or about a file, until another is chosen."""
    found, session().refused = session().refused, ""
    return found or session().refused_file


def _leave_out(sentence: str) -> None:
    """Say what the inputs lost, until they are filled anew."""
    session().left_out = session().edition, sentence


def _omission() -> str:
    """What the inputs lost when they were last filled."""
    when, sentence = session().left_out
    return sentence if when == session().edition else ""


def _fit(catalog: Catalog) -> None:
    """Leave out what the inputs name and another catalog than theirs does not have."""
    found, left = fit(state.valid(), catalog)
    if left:
        state.apply(found)
        _leave_out(input_words.omission_notice(left))


def _open_link(text: str, catalog: Catalog) -> None:
    try:
        opened = read_link(text, catalog, session().first_day)
    except DataError as error:
        session().refused = f"{error} You can go on with the usual inputs."
        return
    state.start(OPENED_LINK, opened.scenario)
    session().opened = opened
    if opened.dropped:
        _leave_out(GONE)


def _open_preset(text: str, catalog: Catalog) -> None:
    if not remembered.is_new(links.PRESET, text):
        return
    if name := links.preset_of(text):
        example(name, catalog)
    else:
        session().refused = links.UNKNOWN_PRESET


def examples(catalog: Catalog) -> None:
    """Draw the menu of examples to start from."""
    names = list(dict.fromkeys([*EXAMPLES, state.origin().name]))
    st.selectbox(
        "Start from",
        names,
        names.index(input_state.chosen_origin()),
        key=input_state.ORIGIN_KEY,
        persist_state="session",
        help="Examples. Choosing one replaces all your inputs.",
        on_change=_choose,
        args=(catalog,),
        width=256,
    )


def _choose(catalog: Catalog) -> None:
    name = input_state.chosen_origin()
    if name in EXAMPLES:
        example(name, catalog)
    else:
        restart(*state.origin())


def example(name: str, catalog: Catalog) -> None:
    """Start from an example (a callback)."""
    restart(name, example_scenario(name, catalog))


def restart(name: str, scenario: Scenario) -> None:
    """Begin anew, but keep what was found out: it is about hosts (a callback)."""
    state.start(name, replace(scenario, found_out=state.valid().found_out))


LINKS = (share.PARAMETER, links.PRESET, "kept")
MISFIT = (
    "What this browser tab kept of your inputs does not fit the present catalog, so it"
    " was not restored."
)
FORGET_HELP = (
    "Starts anew: inputs, kept scenarios and picks go, here and in this browser tab."
)


def keep(catalog: Catalog) -> None:
    """Have the tab keep the inputs, and restore what it kept of an earlier session."""
    text = browser_tab.write(_visit(), catalog) if _is_worth_keeping() else None
    browser_tab.remember(text, partial(restore, catalog))


def restore(catalog: Catalog, text: object) -> None:
    """Go on where another session of this tab ended (a callback); a new link wins."""
    try:
        visit = browser_tab.read(text, catalog, remembered.SLOTS, remembered.MOST_PICKS)
    except DataError:
        session().refused = MISFIT
        return
    if (link := _link()) and link != visit.link:
        return
    visit = visit.on(session().first_day)
    state.resume(Origin(visit.start.name, visit.start.scenario), visit.scenario)
    remembered.put_slots(dict(visit.kept))
    session().picks = visit.picks
    session().mine = True
    session().restored = state.valid()


def is_restored() -> bool:
    """Whether the inputs are as they were restored."""
    return session().restored == state.valid()


def line() -> None:
    """Say that inputs were restored, until one is changed."""
    if not is_restored():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Your inputs of this browser tab were restored.", width="content")
        _forget_button("Forget them")


def control() -> None:
    """Say what the tab keeps, with a way to forget it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            "This browser tab keeps your inputs until you close it. The server keeps"
            " nothing.",
            width="content",
        )
        _forget_button("Forget my inputs")


def _forget_button(name: str) -> None:
    st.button(
        name,
        icon=":material/delete:",
        type="tertiary",
        help=FORGET_HELP,
        on_click=_forget,
    )


def _forget() -> None:
    """Start anew with nothing to go back to (a callback)."""
    remembered.put_slots({})
    session().picks, session().mine = (), False
    state.start(*_begun())
    state.begin_here()


def _begun() -> Origin:
    found = session().begun
    assert found is not None, "the session has begun"
    return found


def _is_worth_keeping() -> bool:
    """Whether there is more than a new session would start with."""
    begun = _begun()
    changed = (state.origin(), state.valid()) != (begun, begun.scenario)
    return changed or bool(remembered.kept_scenarios() or session().picks)


def _visit() -> TabMemory:
    origin = state.origin()
    return TabMemory(
        day=session().first_day,
        link=_link(),
        start=Saved(origin.name, origin.scenario),
        scenario=state.valid(),
        kept=tuple(remembered.kept_scenarios().items()),
        picks=session().picks,
    )


def _link() -> str:
    """Stand for the links that this session was opened with."""
    return browser_tab.mark(
        *(
            st.query_params.get(name) or session().looked_at.get(name, "")
            for name in LINKS
        )
    )
