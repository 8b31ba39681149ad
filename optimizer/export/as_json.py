"""Results as JSON for the command line: an answer in public fields, others as is."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from optimizer.domain.plan import (
    Block,
    Chances,
    Diagnosis,
    Fix,
    NoPlan,
    Plan,
    Reason,
    RotationDetail,
)
from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Scenario
from optimizer.explain.infeasibility import diagnose
from optimizer.explain.left_out import reasons_left_out
from optimizer.model.eligibility import entry_open
from optimizer.model.entry_rules import plan_checks
from optimizer.model.gates import program_checks
from optimizer.model.plan_chances import chances, rotation_details
from optimizer.model.trust import grade_of
from optimizer.scenario_io.json_file import plain
from optimizer.solver.solve import OutOfWork

_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


def report(
    problem: Problem, answer: Plan | NoPlan, *, left_out: bool = True
) -> dict[str, Any]:
    """Every public field of the result, ready for ``json.dumps``.

    ``left_out``: with ``excluded``, which takes longer than everything else.
    """
    excluded = {"excluded": _exclusions(problem, answer)} if left_out else {}
    if isinstance(answer, NoPlan):
        return _no_plan(problem, answer, excluded)
    return {
        **_figures(answer),
        **_chances(chances(problem, answer)),
        "cost_items": [
            {"label": i.label, "offering_id": i.offering_id, "usd": i.usd}
            for i in answer.cost_items
        ],
        "visits": [{**plain_json(v), "days": v.days} for v in answer.visits],
        "rotations": [
            _rotation(problem, d, answer.blocks)
            for d in rotation_details(problem, answer)
        ],
        "entry": _entry(problem, answer.blocks),
        **excluded,
        "conflicts": [],
        "fixes": [],
        "seconds": answer.proof.seconds,
    }


def _chances(found: Chances) -> dict[str, float]:
    return {
        "match_probability": found.counted.value,
        "match_probability_low": found.counted.low,
        "match_probability_high": found.counted.high,
        "match_probability_if_all_accept": found.if_all_accept,
        "baseline_match_probability": found.baseline,
        "chance_any_accepts": found.any_accepts,
        "chance_all_accept": found.all_accept,
    }


def _entry(problem: Problem, blocks: tuple[Block, ...]) -> dict[str, Any]:
    """Whether the chances hold only if one may enter; and what states may bar."""
    return {
        "if_you_may_enter": bool(entry_open(problem, blocks)),
        "checks": [_check(one) for one in plan_checks(problem, blocks)],
        "made_for_you": not problem.scenario.applicant.us_school,
    }


def _check(found: Reason) -> dict[str, str]:
    said = ("field", "sentence", "ask", "source")
    return {name: getattr(found, name) for name in said}


def _rotation(
    problem: Problem, detail: RotationDetail, blocks: tuple[Block, ...]
) -> dict[str, Any]:
    block = detail.block
    program = problem.program_of(block.offering)
    return {
        "offering_id": block.offering.offering_id,
        "program_id": block.offering.program_id,
        "start": block.start.isoformat(),
        "end": block.end.isoformat(),
        "kind": block.offering.kind,
        "trust": grade_of(problem, block.offering),
        "cost_usd": detail.cost_usd,
        "gain_pp": detail.gain.total_pp,
        "letter_ready": block.letter_ready.isoformat() if block.letter_ready else None,
        "letter_on_time": block.letter_on_time,
        "eligibility": detail.eligibility.verdict,
        "alternate_starts": [day.isoformat() for day in detail.alternate_starts],
        "checks": [
            _check(reason)
            for reason in detail.eligibility.reasons
            if reason.verdict == "check"
        ],
        "program_checks": [
            _check(reason)
            for reason in (program_checks(problem, program, blocks) if program else ())
        ],
    }


def _exclusions(problem: Problem, answer: Plan | NoPlan) -> list[dict[str, Any]]:
    return [
        {"offering_id": name, "reasons": list(reasons)}
        for name, reasons in reasons_left_out(problem, answer)
    ]


_NUMBERS = (
    "value",
    "bound",
    "forgone",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "match_probability_if_all_accept",
    "baseline_match_probability",
    "chance_any_accepts",
    "chance_all_accept",
    "cost_usd",
    "expected_cost_usd",
    "letters_on_time",
)


def _no_plan(
    problem: Problem, answer: NoPlan, excluded: dict[str, Any]
) -> dict[str, Any]:
    diagnosis = _diagnosis(problem, answer)
    return {
        "status": answer.reason,
        **dict.fromkeys(_NUMBERS),
        "cost_items": [],
        "visits": [],
        "rotations": [],
        "entry": _entry(problem, ()),
        **excluded,
        "conflicts": list(diagnosis.conflicts),
        "fixes": [_fix(fix) for fix in diagnosis.fixes],
        "seconds": answer.seconds,
    }


def _diagnosis(problem: Problem, answer: NoPlan) -> Diagnosis:
    """What clashes; nothing is said where the work allowed was too little to know."""
    if answer.reason == "undecided":
        return Diagnosis((), ())
    try:
        return diagnose(problem)
    except OutOfWork:
        return Diagnosis((), ())


def _fix(fix: Fix) -> dict[str, Any]:
    written = plain(fix.scenario)
    return {
        "change": {name: written[name] for name, _ in fix.change},
        "sentence": fix.sentence,
    }


def plain_json(found: Any) -> Any:
    """Write a result: dataclasses by field, days in ISO form, a plan in short.

    A scenario inside a result is left out; it is what was asked.
    """
    if found is None or isinstance(found, (str, int, float)):
        return found
    if isinstance(found, Plan):
        blocks = [block.block_id for block in found.blocks]
        return {**_figures(found), "blocks": blocks, "seconds": found.proof.seconds}
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
            name: value if type(value) in _AS_IT_IS else plain_json(value)
            for name in _field_names(found.__class__)
            if not isinstance(value := getattr(found, name), Scenario)
        }
    return found


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _figures(plan: Plan) -> dict[str, Any]:
    """What a plan comes to, and how we know."""
    return {
        "status": plan.proof.status,
        "value": plan.value,
        "bound": plan.proof.bound,
        "forgone": plan.proof.forgone,
        "cost_usd": plan.cost_usd,
        "expected_cost_usd": plan.expected_cost_usd,
        "letters_on_time": plan.letters_on_time,
    }
