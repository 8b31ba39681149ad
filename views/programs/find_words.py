"""What facets, their options and the orders of the list are called."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from charts import words
from optimizer.browse.entries import ACCEPTANCE_BANDS, COST_BANDS_USD
from optimizer.domain.columns import OFFERING, PROGRAM
from optimizer.domain.records import Program
from optimizer.domain.words import STATUS, focus_name, state_name
from views.kit import catalog_words
from views.kit.terms import TRUST

with Path(__file__).with_name("facets.csv").open(encoding="utf-8") as file:
    _ROWS = list(csv.DictReader(file))
# What filters by a column bears its name.
_COLUMNS = {**OFFERING, "visa": PROGRAM["visa_sponsorship"]}
_COLUMNS["record"] = OFFERING["status"]
FACETS: dict[str, tuple[str, str]] = {
    name: (row["label"] or _COLUMNS[name].label, row["help"])
    for row in _ROWS
    if row["of"] == "facet"
    for name in [row["name"]]
} | {"trust": ("How sure it takes you", " ".join(told for _, told in TRUST.values()))}


def _names_of(of: str) -> dict[str, str]:
    return {row["name"]: row["label"] for row in _ROWS if row["of"] == of}


ORDERS, LISTINGS, STANDS = _names_of("order"), _names_of("listing"), _names_of("stand")
_UNKNOWN = _names_of("any")


def _menu_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names as they stand alone: with a capital."""
    return {key: words.sentence(name).rstrip(".") for key, name in names.items()}


_OPTIONS: dict[str, dict[str, str]] = {
    "stand": STANDS,
    "receptiveness": _menu_names(words.LEVELS) | _UNKNOWN,
    "kind": _menu_names(words.KINDS),
    "channel": _menu_names(catalog_words.CHANNELS),
    "trust": {grade: name for grade, (name, _) in TRUST.items()},
    "visa": _UNKNOWN | _names_of("visa"),
    "policy": _UNKNOWN | _names_of("policy"),
    "record": _menu_names(STATUS),
    "focus": {"unknown": _UNKNOWN["unknown"]},
    "marks": _names_of("marks"),
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
