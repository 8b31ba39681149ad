"""The visitor's own browser tab remembers the inputs; the server stores nothing.

A tab's memory outlives a reload, which Streamlit forgets all over, and is gone when the
tab is closed. What it keeps of a visit is text, written here and read as a stranger's;
it goes into a new session once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.scenario import Scenario
from optimizer.domain.starts import offering_of
from optimizer.scenario_io.json_file import load_object
from optimizer.scenario_io.share import (
    Saved,
    is_block,
    kept_as_json,
    kept_of_json,
)
from views.session.session import session

VERSION = 1
CHARACTERS = 200_000
"""Longer text is neither kept nor read."""
LINK_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class TabMemory:
    """The inputs of one visitor, where they started, and what was set aside.

    ``day`` is the day on which the session began, ``link`` stands for what the address
    asked for then.
    """

    day: dt.date
    link: str
    start: Saved
    scenario: Scenario
    kept: tuple[tuple[str, Saved], ...] = ()
    picks: tuple[str, ...] = ()

    def on(self, today: dt.date) -> TabMemory:
        """The visit on another day: "today" moves on where nobody set it."""
        start = replace(self.start, scenario=self._moved(self.start.scenario, today))
        return replace(
            self, day=today, start=start, scenario=self._moved(self.scenario, today)
        )

    def _moved(self, scenario: Scenario, today: dt.date) -> Scenario:
        same = scenario.today == self.day
        return replace(scenario, today=today) if same else scenario


def mark(*asked: str) -> str:
    """Write what an address asks for as a short mark; "" if it asks for nothing."""
    if not any(asked):
        return ""
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:LINK_CHARACTERS]


def write(visit: TabMemory, catalog: Catalog) -> str | None:
    """Write a visit as text; None if it is too long to be kept."""
    told = partial(kept_as_json, catalog, include_profile=True)
    content = {
        "version": VERSION,
        "day": visit.day.isoformat(),
        "link": visit.link,
        "start": told(visit.start),
        "now": told(Saved("Now", visit.scenario)),
        "kept": {slot: told(one) for slot, one in visit.kept},
        "picks": visit.picks,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= CHARACTERS else None


def read(
    text: object, catalog: Catalog, slots: Collection[str], most: int
) -> TabMemory:
    """Read the text of a visit: anything may stand there.

    Only ``slots`` are kept, and ``most`` picks, one an offering.
    ``DataError`` with one sentence.
    """
    if not isinstance(text, str) or len(text) > CHARACTERS:
        raise _refusal("it is no text of ours")
    found = load_object(text)
    day, link, kept = _day(found), found.get("link"), found.get("kept")
    if found.get("version") != VERSION or not isinstance(link, str):
        raise _refusal("it is of another version")
    if not isinstance(kept, dict):
        raise _refusal("it is damaged")
    return TabMemory(
        day=day,
        link=link[:LINK_CHARACTERS],
        start=kept_of_json(found.get("start"), catalog, day),
        scenario=kept_of_json(found.get("now"), catalog, day).scenario,
        kept=tuple(
            (slot, kept_of_json(kept[slot], catalog, day))
            for slot in slots
            if slot in kept
        ),
        picks=_picks(found.get("picks"), catalog, most),
    )


def _day(found: dict[str, Any]) -> dt.date:
    try:
        return dt.date.fromisoformat(str(found.get("day")))
    except ValueError:
        raise _refusal("it has no day") from None


def _picks(found: object, catalog: Catalog, most: int) -> tuple[str, ...]:
    """The picks that the catalog knows, the first of each offering."""
    if not isinstance(found, list):
        return ()
    known = [i for i in found if isinstance(i, str) and is_block(i, catalog)]
    first = {offering_of(i): i for i in reversed(known)}
    return tuple(i for i in dict.fromkeys(known) if i in first.values())[:most]


def _refusal(what: str) -> DataError:
    return DataError([Fault("What this browser tab kept", what)])


KEY = "what the tab kept"
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

_memory = st.components.v2.component("rotamatch_tab", js=SCRIPT)


def remember(text: str | None, found: Callable[[object], None]) -> None:
    """Have the tab keep a text, or nothing; call ``found`` once with what it kept."""
    _memory(
        key=KEY,
        data={
            "session": session().tab,
            "heard": session().tab_heard,
            "text": text,
        },
        on_found_change=_hear(found),
    )


def _hear(found: Callable[[object], None]) -> Callable[[], None]:
    def heard() -> None:
        # A run that was cut short may have lost it: then the tab says so again.
        state: Any = st.session_state.get(KEY)
        if state is not None and not session().tab_heard:
            session().tab_heard = True
            found(state.get("found"))

    return heard
