"""The files of a catalog as tables: their keys, and the form of single columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from optimizer.catalog_io.csv_reader import CsvRow, Table
from optimizer.domain.records import (
    Assumption,
    EntryRule,
    Offering,
    Place,
    Program,
    Provenance,
    Season,
)
from optimizer.domain.terms import DOCUMENTS_FORM, REFUNDS_FORM

KEYS = {
    "programs.csv": ("program_id",),
    "offerings.csv": ("offering_id",),
    "places.csv": ("city", "state"),
    "seasons.csv": ("season",),
    "assumptions.csv": ("name",),
    "entry_rules.csv": ("rule_id",),
}
# Columns with a form of their own: what a cell must match, and that in words.
_ID = (re.compile(r"[^@;\s]+"), "an id without @, ; or spaces")
_STATE = (re.compile("[A-Z]{2}"), "two capital letters")
_LINK = (re.compile(r"https?://\S+"), "a web address (http or https)")
_NAME = (re.compile("[A-Za-z][A-Za-z0-9_]*"), "letters, digits and _")
FORMS = {
    "programs.csv": {"program_id": _ID, "state": _STATE, "url": _LINK},
    "offerings.csv": {
        "offering_id": _ID,
        "state": _STATE,
        "url": _LINK,
        "documents": DOCUMENTS_FORM,
        "refunds": REFUNDS_FORM,
    },
    "places.csv": {"state": _STATE},
    "assumptions.csv": {"name": _NAME},
    "entry_rules.csv": {"rule_id": _NAME, "url": _LINK},
    "provenance.csv": {"url": _LINK},
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The files of a catalog."""

    programs: Table[Program]
    offerings: Table[Offering]
    places: Table[Place]
    seasons: Table[Season]
    assumptions: Table[Assumption]
    entry_rules: Table[EntryRule]
    provenance: Table[Provenance]

    def __iter__(self) -> Iterator[Table[Any]]:
        """Go through the files in this order."""
        return (getattr(self, field.name) for field in fields(self))


def key_of(file: str, row: CsvRow) -> str:
    """Write the key of a row as provenance does: an id, "City, ST", a year, a name."""
    return ", ".join(row.cells[column] for column in KEYS[file])
