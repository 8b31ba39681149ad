"""What the app remembers of a visit, as a test finds it or wants it to be."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import factories as make
from streamlit.testing.v1 import AppTest

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from views.kit import links
from views.session.session import KEY, History, Now, Origin, Session

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


def _what_if(problem):  # AppTest takes its source: no names of this module in it
    from optimizer.domain.problem import Problem
    from views.session import state
    from views.what_if import page

    page.render(Problem(problem.catalog, state.valid()))


def what_if(
    problem: Problem, *questions: str, link: dict[str, str] | None = None, **given: Any
) -> AppTest:
    """Return the page What if for a problem, with these questions open."""
    at = AppTest.from_function(
        _what_if, kwargs={"problem": problem}, default_timeout=120
    )
    remember(at, problem.scenario, **given)
    for name in questions:
        at.session_state[links.line_key(name)] = True
    for name, value in (link or {}).items():
        at.query_params[name] = value
    return ran(at)


def ran(at: AppTest) -> AppTest:
    """Run a page, which must not fail."""
    at.run()
    assert not at.exception, at.exception
    return at


def text_of(at: AppTest, *kinds: str) -> str:
    """Return the words of a page, of some kinds or all, without signs of Markdown."""
    kinds = kinds or ("header", "subheader", "markdown", "warning", "info", "error")
    found = "\n".join(item.value for kind in kinds for item in getattr(at, kind))
    for sign, plain in (("\\", ""), ("\u00a0", " "), ("\u2060", "")):
        found = found.replace(sign, plain)
    return found
