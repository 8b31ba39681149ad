"""Questions about the best plan of a scenario, each a command of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Commands,
    print_json,
    problem_of,
    takes_scenario,
)
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.explain.alternatives import best_plans, compare_plans
from optimizer.export.as_json import plain_json, report
from optimizer.solver.solve import solve
from optimizer.trade_offs.frontier import frontier
from optimizer.trade_offs.letters_and_months import by_letters, by_month
from optimizer.trade_offs.returns import SizeLevel, best_of_each_size, levels, most
from optimizer.trade_offs.rising import rises

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


def add(commands: Commands) -> None:
    """Add every analysis."""
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
