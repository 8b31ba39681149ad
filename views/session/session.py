"""All that the server remembers of one visit, beside the values of its widgets.

One typed object under one key of ``st.session_state``. Modules of this folder hold the
rules by which it changes; what has no rule is read and written where it is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import uuid4

import streamlit as st

from optimizer.catalog_io.write import FileChanges
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share import Saved, Shared

STEPS = 50
"""So many changes can be taken back."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """What is now, what was before it and, after an undo, what comes again.

    ``past`` ends with what was last, ``future`` starts with what comes next.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()

    def changed(self, new: T) -> History[T]:
        """Go on to something else: one step, which ends what could come again."""
        if new == self.present:
            return self
        return History(new, (*self.past, self.present)[-STEPS:])

    def undone(self) -> History[T]:
        """Take back the last change, if there is one."""
        if not self.past:
            return self
        *past, present = self.past
        return History(present, tuple(past), (self.present, *self.future))

    def redone(self) -> History[T]:
        """Make the change again that was taken back last, if there is one."""
        if not self.future:
            return self
        present, *future = self.future
        return History(present, (*self.past, self.present), tuple(future))

    def forgotten(self) -> History[T]:
        """Keep only what is now."""
        return replace(self, past=(), future=())


KEY = "session"


class Origin(NamedTuple):
    """Where the inputs started from, and what Reset goes back to."""

    name: str
    scenario: Scenario


class Now(NamedTuple):
    """One step of the history: a scenario that made sense, and where it came from."""

    origin: Origin
    scenario: Scenario


class Own(NamedTuple):
    """A catalog of one's own and what it is called."""

    name: str
    catalog: Catalog


class Preview(NamedTuple):
    """What came of an upload: a catalog and the files it took from the one in use."""

    own: Own
    taken: tuple[str, ...]


class QuestionLine(NamedTuple):
    """A question as it was drawn last: for which inputs, its words, open or not."""

    problem: Problem
    label: str
    began_open: bool


MOST_HOURS_OFF = 26
"""No two clocks are further apart; a browser may say anything."""


def visitors_day() -> dt.date:
    """Today where the browser is; where it does not say so, the server's day."""
    minutes = st.context.timezone_offset
    if minutes is None or abs(minutes) > MOST_HOURS_OFF * 60:
        return dt.date.today()
    return (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes)).date()


@dataclass
class Session:
    """What is remembered until the visitor reloads or leaves."""

    first_day: dt.date = field(default_factory=visitors_day)
    """Day on which it began, of the visitor's clock; it stays even past midnight."""

    # The scenario and its past: views.session.state.
    history: History[Now] | None = None
    begun: Origin | None = None
    """Where the session started from, be it a preset or a link."""
    mine: bool = False
    """Whether the visitor took the example as the own case."""
    held_back: bool = False
    """Whether the widgets show what does not go together."""

    # The widgets of the inputs: views.session.input_state.
    edition: int = 0
    """How often the widgets were filled anew."""
    editions: dict[str, int] = field(default_factory=dict)
    """How often each widget was given another value, by path."""
    filled: Scenario | None = None
    """The scenario that was last put into the widgets."""
    rows: dict[str, Any] = field(default_factory=dict)
    """What the editors of rows say, by path."""
    open_rows: dict[str, Any] = field(default_factory=dict)
    """What each open editor started from: it keeps its changes by itself."""
    openings: dict[str, int] = field(default_factory=dict)

    # What to say above the inputs: views.inputs.start.
    refused: str = ""
    refused_file: str = ""
    left_out: tuple[int, str] = (0, "")
    restored: Scenario | None = None

    # What pages remember: views.session.remembered.
    opened: Shared | None = None
    """The shared plan that was opened last."""
    kept: dict[str, Saved] = field(default_factory=dict)
    lines: dict[str, QuestionLine] = field(default_factory=dict)
    """The lines of the page What if, by the name of the question."""
    told: dict[str, tuple[Problem, str]] = field(default_factory=dict)
    """The answers that were worked out on it, each with the inputs it is for."""
    picks: tuple[str, ...] = ()
    revealed: tuple[Scenario, tuple[str, ...]] | None = None
    presenting: bool = False
    sender: tuple[str, str, str] = ("", "", "")
    """Name, school and address for drafts; in no scenario, link or file."""
    pdf: tuple[Hashable, bytes] = (None, b"")
    """What it was made of, and the file: it takes a while, so it is made once."""
    calendars: dict[tuple[Hashable, bytes], bytes] = field(default_factory=dict)
    """Calendar files that were taken, the last of each beginning."""
    looked_at: dict[str, str] = field(default_factory=dict)
    """The value of each parameter of the address that was looked at last."""
    list_edition: int = 0
    list_turn: int = 0
    """How often the list of programs was cleared, and how often it was changed."""

    # The catalog: views.session.catalogs.
    own_catalog: Own | None = None
    catalog_edition: int = 0
    upload: tuple[str, Preview | DataError] | None = None
    """The upload that is looked at, by its digest, and what came of it."""
    differences: tuple[tuple[str, str], tuple[FileChanges, ...]] | None = None
    edited_offering: str = ""
    wrong_in_form: tuple[str, ...] = ()

    # The browser tab: views.session.browser_tab.
    tab: str = field(default_factory=lambda: uuid4().hex)
    tab_heard: bool = False

    @property
    def now(self) -> Now:
        """What holds; a session begins with a scenario."""
        assert self.history is not None, "the session has no scenario yet"
        return self.history.present


def session() -> Session:
    """The session of this visitor; a new one after an update of the app."""
    found = st.session_state.get(KEY)
    if not isinstance(found, Session):
        found = st.session_state[KEY] = Session()
    return found
