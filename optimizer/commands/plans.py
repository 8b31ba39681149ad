"""Commands about scenarios and plans: forms, solve, why and export."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from optimizer.catalog_io.read import read_catalog
from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Answer,
    Commands,
    no_kind,
    print_answer,
    print_json,
    problem_of,
    takes_catalog,
    takes_scenario,
    writing,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import best_plans, compare_plans
from optimizer.explain.reasons import parse_block, why
from optimizer.export.as_json import plain_json, report
from optimizer.export.formats import EXPORTS, Export, kind_of
from optimizer.export.hand_over import NOTHING, Extras
from optimizer.export.pdf import pdf_file
from optimizer.requests.asking import planned_list
from optimizer.scenario_io.json_file import default_scenario, schema, write_scenario
from optimizer.solver.solve import Engine, solve
from optimizer.solver.standing import standing_plan
from optimizer.trade_offs.frontier import by_letters, by_month, frontier
from optimizer.trade_offs.returns import SizeLevel, best_of_each_size, levels, most
from optimizer.trade_offs.rising import rises


def add(commands: Commands) -> None:
    """Add every command about plans."""
    _forms(commands)
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
    away.add_argument(
        "--with",
        dest="extras",
        type=_extras,
        default=NOTHING,
        metavar="profile,chances",
        help="what a PDF is to tell beside the plan, one of them or both",
    )
    away.set_defaults(command=_export)
    _add_analyses(commands)


def _solve(asked: argparse.Namespace) -> int:
    return print_answer(plan_answer(problem_of(asked), asked.engine, left_out=True))


def plan_answer(
    problem: Problem, engine: Engine = "search", *, left_out: bool = False
) -> Answer:
    """Answer with the best plan of a problem; ``left_out`` as in ``report``."""
    found = standing_plan(problem, engine)
    code = FOUND if isinstance(found, Plan) else NOT_FOUND
    return code, report(problem, found, left_out=left_out)


def _why(asked: argparse.Namespace) -> int:
    problem = problem_of(asked)
    parse_block(problem.catalog, asked.block)  # refused before any search
    plan = standing_plan(problem)
    if not isinstance(plan, Plan):
        print_json(report(problem, plan))
        return NOT_FOUND
    found = why(problem, plan, asked.block)
    print_json({"verdict": type(found).__name__.lower(), **plain_json(found)})
    return FOUND


def _export(asked: argparse.Namespace) -> int:
    kind = kind_of(asked.to.name)
    if kind is None:
        raise no_kind(asked.to, EXPORTS)
    if asked.extras != NOTHING:
        return _hand_over(asked, kind)
    problem = problem_of(asked)
    plan = standing_plan(problem)
    if not isinstance(plan, Plan):
        print_json(report(problem, plan))
        return NOT_FOUND
    with writing(asked.to):
        asked.to.write_bytes(_export_bytes(kind, problem, plan, asked.to))
    return FOUND


def _extras(text: str) -> Extras:
    wanted = {part.strip() for part in text.split(",")}
    if not wanted <= {"profile", "chances"}:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not known; choose profile, chances, or profile,chances"
        )
    return Extras(profile="profile" in wanted, chances="chances" in wanted)


def _hand_over(asked: argparse.Namespace, kind: Export) -> int:
    """Write the PDF of the page To do: the plan if all on the list say yes."""
    if kind is not EXPORTS[".pdf"]:
        what = f"{asked.to.name} holds neither profile nor chances"
        raise DataError([Fault("--with", what, "a name in .pdf")])
    problem = problem_of(asked)
    found = planned_list(problem)
    plan = found if isinstance(found, NoPlan) else found.if_all_say_yes
    if isinstance(found, NoPlan) or isinstance(plan, NoPlan):
        print_json(report(problem, plan))
        return NOT_FOUND
    with writing(asked.to):
        asked.to.write_bytes(pdf_file(problem, plan, asked.extras, found))
    return FOUND


def _export_bytes(kind: Export, problem: Problem, plan: Plan, place: Path) -> bytes:
    """Write the file anew, or on from one of ours that it replaces."""
    if kind.update and place.exists():
        try:
            return kind.update(problem, plan, place.read_bytes())
        except DataError:
            pass  # another file, to be replaced like any
    return kind.write(problem, plan)


def _forms(commands: Commands) -> None:
    default = commands.add_parser(
        "scenario", help="print the complete default scenario"
    )
    takes_catalog(default)
    default.set_defaults(command=_scenario)
    form = commands.add_parser("schema", help="print the JSON Schema of a scenario")
    form.set_defaults(command=_schema)


def _scenario(asked: argparse.Namespace) -> int:
    catalog: Catalog = read_catalog(asked.data)
    print(write_scenario(default_scenario(catalog, dt.date.today())))
    return FOUND


def _schema(_: argparse.Namespace) -> int:
    print_json(schema())
    return FOUND


COUNTED = {"if_all_accept": True, "with_refusals": False}

ANALYSES: dict[str, tuple[str, Callable[[Problem, Plan], Any]]] = {
    "returns": (
        "print the best plan of each number of rotations and what it adds",
        lambda problem, _: _returns(problem),
    ),
    "frontier": (
        "print the best plan of every budget, as the steps where it changes",
        lambda problem, _: list(frontier(problem)),
    ),
    "alternatives": (
        "print the five best plans that differ in a program",
        lambda problem, plan: [
            found if isinstance(found, NoPlan) else compare_plans(problem, plan, found)
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
}
"""Help and answer of each."""


def _add_analyses(commands: Commands) -> None:
    for name, (about, analysis) in ANALYSES.items():
        parser = commands.add_parser(name, help=about)
        takes_scenario(parser)
        parser.set_defaults(command=_analyse, analysis=analysis)


def _analyse(asked: argparse.Namespace) -> int:
    """Answer about the best plan; without one, report that as ``solve`` does."""
    problem = problem_of(asked)
    plan = solve(problem)
    if not isinstance(plan, Plan):
        print_json(report(problem, plan))
        return NOT_FOUND
    print_json(plain_json(asked.analysis(problem, plan)))
    return FOUND


def _returns(problem: Problem) -> list[dict[str, Any]]:
    """Each size with its plans, and what it adds in both ways of counting."""
    steps = list(best_of_each_size(problem))
    found = {step.size: plain_json(step) | {"adds": {}} for step in steps}
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


def _with_rates(found: SizeLevel) -> dict[str, Any]:
    """A result with its gain per $1,000 and per week, which are worked out."""
    result: dict[str, Any] = plain_json(found)
    if (more := found.marginal) is not None:
        rates = {"per_1000": more.per_1000, "per_week": more.per_week}
        result["marginal"] |= plain_json(rates)
    return result
