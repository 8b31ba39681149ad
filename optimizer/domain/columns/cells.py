"""The cells of a CSV file as values, by the types of the fields they fill.

An empty cell is None for a number, "unknown" where a field has three values, and an
empty list for a list; lists are separated by ``;``. Text goes into a table so that a
spreadsheet shows it as it is: no formula runs when a file is opened.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import fields
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

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
