"""The list of where to apply as a table.

It says what to do and what to ask, and not who the applicant is: no chance, and
nothing of what rules a program out, since both follow from scores and visa.
"""

from __future__ import annotations

from optimizer.domain.problem import Problem
from optimizer.export.sheets import Cell, Sheet, columns_of
from optimizer.export.workbook import sheet_file
from optimizer.residency_list.answer import ListedProgram, ResidencyList

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
