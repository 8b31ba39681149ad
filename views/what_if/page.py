"""Page: what if? One list of questions, each a line that unfolds."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList
from views.kit import links, terms
from views.sections import answer, left_out, opened
from views.session import cached, remembered, state
from views.session.session import QuestionLine, session
from views.what_if import another_host, questions, scenarios

TITLE = "What if something were different?"
LEAD = (
    "Each question changes one thing, and looks anew for whom to ask. It says"
    " {counted}. It is worked out when you open it."
)
PEOPLE = "how many more of 1,000 match then"
RATED = "how much match value that adds, of 1,000"
Draw = Callable[[Problem], str]
"""Draws an answer and returns it in a sentence; empty: it is not known."""

QUESTIONS: dict[str, tuple[str, Draw]] = {
    "rotations": ("One more rotation?", questions.rotations),
    "money": ("More money, or less?", questions.money),
    "elsewhere": ("Spend it elsewhere?", questions.elsewhere),
    links.ANOTHER_HOST: ("Another host?", another_host.render),
    "limits": ("What limits it?", questions.limits),
    "late": ("A letter comes late?", questions.late),
    "refusal": ("A host refuses or cancels?", questions.refusal),
    "prices": ("Prices rise?", questions.prices),
    "wrong": ("It goes badly?", questions.badly),
    "evidence": ("Letters and rotations help less?", questions.evidence),
}
"""By the name in addresses: the words of the line, and what it unfolds to."""
SCENARIOS, MY_SCENARIO = "scenarios", "My other scenario?"


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    _open_what_is_asked_for(problem)
    opened.note(state.shared_plan())
    asked = cached.ask_or_why(problem)
    if isinstance(asked, NoPlan):
        left_out.no_plan(problem, asked)
        _my_scenario(problem)
        return
    st.header(TITLE, anchor=False)
    rated = terms.measure(asked) == terms.VALUE
    lead = LEAD.format(counted=RATED if rated else PEOPLE)
    st.markdown(words.safe(f"{base(problem, asked)} {lead}"))
    known = _known_facts(problem, asked)
    lines = {
        name: _line(problem, name, asks, known.get(name, ""))
        for name, (asks, _) in QUESTIONS.items()
    }
    _my_scenario(problem)
    for name, (_, draw) in QUESTIONS.items():
        if is_open(name):
            with lines[name]:
                _remember(problem, name, draw(problem))


def base(problem: Problem, asked: AskList) -> str:
    """Say what everything on this page is compared with: what the page Plan says."""
    told = _headline(problem, asked)
    now = f"Now: {told[0].lower()}{told[1:]}."
    if not asked.requests:
        return now
    before, after = (words.in_hundred(value) for value in (asked.baseline, asked.value))
    if terms.measure(asked) == terms.VALUE:
        return f"{now} Match value: {before} without that, {after} with it."
    return f"{now} {before} match without that, {after} with it."


def _headline(problem: Problem, asked: AskList) -> str:
    if asked.requests or problem.booked:
        return answer.headline(asked)
    plan = cached.solve(problem)
    assert isinstance(plan, Plan), "without a plan there are no questions"
    return answer.nobody(asked, plan)


def _known_facts(problem: Problem, asked: AskList) -> dict[str, str]:
    """What can be said of a question without any work."""
    scenario = asked.scenario
    none = f"{answer.no_rotation(asked)}: {answer.tens(asked.done[0])}."
    return {
        "rotations": rotations(problem, asked),
        "money": f"{words.money(scenario.budget_usd)} now.",
        "refusal": none if answer.open_requests(asked) else "",
        "wrong": f"{answer.gain(asked)}.",
    }


def rotations(problem: Problem, asked: AskList) -> str:
    """How many rotations one would do, and as on Plan how many there can be."""
    own = asked.scenario.max_rotations
    can_be = len(problem.counted) + answer.most_done(asked)
    if answer.open_requests(asked) and can_be < asked.scenario.max_rotations:
        return f"{answer.would_do(asked)}; your own limit is {own}."
    return f"Your own limit is {own}."


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
