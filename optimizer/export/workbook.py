"""A plan as an Excel workbook or as one CSV table: text stays text.

CSV is UTF-8 with a byte order mark, without which Excel reads the bytes in the code
page of the country. Only rows of costs fill the column "US$", so that it adds up to the
cost of the plan. Where the comma is the decimal sign, a spreadsheet puts a whole line
of that file into one column; the same table with tabs, as UTF-16, is what Excel writes
as "Unicode text" and splits whatever the country.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from typing import Any

import xlsxwriter

from optimizer.domain.columns.cells import harmless
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.sheets import Cell, Sheet, costs_sheet, plan_sheet, sheets

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
