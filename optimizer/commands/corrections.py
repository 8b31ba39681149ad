"""The command that corrects one cell of a catalog, and says what it changes."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import get_args, get_type_hints

from optimizer.catalog_io.correct import Corrected, Told, corrected, write_corrected
from optimizer.commands.common import FOUND, Commands, takes_catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.records import Catalog
from optimizer.domain.words import day, dollars
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve

EMPTY = "empty"
NO_PLAN = {"infeasible": "no plan", "timeout": "none found in time"}


def add(commands: Commands) -> None:
    """Add the command."""
    mend = commands.add_parser(
        "correct", help="correct one cell of a catalog, with the page it is from"
    )
    mend.add_argument("record", help="an id such as E029, or Houston, TX")
    mend.add_argument("field", help="a column of its file, such as students")
    mend.add_argument("value", help="the new cell; '' for nothing known")
    mend.add_argument("--source", required=True, help="address of the page")
    mend.add_argument(
        "--as-of", required=True, help="date of the page: 2026, 2026-05, or undated"
    )
    mend.add_argument("--says", default="", help="what the page says, in a few words")
    mend.add_argument(
        "--confidence",
        choices=get_args(get_type_hints(Told)["confidence"]),
        default="high",
        help="how clearly it says so (high)",
    )
    mend.add_argument(
        "--listing", action="store_true", help="the page is not the host's own"
    )
    takes_catalog(mend)
    mend.set_defaults(command=_correct)


def _correct(asked: argparse.Namespace) -> int:
    """Correct, check and compare first; write last, so that a fault leaves no trace."""
    today = dt.date.today()
    told = Told(
        record_id=asked.record,
        field=asked.field,
        value=asked.value,
        url=asked.source,
        as_of=asked.as_of,
        says=asked.says,
        confidence=asked.confidence,
        status="aggregator" if asked.listing else "sourced",
    )
    found = corrected(asked.data, told, today)
    plans = [_plans(catalog, today) for catalog in (found.before, found.after)]
    write_corrected(asked.data, found)
    print(_said(told, found))
    print("Best plans of the typical applicants:")
    for name in PRESETS:
        print("\n".join(_compared(name, plans[0][name], plans[1][name])))
    return FOUND


def _plans(catalog: Catalog, today: dt.date) -> dict[str, Plan | NoPlan]:
    default = default_scenario(catalog, today)
    return {
        name: solve(Problem(catalog, preset(default)))
        for name, preset in PRESETS.items()
    }


def _said(told: Told, found: Corrected) -> str:
    was, now = found.was or EMPTY, found.now or EMPTY
    what = f"stays {now}" if was == now else f"was {was}, is {now}"
    where = f"{found.file}, {told.record_id}, {told.field}"
    return f"{where}: {what}. Source: {told.url} ({told.as_of})."


def _compared(name: str, old: Plan | NoPlan, new: Plan | NoPlan) -> list[str]:
    before, after = _told(old), _told(new)
    if before == after:
        return [f"- {name}: unchanged"]
    return [f"- {name}: changed", f"    before: {before}", f"    after:  {after}"]


def _told(found: Plan | NoPlan) -> str:
    """A plan in one line: rotations with their starts, price and match value."""
    if isinstance(found, NoPlan):
        return NO_PLAN[found.reason]
    rotations = [
        f"{b.offering.host} ({b.offering.offering_id}) from {day(b.start)}"
        for b in found.blocks
    ]
    listed = "; ".join(rotations) or "no rotation"
    return f"{listed}; {dollars(found.cost_usd)}, match value {found.value:.2%}"
