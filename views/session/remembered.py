"""What pages remember of a visit: kept scenarios, the own plan, links looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import streamlit as st

from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import BlockId
from optimizer.scenario_io.share import Saved, short_name
from views.session.session import session

SLOTS = ("A", "B", "C")
NAME_KEY = "name to keep"
OFFERING_KEY = "own offering"
START_KEY = "own start"
MOST_PICKS = 4


def kept_scenarios() -> dict[str, Saved]:
    """Return the scenarios that were kept, by slot."""
    return dict(sorted(session().kept.items()))


def keep(slot: str, scenario: Scenario, otherwise: str) -> None:
    """Keep a scenario under the name in the widget (a callback)."""
    name = short_name(st.session_state.get(NAME_KEY, "")) or short_name(otherwise)
    session().kept[slot] = Saved(name, scenario)
    st.session_state[NAME_KEY] = ""


def drop(slot: str) -> None:
    """Forget a kept scenario (a callback)."""
    session().kept.pop(slot, None)


def keep_all(found: Iterable[Saved]) -> None:
    """Keep these scenarios in place of all others."""
    put_slots(dict(zip(SLOTS, found, strict=False)))


def put_slots(found: Mapping[str, Saved]) -> None:
    """Keep these scenarios in these slots in place of all others."""
    session().kept = dict(found)


def is_new(parameter: str, text: str) -> bool:
    """Whether the address holds a value of a parameter that was not looked at yet."""
    seen = session().looked_at
    before = seen.get(parameter, "")
    seen[parameter] = text or before
    return bool(text) and text != before


def pick(offering_id: str) -> None:
    """Add an offering on the date in its widget to the own plan (a callback)."""
    start: dt.date | None = st.session_state.get(start_key(offering_id))
    if start:
        now = session()
        now.picks = (*now.picks, str(BlockId(offering_id, start)))[:MOST_PICKS]
        st.session_state[OFFERING_KEY] = None


def start_key(offering_id: str) -> str:
    """Key of the menu of an offering's dates: each begins with its first one."""
    return f"{START_KEY} {offering_id}"


def unpick(block_id: str) -> None:
    """Take a block out of the own plan (a callback)."""
    now = session()
    now.picks = tuple(found for found in now.picks if found != block_id)


def reveal(scenario: Scenario) -> None:
    """Show the best plan beside the own one, until either changes (a callback)."""
    session().revealed = (scenario, session().picks)


def is_revealed(scenario: Scenario) -> bool:
    """Whether the best plan may be shown beside the present own plan."""
    return session().revealed == (scenario, session().picks)
