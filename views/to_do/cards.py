"""Requests to hosts, one card each, with what was answered; and replacements."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from charts import format as words
from optimizer.browse.known import knows
from optimizer.domain import replies as answers
from optimizer.domain.block_id import offering_of
from optimizer.domain.plan import Block, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer
from optimizer.model.eligibility import apply_from, is_stated
from optimizer.risks.backups import Backups, Replacement, Request
from views.inputs import callbacks
from views.inputs.choices import ANSWERS
from views.sections import trust

CARD_WIDTH = 290
NAMED_DATES = 4
# What needs attention first: silent hosts, then waiting, then those to ask.
ORDER: tuple[Answer | None, ...] = ("silent", "asked", None, "accepted", "paid")
Color = Literal["blue", "orange", "green"]
BADGES: dict[Answer, tuple[str, Color]] = {
    "asked": ("hourglass_empty", "blue"),
    "silent": ("notifications", "orange"),
    "accepted": ("check", "green"),
    "paid": ("paid", "green"),
}
TO_DO: dict[Answer | None, str] = {
    "asked": "Two or three weeks without a word are common; then ask again.",
    "silent": "Write again once, then ask the next host.",
    "accepted": "Counted as certain. Mark it as paid once it is: then it stays in.",
    "paid": "Stays in every plan.",
}
ANSWER_HELP = (
    "Accepted counts as certain, paid also stays in the plan, refused is left out and"
    " its fee counts as spent. Asked and silent change nothing yet."
)


def render(problem: Problem, plan: Plan, found: Backups, count: int | None) -> None:
    """Draw the requests that are enough, then further ones, then refusals."""
    shown = max(count or len(found.requests), found.planned)
    st.subheader("Whom to ask now", anchor=False)
    _cards(problem, plan, found.requests[:shown])
    if further := found.requests[shown:]:
        with st.expander(
            f"Further hosts that would still add something: {len(further)}"
        ):
            _cards(problem, plan, further)
    _refused(problem)


def replacements(problem: Problem, plan: Plan, found: Backups) -> None:
    """Say for each rotation of the plan what takes its place after a refusal."""
    st.subheader("If a host of the plan refuses", anchor=False)
    scenario = problem.scenario
    sure = {b for b in plan.blocks if answers.accepts(scenario, b.offering.offering_id)}
    if len(sure) == len(plan.blocks):
        st.markdown("Every host of the plan has accepted: nothing needs replacing.")
    for block in plan.blocks:
        if block in sure:
            continue
        ready = [r for r in found.replacements if r.slot == block]
        st.markdown("\n".join(_prepared(problem, block, ready)))


def _prepared(problem: Problem, block: Block, ready: list[Replacement]) -> list[str]:
    host, when = words.safe(block.offering.host), words.days(block.start, block.end)
    first = f"**{host}**, {when}"
    if not ready:
        return [f"{first}: no replacement fits beside the others within the budget."]
    choices = [
        f"- {name} choice: {words.safe(_told(one))}"
        for name, one in zip(("First", "Second"), ready, strict=False)
    ]
    worth = words.points(ready[0].loses_pp)
    return [f"{first}: worth {worth} if it accepts.", "", *choices]


def _told(one: Replacement) -> str:
    when = words.days(one.block.start, one.block.end)
    return (
        f"{one.block.offering.host}, {when}: brings {words.points(one.restores_pp)}"
        f" back if it accepts ({words.percent(one.acceptance)}). The plan then costs"
        f" {words.money(one.cost_usd)}; asking costs {words.money(one.fee_usd)} now, by"
        f" {words.full_day(one.apply_by)}."
    )


def _cards(problem: Problem, plan: Plan, requests: tuple[Request, ...]) -> None:
    ordered = sorted(requests, key=lambda r: ORDER.index(r.answer))
    with st.grid(min(len(ordered), 3), min_column_width=CARD_WIDTH):
        for request in ordered:
            with st.container(border=True, height="stretch"):
                _card(problem, plan, request)


def _card(problem: Problem, plan: Plan, request: Request) -> None:
    offering = request.block.offering
    with st.container(gap="xsmall", height="stretch"):
        st.markdown(f"#### {words.safe(offering.host)}", anchors=False)
        _badges(problem, plan, request)
        for icon, text in _lines(problem, plan, request):
            st.markdown(f":material/{icon}: {text}")
    _answer(request.name, offering.host, request.answer)


def _badges(problem: Problem, plan: Plan, request: Request) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if request.answer not in answers.YES:
            trust.chip(problem, request.block.offering)
        if request.block in plan.blocks:
            st.badge("In the plan", icon=":material/event_available:", color="violet")
        if request.answer and request.answer in BADGES:
            icon, color = BADGES[request.answer]
            st.badge(ANSWERS[request.answer], icon=f":material/{icon}:", color=color)


def _lines(
    problem: Problem, plan: Plan, request: Request
) -> tuple[tuple[str, str], ...]:
    block, offering = request.block, request.block.offering
    dates = f"{words.days(block.start, block.end)} {block.end.year}"
    where = words.safe(f"{offering.city}, {offering.state}")
    found = [
        ("calendar_month", words.safe(dates + _free(request))),
        ("location_on", f"{where}: {words.link(offering.title, offering.url)}"),
        ("percent", words.safe(_odds(problem, request))),
    ]
    if request.slots:
        found.append(("swap_horiz", words.safe(_instead_of(plan, request))))
    if request.answer is None:
        found.append(("outgoing_mail", words.safe(_apply(request))))
    if offering.note:
        found.append(("info", words.safe(offering.note)))
    if to_do := TO_DO.get(request.answer):
        found.append(("task_alt", to_do))
    return tuple(found)


def _free(request: Request) -> str:
    """Other dates that the same request may name."""
    starts = request.free_starts
    if not starts:
        return ""
    named = ", ".join(words.day(s) for s in starts[:NAMED_DATES])
    more = f" and {len(starts) - NAMED_DATES} more" if len(starts) > NAMED_DATES else ""
    return f". At no further fee also from {named}{more}"


def _odds(problem: Problem, request: Request) -> str:
    if request.answer in ("accepted", "paid"):
        return "Has accepted you"
    known = knows(problem.catalog, request.block.offering, "acceptance")
    guess = "" if known else " (a guess)"
    return (
        f"Accepts {words.percent(request.acceptance)} of requests{guess}; asking adds"
        f" {words.points(request.adds_pp)} on average"
    )


def _instead_of(plan: Plan, request: Request) -> str:
    hosts = [
        words.short(b.offering.host)
        for b in plan.blocks
        if b.offering.offering_id in request.slots
    ]
    return f"Could replace {' or '.join(hosts)}"


def _apply(request: Request) -> str:
    offering, start = request.block.offering, request.block.start
    about = "" if is_stated(offering, start) else "about "
    opens = apply_from(offering, start)
    first = f"from {words.full_day(opens)} " if opens else ""
    fee = words.money(request.fee_usd) if request.fee_usd else "no"
    until = words.full_day(request.apply_by)
    return f"Ask {first}by {about}{until}; {fee} application fee"


def _answer(name: str, host: str, answer: Answer | None) -> None:
    """The control for what the host has answered."""
    key = f"answer {name} {answer}"
    st.selectbox(
        f"Answer of {words.safe(words.short(host))}",
        list(ANSWERS),
        list(ANSWERS).index(answer),
        format_func=ANSWERS.__getitem__,
        key=key,
        help=ANSWER_HELP,
        on_change=_answered,
        args=(name, key),
    )


def _answered(name: str, key: str) -> None:
    callbacks.answer(name, st.session_state.get(key))


def _refused(problem: Problem) -> None:
    """Hosts that refused: out of every plan until that is taken back."""
    refused = [n for n, answer in problem.scenario.answers if answer == "refused"]
    if not refused:
        return
    with st.expander(f"Refused: {len(refused)}"):
        for name in refused:
            offering = problem.catalog.offering[offering_of(name)]
            _answer(name, offering.host, "refused")
