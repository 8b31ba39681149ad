"""The command about requests: whom to ask."""

from __future__ import annotations

import argparse
from typing import Any

from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Answer,
    Commands,
    printed,
    problem_of,
    takes_scenario,
)
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.export.as_json import report
from optimizer.export.written import plain_json
from optimizer.requests.ask import ask
from optimizer.requests.ask_list import Asked, AskList, Likely
from optimizer.requests.request import Request

MOST = 20
DECIMALS = 6


def add(commands: Commands) -> None:
    """Add the command."""
    one = commands.add_parser(
        "ask", help="print whom to ask now and what to expect of it"
    )
    takes_scenario(one)
    one.add_argument(
        "--most",
        type=int,
        choices=range(MOST + 1),
        metavar=f"0..{MOST}",
        help="most requests that may wait for an answer (max_requests)",
    )
    one.set_defaults(command=_ask)


def _ask(asked: argparse.Namespace) -> int:
    return printed(asked_whom(problem_of(asked), asked.most, left_out=True))


def asked_whom(
    problem: Problem, most: int | None = None, *, left_out: bool = False
) -> Answer:
    """Answer with whom to ask now; ``most`` in place of ``max_requests``.

    Without any list as ``solve`` does; ``left_out`` as in ``report``.
    """
    found = ask(problem, most)
    if isinstance(found, NoPlan):
        return NOT_FOUND, report(problem, found, left_out=left_out)
    return FOUND, _rounded(written_list(found))


def written_list(found: AskList) -> dict[str, Any]:
    """An ask list as plain JSON."""
    median, p90, most = found.cost_quantiles_usd
    low, middle, high = found.value_quantiles
    return {
        "status": found.status,
        "value": found.value,
        "baseline": found.baseline,
        "gain_pp": found.gain_pp,
        "gain_low_pp": found.gain.low,
        "gain_high_pp": found.gain.high,
        "fees_usd": found.fees_usd,
        "hours": found.hours,
        "chance_none": found.done[0],
        "done": list(found.done),
        "cost_usd": {
            "mean": round(found.mean_cost_usd),
            "median": median,
            "p90": p90,
            "most": most,
        },
        "value_in_outcomes": {"p10": low, "median": middle, "p90": high},
        "commit_at_once_pp": found.at_once_pp,
        "correlated_pp": plain_json(found.correlated),
        "requests": [_request(asked) for asked in found.requests],
        "outcomes": [_outcome(likely) for likely in found.outcomes],
        "wishes_met": dict(found.wishes_met),
        "by_number": plain_json(found.by_number),
        "stop_at": found.stop_at,
        "if_all_say_yes": plain_json(found.if_all_say_yes),
        "chance_all_say_yes": found.chance_of_all,
        "instead": found.instead and _instead(*found.instead),
        "confirm": [{**plain_json(c), "gain_pp": c.gain_pp} for c in found.confirm],
    }


def _request(asked: Asked) -> dict[str, Any]:
    request = asked.request
    return {
        "request": request.name,
        "offerings": list(request.offering_ids),
        "dates": [day.isoformat() for day in request.starts],
        "acceptance": request.acceptance,
        "fee_usd": request.fee_usd,
        "fee_if_yes_usd": request.terms.fee_if_yes_usd,
        "hours": request.hours,
        "ask_by": request.ask_by.isoformat(),
        "adds_pp": asked.adds_pp,
        "use": asked.use,
        "use_if_yes": asked.use_if_yes,
        "answer": request.terms.answer,
    }


def _outcome(likely: Likely) -> dict[str, Any]:
    return {
        "chance": likely.chance,
        "requests": list(likely.requests),
        "rotations": [block.block_id for block in likely.rotations],
        "cost_usd": likely.cost_usd,
        "value": likely.value,
    }


def _instead(request: Request, adds_pp: float) -> dict[str, Any]:
    return {"request": request.name, "adds_pp": adds_pp}


def _rounded(found: Any) -> Any:
    """Numbers without the noise of their last digits."""
    if isinstance(found, dict):
        return {name: _rounded(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_rounded(value) for value in found]
    return round(found, DECIMALS) if isinstance(found, float) else found
