"""Page: what if? One list of questions, each a line that unfolds."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from views.kit import links, terms
from views.sections import no_plan, opened
from views.session import cached, remembered, state
from views.session.session import QuestionLine, session
from views.what_if import (
    another_host,
    assumptions,
    budgets,
    elsewhere,
    events,
    evidence,
    limits,
    scenarios,
    sizes,
)

TITLE = "What if something were different?"
LEAD = "Open a question: it is worked out then, for the inputs above."


Draw = Callable[[Problem, Plan], str]
"""Draws an answer and returns it in a sentence; empty: it is not known."""


QUESTIONS: dict[str, tuple[str, Draw]] = {
    "rotations": ("One more rotation?", sizes.render),
    "money": ("More money, or less?", budgets.render),
    "elsewhere": ("Spend it elsewhere?", elsewhere.render),
    links.ANOTHER_HOST: ("Another host?", another_host.render),
    "limits": ("What limits it?", limits.render),
    "late": ("A letter comes late?", events.late),
    "refusal": ("A host refuses or cancels?", events.refusal),
    "prices": ("Prices rise?", events.dearer),
    "wrong": ("It goes badly?", assumptions.render),
    "evidence": ("Letters and rotations help less?", evidence.render),
}
"""By the name in addresses: the words of the line, and what it unfolds to."""
SCENARIOS, MY_SCENARIO = "scenarios", "My other scenario?"


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    _open_what_is_asked_for(problem)
    opened.note(state.shared_plan())
    plan = cached.solve(problem)
    if isinstance(plan, NoPlan):
        no_plan.render(problem, plan)
        _my_scenario(problem)
        return
    st.header(TITLE, anchor=False)
    st.markdown(words.safe(base(problem, plan)), help=terms.PP)
    headline = st.empty()
    known = _known_facts(problem, plan)
    lines = {
        name: _line(problem, name, asks, known.get(name, ""))
        for name, (asks, _) in QUESTIONS.items()
    }
    _my_scenario(problem)
    for name, (_, draw) in QUESTIONS.items():
        if is_open(name):
            with lines[name]:
                _remember(problem, name, draw(problem, plan))
    headline.markdown(words.safe(beside(problem)))


def base(problem: Problem, plan: Plan) -> str:
    """Say what everything on this page is compared with."""
    if not plan.blocks:
        return f"Everything here is beside your plan, which adds no rotation. {LEAD}"
    hosts = join_names([words.short(b.offering.host) for b in plan.blocks], most=6)
    gain = words.points(cached.plan_gain(problem, plan).total_pp)
    return (
        f"Everything here is beside your plan ({hosts})."
        f" It adds {gain} {terms.measure(problem)} {terms.counting(problem)},"
        f" for at most {words.money(plan.cost_usd)}. {LEAD}"
    )


def beside(problem: Problem) -> str:
    """Say what the figure of the ask list is, which leads the page of the plan."""
    found = cached.ask(problem)
    if isinstance(found, NoPlan) or not found.requests:
        return ""
    many = words.counted(len(found.requests), "host")
    gain = words.points(found.gain_pp)
    return f"Asking {many}, as the page Plan advises, adds {gain} on average."


def _known_facts(problem: Problem, plan: Plan) -> dict[str, str]:
    """What can be said of a question without any work."""
    left = problem.scenario.budget_usd - plan.cost_usd
    planned = words.counted(len(plan.blocks), "rotation")
    in_time = words.counted(plan.letters_on_time, "letter")
    found = cached.chances(problem, plan)
    after = found.under(problem.scenario.acceptance)
    spread = words.percent_range(after.low, after.high)
    return {
        "rotations": words.sentence(f"{planned} now"),
        "money": f"{words.money(left)} of your budget is left.",
        "late": words.sentence(f"{in_time} on time as planned"),
        "refusal": f"All accept {words.frequency(found.all_accept)} (a guess).",
        "wrong": f"The match chance is {spread} in 8 of 10 draws.",
        "evidence": evidence.kinds(plan),
    }


def _my_scenario(problem: Problem) -> None:
    line = _line(problem, SCENARIOS, MY_SCENARIO, scenarios.kept_words())
    if is_open(SCENARIOS):
        with line:
            _remember(problem, SCENARIOS, scenarios.render(problem))


# ---- the lines --------------------------------------------------------------------


def _open_what_is_asked_for(problem: Problem) -> None:
    """Open what the address asks about."""
    if remembered.is_new(links.WHY, st.query_params.get(links.WHY, "")):
        _open(links.ANOTHER_HOST)
    if scenarios.open_link(problem):
        _open(SCENARIOS)
    asked = st.query_params.get(links.QUESTION, "")
    if remembered.is_new(links.QUESTION, asked):
        _open(asked)


def _open(name: str) -> None:
    st.session_state[links.line_key(name)] = True


def is_open(name: str) -> bool:
    """Whether the line of a question is unfolded."""
    return bool(st.session_state.get(links.line_key(name)))


def _remember(problem: Problem, name: str, said: str) -> None:
    if said:
        session().told[name] = (problem, said)


def _line(problem: Problem, name: str, asks: str, known: str) -> DeltaGenerator:
    """Draw the line of a question; while it is open its words stay as they are.

    Streamlit knows an expander by its words and how it began: kept here, so that
    opening or closing one does not make it another.
    """
    key, now = links.line_key(name), is_open(name)
    drawn = session().lines.get(name)
    about, said = session().told.get(name, (None, ""))
    answer = said if about == problem else known
    label = f"**{asks}** {words.safe(answer)}".strip()
    if drawn and now and drawn.problem == problem:
        label = drawn.label
    same = drawn and drawn.label == label and key in st.session_state
    began = drawn.began_open if drawn and same else now
    session().lines[name] = QuestionLine(problem, label, began)
    return st.expander(label, began, key=key, on_change="rerun")
