"""What spreadsheets do to a table: undone where it has one meaning, else told once.

A decimal comma, a capital letter or a number written 100.0 has one meaning. A date in
another order, or an id that was cut to 3.40E+09, has several: each cause is one
sentence with an example, however many cells it spoilt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from optimizer.domain.faults import Fault, quote_value
from optimizer.domain.words import count

Cells = dict[str, str]
Known = Mapping[tuple[str, str], str]
"""Text that a known catalog has, by the key of its row and its column."""

PATTERNS = ("mondays", "first_mondays", "months")
AS_TEXT = "format the column as text in the spreadsheet, then write it anew"

_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_OTHER_ORDER = re.compile(r"\d{1,2}([./-])\d{1,2}\1(\d{4}|\d\d)", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d{1,3})?", re.ASCII)
_WITH_DOT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d+)[.,]0{1,2}", re.ASCII)
_CUT = re.compile(r"\d([.,](?P<digits>\d+))?[eE]\+\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why cells cannot be read, said of one of them, and what is allowed."""

    what: str
    allowed: str


DATES = Cause("{} does not say which number is the day", f"2027-03-01: {AS_TEXT}")
GROUPS = Cause("{} may be a thousand times as much as it says", "1500 or 1.5")
IDS = Cause("{} is a long number that a spreadsheet cut", f"all its digits: {AS_TEXT}")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell that has more than one meaning."""

    line: int
    column: str
    cell: str
    cause: Cause


@dataclass(frozen=True)
class Tidied:
    """Rows with what has one meaning undone, and the cells that have several."""

    rows: tuple[Cells, ...]
    spoilt: tuple[Spoilt, ...] = ()

    def faults(self, file: str) -> Iterator[Fault]:
        """Say each cause once, with the first cell it spoilt."""
        for cause in dict.fromkeys(each.cause for each in self.spoilt):
            first, *others = [each for each in self.spoilt if each.cause == cause]
            more = f" ({count(len(others), 'more cell')} like it)" if others else ""
            yield Fault(
                f"{file}, row {first.line}, column {first.column}",
                f"{cause.what.format(quote_value(first.cell))}{more}",
                cause.allowed,
            )


@dataclass(frozen=True)
class _Sheet:
    """The columns of a file by kind, and whether its numbers have decimal commas."""

    known: Known
    decimal_comma: bool
    kinds: Mapping[str, Any] = field(default_factory=dict)


def tidy_rows(
    record: type[Any], rows: Sequence[tuple[int, Cells]], known: Known
) -> Tidied:
    """Undo what a spreadsheet did to the rows of a file, each with its line."""
    hints = get_type_hints(record)
    kinds = {each.name: _kind(each.name, hints[each.name]) for each in fields(record)}
    key = fields(record)[0].name
    numbers = [
        cells[name]
        for _, cells in rows
        for name, kind in kinds.items()
        if kind in (int, float) and name in cells
    ]
    sheet = _Sheet(known, _decimal_comma(numbers), kinds)
    clean: list[Cells] = []
    spoilt: list[Spoilt] = []
    for line, cells in rows:
        new = dict(cells)
        for name in kinds.keys() & cells.keys():
            found = _meaning(sheet, (cells[key], name), cells[name])
            if isinstance(found, Cause):
                spoilt.append(Spoilt(line, name, cells[name], found))
            else:
                new[name] = found
        clean.append(new)
    order = {name: at for at, name in enumerate(kinds)}
    spoilt.sort(key=lambda each: (each.line, order[each.column]))
    return Tidied(tuple(clean), tuple(spoilt))


def without_blanks(
    lines: Iterable[tuple[int, list[str]]],
) -> Iterator[tuple[int, list[str]]]:
    """Leave out empty rows, and the empty columns to the right of the first row."""
    width = 0
    for line, cells in lines:
        if not any(map(str.strip, cells)):
            continue
        width = width or _used_width(cells)
        while len(cells) > width and not cells[-1].strip():
            cells = cells[:-1]
        yield line, cells


def without_blank_columns(
    header: list[str], lines: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Leave out columns that have neither a name nor anything in them."""
    blank = {
        at
        for at, name in enumerate(header)
        if not name
        and not any(cell.strip() for _, cells in lines for cell in cells[at : at + 1])
    }
    if not blank:
        return header, lines

    def drop_blank(cells: list[str]) -> list[str]:
        return [cell for at, cell in enumerate(cells) if at not in blank]

    return drop_blank(header), [(line, drop_blank(cells)) for line, cells in lines]


def in_other_order(text: str) -> bool:
    """Whether a date, or one of a list, does not begin with its year."""
    return any(_OTHER_ORDER.fullmatch(part.strip()) for part in text.split(";"))


def _used_width(cells: Sequence[str]) -> int:
    return max(at for at, cell in enumerate(cells, 1) if cell.strip())


def _kind(name: str, hint: Any) -> Any:
    """Tell a column's kind: int, float, date, "id", its options, or None."""
    if hint is dt.date or name in ("starts", "as_of"):
        return dt.date
    if name.endswith("_id"):
        return "id"
    # An optional field, or a list of options, has what it holds inside.
    inner = [hint, *get_args(hint)]
    for kind in (int, float):
        if kind in inner:
            return kind
    choices = [each for each in inner if get_origin(each) is Literal]
    return tuple(get_args(choices[0])) if choices else None


def _meaning(sheet: _Sheet, where: tuple[str, str], cell: str) -> str | Cause:
    kind = sheet.kinds[where[1]]
    if kind is int or kind is float:
        return _number(cell, kind, sheet.decimal_comma)
    if kind is dt.date:
        return _date(cell)
    if kind == "id":
        return _id(cell, sheet.known.get(where, ""))
    return _choice(cell, kind) if kind else cell


def _decimal_comma(numbers: Iterable[str]) -> bool:
    """Whether some number can only have a decimal comma, and none has a point."""
    seen = set(numbers)
    decided = any(_WITH_COMMA.fullmatch(n) and not _GROUPED.fullmatch(n) for n in seen)
    return decided and not any(map(_WITH_DOT.fullmatch, seen))


def _number(cell: str, kind: type, decimal_comma: bool) -> str | Cause:
    if kind is int:
        whole = _WHOLE.fullmatch(cell)
        return whole[1] if whole else GROUPS if _GROUPED.fullmatch(cell) else cell
    if not _WITH_COMMA.fullmatch(cell):
        return cell
    if _GROUPED.fullmatch(cell) and not decimal_comma:
        return GROUPS
    return cell.replace(",", ".")


def _date(cell: str) -> str | Cause:
    if in_other_order(cell):
        return DATES
    if found := _YEAR_FIRST.fullmatch(cell):
        year, _, month, day = found.groups()
        return f"{year}-{month:>02}-{day:>02}"
    return cell.lower() if cell.lower() in PATTERNS else cell


def _id(cell: str, known: str) -> str | Cause:
    """Take the known id that was cut to this one, if there is one."""
    cut = _CUT.fullmatch(cell)
    if not cut:
        return cell
    digits = len(cut["digits"] or "")
    whole = known.isdecimal() and f"{int(known):.{digits}E}"
    return known if whole == cell.upper().replace(",", ".") else IDS


def _choice(cell: str, options: tuple[str, ...]) -> str:
    """Write options as they are written here, whatever their capitals."""
    by_fold = {option.casefold(): option for option in options}
    parts = [by_fold.get(part.strip().casefold(), part) for part in cell.split(";")]
    return ";".join(parts)
