"""The columns of programs and offerings in words: the one table of their names.

A column has one name on every page, in every form and on every bill; what one may ask,
answer or assume about it stands beside it, in ``columns.csv``. What a cell may hold is
said by the types of ``records``, where the columns themselves are defined.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

Unit = Literal["", "US$", "weeks", "days", "years", "share"]
Decides = Literal[
    "",
    "whom a program may match",
    "whom a host takes",
    "when",
    "the price",
    "the letter",
]


@dataclass(frozen=True, slots=True)
class CatalogField:
    """One column in words.

    ``ask`` is what to ask where it is not known, to be sent as it stands; ``help`` goes
    with it in a form; ``needed`` is what would have to be true where it closes a
    rotation. ``answerable``: the applicant may record an answer. ``no_limit``: an empty
    answer says that there is no limit; everywhere else it says nothing. ``decisive``:
    among the facts that decide most about a plan; ``decides``: what it decides.
    """

    label: str
    ask: str = ""
    help: str = ""
    unit: Unit = ""
    needed: str = ""
    answerable: bool = False
    no_limit: bool = False
    decisive: bool = False
    decides: Decides = ""

    @property
    def form_label(self) -> str:
        """The name with the unit in which a form wants it."""
        unit = "%" if self.unit == "share" else self.unit
        return f"{self.label} ({unit})" if unit else self.label


def _files() -> dict[str, dict[str, CatalogField]]:
    """Each file's columns, in the order of the table; an empty cell is the default."""
    one = TypeAdapter(CatalogField)
    table = Path(__file__).with_name("columns.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, CatalogField]] = {}
    for row in csv.DictReader(table.splitlines()):
        told = {name: row[name] for name in CatalogField.__slots__ if row[name]}
        found.setdefault(row["file"], {})[row["column"]] = one.validate_python(told)
    return found


FILES: Mapping[str, Mapping[str, CatalogField]] = _files()
"""Columns that may be answered are in the order to ask them."""
PROGRAM, OFFERING = FILES["programs.csv"], FILES["offerings.csv"]
