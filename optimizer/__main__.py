"""The command line: solve a scenario, print the default one or its schema, check data.

Exit codes: 0 with a plan (or a valid catalog), 1 without one, 2 for bad input.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from optimizer.catalog import Catalog
from optimizer.comparison import inputs_that_differ, result
from optimizer.faults import DataError, Fault
from optimizer.plan import Plan
from optimizer.problem import Problem
from optimizer.read import check, read_catalog
from optimizer.report import report
from optimizer.returns import best_of_each_size
from optimizer.scenario_json import (
    default_scenario,
    read_scenario,
    schema,
    write_scenario,
)
from optimizer.solve import solve
from optimizer.written import written

DATA = Path(__file__).resolve().parent.parent / "data"
FOUND, NOT_FOUND, BAD_INPUT = 0, 1, 2
MOST_BYTES = 1_000_001  # one more than the reader allows, so that it can say so

# What can be asked about the best plan of a scenario: its help and its answer.
ANALYSES: dict[str, tuple[str, Callable[[Problem, Plan], Any]]] = {
    "returns": (
        "print the best plan of each number of rotations",
        lambda problem, _: list(best_of_each_size(problem)),
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    asked = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 on every terminal
    try:
        return int(asked.command(asked))
    except DataError as error:
        for fault in error.faults:
            print(fault.sentence, file=sys.stderr)
        return BAD_INPUT


def _problem(asked: argparse.Namespace) -> Problem:
    return _read(asked.scenario, read_catalog(asked.data))


def _read(scenario: Path, catalog: Catalog) -> Problem:
    found = read_scenario(_content(scenario), catalog, dt.date.today())
    return Problem(catalog, found)


def _analyse(asked: argparse.Namespace) -> int:
    """Answer about the best plan; without one, report that as ``solve`` does."""
    problem = _problem(asked)
    plan = solve(problem)
    if not isinstance(plan, Plan):
        _print(report(problem, plan))
        return NOT_FOUND
    _print(written(asked.analysis(problem, plan)))
    return FOUND


def _compare(asked: argparse.Namespace) -> int:
    """Report several scenarios side by side; each needs a plan for exit code 0."""
    catalog = read_catalog(asked.data)
    problems = tuple(_read(path, catalog) for path in asked.scenarios)
    results = [result(problem) for problem in problems]
    _print(
        {
            "scenarios": [str(path) for path in asked.scenarios],
            "inputs": inputs_that_differ(problems),
            "results": written(results),
        }
    )
    plans = [isinstance(found.outcome, Plan) for found in results]
    return FOUND if all(plans) else NOT_FOUND


def _solve(asked: argparse.Namespace) -> int:
    problem = _problem(asked)
    answer = solve(problem)
    _print(report(problem, answer))
    return FOUND if isinstance(answer, Plan) else NOT_FOUND


def _scenario(asked: argparse.Namespace) -> int:
    catalog: Catalog = read_catalog(asked.data)
    print(write_scenario(default_scenario(catalog, dt.date.today())))
    return FOUND


def _schema(_: argparse.Namespace) -> int:
    _print(schema())
    return FOUND


def _check(asked: argparse.Namespace) -> int:
    faults = check(asked.data)
    for fault in faults:
        print(fault.sentence, file=sys.stderr)
    if not faults:
        print("The catalog is valid.")
    return BAD_INPUT if faults else FOUND


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        what = error.strerror or "it cannot be read"
        raise DataError([Fault(str(path), what, "a readable JSON file")]) from None


def _print(found: object) -> None:
    print(json.dumps(found, indent=2, ensure_ascii=False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m optimizer", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("solve", help="print the best plan of a scenario as JSON")
    one.add_argument("scenario", type=Path)
    one.set_defaults(command=_solve)
    about = [
        commands.add_parser(name, help=told) for name, (told, _) in ANALYSES.items()
    ]
    for parsed, (_, analysis) in zip(about, ANALYSES.values(), strict=True):
        parsed.add_argument("scenario", type=Path)
        parsed.set_defaults(command=_analyse, analysis=analysis)
    two = commands.add_parser("scenario", help="print the complete default scenario")
    two.set_defaults(command=_scenario)
    three = commands.add_parser("schema", help="print the JSON Schema of a scenario")
    three.set_defaults(command=_schema)
    four = commands.add_parser("check", help="list every fault of a catalog")
    four.set_defaults(command=_check)
    five = commands.add_parser("compare", help="print scenarios side by side")
    five.add_argument("scenarios", type=Path, nargs="+")
    five.set_defaults(command=_compare)
    for command in (one, two, four, five, *about):
        command.add_argument("--data", type=Path, default=DATA, help="catalog folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
