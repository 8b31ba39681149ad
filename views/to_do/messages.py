"""Drafts of messages: chosen, made one's own, then copied or opened as mail."""

from __future__ import annotations

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.requests.ask_list import AskList
from optimizer.year import messages
from optimizer.year.messages import OWN_WORDS, TEMPLATES, Sender, Template
from views.kit.names import request_names
from views.session.session import session
from views.to_do import reply_words

PRIVATE = (
    "Name and school stay in this browser tab: no link, file or server keeps them."
    " Nothing is sent from here."
)
HARMS = "Its page says that writing to it harms. So there is no draft."
OWN_HELP = "At least five words, and true of this host alone."
WAITS = "Write your own sentence first. All with your profile ask the same hosts."


def render(problem: Problem, found: AskList) -> None:
    """Draw the choice of host and message, then the draft."""
    requests = {a.request.name: a.request for a in found.requests}
    called = request_names([*requests.values()])
    first, second = st.columns(2)
    name = first.selectbox(
        "Host", list(called), format_func=called.__getitem__, key="message host"
    )
    template = second.selectbox(
        "Message", TEMPLATES, format_func=lambda t: t.label, key="message kind"
    )
    if name is None or template is None:
        return
    request = requests[name]
    offering = request.candidates[0].offering
    if template.name == "first" and messages.forbids(offering):
        st.warning(HARMS, icon=":material/block:")
        st.markdown(words.safe(offering.note))
        return
    block = reply_words.block_in_plan(found, request)
    starts = (block.start,) if block and template.name != "first" else request.starts
    sender = _sender()
    own = _own(template, offering)
    subject, text = messages.compose(problem, template, offering, starts, sender, own)
    _draft(template, subject, text, own)


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
    session().sender = name or "", school or ""
    return Sender(*session().sender)


def _own(template: Template, offering: Offering) -> str:
    """Ask for the sentence that only the applicant can write."""
    if template.name not in OWN_WORDS:
        return ""
    st.markdown(words.safe(messages.facts(offering)))
    wanted = OWN_WORDS[template.name]
    key = f"own {template.name} {offering.offering_id}"
    label = words.sentence(wanted)
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
    st.link_button(
        "Open in my mail program",
        messages.mail_link(subject, mine or ""),
        icon=":material/mail:",
    )
