"""Where the project lives, if its address is on record, and the forms there."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
WRONG_FACT = "wrong-fact.yml"
GITHUB = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")


@cache
def address(project: Path = PROJECT) -> str:
    """Return the address on GitHub under ``[project.urls]``; "" if there is none."""
    if not project.exists():
        return ""
    urls = tomllib.loads(project.read_text(encoding="utf-8"))["project"].get("urls", {})
    found = str(urls.get("Repository", "")).rstrip("/")
    return found if GITHUB.fullmatch(found) else ""


def issues(repository: str) -> str:
    """Return the address where one chooses a form."""
    return f"{repository}/issues/new/choose"


def wrong_fact(repository: str, record_id: str, name: str, version: str) -> str:
    """Return the address of the form for a wrong fact, filled in.

    Its parameters are the ids of the form's inputs.
    """
    filled = {
        "template": WRONG_FACT,
        "title": f"Wrong fact: {record_id}",
        "record": f"{record_id} ({name})",
        "catalog": version,
    }
    return f"{repository}/issues/new?{urlencode(filled)}"
