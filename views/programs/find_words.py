"""What facets, their options and the orders of the list are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charts import words
from optimizer.browse.entries import ACCEPTANCE_BANDS, COST_BANDS_USD
from optimizer.domain.columns import OFFERING, PROGRAM
from optimizer.domain.records import Program
from optimizer.domain.words import STATUS, focus_name, state_name
from views.kit import catalog_words, terms

LEVEL = (
    "How often the program interviewed IMGs of your kind in the 2024 season, as a"
    " level and not a rate, from one collection. Verify it with the program."
)
COST = (
    "Fees, room, food and local transport for you, the same on every start. Getting to"
    " the US and trips between rotations depend on the plan."
)
TRUST = " ".join(text for _, text in terms.TRUST.values())
TRUST_NAMES: dict[str, str] = {grade: name for grade, (name, _) in terms.TRUST.items()}
ACCEPTANCE = (
    "How many of those who ask the host is thought to take. Nearly all are guesses,"
    " lower the less is known of whether it takes you."
)

FACETS: dict[str, tuple[str, str]] = {
    "stand": (
        "For you",
        "Ask first: some rule of the host is not known. Not on your dates: possible,"
        " but not when you are free.",
    ),
    "trust": ("How sure it takes you", TRUST),
    "state": (OFFERING["state"].label, ""),
    "receptiveness": ("Interviews IMGs", LEVEL),
    "kind": (
        OFFERING["kind"].label,
        "Hands-on: you examine patients. Observership: you watch.",
    ),
    "region": ("Region", ""),
    "channel": (
        OFFERING["channel"].label,
        "VSLO is the AAMC's service for visiting students.",
    ),
    "cost": ("Cost of a rotation", COST),
    "acceptance": (OFFERING["acceptance"].label, ACCEPTANCE),
    "focus": (OFFERING["focus"].label, "Any of the fields you choose."),
    "visa": (
        PROGRAM["visa_sponsorship"].label,
        "What the residency sponsors, as far as known.",
    ),
    "policy": (
        "Could match you",
        "Visa, IMGs, years since graduation, scores and attempts against what the"
        " program says. What is not known rules nothing out.",
    ),
    "record": (
        OFFERING["status"].label,
        "What the main facts of a rotation rest on.",
    ),
    "marks": ("Your marks", "What you rated, pinned, excluded or were answered."),
}
ORDERS = {
    "best": "Open to you first",
    "receptiveness": "Interviews IMGs most",
    "cost": "Cheapest for you",
    "acceptance": "Likeliest to accept",
    "rating": "Your rating",
    "state": "State",
    "name": "Name",
}
STANDS = {
    "open": "Open to you",
    "check": "Ask first",
    "dates": "Not on your dates",
    "closed": "Closed to you",
}
LISTINGS = {"programs": "Programs", "offerings": "Offerings"}
_UNKNOWN = {"unknown": "Not known", "no_program": "No program (letter only)"}


def _menu_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names as they stand alone: with a capital."""
    return {key: words.sentence(name).rstrip(".") for key, name in names.items()}


_OPTIONS: dict[str, dict[str, str]] = {
    "stand": STANDS,
    "receptiveness": _menu_names(words.LEVELS) | _UNKNOWN,
    "kind": _menu_names(words.KINDS),
    "channel": _menu_names(catalog_words.CHANNELS),
    "trust": TRUST_NAMES,
    "visa": _UNKNOWN | {"none": "No visa"},
    "policy": _UNKNOWN
    | {"possible": "Nothing known against it", "ruled_out": "Ruled out"},
    "record": _menu_names(STATUS),
    "focus": {"unknown": "Not known"},
    "marks": {
        "rated": "Rated",
        "pinned": "Pinned",
        "excluded": "Excluded",
        "answered": "Asked or answered",
    },
}


def option(facet: str, name: str) -> str:
    """Name of an option, plain; one that the catalog brings itself stays as it is."""
    known = _OPTIONS.get(facet, {}).get(name)
    if known is not None:
        return known
    if facet == "state":
        return state_name(name)
    if facet == "focus":
        return words.sentence(focus_name(name)).rstrip(".")
    if facet == "cost":
        return _band(int(name), COST_BANDS_USD, words.money, "")
    if facet == "acceptance":
        return _band(int(name), ACCEPTANCE_BANDS, str, "\u00a0%")
    return name


def visas(program: Program) -> str:
    """Name the visas a residency sponsors, in a row."""
    if not program.visa_sponsorship:
        return "not known"
    return ", ".join(program.visa_sponsorship)


def _band(
    low: int, ends: tuple[int, ...], write: Callable[[int], str], unit: str
) -> str:
    """Name a band by its lower end: under 10 %, 10 to 19 %, 50 % and more."""
    after = ends.index(low) + 1
    if after == len(ends):
        return f"{write(low)}{unit} and more"
    high = ends[after]
    if low == 0:
        return f"Under {write(high)}{unit}"
    return f"{write(low)} to {write(high - 1)}{unit}"
