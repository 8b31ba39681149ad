"""Drafts of messages, filled from plan and profile; the applicant sends them herself.

What only she can write, a sentence on the host in a first message, is left to her. A
host whose page says that writing disqualifies gets no first message.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from optimizer.domain.applicant import is_student
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.starts import WEEK
from optimizer.domain.words import day_in_words, focus_name, join_names

COLD, LETTERS = ("first", "again"), ("meeting", "letter", "remind")
"""Messages to a host that has not answered, and those about a letter."""
OWN = "own"
NAMED_DATES = 6


@dataclass(frozen=True, slots=True)
class Template:
    """A message of ``messages.toml``: its subject and text with gaps, what to attach.

    ``say``: what to say when you meet, in place of writing it; ``own``: what only the
    applicant can write into its gap.
    """

    name: str
    label: str
    subject: str
    text: str
    attach: str = ""
    say: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes; never part of a scenario, a link or a file."""

    name: str = ""
    school: str = ""
    address: str = ""


TEMPLATES = tuple(
    Template(name, **found)
    for name, found in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
)


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
        OWN: own.strip() or f"[{template.own}]",
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
    return not template.own or len(own.split()) >= LEAST_WORDS


LEAST_WORDS = 5
"""Fewer are no sentence."""


def mail_link(subject: str, text: str) -> str:
    """An address that opens the draft in the applicant's own mail program."""
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"
