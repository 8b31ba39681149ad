"""Commands on requests and applications: whom to ask, what to do when, where to apply.

A refusal is what ``backups`` is about.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Answer,
    Commands,
    no_kind,
    print_answer,
    print_json,
    problem_of,
    round_numbers,
    takes_scenario,
    writing,
)
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.export.as_json import plain_json, report
from optimizer.export.workbook import residency_file
from optimizer.requests.alike import Alike
from optimizer.requests.answered import planned_outcomes
from optimizer.requests.ask_list import Asked, PlannedList, PlannedOutcome
from optimizer.requests.asking import ask, planned_list
from optimizer.requests.request import Request
from optimizer.residency_list.after_replies import after_answers
from optimizer.residency_list.answer import ResidencyList
from optimizer.residency_list.curve import curve
from optimizer.residency_list.invitations import season_so_far
from optimizer.residency_list.joint_budget import joint
from optimizer.residency_list.residency import residency_list
from optimizer.residency_list.tables import decide
from optimizer.year.timeline import year_of

MOST = 20
CSV = ".csv"
VERBS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ask": ("print whom to ask now and what to expect of it", ()),
    "backups": (
        "print the requests that cover a refusal, and whom to ask instead",
        ("requests", "instead", "confirm", "outcomes", "by_number"),
    ),
}
"""Help of each command, and the fields it prints; none: all."""


def add(commands: Commands) -> None:
    """Add the commands."""
    for name, (about, fields) in VERBS.items():
        one = commands.add_parser(name, help=about)
        takes_scenario(one)
        one.add_argument(
            "--most",
            type=int,
            choices=range(MOST + 1),
            metavar=f"0..{MOST}",
            help="most requests that may wait for an answer (max_requests)",
        )
        one.set_defaults(command=_ask, fields=fields)
    year = commands.add_parser("year", help="print what to do until Match Day, dated")
    takes_scenario(year)
    year.set_defaults(command=_year)
    _add_list(commands)


def _add_list(commands: Commands) -> None:
    one = commands.add_parser(
        "list", help="print where to apply and whom to signal, with the proof"
    )
    takes_scenario(one)
    one.add_argument(
        "--curve", action="store_true", help="only the value by number of applications"
    )
    one.add_argument(
        "--interviews",
        action="store_true",
        help="only what the invitations in the scenario mean",
    )
    one.add_argument(
        "--joint",
        action="store_true",
        help="only rotations and applications out of one purse, after the answers",
    )
    one.add_argument(
        "--total",
        type=int,
        metavar="USD",
        help="with --joint: the whole purse, in place of the budget and the fees",
    )
    one.add_argument("--to", type=Path, help="also write the list as list.csv")
    one.set_defaults(command=_list)


def _year(asked: argparse.Namespace) -> int:
    problem = problem_of(asked)
    found = year_of(problem, planned_list(problem))
    this_week, late = found.this_week, found.late
    print_json(
        {
            "items": [{**plain_json(i), "late": i.late} for i in found.items],
            "this_week": [i.item_id for i in this_week],
            "late": [i.item_id for i in late],
        }
    )
    return FOUND


def _ask(asked: argparse.Namespace) -> int:
    code, found = request_answer(problem_of(asked), asked.most, left_out=True)
    if code == FOUND and asked.fields:
        found = {name: found[name] for name in asked.fields}
    return print_answer((code, found))


def request_answer(
    problem: Problem, most: int | None = None, *, left_out: bool = False
) -> Answer:
    """Answer with whom to ask now; ``most`` in place of ``max_requests``.

    Without any list as ``solve`` does; ``left_out`` as in ``report``.
    """
    found = planned_list(problem, most)
    if isinstance(found, NoPlan):
        return NOT_FOUND, report(problem, found, left_out=left_out)
    return FOUND, round_numbers(written_list(problem, found))


def written_list(problem: Problem, found: PlannedList) -> dict[str, Any]:
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
        "chance_any": plain_json(found.any_done),
        "cost_usd": {
            "mean": round(found.mean_cost_usd),
            "median": median,
            "p90": p90,
            "most": most,
            "most_if_dear": found.high_usd,
            "amounts_unknown": found.unknown,
        },
        "value_in_outcomes": {"p10": low, "median": middle, "p90": high},
        "commit_at_once_pp": found.at_once_pp,
        "correlated_pp": plain_json(found.correlated),
        "requests": [_request(asked) for asked in found.requests],
        "outcomes": [_outcome(o) for o in planned_outcomes(problem, found)],
        "wishes_met": dict(found.wishes_met),
        "by_number": plain_json(found.by_number),
        "stop_at": found.stop_at,
        "if_all_say_yes": plain_json(found.if_all_say_yes),
        "chance_all_say_yes": found.chance_of_all,
        "instead": found.instead and _instead(*found.instead),
        "alike": [_names(group) for group in found.alike],
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
        "first_by": request.first_by.isoformat(),
        "ask_by": request.ask_by.isoformat(),
        "adds_pp": asked.adds_pp,
        "use": asked.use,
        "use_if_yes": asked.use_if_yes,
        "answer": request.terms.answer,
    }


def _names(group: Alike) -> dict[str, list[str]]:
    return {
        "listed": [request.name for request in group.listed],
        "others": [request.name for request in group.others],
    }


def _outcome(likely: PlannedOutcome) -> dict[str, Any]:
    return {
        "chance": likely.chance,
        "requests": list(likely.requests),
        "rotations": [block.block_id for block in likely.rotations],
        "cost_usd": likely.cost_usd,
        "value": likely.value,
    }


def _instead(request: Request, adds_pp: float) -> dict[str, Any]:
    return {"request": request.name, "adds_pp": adds_pp}


def _list(asked: argparse.Namespace) -> int:
    if asked.to and asked.to.suffix.lower() != CSV:
        raise no_kind(asked.to, (CSV,))
    problem = problem_of(asked)
    found = cache(partial(residency_list, problem))  # not every answer needs it
    if asked.to:
        table = residency_file(problem, found())
        with writing(asked.to):
            asked.to.write_bytes(table)
    return print_answer((_code(problem), round_numbers(_answer(asked, problem, found))))


def application_answer(problem: Problem) -> Answer:
    """Answer with where to apply and whom to signal."""
    return _code(problem), round_numbers(
        written_residency_list(residency_list(problem))
    )


def _code(problem: Problem) -> int:
    return FOUND if decide(problem).chosen_number else NOT_FOUND


def _answer(
    asked: argparse.Namespace, problem: Problem, found: Callable[[], ResidencyList]
) -> dict[str, Any]:
    if asked.curve:
        return dict(plain_json(curve(problem)))
    if asked.interviews:
        return dict(plain_json(season_so_far(problem)))
    if asked.joint:
        return _joint(problem, asked.total)
    return written_residency_list(found())


def _joint(problem: Problem, total_usd: int | None) -> dict[str, Any]:
    """One purse, and what the list becomes after the answers."""
    requests = ask(problem)
    if isinstance(requests, NoPlan):
        return report(problem, requests)
    after = after_answers(problem, requests)
    return {
        "joint": plain_json(joint(problem, requests, total_usd)),
        "redeciding_adds_pp": after.redeciding_adds_pp,
        "share_of_outcomes": after.share,
        "outcomes": plain_json(after.outcomes),
    }


def written_residency_list(found: ResidencyList) -> dict[str, Any]:
    """A list as plain JSON; the value by number of applications is another command."""
    written: dict[str, Any] = plain_json(replace(found, programs=()))
    return written | {
        "status": found.status if found.applied else "none",
        "applications": found.applied,
        "signals_used": found.signalled,
        "once_usd": found.once_usd,
        "programs": [
            {**plain_json(e), "tiers": list(e.tiers), "per_1000_pp": e.per_1000}
            for e in found.programs
        ],
        "wishes_unmet": {e.program_id: plain_json(e.closed) for e in found.unmet},
        "ask_first": [entry.program_id for entry in found.to_ask],
    }
