"""Numbers, dates, states and fields in words, the same in every sentence."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path


def dollars(usd: int) -> str:
    """$1,234."""
    return f"${usd:,}"


def people_of_thousand(pp: float) -> int:
    """How many of 1,000 people so many percentage points are: 5 for 0.5."""
    return round(10 * pp)


def day_in_words(date: dt.date) -> str:
    """22 September 2027."""
    return f"{date.day} {date:%B %Y}"


def count(n: int, noun: str) -> str:
    """Number and noun: "no rotations", "1 rotation", "12 rotations".

    Always digits: what is compared between two pages is read at a glance.
    """
    return f"{n or 'no'} {noun}{'s' * (n != 1)}"


def join_names(names: Sequence[str], most: int = 6) -> str:
    """Names in a row: "a, b and c"; past ``most`` of them "a, b and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def months(numbers: Sequence[int]) -> str:
    """Names of months: "July and August"."""
    return join_names([f"{dt.date(2000, m, 1):%B}" for m in numbers], most=12)


def _names() -> dict[str, dict[str, str]]:
    """Names by kind and code, in the order of ``names.csv``."""
    found: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], {})[row["code"]] = row["name"]
    return found


_NAMES = _names()
FOCUS, STATES, SPECIALTIES = _NAMES["focus"], _NAMES["state"], _NAMES["specialty"]
KINDS, REQUIREMENTS = _NAMES["kind"], _NAMES["requirement"]
STATUS = _NAMES["status"]
"""Kinds of sources of a fact."""
CONFIDENCE = _NAMES["confidence"]
"""Grades of the assumptions."""
COUNTRIES = _NAMES["country"]
"""Countries that issue passports, by their two letters (ISO 3166-1; XK by use)."""


def state_name(code: str) -> str:
    """Name of a state by its two letters; a code of another kind stays as it is."""
    return STATES.get(code, code)


def focus_name(area: str) -> str:
    """Name of a focus area by its id; an area of another kind stays as it is."""
    return FOCUS.get(area, area)
