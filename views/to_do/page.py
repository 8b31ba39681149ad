"""Page: what to do next, whom to ask, and what hosts have answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from charts import words
from optimizer.domain import replies
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.requests.ask_list import AskList, PlannedList
from optimizer.year.guide import Part
from optimizer.year.timeline import Year, year_of
from views.kit import terms
from views.kit.parts import drawer
from views.sections import answer, found_out, left_out, opened
from views.session import cached, state
from views.to_do import board, dates, messages, money, papers, standing

NOT_PROGRAMS = (
    "A request is to a host for a rotation. It is not the application to a residency"
    " program."
)


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    opened.note(state.shared_plan())
    board.begun(problem, state.valid())
    found = cached.ask(problem)
    best: Plan | NoPlan | None = None
    if isinstance(found, AskList) and not found.requests:
        best = cached.solve(problem)  # an empty list is an answer if a plan may be
    none = found if isinstance(found, NoPlan) else best
    if isinstance(none, NoPlan):
        left_out.no_plan(problem, none)
    elif isinstance(found, AskList):
        _list(problem, answer.in_order(found), none)


def _list(problem: Problem, found: AskList, best: Plan | None) -> None:
    st.header(words.safe(headline(problem, found, best)), anchor=False)
    if found.requests:
        st.markdown(words.safe(worth(problem, found)), help=NOT_PROGRAMS)
    planned = cached.with_plan(problem, found)
    year = year_of(problem, planned)
    dates.first(year)
    if found.requests or problem.scenario.answers:
        st.subheader("Requests", anchor=False)
        board.render(problem, planned)
    st.subheader("All the rest", anchor=False)
    for label, draw in _parts(problem, planned, year).items():
        drawer(label, f"to do {label}", draw)


def _parts(
    problem: Problem, found: PlannedList, year: Year
) -> dict[str, Callable[[], None]]:
    """What unfolds, by its name."""

    def part(*parts: Part, also: Callable[[], None] | None = None) -> None:
        dates.part(problem, year, *parts)
        if also:
            also()

    def of(draw: Callable[[Problem, PlannedList], None]) -> Callable[[], None]:
        return partial(draw, problem, found)

    return {
        "Every date": partial(dates.render, problem, year),
        "Check first": of(papers.check_first),
        "Choosing hosts": partial(part, "choose"),
        "Documents": partial(
            part, "papers", also=partial(papers.render, problem, found, year)
        ),
        "Messages": partial(part, "write", also=of(messages.render)),
        "At the rotation": partial(part, "before", "during", also=standing.log),
        "Letters": partial(
            part, "letters", also=partial(dates.draw_letters, problem, year)
        ),
        "Money by day": of(money.render),
        "Weakest area": of(standing.weakest),
        "Your story": partial(
            part, "story", "season", also=partial(standing.story, problem, found, year)
        ),
        "To hand over": of(standing.hand_over),
        "Afterwards": partial(part, "after", also=of(standing.afterwards)),
        "What I found out": partial(found_out.render, problem),
    }


def headline(problem: Problem, found: AskList, best: Plan | None) -> str:
    """Return how things stand in one sentence; ``best`` plan where no one is asked."""
    given = [said for _, said in problem.scenario.answers]
    counts = {
        "said yes": sum(said in replies.YES for said in given),
        "said no": given.count("refused"),
        "open": sum(said in replies.WAITING for said in given),
    }
    so_far = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
    new = sum(not asked.request.sent for asked in found.requests)
    if not new and not so_far and best:
        return answer.nobody(found, best, "ask")
    if not new:
        return words.sentence(so_far or "there is nobody to ask").rstrip(".")
    write = f"{'write' if so_far else 'Write'} to {words.counted(new, 'host')}"
    return f"{so_far}: {write}" if so_far else write


def worth(problem: Problem, found: AskList) -> str:
    """Say what the requests do on average, and what they cost now."""
    before, after = round(100 * found.baseline), words.in_hundred(found.value)
    goes = f"{'rises' if found.value > found.baseline else 'falls'} from {before} to"
    if words.in_hundred(found.baseline) == after:
        goes = "stays near"
    return (
        f"On average your {terms.measure(problem)} {goes} {after}."
        f" Fees now: {words.money(found.fees_usd)}."
    )
