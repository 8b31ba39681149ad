"""Whom to write to: the first few as cards, then all, in two parts each; advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from charts import words
from charts.timeline import last_day_over
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Program
from optimizer.domain.starts import offerings_of
from optimizer.model.travel import NEAR_MILES, near_offering
from optimizer.requests.alike import Alike
from optimizer.requests.ask_list import Asked, AskList
from optimizer.requests.request import Request, requests_of
from views.inputs import callbacks
from views.kit import parts
from views.kit.figures import table
from views.kit.parts import drawer
from views.kit.terms import request_names, rotation_name
from views.sections import answer, trust

FIRST = 4
COLUMNS_OF_CARDS, CARD_WIDTH = 3, 290
RECORDED, COLD = "Rotations on record", "Ask whether they take anyone"
COLUMNS = ("Host", "Write by", "At the latest", "To pay now")
WRITE_BY = (
    "Later, starts are lost one after the other; the table of all has the last day."
    " Where a host names no day, it is a guess: To do says which."
)
RequestRow = Asked | Alike


def render(problem: Problem, asked: AskList) -> None:
    """Draw the first requests, and all of them folded."""
    rows = rows_of(asked)
    if not rows:
        return
    st.subheader("Write first", anchor=False, help=WRITE_BY)
    st.markdown("Write to all now.")
    first = sorted(rows, key=_first_day)[:FIRST]
    _cards(problem, [row for row in rows if row in first])
    count = sum(not a.request.sent for a in asked.requests)
    label = f"All {count}" if count > 1 else "As a table"
    drawer(label, "plan.requests", partial(_all, problem, rows))


def rows_of(asked: AskList) -> tuple[RequestRow, ...]:
    """What is still to be sent: requests, and groups of which any will do."""
    group = {r.name: alike for alike in asked.alike for r in alike.listed}
    open_ = [a for a in asked.requests if not a.request.sent]
    return tuple(dict.fromkeys(group.get(a.request.name, a) for a in open_))


def _first_day(row: RequestRow) -> dt.date:
    return min(request.first_by for request in _requests(row))


def _part_of(row: RequestRow) -> str:
    request = row.listed[0] if isinstance(row, Alike) else row.request
    return RECORDED if answer.is_recorded(request) else COLD


def _parts(rows: Sequence[RequestRow]) -> Iterator[tuple[str, list[RequestRow]]]:
    """Rotations on record and hosts of which none is, in the order of the list."""
    for name in dict.fromkeys(map(_part_of, rows)):
        yield name, [row for row in rows if _part_of(row) == name]


# ---- cards -------------------------------------------------------------------------


def _cards(problem: Problem, rows: Sequence[RequestRow]) -> None:
    for name, part in _parts(rows):
        st.markdown(f"**{name}**")
        with st.grid(COLUMNS_OF_CARDS, min_column_width=CARD_WIDTH):
            for row in part:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    if isinstance(row, Alike):
                        _group(problem, row)
                    else:
                        _card(problem, row.request)


def _card(problem: Problem, request: Request) -> None:
    offering = request.candidates[0].offering
    st.markdown(f"#### {words.link(offering.host, offering.url)}", anchors=False)
    with st.container(horizontal=True, gap="xsmall"):
        trust.chip(problem, offering)
        if request.names(offerings_of(problem.scenario.pins)):
            st.badge("Must be in", icon=":material/keep:", color="violet")
    lines = (over(problem, request), _what(request), near(problem, offering))
    st.markdown("  \n".join(words.safe(line) for line in lines if line))
    st.button(
        "I wrote",
        key=f"wrote {request.name}",
        icon=":material/outgoing_mail:",
        help=f"Note that you asked {words.safe(words.short(offering.host))}.",
        on_click=callbacks.answer,
        args=(request.name, "asked"),
    )


def _group(problem: Problem, group: Alike) -> None:
    """Hosts of which any will do: the applicant chooses by writing to one."""
    st.markdown(f"#### {words.safe(title(group))}", anchors=False)
    if late := over(problem, group.listed[0]):
        st.markdown(words.safe(late))
    st.markdown(
        "Nothing about them is on record that makes one the better choice."
        f" Write by {words.full_day(_first_day(group))}."
    )
    _wrote("I wrote to …", group.every)


def title(group: Alike) -> str:
    """Any 2 of these 11 hosts."""
    return f"Any {len(group.listed)} of these {len(group.every)} hosts"


def over(problem: Problem, request: Request) -> str:
    """Say that the last day to ask is over; empty if it is not."""
    if not request.late:
        return ""
    return last_day_over(problem, request.candidates[0].offering, request.starts[-1])


def _what(request: Request) -> str:
    offering = request.candidates[0].offering
    kind = words.sentence(words.KINDS[offering.kind]).rstrip(".")
    fee = f", {words.money(request.fee_usd)} now" if request.fee_usd else ""
    return f"{kind}, write by {words.full_day(request.first_by)}{fee}."


def near(problem: Problem, offering: Offering) -> str:
    """How many other programs one trip may reach; empty if none."""
    count = len(near_offering(problem, offering))
    if not count:
        return ""
    others = words.counted(count, "other program")
    return f"{others} within {NEAR_MILES} miles."


# ---- all of them -------------------------------------------------------------------


def _all(problem: Problem, rows: Sequence[RequestRow]) -> None:
    for name, part in _parts(rows):
        st.markdown(f"**{name}**")
        single = [row.request for row in part if not isinstance(row, Alike)]
        if single:
            table(COLUMNS, [_cells(problem, request) for request in single])
        for group in (row for row in part if isinstance(row, Alike)):
            st.markdown(f"{words.safe(title(group))}:")
            table(COLUMNS, [_cells(problem, request) for request in group.every])
    every = [r for row in rows for r in _requests(row)]
    with st.container(horizontal=True, gap="small"):
        _wrote("I wrote to …", every, "all ")
        _menu("Must be in …", "keep", every, callbacks.pin)
        _menu("Leave out …", "exclude", every, callbacks.exclude)
        if pins := problem.scenario.pins:
            names = {pin: rotation_name(problem.catalog, pin) for pin in pins}
            parts.menu("Need not be in …", "plan.unpin", names, callbacks.unpin)


def _requests(row: RequestRow) -> tuple[Request, ...]:
    return row.every if isinstance(row, Alike) else (row.request,)


def _cells(problem: Problem, request: Request) -> tuple[str, ...]:
    offering = request.candidates[0].offering
    return (
        f"{over(problem, request)} {offering.host}, {offering.city},"
        f" {offering.state}".strip(),
        words.full_day(request.first_by),
        words.full_day(request.ask_by),
        words.money(request.fee_usd) if request.fee_usd else "nothing",
    )


def _wrote(label: str, requests: Sequence[Request], mark: str = "") -> None:
    _menu(label, f"{mark}wrote {requests[0].name}", requests, _written_to)


def _written_to(name: str) -> None:
    callbacks.answer(name, "asked")


def _menu(
    label: str, key: str, requests: Sequence[Request], then: Callable[[str], None]
) -> None:
    """A button that asks which host is meant."""
    parts.menu(label, f"plan.menu {key}", request_names(requests), then)


OFTEN = ("high", "very_high")
LIKED = 4
"""A program rated so, or better, is one to match at."""
KEY = "plan.match at"
WHERE = "Where do you want to match?"


def advise(problem: Problem, asked: AskList) -> None:
    """Draw the line, with a button where something is missing."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words.safe(advice(problem, asked)), width="content")
        if not to_match_at(problem, asked):
            popover = st.popover("Pick one", on_change="rerun", key="plan.pick")
            if popover.open:
                with popover:
                    _pick(problem)


