"""What each input is called and how it is explained, by the scenario field."""

from __future__ import annotations

import csv
from pathlib import Path

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
