"""Scenarios side by side: where they differ, and what each of them leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optimizer.domain.plan import Chances, Gain, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import differing
from optimizer.model.plan_chances import chances, plan_gain
from optimizer.scenario_io.json_file import plain
from optimizer.solver.standing import standing_plan


@dataclass(frozen=True, slots=True)
class Result:
    """The best plan of a scenario with its chances and its gain; None without one."""

    outcome: Plan | NoPlan
    chances: Chances | None = None
    gain: Gain | None = None


def result(problem: Problem) -> Result:
    """Solve a scenario; what is shown of it beside others."""
    outcome = standing_plan(problem)
    if isinstance(outcome, NoPlan):
        return Result(outcome)
    return Result(outcome, chances(problem, outcome), plan_gain(problem, outcome))


def inputs_that_differ(problems: tuple[Problem, ...]) -> dict[str, list[Any]]:
    """The fields in which scenarios differ, with the value of each as in its JSON."""
    scenarios = [problem.scenario for problem in problems]
    written = [plain(scenario) for scenario in scenarios]
    return {
        path: [_value(scenario, path) for scenario in written]
        for path in differing(*scenarios)
    }


def _value(written: dict[str, Any], path: str) -> Any:
    part, _, name = path.rpartition(".")
    return (written[part] if part else written)[name]
