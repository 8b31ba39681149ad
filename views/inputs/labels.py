"""What each input and each of its options is called, by the scenario field it sets."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from optimizer.domain.scenario import Answer, Interview, ListWish
from optimizer.domain.visas import WAYS
from optimizer.domain.words import COUNTRIES, SPECIALTIES
from optimizer.scenario_io.json_file import meaning

with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
    _ROWS = list(csv.DictReader(file))
# A field of the applicant or the wishes is named after its parent, with a dot.
LABELS = {row["path"]: row["label"] for row in _ROWS}
UNSET = {row["path"]: row["unset"] for row in _ROWS if row["unset"]}
"""What an empty input means."""
# An input that sets two fields at once has a help of its own.
_HELP = {row["path"]: row["help"] for row in _ROWS if row["help"]}
# What the number of one name means.
NUMBERS = {
    "preferences.programs": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "preferences.states": "Your view on {}: 1 rather not, 3 neutral, 5 a dream.",
    "max_per_region": "At most so many rotations in the region {}.",
}


def label(path: str) -> str:
    """Return the label of an input."""
    return LABELS[path]


def help_text(path: str) -> str:
    """Return what the input means, in plain words."""
    return _HELP.get(path) or meaning(path)


def number_help(path: str, name: str) -> str:
    """Return what the number of one name means."""
    return NUMBERS[path].format(name)


MIDDLE = ("blended", "assumed", "mid")
CAUTIOUS = ("cautious", "cautious", "high")
"""The two ways to count what is not known that the page offers."""

_EFFECTS = {
    "central": "all effects as guessed",
    "cautious": "only what was measured",
    "blended": "middle",
}
_VISAS = {way: entry.menu for way, entry in WAYS.items()}
_STANDINGS = {
    ("non_us_img", False): ("", True),
    ("non_us_img", True): ("Green card or work permission", False),
    ("us_img", True): ("US citizen", False),
    ("us_img", False): ("US citizen, no work permission", False),
}
VISAS = (
    *(("non_us_img", False, visa) for visa in _VISAS),
    ("non_us_img", True, "none"),
    ("us_img", True, "none"),
)
"""What the page offers: who works in the US without a visa is asked for none."""


def _with_visa(standing: str, visa: str, named: str) -> str:
    return standing if visa == "none" else f"{standing}; {named}"


_FEES = {"assumed": "usual fees", "cautious": "high fees"}
_ROOMS = {"low": "cheap rooms", "mid": "usual rooms", "high": "dear rooms"}

FORMS: dict[Any, str] = {
    "plain": "A plain letter",
    "evaluation": "A standardized evaluation",
}
ANSWERS: dict[Answer | None, str] = {
    None: "Not asked yet",
    "asked": "Asked, waiting",
    "silent": "Silent for weeks",
    "accepted": "Accepted",
    "paid": "Accepted and paid",
    "refused": "Refused",
}
"""What a host said to a request."""
INTERVIEWS: dict[Interview, str] = {
    "invited": "Invited me",
    "done": "Interview done",
    "declined": "I declined",
    "refused": "Said no",
}
"""What came of an application to a residency."""
LIST_WISHES: dict[ListWish, str] = {
    "signal": "Signal it",
    "apply": "Apply there",
    "out": "Leave it out",
}
"""What one may wish of a program on the list of where to apply."""
CHOICES: dict[str, dict[Any, str]] = {
    "applicant.status": {"student": "Student", "graduate": "Graduate"},
    "visa": {
        (who, works, visa): named if needs_visa else _with_visa(standing, visa, named)
        for (who, works), (standing, needs_visa) in _STANDINGS.items()
        for visa, named in _VISAS.items()
    },
    "applicant.lives_in_us": {
        "any": "In the US if I need no visa",
        True: "In the US",
        False: "Outside the US",
    },
    "applicant.nationality": {"any": "I need not say"} | COUNTRIES,
    "applicant.ecfmg": {
        "certified": "I have it",
        "in_time": "In time",
        "not_in_time": "Later",
    },
    "request_dates": {"all": "Every date that is possible", "one": "One date"},
    "acceptance": {"expected": "Counted", "certain": "Not counted"},
    "least_trust": {
        "confirmed": "Confirmed",
        "likely": "Likely",
        "unclear": "Unclear",
        "cold": "Cold: any",
    },
    "kind": {
        "any": "Any",
        "hands_on": "Only hands-on",
        "observership": "Only observerships",
    },
    "doubt": {
        (evidence, prices, housing): f"{effects}, {fees}, {rooms}"
        for evidence, effects in _EFFECTS.items()
        for prices, fees in _FEES.items()
        for housing, rooms in _ROOMS.items()
    }
    | {MIDDLE: "Middle", CAUTIOUS: "Cautious"},
    "booked.kind": {"hands_on": "Hands-on", "observership": "Observership"},
    "booked.specialty": SPECIALTIES,
    "letters.kind": {
        "physiatry": "A US physiatrist",
        "other": "Another US specialty",
        "research": "Research",
    },
    "letter_form": FORMS,
    "letter_asked": {"end": "Near the end", "first_week": "In the first week"},
}
