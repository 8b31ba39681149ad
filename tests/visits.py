"""What the app remembers of a visit, as a test finds it or wants it to be."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import factories as make
from streamlit.testing.v1 import AppTest

from optimizer.domain.scenario import Scenario
from views.session.history import History
from views.session.session import KEY, Now, Origin, Session

FIELDS = {field.name for field in fields(Session)}


def memory(at: AppTest) -> Session:
    """Return the session of a visit, which the test may change."""
    if KEY not in at.session_state:
        at.session_state[KEY] = Session(first_day=make.TODAY)
    found: Session = at.session_state[KEY]
    return found


def scenario_of(at: AppTest) -> Scenario:
    """Return the scenario that holds."""
    return memory(at).now.scenario


def remember(at: AppTest, scenario: Scenario | None = None, **given: Any) -> None:
    """Have a visit remember a scenario with no past, and what else is given.

    What the session does not know is the value of a widget.
    """
    if scenario:
        origin = given.pop("origin", Origin("", scenario))
        memory(at).history = History(Now(origin, scenario))
    for name, value in given.items():
        if name in FIELDS:
            setattr(memory(at), name, value)
        else:
            at.session_state[name] = value
