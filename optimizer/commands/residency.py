"""The command about residency applications: where to apply, whom to signal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
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
    problem_of,
    round_numbers,
    takes_scenario,
    writing,
)
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.export.as_json import plain_json, report
from optimizer.export.workbook import residency_file
from optimizer.requests.asking import ask
from optimizer.residency_list.after_replies import after_answers
from optimizer.residency_list.answer import ResidencyList
from optimizer.residency_list.choose import decide
from optimizer.residency_list.curve import curve
from optimizer.residency_list.invitations import season_so_far
from optimizer.residency_list.joint_budget import joint
from optimizer.residency_list.residency import residency_list

CSV = ".csv"


def add(commands: Commands) -> None:
    """Add the command."""
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
    return _code(problem), round_numbers(written_list(residency_list(problem)))


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
    return written_list(found())


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


def written_list(found: ResidencyList) -> dict[str, Any]:
    """A list as plain JSON; the curve is a command of its own."""
    written: dict[str, Any] = plain_json(found)
    del written["curve"]
    return written | {
        "status": found.status if found.applied else "none",
        "applications": found.applied,
        "signals_used": found.signalled,
        "fees_usd": found.fees_usd,
        "once_usd": found.once_usd,
        "stop_at": found.curve.stop,
        "programs": [
            {**plain_json(e), "tiers": list(e.tiers), "per_1000_pp": e.per_1000}
            for e in found.programs
        ],
        "wishes_unmet": {e.program_id: plain_json(e.closed) for e in found.unmet},
        "ask_first": [entry.program_id for entry in found.to_ask],
    }
