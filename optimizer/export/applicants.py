"""A class as a table: a row for each applicant, read as scenarios.

A column bears the name of a field, with a dot inside a part (``applicant.status``), or
``name``, which tells the rows apart. An empty cell takes the default, ``none`` says
that there is nothing. Entries of a list stand between ``;``, ratings as ``TX=5``; what
is deeper is JSON.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from optimizer.catalog_io.csv_reader import LISTED_FAULTS, cells_in
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault, first_faults, nearest, quote_value
from optimizer.domain.scenario import PARTS, PATHS, Scenario
from optimizer.scenario_io.json_file import load_object, scenario_of, schema
from optimizer.scenario_io.share import short_name

NAME = "name"
NOTHING = "none"
TRUTHS = {"yes": True, "true": True, "no": False, "false": False}

_WHOLE = re.compile(r"([+-]?\d{1,15})(?:\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ApplicantRow:
    """One applicant: the line of the table, a short name given there, and a scenario.

    ``found``: the fields that are filled, as a JSON object would hold them.
    """

    line: int
    name: str
    found: Mapping[str, Any]

    def scenario(self, catalog: Catalog, today: dt.date) -> Scenario:
        """Build the scenario; ``DataError`` names each fault by row and column."""
        try:
            return scenario_of(dict(self.found), catalog, today)
        except DataError as error:
            raise DataError(
                Fault(f"row {self.line}, column {one.where}", one.what, one.allowed)
                for one in error.faults
            ) from None


def read_applicants(file: str, content: bytes) -> tuple[ApplicantRow, ...]:
    """Read a table of applicants, the first row being the header (line 1).

    ``DataError`` where the table itself cannot be read; cells are judged by
    ``Row.scenario``.
    """
    header, lines = cells_in(file, content)
    if faults := [*_header_faults(file, header)]:
        raise DataError(first_faults(faults, LISTED_FAULTS, file))
    rows, faults = [], []
    for line, cells in lines:
        if len(cells) != len(header):
            what = f"there are {len(cells)} cells under {len(header)} columns"
            faults.append(Fault(f"{file}, row {line}", what, f"{len(header)} cells"))
        filled = {name: text.strip() for name, text in zip(header, cells, strict=False)}
        rows.append(
            ApplicantRow(line, short_name(filled.pop(NAME, "")), _nest_cells(filled))
        )
    if faults:
        raise DataError(first_faults(faults, LISTED_FAULTS, file))
    return tuple(rows)


def _header_faults(file: str, header: list[str]) -> Iterable[Fault]:
    known = (NAME, *PATHS)
    for name in dict.fromkeys(header):
        where = f"{file}, row 1, column {quote_value(name)}"
        if name not in known:
            yield Fault(where, "this column is unknown", nearest(name, known))
        elif header.count(name) > 1:
            yield Fault(
                where, f"this column is there {header.count(name)} times", "once"
            )


def _nest_cells(filled: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, text in filled.items():
        if text:
            part, _, name = path.rpartition(".")
            (found.setdefault(part, {}) if part else found)[name] = cell_value(
                text, kinds()[path]
            )
    return found


@cache
def kinds() -> dict[str, Any]:
    """The schema of each field."""
    whole = schema()
    owners = {"": whole} | {f"{p}.": whole["$defs"][PARTS[p].__name__] for p in PARTS}
    return {
        f"{owner}{name}": kind
        for owner, of in owners.items()
        for name, kind in of["properties"].items()
    }


def _types(kind: Mapping[str, Any]) -> dict[str, Any]:
    """The types that a field may have, each with its own schema."""
    return {one.get("type", "object"): one for one in kind.get("anyOf", [kind])}


def cell_value(text: str, kind: Mapping[str, Any]) -> Any:
    """What a cell holds, by the schema of its field; text where it does not fit."""
    types = _types(kind)
    if "null" in types and text.casefold() == NOTHING:
        return None
    if text[0] in "[{":
        return _json(text)
    if "array" in types:
        items = types["array"].get("items", {})
        if _is_deep(items):
            return text
        return [
            cell_value(one.strip(), items) for one in text.split(";") if one.strip()
        ]
    if "object" in types:
        return _pairs(text, types["object"].get("additionalProperties", {}))
    if "boolean" in types:
        return TRUTHS.get(text.casefold(), text)
    if "integer" in types:
        whole = _WHOLE.fullmatch(text)
        return int(whole[1]) if whole else text
    if "number" in types:
        return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else text
    options = [word for one in types.values() for word in one.get("enum", ())]
    return {word.casefold(): word for word in options}.get(text.casefold(), text)


def _json(text: str) -> Any:
    try:
        return load_object(f'{{"cell": {text}}}')["cell"]
    except DataError:
        return text


def _pairs(text: str, kind: Mapping[str, Any]) -> Any:
    """``TX=5; NY=4`` as an object."""
    pairs = [one.partition("=") for one in text.split(";") if one.strip()]
    if _is_deep(kind) or not all(sign and value.strip() for _, sign, value in pairs):
        return text
    return {key.strip(): cell_value(value.strip(), kind) for key, _, value in pairs}


def _is_deep(kind: Mapping[str, Any]) -> bool:
    return not {"array", "object"}.isdisjoint(_types(kind))
