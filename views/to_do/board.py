"""The board of requests: one card each, by what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import streamlit as st

from charts import words
from charts.timeline import last_day_over
from optimizer.browse.known import knows
from optimizer.domain import replies
from optimizer.domain.found_out import FIELDS
from optimizer.domain.problem import Problem
from optimizer.domain.records import Reply
from optimizer.domain.scenario import Answer, Scenario
from optimizer.domain.starts import BlockId, offering_of
from optimizer.model.eligibility import apply_from, is_stated
from optimizer.model.rotation import late_factor
from optimizer.requests.ask_list import Asked, PlannedList
from optimizer.requests.request import Request
from views.inputs import callbacks
from views.inputs.labels import ANSWERS
from views.sections import found_out, trust
from views.to_do import papers, reply_words

CARD_WIDTH = 290
BOTH = 2
GROUPS: tuple[tuple[str, tuple[Answer | None, ...]], ...] = (
    ("Said yes", ("accepted", "paid")),
    ("Silent for weeks", ("silent",)),
    ("Waiting for an answer", ("asked",)),
    ("To write to", (None,)),
)
"""What needs a decision first."""
HOW = {
    "VSLO": "Apply in VSLO.",
    "portal": "Apply in the host's own portal.",
    "direct": "Write an e-mail.",
}
ANSWER_HELP = (
    "Accepted counts as certain. Paid also stays in the plan. Refused is left out."
    " Silent counts for half."
)


def render(problem: Problem, found: PlannedList) -> None:
    """Draw the requests by their state, folded but for those that said yes."""
    for name, states in GROUPS:
        group = [a for a in found.requests if a.request.terms.answer in states]
        if group:
            label = f"{name}: {len(group)}"
            with st.expander(label, expanded="accepted" in states):
                if out := reply_words.not_in_plan(found, group):
                    st.markdown(words.safe(out))
                _cards(problem, found, group)
    _refused(problem, found)


def begun(problem: Problem, scenario: Scenario) -> None:
    """Ask of each rotation that should have begun whether it did."""
    known = dict(scenario.took_place)
    for name in replies.begun(scenario).values():
        offering = problem.catalog.offering.get(offering_of(name))
        start = BlockId.parse(name).start
        if name in known or offering is None or start is None:
            continue
        host = words.safe(words.short(offering.host))
        st.markdown(
            f"**Did {host} take place?** It was to begin on {words.full_day(start)}."
            " Until you say no, it counts as begun."
        )
        with st.container(horizontal=True):
            for label, said in (("It did", "yes"), ("It did not", "no")):
                st.button(
                    label,
                    key=f"took place {name} {said}",
                    help=f"{label}: {host}.",
                    on_click=callbacks.took_place,
                    args=(name, said),
                )


def _cards(problem: Problem, found: PlannedList, group: list[Asked]) -> None:
    with st.grid(min(len(group), 3), min_column_width=CARD_WIDTH):
        for asked in group:
            with st.container(border=True, height="stretch"):
                _card(problem, found, asked)


def _card(problem: Problem, found: PlannedList, asked: Asked) -> None:
    request = asked.request
    offering = request.candidates[0].offering
    with st.container(gap="xsmall", height="stretch"):
        st.markdown(f"#### {words.safe(offering.host)}", anchors=False)
        with st.container(horizontal=True, gap="xsmall"):
            trust.chip(problem, offering)
            if reply_words.block_in_plan(found, request):
                st.badge(
                    "In the plan if all say yes", icon=":material/event_available:"
                )
        for icon, text in _lines(problem, found, asked):
            st.markdown(f":material/{icon}: {text}")
    _controls(problem, request)


def _lines(
    problem: Problem, found: PlannedList, asked: Asked
) -> Iterator[tuple[str, str]]:
    request = asked.request
    offering = request.candidates[0].offering
    first = request.starts[-1] if request.late else request.starts[0]
    if over := last_day_over(problem, offering, first):
        less = words.percent(late_factor(problem) ** request.late)
        yield "warning", f"**{over}** A yes counts {less} as likely, our guess."
    if not request.sent:
        yield "outgoing_mail", words.safe(when_to_write(problem, request))
    where = words.safe(f"{offering.city}, {offering.state}")
    how = "" if request.sent else f"{HOW[offering.channel]} "
    yield "contact_mail", f"{how}{words.link(offering.title, offering.url)}, {where}"
    yield "calendar_month", words.safe(starts_to_name(request))
    if not request.certain:
        yield "percent", words.safe(_odds(problem, asked))
    yield "arrow_split", words.safe(reply_words.meaning(problem, found, request))
    if request.terms.answer == "accepted":
        yield "payments", reply_words.fees_due(problem, request)
    if request.certain and (more := reply_words.whom_to_tell(found, request)):
        yield "campaign", words.safe(more)
    if offering.note:
        parts = offering.note.split("; ")
        yield "info", words.safe(" ".join(words.sentence(part) for part in parts))


def when_to_write(problem: Problem, request: Request) -> str:
    """Say until when the first start can be had, the last day, and what is due."""
    first = request.candidates[0]
    start = dt.date.fromordinal(first.starts[0])
    opens = apply_from(first.offering, start)
    if request.late:
        return "Write today: every 4 weeks make a yes less likely."
    guess = "" if is_stated(first.offering, start) else " (a guess)"
    now = opens is None or opens <= problem.scenario.today
    when = "Write now," if now else f"Write from {words.full_day(opens or start)}"
    when = f"{when} by {words.full_day(request.first_by)}"
    last = f"{words.full_day(request.ask_by)}{guess}."
    fee = f" Fee: {words.money(request.fee_usd)}." if request.fee_usd else ""
    if request.first_by == request.ask_by:
        return f"{when}{guess}.{fee}"
    return f"{when} for the first start. The last day is {last}{fee}"


def starts_to_name(request: Request) -> str:
    """Say which starts to name."""
    starts = request.starts
    if len(starts) == 1:
        return f"Start on {words.full_day(starts[0])}."
    first, last = words.full_day(starts[0]), words.full_day(starts[-1])
    every = "both" if len(starts) == BOTH else f"all {len(starts)}"
    said = f"{every} starts, {first} to {last}."
    return words.sentence(said) if request.sent else f"Name {said}"


def _odds(problem: Problem, asked: Asked) -> str:
    request = asked.request
    known = knows(problem.catalog, request.candidates[0].offering, "acceptance")
    guess = "" if known else ", a guess"
    chance = words.sentence(f"{words.frequency(request.acceptance)} says yes{guess}")
    case = "With your request" if request.sent else "If you ask"
    return f"{chance} {case}, {reply_words.more(asked.adds_pp)} match."


def _controls(problem: Problem, request: Request) -> None:
    offering = request.candidates[0].offering
    _answer(_name(problem, request), offering.host, request.terms.answer)
    if request.terms.answer == "accepted":
        _day(problem, request, "Confirm by", reply_words.confirm_by(problem, request))
    elif request.sent and not request.certain:
        _day(problem, request, "Written on", request_day(problem, request))
    reasons = list(papers.open_questions(problem, request))
    fields = [r.field for r in reasons if r.field in FIELDS and r.field != "kind"]
    if fields:
        host = words.safe(words.short(offering.host))
        name = offering.offering_id
        found_out.button(problem, name, fields[0], f"I asked {host}", f"ask {name}")


def _name(problem: Problem, request: Request) -> str:
    """What the answer is kept under: as it was, or the offering on any date."""
    ids = request.offering_ids
    names = [n for n, a in problem.scenario.answers if a == request.terms.answer]
    return next((n for n in names if offering_of(n) in ids), request.name)


def request_day(problem: Problem, request: Request) -> dt.date | None:
    """The day on which a request was sent, if it is known."""
    days = (
        reply.asked
        for name, reply in problem.scenario.reply_days
        if offering_of(name) in request.offering_ids
    )
    return next((day for day in days if day), None)


def _answer(name: str, host: str, answer: Answer | None) -> None:
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


def _day(problem: Problem, request: Request, label: str, known: dt.date | None) -> None:
    name = _name(problem, request)
    key = f"{label} {name} {known}"
    st.date_input(
        f"{label} ({words.safe(words.short(reply_words.host_of(request)))})",
        known,
        key=key,
        help="Leave it empty if you do not know.",
        on_change=_dated,
        args=(name, key, label),
    )


def _dated(name: str, key: str, label: str) -> None:
    day: dt.date | None = st.session_state.get(key)
    if label == "Confirm by":
        callbacks.confirm_by(name, day)
    else:
        callbacks.wrote(name, Reply(asked=day) if day else None)


def _refused(problem: Problem, found: PlannedList) -> None:
    """Hosts that refused: out of every plan until that is taken back."""
    refused = [n for n, answer in problem.scenario.answers if answer == "refused"]
    if not refused:
        return
    with st.expander(f"Said no: {len(refused)}"):
        st.markdown(
            words.safe(reply_words.instead(found)) or "Nobody else adds anything."
        )
        for name in refused:
            offering = problem.catalog.offering[offering_of(name)]
            _answer(name, offering.host, "refused")
