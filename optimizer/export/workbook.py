"""A plan as an Excel workbook or as one CSV table: text stays text.

CSV is UTF-8 with a byte order mark, without which Excel reads the bytes in the code
page of the country. Only rows of costs fill the column "US$", so that it adds up to the
cost of the plan. Where the comma is the decimal sign, a spreadsheet puts a whole line
of that file into one column; the same table with tabs, as UTF-16, is what Excel writes
as "Unicode text" and splits whatever the country.

The list of where to apply says what to do and what to ask, and not who the applicant
is: no chance, and nothing of what rules a program out, since both follow from scores
and visa.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from typing import Any

import xlsxwriter

from optimizer.domain.columns import harmless
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.sheets import (
    Cell,
    Sheet,
    columns_of,
    costs_sheet,
    plan_sheet,
    sheets,
)
from optimizer.residency_list.answer import ListedProgram, ResidencyList

# Nothing is written to disk, and no text becomes a link, a formula or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"valign": "top"},
    "usd": {"num_format": "#,##0", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "total": {"num_format": "#,##0", "bold": True, "top": 1},
    "note": {"italic": True},
}


def workbook(problem: Problem, plan: Plan) -> bytes:
    """Write every table of the plan; the same plan gives the same bytes.

    The properties name the product and the scenario's day, and no person.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        made = dt.datetime.combine(problem.scenario.today, dt.time())
        title = f"Plan of away rotations, season {problem.scenario.season}"
        book.set_properties({"title": title, "author": "RotaMatch", "created": made})
        formats = {name: book.add_format(how) for name, how in FORMATS.items()}
        for sheet in sheets(problem, plan):
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return out.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.name, formats["head"])
    page.freeze_panes(1, 0)
    for line, row in enumerate(sheet.rows, start=1):
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _cell(page, line, place, cell, column.usd, formats)
    below = len(sheet.rows) + 1
    if sheet.total is not None:
        _total(page, sheet, below, sheet.total, formats)
        below += 1
    for line, note in enumerate(sheet.notes, start=below + 1):
        page.write_string(line, 0, harmless(note), formats["note"])
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _cell(
    page: Any, line: int, place: int, cell: Cell, usd: bool, formats: dict[str, Any]
) -> None:
    if isinstance(cell, str):
        page.write_string(line, place, harmless(cell), formats["text"])
    elif isinstance(cell, dt.date):
        page.write_datetime(line, place, cell, formats["day"])
    elif cell is not None:
        page.write_number(line, place, cell, formats["usd" if usd else "number"])


def _total(
    page: Any, sheet: Sheet, line: int, total: int, formats: dict[str, Any]
) -> None:
    """The sum as a formula, with its value for readers that do not work it out."""
    place = next(i for i, column in enumerate(sheet.columns) if column.usd)
    letter = chr(ord("A") + place)
    page.write_string(line, 0, "Total", formats["total"])
    formula = f"=SUM({letter}2:{letter}{line})"
    page.write_formula(line, place, formula, formats["total"], total)


ROW = "Row"


def csv_file(problem: Problem, plan: Plan) -> bytes:
    """Write the plan; days in ISO form, whole dollars, nothing where there is none."""
    return _table(problem, plan, ",").encode("utf-8-sig")


def tabbed_file(problem: Problem, plan: Plan) -> bytes:
    """Write the same table so that it opens in columns in every country."""
    return codecs.BOM_UTF16_LE + _table(problem, plan, "\t").encode("utf-16-le")


def _table(problem: Problem, plan: Plan, separator: str) -> str:
    tables = {
        "rotation": plan_sheet(problem, plan),
        "cost": costs_sheet(problem, plan),
    }
    names = [column.name for sheet in tables.values() for column in sheet.columns]
    out = io.StringIO(newline="")
    header = [ROW, *dict.fromkeys(names)]
    writer = csv.DictWriter(out, header, restval="", delimiter=separator)
    writer.writeheader()
    for kind, sheet in tables.items():
        columns = [column.name for column in sheet.columns]
        for row in sheet.rows:
            cells = dict(zip(columns, map(_cell_value, row), strict=True))
            writer.writerow({ROW: kind, **cells})
    return out.getvalue()


def sheet_file(sheet: Sheet) -> bytes:
    """Write one table by itself."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in sheet.columns])
    writer.writerows([_cell_value(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell_value(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell


STATES = {"signal": "apply with a signal", "apply": "apply", "out": "left out"}
_COLUMNS = columns_of(
    "What to do:20; Program:50; City:18; State:6; Group:6; Track:12; "
    "Last day on record:18; Ask first:80; Link:60"
)


def residency_sheet(problem: Problem, found: ResidencyList) -> Sheet:
    """One row for each program that is not closed, by what to do and name.

    Programs of one group are the same to the catalog: any of them will do.
    """
    rows = [_row(problem, e) for e in found.programs if e.state in STATES]
    return Sheet("Where to apply", _COLUMNS, tuple(sorted(rows, key=_place)))


def residency_file(problem: Problem, found: ResidencyList) -> bytes:
    """Write the list as CSV."""
    return sheet_file(residency_sheet(problem, found))


def _row(problem: Problem, entry: ListedProgram) -> tuple[Cell, ...]:
    program = problem.catalog.program[entry.program_id]
    return (
        STATES[entry.state],
        program.name,
        program.city,
        program.state,
        None if entry.group is None else entry.group + 1,
        program.track,
        program.application_deadline or None,
        " ".join(reason.ask for reason in entry.ask) or None,
        program.url or None,
    )


def _place(row: tuple[Cell, ...]) -> tuple[int, str]:
    return list(STATES.values()).index(str(row[0])), str(row[1])
