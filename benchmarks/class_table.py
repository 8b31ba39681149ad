"""A class as the table that ``batch`` reads, written from scenarios."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import getitem
from typing import Any

from optimizer.domain.columns import harmless
from optimizer.domain.scenario import PATHS, Scenario
from optimizer.export.applicants import NAME, NOTHING, cell_value, kinds
from optimizer.scenario_io.json_file import plain


def write_applicants(applicants: Iterable[tuple[str, Scenario]]) -> bytes:
    """Write named scenarios as a table with every field, which reads the same again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([NAME, *PATHS])
    for name, scenario in applicants:
        found = plain(scenario)
        cells = (_cell(_at(found, path), kinds()[path]) for path in PATHS)
        writer.writerow([harmless(name), *cells])
    return out.getvalue().encode("utf-8-sig")


def _at(found: Mapping[str, Any], path: str) -> Any:
    return reduce(getitem, path.split("."), found)


def _cell(value: Any, kind: Mapping[str, Any]) -> str:
    """Write a value as a cell that reads the same."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, list | dict):
        return str(value)
    joined = ";".join(map(str, value)) if isinstance(value, list) else ""
    same = joined and cell_value(joined, kind) == value
    return joined if same else json.dumps(value, ensure_ascii=False)