def advice(problem: Problem, asked: AskList) -> str:
    """Say what a common guide wants of a list, and whether it is there."""
    often = [p for p in _programs(problem, asked) if interviews_often(problem, p)]
    liked = to_match_at(problem, asked)
    wanted = f"You want to match at {_first(liked)}." if liked else WHERE
    return f"{_first(often) or 'None of them'} interviews IMGs often. {wanted}"


def interviews_often(problem: Problem, program: Program) -> bool:
    """Whether a program interviews many IMGs, as far as is known."""
    return problem.receptiveness(program) in OFTEN


def to_match_at(problem: Problem, asked: AskList) -> list[Program]:
    """Programs on the list that the applicant has pinned or rates highly."""
    pinned = offerings_of(problem.scenario.pins)
    rated = dict(problem.scenario.preferences.programs)
    return [
        program
        for one in asked.requests
        if (program := problem.program_of(one.request.candidates[0].offering))
        and (rated.get(program.program_id, 0) >= LIKED or one.request.names(pinned))
    ]


def _programs(problem: Problem, asked: AskList) -> list[Program]:
    offerings = (a.request.candidates[0].offering for a in asked.requests)
    return [p for o in offerings if (p := problem.program_of(o))]


def _first(found: Sequence[Program]) -> str:
    return words.short(found[0].name) if found else ""


def _pick(problem: Problem) -> None:
    """Ask for one host that has to be on the list and, if it says yes, in the plan."""
    host = request_names(
        [
            r
            for r in requests_of(problem)
            if problem.program_of(r.candidates[0].offering)
        ]
    )
    st.selectbox(
        WHERE,
        sorted(host, key=host.__getitem__),
        index=None,
        format_func=host.__getitem__,
        key=KEY,
        help="It comes on the list, and into the plan if it says yes.",
        on_change=_picked,
    )


def _picked() -> None:
    if name := st.session_state.get(KEY):
        callbacks.pin(name)
