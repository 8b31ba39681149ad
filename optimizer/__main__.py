"""The command line: solve a scenario, print the default one or its schema, check data.

Exit codes: 0 with a plan (a valid catalog, every check met), 1 without, 2 for bad
input.
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

from optimizer.browse.coverage import before, coverage
from optimizer.calibration.checks import checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io.read import DATA, check, read_catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog
from optimizer.explain.alternatives import best_plans, compared
from optimizer.explain.binding import limits, with_ranges
from optimizer.explain.comparison import inputs_that_differ, result
from optimizer.explain.why import block_asked, why
from optimizer.export.as_json import report
from optimizer.export.formats import EXPORTS
from optimizer.export.written import written
from optimizer.risks.backups import backups
from optimizer.risks.robustness import decisions, sampled, trust
from optimizer.risks.shocks import outcomes
from optimizer.scenario_io.json_file import (
    default_scenario,
    read_scenario,
    schema,
    write_scenario,
)
from optimizer.solver.solve import solve
from optimizer.trade_offs.elsewhere import Option, elsewhere
from optimizer.trade_offs.frontier import descend, plateaus, starts_exactly
from optimizer.trade_offs.letters_and_months import by_letters, by_month
from optimizer.trade_offs.returns import Level, best_of_each_size, levels, most
from optimizer.trade_offs.rising import rises

FOUND, NOT_FOUND, BAD_INPUT = 0, 1, 2
COUNTED = {"if_all_accept": True, "with_refusals": False}
MOST_BYTES = 1_000_001  # one more than the reader allows, so that it can say so

# What can be asked about the best plan of a scenario: its help and its answer.
ANALYSES: dict[str, tuple[str, Callable[[Problem, Plan], Any]]] = {
    "backups": ("print replacements and whom to ask now", backups),
    "returns": (
        "print the best plan of each number of rotations and what it adds",
        lambda problem, _: _returns(problem),
    ),
    "elsewhere": (
        "price other uses of the money and time beside one more rotation",
        lambda problem, plan: _elsewhere(problem, plan),
    ),
    "binding": (
        "print which rules limit the plan and what a bit more of each is worth",
        lambda problem, plan: [
            with_ranges(problem, plan, limit) for limit in limits(problem, plan)
        ],
    ),
    "frontier": (
        "print the best plan of every budget, as the steps where it changes",
        lambda problem, _: _frontier(problem),
    ),
    "alternatives": (
        "print the five best plans that differ in a program",
        lambda problem, plan: [
            found if isinstance(found, NoPlan) else compared(problem, plan, found)
            for found in best_plans(problem, plan)
        ],
    ),
    "letters-and-months": (
        "print what one more letter on time costs and what each month is worth",
        lambda problem, plan: {
            "letters": list(by_letters(problem)),
            "months": list(by_month(problem, plan)),
        },
    ),
    "robustness": (
        "print what the plan is worth if the assumptions are wrong",
        lambda problem, plan: {
            "assumptions": list(decisions(problem, plan)),
            "worlds": trust(list(sampled(problem, plan))),
        },
    ),
    "shocks": (
        "print what is left if one thing goes wrong, and the best repair",
        lambda problem, plan: list(outcomes(problem, plan)),
    ),
}


def _returns(problem: Problem) -> list[dict[str, Any]]:
    """Each size with its plans, and what it adds in both ways of counting."""
    steps = list(best_of_each_size(problem))
    found = {step.size: written(step) | {"adds": {}} for step in steps}
    for name, certain in COUNTED.items():
        counted = levels(problem, steps, certain=certain)
        reasons = {rise.size: rise.reasons for rise in rises(problem, counted)}
        for level in counted:
            adds = _with_rates(level)
            del adds["plan"], adds["size"]  # they stand beside it
            adds["is_most"] = level.size == most(counted)
            adds["rises_because"] = list(reasons.get(level.size, ()))
            found[level.size]["adds"][name] = adds
    return list(found.values())


def _elsewhere(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """The options on top of the plan, counted as the scenario counts."""
    steps = best_of_each_size(problem)
    certain = problem.scenario.acceptance == "certain"
    counted = levels(problem, steps, certain=certain)
    options = elsewhere(problem, plan, counted, certain=certain)
    return [_with_rates(option) for option in options]


def _with_rates(found: Level | Option) -> dict[str, Any]:
    """A result with its gain per $1,000 and per week, which are worked out."""
    result: dict[str, Any] = written(found)
    if (more := found.marginal) is not None:
        rates = {"per_1000": more.per_1000, "per_week": more.per_week}
        result["marginal"] |= written(rates)
    return result


def _frontier(problem: Problem) -> dict[str, Any]:
    found = list(descend(problem))
    return {"steps": plateaus(found), "start_proven": starts_exactly(found)}


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


def _export(asked: argparse.Namespace) -> int:
    """Write the best plan to a file of the kind that its name says."""
    kind = EXPORTS.get(asked.to.suffix.lower())
    if kind is None:
        what = f"{asked.to.suffix or 'no ending'} is no kind of file we write"
        raise DataError([Fault("--to", what, f"a name in {', '.join(EXPORTS)}")])
    problem = _problem(asked)
    plan = solve(problem)
    if not isinstance(plan, Plan):
        _print(report(problem, plan))
        return NOT_FOUND
    try:
        asked.to.write_bytes(kind.write(problem, plan))
    except OSError as error:
        what = error.strerror or "it cannot be written"
        raise DataError([Fault(str(asked.to), what, "a place to write")]) from None
    return FOUND


def _why(asked: argparse.Namespace) -> int:
    """Why one offering or block is in the best plan or is not."""
    problem = _problem(asked)
    block_asked(problem.catalog, asked.block)  # refused before any search
    plan = solve(problem)
    if not isinstance(plan, Plan):
        _print(report(problem, plan))
        return NOT_FOUND
    found = why(problem, plan, asked.block)
    _print({"verdict": type(found).__name__.lower(), **written(found)})
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


def _coverage(asked: argparse.Namespace) -> int:
    """Count what is known of each field, beside the earlier count if one is kept."""
    now = coverage(read_catalog(asked.data))
    _print(written({"now": now, "before": before(asked.data)}))
    return FOUND


def _calibration(asked: argparse.Namespace) -> int:
    """Print every check of the value against what is published; 1 if one is missed."""
    catalog = read_catalog(asked.data)
    average = default_scenario(catalog, dt.date.today())
    found = (*checks(catalog, average), *range_checks(catalog, average))
    _print([written(c) | {"met": c.met} for c in found])
    return NOT_FOUND if any(c.met is False for c in found) else FOUND


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
    reason = commands.add_parser(
        "why", help="print why an offering is in the best plan or is not"
    )
    reason.add_argument("scenario", type=Path)
    reason.add_argument("block", help="such as E012 or E012@2027-05-03")
    reason.set_defaults(command=_why)
    away = commands.add_parser(
        "export", help="write the best plan as a calendar, workbook or table"
    )
    away.add_argument("scenario", type=Path)
    away.add_argument("--to", type=Path, required=True, help="plan.ics, .xlsx or .csv")
    away.set_defaults(command=_export)
    two = commands.add_parser("scenario", help="print the complete default scenario")
    two.set_defaults(command=_scenario)
    three = commands.add_parser("schema", help="print the JSON Schema of a scenario")
    three.set_defaults(command=_schema)
    four = commands.add_parser("check", help="list every fault of a catalog")
    four.set_defaults(command=_check)
    five = commands.add_parser("compare", help="print scenarios side by side")
    five.add_argument("scenarios", type=Path, nargs="+")
    five.set_defaults(command=_compare)
    six = commands.add_parser(
        "coverage", help="count what is known, assumed and unknown of each field"
    )
    six.set_defaults(command=_coverage)
    seven = commands.add_parser(
        "calibration", help="print the match value beside what is published"
    )
    seven.set_defaults(command=_calibration)
    for command in (one, reason, away, two, four, five, six, seven, *about):
        command.add_argument("--data", type=Path, default=DATA, help="catalog folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
