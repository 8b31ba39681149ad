"""Any frozen result as plain JSON, for the command line."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any

from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario


def plain_json(found: Any) -> Any:
    """Write a result: dataclasses by field, days in ISO form, a plan in short.

    A scenario inside a result is left out; it is what was asked.
    """
    if isinstance(found, Plan):
        return _plan(found)
    if isinstance(found, NoPlan):
        return {"status": found.reason, "seconds": found.seconds}
    if isinstance(found, Offering):
        return found.offering_id
    if isinstance(found, dt.date):
        return found.isoformat()
    if isinstance(found, dict):
        return {
            str(plain_json(name)): plain_json(value) for name, value in found.items()
        }
    if isinstance(found, (list, tuple, set, frozenset)):
        return [plain_json(item) for item in found]
    if is_dataclass(found):
        return {
            field.name: plain_json(value)
            for field in fields(found)
            if not isinstance(value := getattr(found, field.name), Scenario)
        }
    return found


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "status": plan.proof.status,
        "value": plan.value,
        "bound": plan.proof.bound,
        "cost_usd": plan.cost_usd,
        "expected_cost_usd": plan.expected_cost_usd,
        "letters_on_time": plan.letters_on_time,
        "blocks": [block.block_id for block in plan.blocks],
        "seconds": plan.proof.seconds,
    }
