"""The session: the scenario in the widgets' keys, its start and its history."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import streamlit as st

from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share import Shared
from views.session.history import History
from views.session.widget_values import RATED, TABLES, changed_by, meant, shown

ORIGIN_KEY = "start from"
PREFIX = "input "


class Origin(NamedTuple):
    """Where the inputs started from, and what Reset goes back to."""

    name: str
    scenario: Scenario


class Now(NamedTuple):
    """One step of the history: a scenario that made sense, and where it came from."""

    origin: Origin
    scenario: Scenario


def key(path: str) -> str:
    """Key of the widget that sets a field.

    It changes with every scenario that is applied: a widget behind a closed button
    does not hear of its new value, and the browser would send the old one again.
    """
    return f"{PREFIX}{edition()}.{path}"


def rating_key(path: str, name: str) -> str:
    """Key of the widget that sets the number of one name."""
    return f"{key(path)}.{name}"


def started() -> bool:
    """Whether this session has a scenario."""
    return "applied" in st.session_state


def start(name: str, scenario: Scenario) -> None:
    """Begin anew from a scenario; Reset comes back to it."""
    resume(Origin(name, scenario), scenario)


def resume(origin: Origin, scenario: Scenario) -> None:
    """Go on with a scenario that began somewhere else."""
    refuse_file("")
    st.session_state.pop("before answer", None)
    new = Now(origin, scenario)
    _go(_history().changed(new) if started() else History(new))
    _show(scenario)


def begun() -> Origin:
    """Where this session started from, be it a preset or a link."""
    found: Origin = st.session_state["begun"]
    return found


def begin_here() -> None:
    """Make what holds the beginning of the session, with nothing to take back."""
    st.session_state["begun"] = origin()
    st.session_state["history"] = _history().forgotten()


def origin() -> Origin:
    """Where the inputs started from; a page drawn by itself: from what holds."""
    found: Origin | None = st.session_state.get("origin")
    return found or Origin("", valid())


def chosen_origin() -> str:
    """Name that the visitor chose to start from."""
    found: str = st.session_state[ORIGIN_KEY]
    return found


def first_day() -> dt.date:
    """Day on which the session began; it stays even past midnight."""
    found: dt.date = st.session_state.setdefault("first day", dt.date.today())
    return found


def tell_restored() -> None:
    """Say that the scenario was restored, until it changes."""
    st.session_state["restored"] = valid()


def is_restored() -> bool:
    """Whether the scenario is as it was restored."""
    return st.session_state.get("restored") == valid()


def open(shared: Shared) -> None:
    """Remember the shared plan that was opened."""
    st.session_state["opened"] = shared


def opened() -> Shared | None:
    """Return the shared plan that was opened last, if any."""
    found: Shared | None = st.session_state.get("opened")
    return found


def upload(name: str) -> bytes | None:
    """Content of the file that was just uploaded."""
    file = st.session_state.get(name)
    return None if file is None else file.getvalue()


def refuse(sentence: str) -> None:
    """Keep what to say about a link or file that could not be opened."""
    st.session_state["refused"] = sentence


def refusal() -> str:
    """Return what to say about a link, once, or a file, until another is chosen."""
    found: str = st.session_state.pop("refused", "")
    return found or str(st.session_state.get("refused file", ""))


def refuse_file(sentence: str) -> None:
    """Say that the uploaded file could not be opened, or with "" that it is gone."""
    st.session_state["refused file"] = sentence


def leave_out(sentence: str) -> None:
    """Say what the inputs lost, until they are filled anew."""
    st.session_state["left out"] = edition(), sentence


def left_out() -> str:
    """What the inputs lost when they were last filled."""
    when, sentence = st.session_state.get("left out", (None, ""))
    return str(sentence) if when == edition() else ""


def apply(scenario: Scenario) -> None:
    """Show a scenario in the widgets: in a callback, or before they are drawn."""
    keep(scenario)
    _show(scenario)


def _show(scenario: Scenario) -> None:
    """Fill the widgets anew."""
    close_editors()
    for name in [*st.session_state]:
        if str(name).startswith(PREFIX):
            del st.session_state[name]
    st.session_state["drawn"] = set()
    st.session_state["applied"] = scenario
    st.session_state["edition"] = edition() + 1
    st.session_state["held back"] = False
    st.session_state[ORIGIN_KEY] = origin().name
    for path, value in shown(scenario).items():
        st.session_state[key(path)] = value


def applied() -> Scenario:
    """Return the scenario that was last put into the widgets."""
    found: Scenario = st.session_state["applied"]
    return found


def mend() -> None:
    """Bring back what Streamlit forgot.

    What is not drawn, such as the inputs behind a closed button, loses its value or
    falls back to the one first applied.
    """
    st.session_state.setdefault(ORIGIN_KEY, origin().name)
    drawn = st.session_state["drawn"]
    for path, value in shown(valid()).items():
        if key(path) not in drawn or key(path) not in st.session_state:
            st.session_state[key(path)] = value


def clicked(name: str) -> Any:
    """Return where along the axis the point lies that was chosen on a figure."""
    points = st.session_state[name].selection.points
    return points[0].get("x") if points else None


def value(name: str) -> Any:
    """Return what the widget of a key is to show.

    A widget is given it as its first value too: one that the browser builds late, on a
    slow line, hears of no other.
    """
    return st.session_state[name]


def drawing(name: str) -> str:
    """Note that the widget of a key is drawn in this run; return the key."""
    st.session_state["drawing"].add(name)
    return name


def begin() -> None:
    """Begin to draw the inputs."""
    st.session_state["drawing"] = set()


def finish() -> None:
    """Note which inputs were drawn: a run that was interrupted does not count."""
    st.session_state["drawn"] = st.session_state["drawing"]


def editor_key(path: str) -> str:
    """Key of an editor of rows, another one each time its panel opens."""
    return f"rows of {key(path)} {st.session_state[f'openings of {path}']}"


def rows(path: str) -> tuple[Any, ...]:
    """Return what an editor of rows starts from: it keeps its changes by itself."""
    begun = f"start of {key(path)}"
    if begun not in st.session_state:
        count = f"openings of {path}"
        st.session_state[begun] = st.session_state[key(path)]
        st.session_state[count] = st.session_state.get(count, 0) + 1
    found: tuple[Any, ...] = st.session_state[begun]
    return found


def close_editors() -> None:
    """Let editors of rows start anew when their panel opens again."""
    for path in TABLES:
        st.session_state.pop(f"start of {key(path)}", None)


def edition() -> int:
    """How often the widgets were filled anew."""
    found: int = st.session_state.get("edition", 0)
    return found


def keep(scenario: Scenario) -> None:
    """Remember the last scenario that made sense: a step, if it is another one."""
    st.session_state.setdefault("valid", scenario)  # a page drawn by itself
    history = _history()
    _go(history.changed(history.present._replace(scenario=scenario)))


def valid() -> Scenario:
    """Return the last scenario that made sense."""
    found: Scenario = st.session_state["valid"]
    return found


def hold_back(wrong: bool) -> None:
    """Note whether the widgets show what does not go together."""
    st.session_state["held back"] = wrong


def held_back() -> bool:
    """Whether the widgets show what does not go together."""
    return bool(st.session_state.get("held back"))


def undo() -> None:
    """Take back the last change (a callback): first one that made no sense."""
    if not held_back():
        _go(_history().undone())
    _show(valid())


def redo() -> None:
    """Make the change again that was taken back last (a callback)."""
    _go(_history().redone())
    _show(valid())


def before() -> Scenario | None:
    """Return the scenario to which undo goes back, if any."""
    past = _history().past
    return valid() if held_back() else past[-1].scenario if past else None


def after() -> Scenario | None:
    """Return the scenario that redo brings, if any."""
    future = _history().future
    return future[0].scenario if future else None


def _history() -> History[Now]:
    found: History[Now] | None = st.session_state.get("history")
    return found or History(Now(origin(), valid()))


def _go(history: History[Now]) -> None:
    """Make this the history, and its present what holds."""
    st.session_state["history"] = history
    st.session_state["valid"] = history.present.scenario
    st.session_state["origin"] = history.present.origin


def names(path: str) -> list[str]:
    """Names that are chosen in a menu."""
    found: list[str] = st.session_state[key(path)]
    return found


def rate_new(path: str, name: str) -> None:
    """Give a name that was just chosen its first number."""
    st.session_state.setdefault(rating_key(path, name), RATED[path])


def put_rows(path: str, rows: tuple[Any, ...]) -> None:
    """Hand over what the rows of an editor say."""
    st.session_state[key(path)] = rows


def answering() -> None:
    """Remember the scenario before an answer is noted, to compare with it."""
    st.session_state["before answer"] = valid()


def before_answer() -> Scenario | None:
    """Return the scenario before the last answer of a host, if any."""
    found: Scenario | None = st.session_state.get("before answer")
    return found


def draft() -> Scenario:
    """Return the scenario that the widgets show now, sensible or not.

    A field whose widget means what it meant at first keeps the value applied.
    """
    base = applied()
    before, now = meant(shown(base)), meant(_in_widgets())
    changed = {path: value for path, value in now.items() if value != before[path]}
    return changed_by(base, changed)


def _in_widgets() -> dict[str, Any]:
    start = key("")
    return {
        name.removeprefix(start): value
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(start)
    }
