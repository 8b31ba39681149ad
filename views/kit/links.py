"""Addresses of the pages and of the project's forms, and links that keep the inputs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

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


PROJECT = Path(__file__).parents[2] / "pyproject.toml"
WRONG_FACT, HOST_REPLIED = "wrong-fact.yml", "host-replied.yml"
GITHUB = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")


@cache
def project_address(project: Path = PROJECT) -> str:
    """Return the address on GitHub under ``[project.urls]``; "" if there is none."""
    if not project.exists():
        return ""
    urls = tomllib.loads(project.read_text(encoding="utf-8"))["project"].get("urls", {})
    found = str(urls.get("Repository", "")).rstrip("/")
    return found if GITHUB.fullmatch(found) else ""


def issues(repository: str) -> str:
    """Return the address where one chooses a form."""
    return f"{repository}/issues/new/choose"


def wrong_fact_form(repository: str, record_id: str, name: str, version: str) -> str:
    """Return the address of the form for a wrong fact, filled in.

    Its parameters are the ids of the form's inputs.
    """
    title, record = f"Wrong fact: {record_id}", f"{record_id} ({name})"
    filled = {"title": title, "record": record, "catalog": version}
    return form(repository, WRONG_FACT, **filled)


def form(repository: str, template: str, **filled: str) -> str:
    """Return the address of a form with some of its inputs filled in."""
    asked = urlencode({"template": template, **filled})
    return f"{repository}/issues/new?{asked}"
