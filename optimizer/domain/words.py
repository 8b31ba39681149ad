"""Numbers and dates in words, the same in every sentence of the library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

STATUS = {
    "sourced": "read on the institution's own page",
    "aggregator": "from a site that collects such facts",
    "estimated": "estimated from public figures",
    "general_knowledge": "general knowledge",
    "assumed": "assumed, nothing on record",
    "user": "entered by you",
}
"""Kinds of sources of a fact."""
CONFIDENCE = {
    "S": "sourced",
    "S2": "second-hand source",
    "D": "derived from a source",
    "G": "a guess",
}
"""Grades of the assumptions."""
REQUIREMENTS = {
    "licence": "a licence as a physician",
    "employed_physician": "a post as a physician",
}
KINDS = {"hands_on": "hands-on", "observership": "observership"}

_SMALL = ("no", "one", "two", "three", "four", "five", "six")


def dollars(usd: int) -> str:
    """$1,234."""
    return f"${usd:,}"


def day(date: dt.date) -> str:
    """22 September 2027."""
    return f"{date.day} {date:%B %Y}"


def count(n: int, noun: str) -> str:
    """Number and noun: "one rotation", "two rotations", "12 rotations"."""
    number = _SMALL[n] if 0 <= n < len(_SMALL) else str(n)
    return f"{number} {noun}" if n == 1 else f"{number} {noun}s"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in a row: "a, b and c"; past ``most`` of them "a, b and 5 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def months(numbers: Sequence[int]) -> str:
    """Names of months: "July and August"."""
    return listed([f"{dt.date(2000, m, 1):%B}" for m in numbers], most=12)
