"""Page: whom to ask for a rotation, what hosts have answered, and what is prepared."""

from __future__ import annotations

import streamlit as st

from charts import format as words
from optimizer.domain import replies as answers
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.risks.backups import Backups, recommended
from optimizer.risks.responses import Outlook
from views.kit import terms
from views.sections import last_answer, no_plan, opened
from views.session import cached, state
from views.to_do import cards as request_cards
from views.to_do import chances as request_chances

CHANCES = (0.5, 0.6, 0.7, 0.8, 0.9)
USUAL_CHANCE = 0.7
NOT_PROGRAMS = (
    "An application here is a request to a host for a rotation, not the application to"
    " a residency program. Hosts refuse most requests of IMGs, so ask more of them than"
    " you can visit, and do the best of what comes through."
)
CAN_BE_DONE = (
    "Counted as what can be done: two hosts that accept the same weeks count once, and"
    " your budget and rules hold with every application fee spent, so one request more"
    " can lower the chance of two. Each host decides by itself; most of these chances"
    " are guesses."
)


def render(problem: Problem) -> None:
    """Draw the page for the present inputs."""
    opened.note(state.opened())
    outcome = cached.solve(problem)
    if isinstance(outcome, NoPlan):
        last_answer.render(problem, outcome)
        no_plan.render(problem, outcome)
        return
    found = cached.backups(problem, outcome)
    if not found.requests:
        st.header("There is nobody to ask", anchor=False)
        st.markdown("The plan has no rotation. Allow at least one to see whom to ask.")
        return
    top = st.container()
    at_least, wanted = _wish(found)
    count = recommended(found, at_least, wanted)
    with top:
        st.header(words.safe(headline(found, count, at_least)), anchor=False)
        st.markdown(NOT_PROGRAMS, help=CAN_BE_DONE)
    st.markdown(words.safe(advice(found, count, at_least, wanted)))
    st.markdown(words.safe(money(problem, found, count)), help=terms.COST)
    last_answer.render(problem, outcome)
    request_cards.render(problem, outcome, found, count)
    request_chances.render(problem, found, count)
    request_cards.replacements(problem, outcome, found)


def _wish(found: Backups) -> tuple[int, float]:
    """Ask how many rotations are wanted (one more than promised), and how surely."""
    most = min(max(len(found.requests[0].outlook.at_least) - 1, 1), 3)
    sure = sum(r.answer in answers.YES for r in found.requests)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at_least = st.segmented_control(
            "Rotations you want at least",
            range(1, most + 1),
            default=min(sure + 1, most),
            format_func=words.number,
            key=f"wanted rotations {sure} {most}",
            help="Requests are counted until so many rotations come through.",
        )
        wanted = st.segmented_control(
            "with a chance of",
            CHANCES,
            default=USUAL_CHANCE,
            format_func=words.percent,
            key="wanted chance",
            help="How sure that should be. The surer, the more hosts you must ask.",
        )
    return at_least or 1, wanted or USUAL_CHANCE


def headline(found: Backups, count: int | None, at_least: int) -> str:
    """Return the answer in one sentence."""
    alone = found.alone
    assert alone is not None, "there are requests"
    shown = count or len(found.requests)
    goal = "at least one rotation" if at_least == 1 else f"{_many(at_least)} or more"
    before = _chance(alone, at_least)
    if shown <= found.planned:
        return f"With the plan alone, the chance to get {goal} is {before}"
    after = _chance(found.requests[shown - 1].outlook, at_least)
    return (
        f"With the plan alone, the chance to get {goal} is {before};"
        f" with these {words.number(shown)} requests it is {after}"
    )


def advice(found: Backups, count: int | None, at_least: int, wanted: float) -> str:
    """Say how many requests are enough, or what stands in the way."""
    goal = f"{words.percent(wanted)} for at least {_many(at_least)}"
    if count is not None and count <= found.planned:
        return f"The plan's own requests are enough for {goal}."
    if count is not None:
        return words.sentence(f"{words.counted(count, 'request')} reach {goal}")
    best = _chance(found.requests[-1].outlook, at_least)
    return (
        f"Your wish, {goal}, is out of reach here: {best} is what all"
        f" {words.number(len(found.requests))} requests bring. No other host adds"
        " anything whose fee still fits beside the plan. A larger budget or more free"
        " months help most."
    )


def money(problem: Problem, found: Backups, count: int | None) -> str:
    """Say what the requests cost now and what they do for the match chance."""
    shown = max(count or len(found.requests), found.planned)
    outlook, alone = found.requests[shown - 1].outlook, found.alone
    assert alone is not None, "there are requests"
    extra = outlook.fees_usd - alone.fees_usd
    beyond = (
        f", {words.money(extra)} of it beyond the plan, for which your budget leaves"
        f" {words.money(max(found.room_usd, 0))}"
    )
    return (
        f"All application fees together: {words.money(outlook.fees_usd)}"
        f"{beyond if extra else ''}. Doing the best of what comes through, your"
        f" {terms.measure(problem)} is on average {_share(outlook.value)}, with the"
        f" plan alone {_share(alone.value)}, without a rotation"
        f" {_share(found.baseline)}."
    )


def _many(count: int) -> str:
    return words.counted(count, "rotation")


def _chance(outlook: Outlook, at_least: int) -> str:
    found = outlook.at_least
    return words.percent(found[at_least] if at_least < len(found) else 0.0)


def _share(share: float) -> str:
    return f"{share * 100:.1f}\u00a0%"
