"""The default scenario: published in full, and good for a real plan at first load."""

import datetime as dt
import json
from pathlib import Path

from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.scenario_io.json_file import default_scenario, plain
from optimizer.solver.solve import TOLERANCE, solve

DOCS = Path(__file__).parent.parent / "docs" / "scenario.md"
DAY = dt.date(2026, 11, 22)


def test_the_docs_hold_the_whole_default_scenario(shipped):
    text = DOCS.read_text(encoding="utf-8").split("```json\n")[-1].split("```")[0]
    assert json.loads(text) == plain(default_scenario(shipped, DAY))


def test_the_default_scenario_has_a_proven_plan(shipped):
    problem = Problem(shipped, default_scenario(shipped, DAY))
    plan = solve(problem)
    assert isinstance(plan, Plan)
    assert plan.proof.status == "optimal"
    assert plan.proof.bound - plan.value <= 2 * TOLERANCE + 1e-9
    assert plan.blocks
    assert plan.cost_usd <= problem.scenario.budget_usd
