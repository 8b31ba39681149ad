"""What pages remember of a visit: kept scenarios, own picks, the presenter view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import streamlit as st

from optimizer.domain.block_id import BlockId
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share_several import Kept, short_name

SLOTS = ("A", "B", "C")
NAME_KEY = "name to keep"
OFFERING_KEY = "own offering"
START_KEY = "own start"
MOST_PICKS = 4


def kept() -> dict[str, Kept]:
    """Return the scenarios that were kept, by slot."""
    found: dict[str, Kept] = st.session_state.get("kept", {})
    return dict(sorted(found.items()))


def keep(slot: str, scenario: Scenario, otherwise: str) -> None:
    """Keep a scenario under the name in the widget (a callback)."""
    name = short_name(st.session_state.get(NAME_KEY, "")) or short_name(otherwise)
    st.session_state["kept"] = {**kept(), slot: Kept(name, scenario)}
    st.session_state[NAME_KEY] = ""


def drop(slot: str) -> None:
    """Forget a kept scenario (a callback)."""
    st.session_state["kept"] = {s: k for s, k in kept().items() if s != slot}


def keep_all(found: Iterable[Kept]) -> None:
    """Keep these scenarios in place of all others."""
    put_slots(dict(zip(SLOTS, found, strict=False)))


def put_slots(found: Mapping[str, Kept]) -> None:
    """Keep these scenarios in these slots in place of all others."""
    st.session_state["kept"] = dict(found)


def looked_at(parameter: str) -> str:
    """Return the value of a parameter of the address that was looked at last."""
    return str(st.session_state.get(f"looked at {parameter}", ""))


def is_new(parameter: str, text: str) -> bool:
    """Whether the address holds a value of a parameter that was not looked at yet."""
    seen = f"looked at {parameter}"
    before = st.session_state.get(seen, "")
    st.session_state[seen] = text or before
    return bool(text) and text != before


def picks() -> tuple[str, ...]:
    """Return the ids of the blocks picked for an own plan, in the order of picking."""
    found: tuple[str, ...] = st.session_state.get("picks", ())
    return found


def pick(offering_id: str) -> None:
    """Add an offering on the date in its widget to the own plan (a callback)."""
    start: dt.date | None = st.session_state.get(start_key(offering_id))
    if start:
        put_picks((*picks(), str(BlockId(offering_id, start)))[:MOST_PICKS])
        st.session_state[OFFERING_KEY] = None


def start_key(offering_id: str) -> str:
    """Key of the menu of an offering's dates: each begins with its first one."""
    return f"{START_KEY} {offering_id}"


def unpick(block_id: str) -> None:
    """Take a block out of the own plan (a callback)."""
    put_picks(tuple(found for found in picks() if found != block_id))


def put_picks(block_ids: tuple[str, ...]) -> None:
    """Make these blocks the own plan."""
    st.session_state["picks"] = block_ids


def open_tab(key: str, name: str) -> None:
    """Open a tab of a page before its tabs are drawn."""
    st.session_state[key] = name


def reveal(scenario: Scenario) -> None:
    """Show the best plan beside the own one, until either changes (a callback)."""
    st.session_state["revealed"] = (scenario, picks())


def is_revealed(scenario: Scenario) -> bool:
    """Whether the best plan may be shown beside the present own plan."""
    return bool(st.session_state.get("revealed") == (scenario, picks()))


def presenting() -> bool:
    """Whether the presenter view is on."""
    return bool(st.session_state.get("presenting"))


def present(on: bool) -> None:
    """Turn the presenter view on or off."""
    st.session_state["presenting"] = on
