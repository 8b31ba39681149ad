"""Drafts of messages: chosen, made one's own, then copied or opened as mail."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.requests.ask_list import PlannedList
from optimizer.year import messages
from optimizer.year.messages import TEMPLATES, Sender, Template
from views.kit.terms import request_names
from views.session.session import session
from views.to_do import reply_words

PRIVATE = (
    "Name, school and address are for this visit alone: they go into no link, file or"
    " calendar. Nothing is sent from here."
)
NOT_BY_MAIL = {
    "VSLO": "You apply to this host in VSLO. Before that you may ask:",
    "portal": "You apply to this host on its own form. Before that you may ask:",
    "direct": "",
}
OWN_HELP = "At least five words, and true of this host alone."
WAITS = "Write your own sentence first. All with your profile ask the same hosts."


Days = tuple[dt.date, ...]
Recipient = tuple[Offering, Days, Days]


def render(problem: Problem, found: PlannedList) -> None:
    """Draw the choice of host and message, then the draft."""
    hosts = recipients(problem, found)
    if not hosts:
        st.markdown("There is nobody to write to.")
        return
    first, second = st.columns(2)
    name = first.selectbox("Host", list(hosts), key="message host")
    template = second.selectbox(
        "Message", TEMPLATES, format_func=lambda t: t.label, key="message kind"
    )
    if name is None or template is None:
        return
    offering, named, planned = hosts[name]
    if against := messages.reason_against(template, offering):
        st.warning(against, icon=":material/block:")
        st.markdown(words.safe(offering.note))
        return
    if template.name == "first" and (before := NOT_BY_MAIL[offering.channel]):
        st.markdown(before)
    starts = named if template.name == "first" else planned or named
    sender = _sender()
    own = _own(template, offering)
    subject, text = messages.compose(problem, template, offering, starts, sender, own)
    _draft(template, subject, text, own)


def recipients(problem: Problem, found: PlannedList) -> dict[str, Recipient]:
    """Hosts by what they are called in the menu: those of the list, then booked ones.

    Each with the offering, the starts that a request names, and that of the plan.
    """
    requests = {a.request.name: a.request for a in found.requests}
    hosts: dict[str, Recipient] = {}
    for name, label in request_names([*requests.values()]).items():
        request = requests[name]
        block = reply_words.block_in_plan(found, request)
        planned = (block.start,) if block else ()
        hosts[label] = request.candidates[0].offering, request.starts, planned
    for booked in problem.scenario.booked:
        offering = problem.catalog.offering.get(booked.offering_id or "")
        if offering:
            starts = (booked.start,)
            hosts[f"{offering.host} (booked)"] = offering, starts, starts
    return hosts


def _sender() -> Sender:
    st.markdown(PRIVATE)
    first, second = st.columns(2)
    known = session().sender
    name = first.text_input(
        "Your name", known[0], 80, key="sender name", help="As it is to stand below."
    )
    school = second.text_input(
        "Your school", known[1], 120, key="sender school", help="Your medical school."
    )
    address = st.text_input(
        "Your address",
        known[2],
        200,
        key="sender address",
        help="E-mail or phone, to stand under your name. You may leave it empty.",
    )
    session().sender = name or "", school or "", address or ""
    return Sender(*session().sender)


def _own(template: Template, offering: Offering) -> str:
    """Ask for the sentence that only the applicant can write."""
    if not template.own:
        return ""
    st.markdown(words.safe(messages.facts(offering)))
    key = f"own {template.name} {offering.offering_id}"
    label = words.sentence(template.own)
    return st.text_area(label, key=key, max_chars=600, height=80, help=OWN_HELP) or ""


def _draft(template: Template, subject: str, text: str, own: str) -> None:
    if not messages.is_ready(template, own):
        st.markdown(f"*{words.safe(subject)}*")
        st.markdown("  \n".join(words.safe(line) for line in text.split("\n")))
        st.info(WAITS, icon=":material/edit:")
        return
    mine = st.text_area(
        "Change it as you like",
        text,
        height=260,
        key=f"draft {hash((subject, text))}",
        help="Copy it from below once it is yours.",
    )
    st.code(f"{subject}\n\n{mine or ''}", language=None, wrap_lines=True)
    if template.attach:
        st.markdown(f"Attach: {template.attach}.")
    if template.say:
        st.markdown(words.safe(f"Then say: {template.say}"))
    st.link_button(
        "Open in my mail program",
        messages.mail_link(subject, mine or ""),
        icon=":material/mail:",
    )
