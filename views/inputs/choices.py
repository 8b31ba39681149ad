"""What the options of a menu are called, by the scenario field they set."""

from __future__ import annotations

from typing import Any

from optimizer.domain.scenario import Answer
from optimizer.domain.visas import WAYS
from optimizer.domain.words import COUNTRIES

MIDDLE = ("blended", "assumed", "mid")
CAUTIOUS = ("cautious", "cautious", "high")
"""The two ways to count what is not known that the page offers."""

_EFFECTS = {
    "central": "all effects as guessed",
    "cautious": "only what was measured",
    "blended": "middle",
}
_FEES = {"assumed": "usual fees", "cautious": "high fees"}
_ROOMS = {"low": "cheap rooms", "mid": "usual rooms", "high": "dear rooms"}

ANSWERS: dict[Answer | None, str] = {
    None: "Not asked yet",
    "asked": "Asked, waiting",
    "silent": "Silent for weeks",
    "accepted": "Accepted",
    "paid": "Accepted and paid",
    "refused": "Refused",
}
"""What a host said to a request."""
CHOICES: dict[str, dict[Any, str]] = {
    "applicant.status": {"student": "Student", "graduate": "Graduate"},
    "standing": {
        ("non_us_img", False): "I need a visa to work in the US",
        ("non_us_img", True): "Green card or lasting work permission",
        ("us_img", True): "US citizen",
        ("us_img", False): "US citizen abroad, no work permission yet",
    },
    "applicant.entry_status": {way: entry.menu for way, entry in WAYS.items()},
    "applicant.nationality": {"any": "I need not say"} | COUNTRIES,
    "applicant.ecfmg": {
        "certified": "I have it",
        "in_time": "Before programs start reading",
        "not_in_time": "Later",
    },
    "applicant.lives_in_us": {
        "any": "In the US if I need no visa",
        True: "In the US",
        False: "Outside the US",
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
}
