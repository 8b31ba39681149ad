"""Addresses of the pages, and links from one to another that keep the inputs."""

from __future__ import annotations

import streamlit as st

from views.session.examples import EXAMPLES

TO_DO = "to-do"
WHERE_TO_APPLY = "where-to-apply"
WHAT_IF = "what-if"
PROGRAMS = "programs"
TEACH = "teach"
METHOD = "method"

PATHS = (TO_DO, WHERE_TO_APPLY, WHAT_IF, PROGRAMS, TEACH, METHOD)
"""The address of every page but the first, which has none."""
QUESTION, WHY, WRONG, PRESET = "question", "why", "wrong", "preset"
"""What an address may hold: a question of What if, a rotation, what is wrong, whose."""
ANOTHER_HOST = "another-host"
UNKNOWN_PRESET = (
    "The address asks for a typical applicant that does not exist. You can go on with"
    " the usual inputs."
)


def slug(name: str) -> str:
    """Write the name of a typical applicant as it stands in an address."""
    return "-".join(name.lower().split())


def preset_of(text: str) -> str | None:
    """Return the typical applicant of an address; None: there is none such."""
    return next((name for name in EXAMPLES if slug(name) == text), None)


def why_not(offering_id: str) -> None:
    """Link to the question why an offering is in the plan or is not."""
    _what_if("Why not?", {WHY: offering_id})


def question(name: str, label: str) -> None:
    """Link to one question of the page What if, by its name in addresses."""
    _what_if(label, {QUESTION: name})


def line_key(name: str) -> str:
    """Key of the line of a question, which says whether it is open."""
    return f"what if {name}"


def _what_if(label: str, query: dict[str, str]) -> None:
    _link("What if", WHAT_IF, label, "help_center", query)


def plan() -> None:
    """Link to the plan, with whom to ask."""
    _link("Plan", "", "Whom to write to", "event_available")


def programs() -> None:
    """Link to all there is."""
    _link("Programs", PROGRAMS, "Every program and host", "location_city")


def program(program_id: str) -> None:
    """Link to everything on record of a program."""
    _link("Programs", PROGRAMS, "What is on record", query={"program": program_id})


def method(label: str = "How it works, and why to believe it") -> None:
    """Link to the page that says why one should believe the answer."""
    _link("Method", METHOD, label, "menu_book")


def wrong_fact(label: str) -> None:
    """Link to what to do if something is wrong, where the project has no address."""
    _link("Method", METHOD, label, "flag", {WRONG: "1"})


def _link(
    title: str,
    path: str,
    label: str,
    icon: str = "",
    query: dict[str, str] | None = None,
) -> None:
    page = st.Page(_elsewhere, title=title, url_path=path or None, default=not path)
    named = f":material/{icon}:" if icon else None
    st.page_link(page, label=label, icon=named, query_params=query)


def _elsewhere() -> None:
    """Stand for a page that is drawn elsewhere: its address is all that counts."""
