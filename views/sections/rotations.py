"""The rotations of a plan, one card each: what it gives, costs, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import streamlit as st

from charts import format as words
from optimizer.browse.known import knows
from optimizer.domain import replies as answers
from optimizer.domain.block_id import BlockId
from optimizer.domain.plan import Block, Gain, Plan, RotationDetail
from optimizer.domain.problem import Problem
from optimizer.model.eligibility import apply_by, apply_from, is_stated, single_days
from views.inputs import callbacks
from views.kit import terms
from views.sections import trust
from views.session import cached

CARD_WIDTH = 290


def render(problem: Problem, plan: Plan, details: tuple[RotationDetail, ...]) -> None:
    """Draw a card for each rotation."""
    if not details:
        return
    st.subheader("The rotations", anchor=False)
    st.markdown(
        words.safe(_gain_of_plan(problem, plan, cached.plan_gain(problem, plan))),
        help=f"{terms.ASSUMPTION} {terms.PP}",
    )
    with st.grid(min(len(details), 3), min_column_width=CARD_WIDTH):
        for place, detail in enumerate(details, start=1):
            with st.container(border=True, height="stretch"):
                _card(problem, place, detail)


def _card(problem: Problem, place: int, detail: RotationDetail) -> None:
    offering = detail.block.offering
    with st.container(gap="xsmall", height="stretch"):
        st.markdown(f"#### {place}. {words.safe(offering.host)}", anchors=False)
        _badges(problem, detail)
        for icon, text, help_text in _lines(problem, detail):
            st.markdown(f":material/{icon}: {text}", help=help_text or None)
        trust.basis(problem, detail)
    _actions(problem, detail)


def _badges(problem: Problem, detail: RotationDetail) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        kind = words.KINDS[detail.block.offering.kind]
        st.badge(words.sentence(kind).rstrip("."), color="gray")
        trust.chip(problem, detail.block.offering)
        if _is_pinned(problem, detail):
            st.badge("Pinned", icon=":material/keep:", color="violet")


def _lines(
    problem: Problem, detail: RotationDetail
) -> tuple[tuple[str, str, str], ...]:
    block = detail.block
    offering = block.offering
    where = words.safe(f"{offering.city}, {offering.state}")
    return (
        ("calendar_month", words.safe(_when(detail)), ""),
        ("location_on", f"{where}: {words.link(offering.title, offering.url)}", ""),
        ("outgoing_mail", words.safe(_apply(problem, detail)), ""),
        ("mail", words.safe(_letter(detail)), ""),
        ("trending_up", words.safe(_gain(problem, detail)), terms.ASSUMPTION),
        ("payments", words.safe(_cost(problem, detail)), ""),
        *(("info", words.safe(said), "") for said in _also(problem, detail.block)),
    )


def _also(problem: Problem, block: Block) -> Iterator[str]:
    """What the host asks for beside the request, and what else to know."""
    offering = block.offering
    if offering.min_english and problem.scenario.applicant.img_type == "non_us_img":
        yield f"Have ready: {offering.min_english}"
    for day in single_days(problem, block.start, block.end):
        yield f"You are not free on {words.full_day(day)}: ask for that day off"
    if offering.note:
        yield offering.note


def _when(detail: RotationDetail) -> str:
    block = detail.block
    length = words.counted(block.offering.weeks, "week")
    return f"{words.days(block.start, block.end)} {block.end.year}, {length}"


def _apply(problem: Problem, detail: RotationDetail) -> str:
    block = detail.block
    offering, start = block.offering, block.start
    until = words.full_day(apply_by(problem, offering, start))
    if not is_stated(offering, start):
        until = f"about {until} (the host's deadline is not known)"
    opens = apply_from(offering, start)
    if opens and opens > problem.scenario.today:
        return f"Apply from {words.full_day(opens)}, by {until}"
    return f"Apply by {until}"


def _letter(detail: RotationDetail) -> str:
    ready = detail.block.letter_ready
    if ready is None:
        return "Gives no letter"
    verdict = "in time" if detail.block.letter_on_time else "too late to count fully"
    unsure = detail.block.offering.gives_letter == "unknown"
    return f"Letter ready {words.full_day(ready)}, {verdict}" + (
        " (not known whether it gives one)" if unsure else ""
    )


def _gain(problem: Problem, detail: RotationDetail) -> str:
    total, audition, letter = parts(detail.gain)
    basis = terms.basis({detail.block.offering.kind})
    return (
        f"{total} {terms.measure(problem)} {terms.counting(problem)}:"
        f" audition {audition} ({basis}), letter {letter} ({terms.GUESSED})"
    )


def _gain_of_plan(problem: Problem, plan: Plan, gain: Gain) -> str:
    total, audition, letters = parts(gain)
    basis = terms.basis({b.offering.kind for b in plan.blocks})
    return (
        f"Together they add {total} {terms.measure(problem)} {terms.counting(problem)}:"
        f" {audition} because programs see you at work ({basis}), {letters} from"
        f" letters ({terms.GUESSED})."
    )


def parts(gain: Gain) -> tuple[str, str, str]:
    """Total, audition and letters, rounded so that the parts still add up."""
    total, audition = round(gain.total_pp, 1), round(gain.audition_pp, 1)
    letters = total - audition
    return words.points(total), words.points(audition), words.points(letters)


def _cost(problem: Problem, detail: RotationDetail) -> str:
    offering = detail.block.offering
    price = f"{words.money(detail.cost_usd)} with room and food"
    if answers.accepts(problem.scenario, offering.offering_id):
        return f"{price}; the host has accepted you"
    known = knows(problem.catalog, offering, "acceptance")
    guess = "" if known else " (a guess)"
    return f"{price}; accepts {words.percent(detail.acceptance)} of requests{guess}"


def _is_pinned(problem: Problem, detail: RotationDetail) -> bool:
    """Whether the visitor keeps this rotation in the plan, on its date or on any."""
    ids = {detail.block.block_id, detail.block.offering.offering_id}
    return not ids.isdisjoint(problem.scenario.pins)


def _actions(problem: Problem, detail: RotationDetail) -> None:
    """Buttons to keep, drop or move the rotation; each says which one it means."""
    block_id = detail.block.block_id
    host = words.safe(words.short(detail.block.offering.host))
    with st.container(horizontal=True, gap="small"):
        if _is_pinned(problem, detail):
            st.button(
                "Unpin",
                key=f"unpin {block_id}",
                icon=":material/keep_off:",
                help=f"Let the search choose again instead of {host}.",
                on_click=callbacks.unpin,
                args=(block_id,),
            )
        else:
            st.button(
                "Keep",
                key=f"pin {block_id}",
                icon=":material/keep:",
                help=f"Pin {host} on these dates, whatever else changes.",
                on_click=callbacks.pin,
                args=(block_id,),
            )
        st.button(
            "Exclude",
            key=f"exclude {block_id}",
            icon=":material/block:",
            help=f"Find the best plan without {host}.",
            on_click=callbacks.exclude,
            args=(detail.block.offering.offering_id,),
        )
        _other_dates(detail)


def _other_dates(detail: RotationDetail) -> None:
    key = f"move {detail.block.block_id}"
    if not detail.alternate_starts:
        nothing = "No other start date fits the rest of the plan."
        st.button("Other dates", key=key, disabled=True, help=nothing)
        return
    st.menu_button(
        "Other dates",
        detail.alternate_starts,
        key=key,
        help="Other start dates that fit the rest of the plan. Choosing one pins it.",
        format_func=words.full_day,
        on_click=_move,
        args=(key, detail.block.offering.offering_id),
    )


def _move(key: str, offering_id: str) -> None:
    start: dt.date | None = st.session_state.get(key)
    if start is not None:
        callbacks.pin(str(BlockId(offering_id, start)))
