"""How the inputs begin: from a typical applicant, or from what the address asks for."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.format import safe
from optimizer.domain.faults import DataError
from optimizer.domain.records import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.fitting import fit
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.scenario_io.share import open_shared
from views.inputs import share, words
from views.kit import addresses
from views.session import notices, presenting, remembered, state
from views.session.session import session

FIRST = next(iter(PRESETS))
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
    if left := notices.left_out():
        place.info(left, icon=":material/content_cut:")
    return place


def _fit(catalog: Catalog) -> None:
    """Leave out what the inputs name and another catalog than theirs does not have."""
    found, left = fit(state.valid(), catalog)
    if left:
        state.apply(found)
        notices.leave_out(words.left_out(left))


def _open_link(text: str, catalog: Catalog) -> None:
    try:
        opened = open_shared(text, catalog, session().first_day)
    except DataError as error:
        notices.refuse(f"{error} You can go on with the usual inputs.")
        return
    state.start(OPENED_LINK, opened.scenario)
    session().opened = opened


def _open_preset(text: str, catalog: Catalog) -> None:
    """Start from the typical applicant that the address asks for."""
    if not remembered.is_new(addresses.PARAMETER, text):
        return
    if name := addresses.preset_of(text):
        preset(name, catalog)
    else:
        notices.refuse(addresses.UNKNOWN)


def preset(name: str, catalog: Catalog) -> None:
    """Start from a typical applicant."""
    restart(name, PRESETS[name](default_scenario(catalog, session().first_day)))


def restart(name: str, scenario: Scenario) -> None:
    """Begin anew, but keep what was found out: it is about hosts (a callback)."""
    state.start(name, replace(scenario, found_out=state.valid().found_out))
