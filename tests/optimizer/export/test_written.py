"""Results as JSON: every field, days in ISO form, scenarios left out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import factories as make

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.scenario import Scenario
from optimizer.export.as_json import plain_json
from optimizer.solver.solve import solve


@dataclass(frozen=True)
class Found:
    day: dt.date
    parts: tuple[frozenset[int], dict[int, float]]
    scenario: Scenario


def test_a_result_is_written_field_by_field():
    found = Found(dt.date(2027, 5, 3), (frozenset({1}), {2: 0.5}), make.scenario())
    assert plain_json(found) == {"day": "2027-05-03", "parts": [[1], {"2": 0.5}]}


def test_a_plan_is_written_in_short():
    plan = solve(make.problem())
    assert isinstance(plan, Plan)
    told = json.loads(json.dumps(plain_json([plan])))[0]
    assert told["blocks"] == [block.block_id for block in plan.blocks]
    assert told["cost_usd"] == plan.cost_usd
    assert told["value"] == plan.value
    assert told["status"] == "optimal"


def test_no_plan_is_written_with_its_reason():
    found = solve(make.problem(budget_usd=0))
    assert isinstance(found, NoPlan)
    assert plain_json(found)["status"] == "infeasible"
