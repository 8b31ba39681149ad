"""A plan as one CSV table: a row for each rotation, then one for each line of its cost.

UTF-8 with a byte order mark, without which Excel reads the bytes in the code page of
the country; the readers of Python and R skip it. Only rows of costs fill the column
"US$", so that it adds up to the cost of the plan.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

from optimizer.domain.cells import harmless
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.export.sheets import Cell, costs_sheet, plan_sheet

ROW = "Row"


def csv_file(problem: Problem, plan: Plan) -> bytes:
    """Write the plan; days in ISO form, whole dollars, nothing where there is none."""
    tables = {
        "rotation": plan_sheet(problem, plan),
        "cost": costs_sheet(problem, plan),
    }
    names = [column.name for sheet in tables.values() for column in sheet.columns]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [ROW, *dict.fromkeys(names)], restval="")
    writer.writeheader()
    for kind, sheet in tables.items():
        columns = [column.name for column in sheet.columns]
        for row in sheet.rows:
            cells = dict(zip(columns, map(_written, row), strict=True))
            writer.writerow({ROW: kind, **cells})
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell
