"""Drafts of messages, filled from plan and profile; the applicant sends them herself.

What only she can write, a sentence on the host in a first message, is left to her. A
host whose page says that writing disqualifies gets no first message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from optimizer.domain.applicant import is_student
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.words import day_in_words, focus_name, join_names

COLD, LETTERS = ("first", "again"), ("meeting", "letter", "remind")
"""Messages to a host that has not answered, and those about a letter."""
OWN = "own"
WEEK = dt.timedelta(weeks=1)
NAMED_DATES = 6


@dataclass(frozen=True, slots=True)
class Template:
    """A message: what it is for, its subject and text with gaps, what to attach.

    ``say``: what to say when you meet, in place of writing it.
    """

    name: str
    label: str
    subject: str
    text: str
    attach: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes; never part of a scenario, a link or a file."""

    name: str = ""
    school: str = ""
    address: str = ""


TEMPLATES = (
    Template(
        "first",
        "First message",
        "Question about a PM&R {experience} for an international {student}",
        "Dear Program Coordinator,\n\nmy name is {name}. I am {a_student} of {school}"
        " and will apply for residency in PM&R.\n\n{own}\n\nDo you take international"
        " medical {students} for {an_experience} in PM&R? I could start on:"
        "\n{lines}"
        "\n\nMy CV and unofficial transcript are attached. Thank you for your time."
        "\n\nKind regards\n{sign}",
        "CV and unofficial transcript",
    ),
    Template(
        "again",
        "Second message after two to three weeks",
        "Again: PM&R {experience} for an international {student}",
        "Dear Program Coordinator,\n\nI wrote to you two to three weeks ago about"
        " {an_experience} in PM&R. I would still be glad to come. Are there places on"
        " one of these days?\n{lines}\n\nThank you and kind regards\n{sign}",
        "CV",
    ),
    Template(
        "office",
        "To the international office",
        "Visa for a visiting {student} in PM&R",
        "Dear International Office,\n\nI am {a_student} of {school} and hope to do"
        " {an_experience} in PM&R at {host}, on {dates}.\n\nWhich visa do you accept"
        " for it, and may I see patients with it? Which papers do you need, and how"
        " long do they take?\n\nThank you and kind regards\n{sign}",
    ),
    Template(
        "confirm",
        "To the coordinator, one to two weeks before",
        "My PM&R {experience} on {dates}",
        "Dear Coordinator,\n\nI look forward to my {experience} on {dates}. May I ask"
        " when and where I should come on the first day? Is there a dress code? Will I"
        " have access to records, and see patients?\n\nShall I take part in call,"
        " lectures and teaching?\n\nThank you and kind regards\n{sign}",
    ),
    Template(
        "meeting",
        "Asking for a letter in person",
        "Ten minutes before I leave?",
        "Dear Doctor,\n\nmy {experience} at {host} ends soon. May I have ten minutes of"
        " your time before then?\n\nKind regards\n{sign}",
        say="From what you have seen of me: could you write a strong letter for my"
        " application to PM&R residency? If the answer is slow, say thanks and ask"
        " someone else.",
    ),
    Template(
        "letter",
        "Asking for a letter, after you asked in person",
        "Letter of recommendation for {name}",
        "Dear Doctor,\n\nthank you for the weeks at {host}. As I asked in person, would"
        " you write a strong letter for my application to PM&R residency?\n\nIt should"
        " be in ERAS by {letters_by}. Attached are my CV, a draft of my statement, a"
        " short list of my cases, and where I will apply.\n\nKind regards\n{sign}",
        "CV, draft statement, your cases in brief, programs or regions",
    ),
    Template(
        "remind",
        "Reminder to a writer",
        "Letter of recommendation for {name}, by {letters_by}",
        "Dear Doctor,\n\nthank you again for writing for me. Programs begin to read"
        " soon: the letter counts in full if it is in ERAS by {letters_by}. Is there"
        " anything you still need from me?\n\nKind regards\n{sign}",
    ),
    Template(
        "thanks",
        "Thanks",
        "Thank you",
        "Dear Doctor,\n\nthank you for your teaching at {host}. {own}\n\nPlease give my"
        " thanks to the team as well.\n\nKind regards\n{sign}",
    ),
    Template(
        "applied",
        "When you have applied",
        "My residency application",
        "Dear Doctor,\n\nI have sent my applications to PM&R programs. Your letter is"
        " part of them, thank you. I will tell you how it goes."
        "\n\nKind regards\n{sign}",
    ),
    Template(
        "invited",
        "When you are invited",
        "An interview in PM&R",
        "Dear Doctor,\n\nI have an invitation to an interview in PM&R. Your support has"
        " helped me to come this far, thank you.\n\nKind regards\n{sign}",
    ),
    Template(
        "decline",
        "Declining an offer",
        "My PM&R {experience} on {dates}",
        "Dear Program Coordinator,\n\nthank you for offering me a place. I cannot come"
        " on {dates} and give it back, so that someone else may have it. I am sorry for"
        " the trouble.\n\nKind regards\n{sign}",
    ),
)
OWN_WORDS = {
    "first": "your own sentence: what draws you to this host?",
    "thanks": "your own sentence: what did you learn there?",
}
"""Messages with a gap that only the applicant can fill, and what to write there."""


