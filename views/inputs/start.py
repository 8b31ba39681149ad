"""How the inputs begin: from a typical applicant, or from what the address asks for."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.words import safe
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.fitting import fit
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.share import read_link
from views.inputs import input_words, share
from views.kit import addresses
from views.session import input_state, notices, presenting, remembered, state
from views.session.examples import EXAMPLES, example_scenario
from views.session.session import session

FIRST = EXAMPLES[0]
OPENED_LINK = "Shared plan"


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
    _open_preset(st.query_params.get(addresses.PARAMETER, ""), catalog)
    if not known:
        state.begin_here()
    if wrong := presenting.look(st.query_params.get(presenting.PARAMETER, "")):
        notices.refuse(wrong)
    # A place of its own, filled or not: what follows would be drawn anew if it moved.
    place = st.container(gap=None)
    if refusal := notices.refusal():
        place.error(safe(refusal), icon=":material/link_off:")
    if left := notices.omission():
        place.info(left, icon=":material/content_cut:")
    return place


def _fit(catalog: Catalog) -> None:
    """Leave out what the inputs name and another catalog than theirs does not have."""
    found, left = fit(state.valid(), catalog)
    if left:
        state.apply(found)
        notices.leave_out(input_words.omission_notice(left))


def _open_link(text: str, catalog: Catalog) -> None:
    try:
        opened = read_link(text, catalog, session().first_day)
    except DataError as error:
        notices.refuse(f"{error} You can go on with the usual inputs.")
        return
    state.start(OPENED_LINK, opened.scenario)
    session().opened = opened


def _open_preset(text: str, catalog: Catalog) -> None:
    if not remembered.is_new(addresses.PARAMETER, text):
        return
    if name := addresses.preset_of(text):
        example(name, catalog)
    else:
        notices.refuse(addresses.UNKNOWN)


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
