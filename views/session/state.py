"""The scenario of a session: its start, its changes and the way back."""

from __future__ import annotations

from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.share import Shared
from views.session import input_state
from views.session.session import History, Now, Origin, session


def started() -> bool:
    """Whether this session has a scenario."""
    return session().history is not None


def start(name: str, scenario: Scenario) -> None:
    """Begin anew from a scenario; Reset comes back to it."""
    resume(Origin(name, scenario), scenario)


def resume(origin: Origin, scenario: Scenario) -> None:
    """Go on with a scenario that began somewhere else."""
    now = session()
    now.refused_file = ""
    new = Now(origin, scenario)
    now.history = now.history.changed(new) if now.history else History(new)
    _show()


def begin_here() -> None:
    """Make what holds the beginning of the session, with nothing to take back."""
    session().begun = origin()
    session().history = _history().forgotten()


def origin() -> Origin:
    """Where the inputs started from."""
    return session().now.origin


def valid() -> Scenario:
    """Return the last scenario that made sense."""
    return session().now.scenario


def keep(scenario: Scenario) -> None:
    """Remember the last scenario that made sense: a step, if it is another one."""
    history = _history()
    session().history = history.changed(history.present._replace(scenario=scenario))


def apply(scenario: Scenario) -> None:
    """Show a scenario in the widgets: in a callback, or before they are drawn."""
    keep(scenario)
    _show()


def shared_plan() -> Shared | None:
    """Return the shared plan that is open, until an input differs from it."""
    found = session().opened
    return found if found and found.scenario == valid() else None


def undo() -> None:
    """Take back the last change (a callback): first one that made no sense."""
    if not session().held_back:
        session().history = _history().undone()
    _show()


def redo() -> None:
    """Make the change again that was taken back last (a callback)."""
    session().history = _history().redone()
    _show()


def before() -> Scenario | None:
    """Return the scenario to which undo goes back, if any."""
    past = _history().past
    return valid() if session().held_back else past[-1].scenario if past else None


def after() -> Scenario | None:
    """Return the scenario that redo brings, if any."""
    future = _history().future
    return future[0].scenario if future else None


def _history() -> History[Now]:
    found = session().history
    assert found is not None, "the session has no scenario yet"
    return found


def _show() -> None:
    input_state.fill(valid(), origin().name)
