"""What each input and each of its options is called, by the scenario field it sets."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, cast

from optimizer.domain.applicant import WAYS
from optimizer.domain.scenario import Answer, Interview, ListWish
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


def _options() -> dict[str, dict[str, str]]:
    """What each option of a menu is called, by the field it sets."""
    found: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("options.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["path"], {})[row["option"]] = row["name"]
    return found


_NAMED = _options()
_EFFECTS, _FEES, _ROOMS = (_NAMED.pop(of) for of in ("effects", "fees", "rooms"))
FORMS: dict[Any, str] = _NAMED["letter_form"]
ANSWERS = cast(
    "dict[Answer | None, str]", {None: "Not asked yet"} | _NAMED.pop("answers")
)
"""What a host said to a request."""
INTERVIEWS = cast("dict[Interview, str]", _NAMED.pop("interviews"))
"""What came of an application to a residency."""
LIST_WISHES = cast("dict[ListWish, str]", _NAMED.pop("list_wishes"))
"""What one may wish of a program on the list of where to apply."""
CHOICES: dict[str, dict[Any, str]] = {
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
    "doubt": {
        (evidence, prices, housing): f"{effects}, {fees}, {rooms}"
        for evidence, effects in _EFFECTS.items()
        for prices, fees in _FEES.items()
        for housing, rooms in _ROOMS.items()
    }
    | {MIDDLE: "Middle", CAUTIOUS: "Cautious"},
    "booked.specialty": SPECIALTIES,
    **_NAMED,
}
