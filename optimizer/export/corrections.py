"""What the applicant found out, as corrections of the catalog that others can use.

Nothing about the applicant is in them: only records, fields, values and days.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from optimizer.domain.columns import cell_of, harmless
from optimizer.domain.found_out import FIELDS, records
from optimizer.domain.problem import Problem

_UNPRINTED = re.compile(r"[\s`\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field that was answered, in the form of the catalog's files.

    The names of the fields are the columns of the CSV; the values are cells.
    """

    file: str
    record_id: str
    name: str
    field: str
    old_value: str
    new_value: str
    as_of: str
    note: str


def corrections(problem: Problem) -> tuple[Correction, ...]:
    """List what was found out beside what the catalog says, by file and record."""
    catalog = problem.catalog.shipped
    found = []
    for one in problem.scenario.found_out:
        field = FIELDS[one.field]
        record = records(catalog, field)[one.record_id]
        known = catalog.source_of.get((field.file, one.record_id, one.field))
        status = known.status if known else "no source on record"
        found.append(
            Correction(
                file=field.file,
                record_id=one.record_id,
                name=record.name if field.file == "programs.csv" else record.host,
                field=one.field,
                old_value=cell_of(getattr(record, one.field)),
                new_value=one.value,
                as_of=one.date.isoformat(),
                note=f"asked the host; before: {status}",
            )
        )
    return tuple(sorted(found, key=lambda c: (c.file, c.record_id, c.field)))


def as_csv(found: Sequence[Correction]) -> str:
    """Write corrections as CSV in which no cell is read as a formula."""
    columns = [field.name for field in fields(Correction)]
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    for one in found:
        writer.writerow([harmless(getattr(one, column)) for column in columns])
    return sheet.getvalue()


def as_issue(problem: Problem, found: Sequence[Correction]) -> str:
    """Write corrections as the text of a public issue, in plain Markdown."""
    version = _code(problem.catalog.shipped.version)
    lines = [
        "## Corrections to the catalog",
        "",
        f"I asked these hosts. The catalog I used has version {version}.",
        "",
    ]
    return "\n".join([*lines, *map(_line, found)]) + "\n"


def _line(one: Correction) -> str:
    what = f"{_code(one.file)}, {_code(one.record_id)} ({_code(one.name)})"
    values = f"{_code(one.old_value)} is now {_code(one.new_value)}"
    return f"- {what}, {_code(one.field)}: {values}; asked on {one.as_of}"


def _code(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no link, mention or markup."""
    plain = _UNPRINTED.sub(" ", text).strip()
    return f"`{plain}`" if plain else "(empty)"
