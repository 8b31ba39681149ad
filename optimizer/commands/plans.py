"""Commands about plans: solve, why, export and compare."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from optimizer.catalog_io.read import read_catalog
from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Commands,
    print_json,
    problem_of,
    read_problem,
    takes_catalog,
    takes_scenario,
)
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.explain.comparison import inputs_that_differ, result
from optimizer.explain.why import block_asked, why
from optimizer.export.as_json import report
from optimizer.export.formats import EXPORTS, Export, kind_of
from optimizer.export.written import plain_json
from optimizer.solver.solve import Engine, solve


def add(commands: Commands) -> None:
    """Add every command about plans."""
    best = commands.add_parser("solve", help="print the best plan of a scenario")
    takes_scenario(best)
    best.add_argument(
        "--engine",
        choices=get_args(Engine),
        default="search",
        help="cpsat: CP-SAT alone over everything, a slow independent check",
    )
    best.set_defaults(command=_solve)
    reason = commands.add_parser(
        "why", help="print why an offering is in the best plan or is not"
    )
    takes_scenario(reason)
    reason.add_argument("block", help="such as E012 or E012@2027-05-03")
    reason.set_defaults(command=_why)
    away = commands.add_parser(
        "export", help="write the best plan as a calendar, PDF, workbook or table"
    )
    takes_scenario(away)
    away.add_argument(
        "--to", type=Path, required=True, help="plan.ics, .pdf, .xlsx, .csv or .tab.csv"
    )
    away.set_defaults(command=_export)
    several = commands.add_parser("compare", help="print scenarios side by side")
    several.add_argument("scenarios", type=Path, nargs="+")
    takes_catalog(several)
    several.set_defaults(command=_compare)


def _solve(asked: argparse.Namespace) -> int:
    problem = problem_of(asked)
    answer = solve(problem, engine=asked.engine)
    print_json(report(problem, answer))
    return FOUND if isinstance(answer, Plan) else NOT_FOUND


def _why(asked: argparse.Namespace) -> int:
    """Why one offering or block is in the best plan or is not."""
    problem = problem_of(asked)
    block_asked(problem.catalog, asked.block)  # refused before any search
    plan = solve(problem)
    if not isinstance(plan, Plan):
        print_json(report(problem, plan))
        return NOT_FOUND
    found = why(problem, plan, asked.block)
    print_json({"verdict": type(found).__name__.lower(), **plain_json(found)})
    return FOUND


def _export(asked: argparse.Namespace) -> int:
    """Write the best plan to a file of the kind that its name says."""
    kind = kind_of(asked.to.name)
    if kind is None:
        what = f"{asked.to.suffix or 'no ending'} is no kind of file we write"
        raise DataError([Fault("--to", what, f"a name in {', '.join(EXPORTS)}")])
    problem = problem_of(asked)
    plan = solve(problem)
    if not isinstance(plan, Plan):
        print_json(report(problem, plan))
        return NOT_FOUND
    try:
        asked.to.write_bytes(_written(kind, problem, plan, asked.to))
    except OSError as error:
        what = error.strerror or "it cannot be written"
        raise DataError([Fault(str(asked.to), what, "a place to write")]) from None
    return FOUND


def _written(kind: Export, problem: Problem, plan: Plan, place: Path) -> bytes:
    """Write the file anew, or on from one of ours that it replaces."""
    if kind.update and place.exists():
        try:
            return kind.update(problem, plan, place.read_bytes())
        except DataError:
            pass  # another file, to be replaced like any
    return kind.write(problem, plan)


def _compare(asked: argparse.Namespace) -> int:
    """Report several scenarios side by side; each needs a plan for exit code 0."""
    catalog = read_catalog(asked.data)
    problems = tuple(read_problem(path, catalog) for path in asked.scenarios)
    results = [result(problem) for problem in problems]
    print_json(
        {
            "scenarios": [str(path) for path in asked.scenarios],
            "inputs": inputs_that_differ(problems),
            "results": plain_json(results),
        }
    )
    plans = [isinstance(found.outcome, Plan) for found in results]
    return FOUND if all(plans) else NOT_FOUND