def reason_against(template: Template, offering: Offering) -> str:
    """Why there is no draft of a message to this host; "" if there is one."""
    if template.name in COLD and offering.cold_requests == "no":
        return "Its page says that writing to it harms. So there is no draft."
    if template.name in LETTERS and offering.gives_letter == "no":
        return "Its page says that it writes no letters. So there is no draft."
    return ""


def facts(offering: Offering) -> str:
    """What is on record of a host, to write the own sentence from."""
    areas = [focus_name(area) for area in offering.focus]
    known = (
        f"On record: {join_names(areas)}."
        if areas
        else "Nothing on record of its focus."
    )
    return f"{known} {offering.title}, {offering.city}."


def compose(
    problem: Problem,
    template: Template,
    offering: Offering,
    starts: Sequence[dt.date],
    sender: Sender,
    own: str = "",
) -> tuple[str, str]:
    """Subject and text; a gap that nothing fills stays in brackets."""
    scenario = problem.scenario
    student = is_student(scenario.applicant, scenario.today)
    watching = offering.kind == "observership"
    name = sender.name.strip() or "[your name]"
    dates = [day_in_words(start) for start in starts]
    gaps = {
        "name": name,
        "sign": "\n".join(filter(None, (name, sender.address.strip()))),
        "school": sender.school.strip() or "[your school]",
        "host": offering.host,
        "student": "student" if student else "graduate",
        "students": "students" if student else "graduates",
        "a_student": "a medical student" if student else "a graduate",
        "experience": "observership" if watching else "visiting rotation",
        "an_experience": "an observership" if watching else "a visiting rotation",
        "dates": join_names(dates, NAMED_DATES) or "[dates]",
        "lines": "\n".join(f"- {line}" for line in when(starts)) or "[dates]",
        "letters_by": day_in_words(problem.letters_by),
        OWN: own.strip() or f"[{OWN_WORDS.get(template.name, '')}]",
    }
    return template.subject.format(**gaps), template.text.format(**gaps)


def when(starts: Sequence[dt.date]) -> list[str]:
    """Days to start on, a line each; weeks in a row are one line."""
    runs: list[list[dt.date]] = []
    for start in starts:
        if runs and start - runs[-1][-1] == WEEK:
            runs[-1].append(start)
        else:
            runs.append([start])
    return [
        f"any {run[0]:%A} from {day_in_words(run[0])} to {day_in_words(run[-1])}"
        if len(run) > 1
        else day_in_words(run[0])
        for run in runs
    ]


def is_ready(template: Template, own: str) -> bool:
    """Whether nothing is missing that only the applicant can write."""
    return template.name not in OWN_WORDS or len(own.split()) >= LEAST_WORDS


LEAST_WORDS = 5
"""Fewer are no sentence."""


def mail_link(subject: str, text: str) -> str:
    """An address that opens the draft in the applicant's own mail program."""
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"
