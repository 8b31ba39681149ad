"""The command about residency applications: where to apply, whom to signal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from optimizer.commands.common import (
    FOUND,
    NOT_FOUND,
    Answer,
    Commands,
    printed,
    problem_of,
    rounded,
    takes_scenario,
)
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.export.as_json import plain_json
from optimizer.export.residency_table import residency_file
from optimizer.residency_list.answer import PP, Curve, Entry, ResidencyList
from optimizer.residency_list.residency import residency_list
from optimizer.residency_list.season import season_so_far

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
    one.add_argument("--to", type=Path, help="also write the list as list.csv")
    one.set_defaults(command=_list)


def _list(asked: argparse.Namespace) -> int:
    if asked.to and asked.to.suffix.lower() != CSV:
        what = f"{asked.to.suffix or 'no ending'} is no kind of file we write"
        raise DataError([Fault("--to", what, f"a name in {CSV}")])
    problem = problem_of(asked)
    found = residency_list(problem)
    if asked.to:
        _write(problem, found, asked.to)
    return printed((_code(found), rounded(_answer(asked, problem, found))))


def listed(problem: Problem) -> Answer:
    """Answer with where to apply and whom to signal."""
    found = residency_list(problem)
    return _code(found), rounded(written_list(found))


def _code(found: ResidencyList) -> int:
    return FOUND if found.applied else NOT_FOUND


def _answer(
    asked: argparse.Namespace, problem: Problem, found: ResidencyList
) -> dict[str, Any]:
    if asked.curve:
        return written_curve(found.curve)
    if asked.interviews:
        return dict(plain_json(season_so_far(problem)))
    return written_list(found)


def _write(problem: Problem, found: ResidencyList, place: Path) -> None:
    try:
        place.write_bytes(residency_file(problem, found))
    except OSError as error:
        what = error.strerror or "it cannot be written"
        raise DataError([Fault(str(place), what, "a place to write")]) from None


def written_list(found: ResidencyList) -> dict[str, Any]:
    """A list as plain JSON."""
    fees = found.fees_usd
    return {
        "status": found.status if found.applied else "none",
        "value": found.value,
        "bound": found.bound,
        "baseline": found.baseline,
        "differs": list(found.differs),
        "match_probability": plain_json(found.probability),
        "applications": found.applied,
        "signals_used": found.signalled,
        "signals": found.signals,
        "signal_price_pp": found.signal_price_pp,
        "open_programs": found.open_programs,
        "cost_usd": None if fees is None else fees + found.once_usd,
        "of_it_once_usd": found.once_usd,
        "once": plain_json(found.once),
        "stop_at": found.curve.stop,
        "interviews": plain_json(found.invitations),
        "groups": plain_json(found.groups),
        "programs": [_program(entry) for entry in found.entries],
        "ask_first": [entry.program_id for entry in found.to_ask],
    }


def _program(entry: Entry) -> dict[str, Any]:
    return {
        **plain_json(entry),
        "tiers": list(entry.tiers),
        "per_1000_pp": entry.per_1000,
    }


def written_curve(found: Curve) -> dict[str, Any]:
    """The value by number of applications, with what the last one adds in pp."""
    before = [found.points[0], *found.points]
    return {
        "stop_at": found.stop,
        "usd_per_point": found.usd_per_point,
        "points": [
            {**plain_json(point), "adds_pp": PP * (point.value - last.value)}
            for last, point in zip(before, found.points, strict=False)
        ],
    }
