"""A plan as one CSV table: a row for each rotation, then one for each line of its cost.

UTF-8 with a byte order mark, without which Excel reads the bytes in the code page of
the country; the readers of Python and R skip it. Only rows of costs fill the column
"US$", so that it adds up to the cost of the plan.

Where the comma is the decimal sign, a spreadsheet puts a whole line of that file into
one column. The same table with tabs, as UTF-16, is what Excel writes as "Unicode text"
and splits whatever the country.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io

from optimizer.domain.columns.cells import harmless
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.sheets import Cell, Sheet, costs_sheet, plan_sheet

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
