"""A plan as an Excel workbook: real numbers and days, text that stays text."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from optimizer.domain.columns.cells import harmless
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.sheets import Cell, Sheet, sheets

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
