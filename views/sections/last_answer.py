"""What the last answer of a host changed, with a way to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from charts import words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.domain.words import join_names
from optimizer.requests.ask_list import PP, AskList
from views.inputs import callbacks
from views.inputs.changes import OF_AN_ANSWER
from views.kit import terms
from views.kit.terms import offering_names, short_names
from views.session import cached
from views.session.session import session

LEAST_PP = 0.05


def render(problem: Problem) -> None:
    """Draw it, as long as nothing else has changed since."""
    compared(problem, OF_AN_ANSWER, lambda _: "After the last answer.")


def compared(
    problem: Problem, fields: Sequence[str], lead: Callable[[Scenario], str]
) -> None:
    """Say what these fields changed, with a way back, if they alone did.

    ``lead`` says of the scenario before it what was answered.
    """
    before, scenario = session().before_answer, problem.given
    if not before or before == scenario:
        return
    if replace(before, **{n: getattr(scenario, n) for n in fields}) != scenario:
        return
    earlier, now = cached.ask(Problem(problem.catalog, before)), cached.ask(problem)
    said = words.safe(describe_change(earlier, now, terms.measure(problem)))
    _way_back(f"**{words.safe(lead(before))}** {said}", before)


def _way_back(said: str, before: Scenario) -> None:
    """Say what an answer changed, with a button that takes it back."""
    with st.container(border=True):
        st.markdown(said)
        st.button(
            "Take it back",
            icon=":material/undo:",
            help="Back to the answers before this one.",
            on_click=callbacks.apply,
            args=(before,),
        )


def describe_change(
    earlier: AskList | NoPlan, now: AskList | NoPlan, measure: str
) -> str:
    """Say what is different now: whom to ask, and what comes of it on average."""
    if isinstance(now, NoPlan):
        both = isinstance(earlier, NoPlan)
        return "There is no plan that keeps every rule" + (" still." if both else ".")
    if isinstance(earlier, NoPlan):
        return "Before it there was no plan; now there is one."
    old, new = _doors(earlier), _doors(now)
    names = short_names(offering_names(old | new))
    came = [names[door] for door in new if door not in old]
    left = [names[door] for door in old if door not in new]
    value = PP * (now.value - earlier.value)
    if not came and not left and abs(value) < LEAST_PP:
        return "Nothing changes: same hosts, same chance."
    parts = [
        f"{join_names(hosts)} {what}"
        for hosts, what in ((came, "came onto the list"), (left, "left it"))
        if hosts
    ]
    said = "; ".join(parts) or "The list stays as it was"
    return f"{said}. {measure.capitalize()}: {words.more_of_thousand(value)}."


def _doors(found: AskList) -> dict[str, Offering]:
    """What is asked at each door."""
    requests = (asked.request for asked in found.requests)
    return {r.door: r.candidates[0].offering for r in requests}
