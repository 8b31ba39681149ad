"""The columns of the catalog: their cells as values, and what is said of them.

An empty cell is None for a number, "unknown" where a field has three values, and an
empty list for a list; lists are separated by ``;``. Text goes into a table so that a
spreadsheet shows it as it is: no formula runs when a file is opened.

A column has one name on every page, in every form and on every bill; what one may ask,
answer or assume about it stands beside it, in ``columns.csv``. What a cell may hold is
said by the types of ``records``, where the columns themselves are defined.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le
from pydantic import TypeAdapter

_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_NUMBER = re.compile(
    r"[+-]?(\d{1,15}\.?\d{0,20}|\.\d{1,20})([eE][+-]?\d{1,3})?", re.ASCII
)

# What programs take for the start of a formula, and what they skip before one. Source:
# OWASP, "CSV Injection"; the wide signs are those of East Asian keyboards.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def cell_readers(record: type[Any]) -> dict[str, Callable[[str], object]]:
    """Build the reader of each column; a reader gives what JSON would hold.

    A cell that does not fit stays text, which no other type takes.
    """
    hints = get_type_hints(record)
    return {field.name: _reader(hints[field.name]) for field in fields(record)}


def cell_of(value: object) -> str:
    """Write a value as its cell; reading it gives the value again."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    text = str(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


def harmless(text: str) -> str:
    """Put an apostrophe before text that could be read as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def bounds_of(kind: Any) -> tuple[Any, ...]:
    """The least and the most that a type allows, as numbers of it; () without them."""
    parts = [*parts_of(kind)]
    low: list[Any] = [part.ge for part in parts if isinstance(part, Ge)]
    high: list[Any] = [part.le for part in parts if isinstance(part, Le)]
    if not (low and high):
        return ()
    return (float(low[0]), float(high[0])) if float in parts else (low[0], high[0])


def parts_of(kind: Any) -> Iterator[Any]:
    """A type, all that it is made of, and what is said of its values."""
    yield kind
    for inner in get_args(kind):
        yield from parts_of(inner)


def _reader(kind: Any) -> Callable[[str], object]:
    if get_origin(kind) is tuple:
        return lambda cell: tuple(p.strip() for p in cell.split(";") if p.strip())
    if get_origin(kind) is Literal:
        empty = "unknown" if "unknown" in get_args(kind) else ""
        return lambda cell: cell or empty
    members = [member for member in get_args(kind) if member is not NoneType]
    if members:
        read = _reader(members[0])
        return lambda cell: read(cell) if cell else None
    return _SIMPLE[kind]


def _integer(cell: str) -> object:
    return int(cell) if _INTEGER.fullmatch(cell) else cell


def _number(cell: str) -> object:
    return float(cell) if _NUMBER.fullmatch(cell) else cell


_SIMPLE: dict[type[Any], Callable[[str], object]] = {
    str: str,
    int: _integer,
    float: _number,
    dt.date: str,
}


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
PLACE = FILES["places.csv"]
