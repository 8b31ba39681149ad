"""Page: what if? One list of questions, each a line that unfolds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import format as words
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import listed
from views.kit import links, terms
from views.sections import no_plan, opened
from views.session import cached, remembered, state
from views.session.session import Line, session
from views.what_if import (
    assumptions,
    budgets,
    elsewhere,
    events,
    evidence,
    limits,
    other_plans,
    scenarios,
    sizes,
    why_not,
)

TITLE = "What if something were different?"
LEAD = "Open a question: it is worked out then, for the inputs above."


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the page.

    ``name`` stands in addresses. ``known`` is what can be said without any work;
    ``draw`` draws the answer and returns it in a sentence.
    """

    name: str
    asks: str
    known: str
    draw: Callable[[], str]


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    _open_what_is_asked_for(problem)
    opened.note(state.opened())
    plan = cached.solve(problem)
    mine = _my_scenarios(problem)
    if isinstance(plan, NoPlan):
        no_plan.render(problem, plan)
        _draw(problem, [mine])
        return
    st.header(TITLE, anchor=False)
    st.markdown(words.safe(base(problem, plan)), help=terms.PP)
    headline = st.empty()
    _draw(problem, [*_about(problem, plan), mine])
    headline.markdown(words.safe(beside(problem)))


def base(problem: Problem, plan: Plan) -> str:
    """Say what everything on this page is compared with."""
    if not plan.blocks:
        return f"Everything here is beside your plan, which adds no rotation. {LEAD}"
    hosts = listed([words.short(b.offering.host) for b in plan.blocks], most=6)
    gain = words.points(cached.plan_gain(problem, plan).total_pp)
    return (
        f"Everything here is beside your plan: {hosts}."
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


def _about(problem: Problem, plan: Plan) -> tuple[Question, ...]:
    def question(
        name: str,
        asks: str,
        draw: Callable[[Problem, Plan], str],
        known: str = "",
    ) -> Question:
        return Question(name, asks, known, partial(draw, problem, plan))

    left = problem.scenario.budget_usd - plan.cost_usd
    planned = words.counted(len(plan.blocks), "rotation")
    found = cached.chances(problem, plan)
    after = found.under(problem.scenario.acceptance)
    return (
        question(
            "rotations",
            "One more rotation?",
            sizes.render,
            words.sentence(f"{planned} now"),
        ),
        question(
            "money",
            "More money, or less?",
            budgets.render,
            f"{words.money(left)} of your budget is left.",
        ),
        question("elsewhere", "Spend it elsewhere?", elsewhere.render),
        question(links.ANOTHER_HOST, "Another host?", _another_host),
        question("limits", "What limits it?", limits.render),
        question("late", "A letter comes late?", events.late, events.spare(plan)),
        question(
            "refusal",
            "A host refuses or cancels?",
            events.refusal,
            f"All accept {words.frequency(found.all_accept)} (a guess).",
        ),
        question("prices", "Prices rise?", events.dearer),
        question(
            "wrong",
            "It goes badly?",
            assumptions.render,
            f"The match chance is {words.percent_range(after.low, after.high)} in 8 of"
            " 10 draws.",
        ),
        question(
            "evidence",
            "Letters and rotations help less?",
            evidence.render,
            evidence.kinds(plan),
        ),
    )


def _my_scenarios(problem: Problem) -> Question:
    return Question(
        "scenarios",
        "My other scenario?",
        scenarios.known(),
        partial(scenarios.render, problem),
    )


def _another_host(problem: Problem, plan: Plan) -> str:
    said = other_plans.render(problem, plan)
    why_not.render(problem, plan)
    return said


# ---- the lines --------------------------------------------------------------------


def _open_what_is_asked_for(problem: Problem) -> None:
    """Open what the address asks about."""
    if remembered.is_new(links.WHY, st.query_params.get(links.WHY, "")):
        _open(links.ANOTHER_HOST)
    if scenarios.open_link(problem):
        _open("scenarios")
    asked = st.query_params.get(links.QUESTION, "")
    if remembered.is_new(links.QUESTION, asked):
        _open(asked)


def _open(name: str) -> None:
    st.session_state[links.line_key(name)] = True


def _draw(problem: Problem, questions: Iterable[Question]) -> None:
    """Draw every line, then work out those that are open."""
    lines = [(question, _line(problem, question)) for question in questions]
    for question, line in lines:
        if st.session_state.get(links.line_key(question.name)):
            with line:
                said = question.draw()
            if said:
                session().told[question.name] = (problem, said)


def _line(problem: Problem, question: Question) -> DeltaGenerator:
    """Draw the line of a question; while it is open its words stay as they are.

    Streamlit knows an expander by its words and how it began: kept here, so that
    opening or closing one does not make it another.
    """
    name, key = question.name, links.line_key(question.name)
    is_open, drawn = bool(st.session_state.get(key)), session().lines.get(name)
    if drawn and is_open and drawn.problem == problem:
        label = drawn.label
    else:
        about, said = session().told.get(name, (None, ""))
        answer = said if about == problem else question.known
        label = f"**{question.asks}** {words.safe(answer)}".strip()
    same = drawn if drawn and drawn.label == label and key in st.session_state else None
    began = same.began_open if same else is_open
    session().lines[name] = Line(problem, label, began)
    return st.expander(label, began, key=key, on_change="rerun")
