"""Commands about a catalog: its faults and age, what is known, one cell corrected."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from itertools import groupby
from typing import get_args, get_type_hints

from optimizer.browse.known import EARLIER, before, coverage, due, older
from optimizer.calibration.checks import checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io.correct import Corrected, Told, correct_cell, write_corrected
from optimizer.catalog_io.read import DATA, check, read_catalog
from optimizer.commands.common import (
    BAD_INPUT,
    FOUND,
    NOT_FOUND,
    Commands,
    print_json,
    takes_catalog,
)
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import day_in_words, dollars
from optimizer.export.as_json import plain_json
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.standing import standing_plan


def add(commands: Commands) -> None:
    """Add every command about a catalog."""
    valid = commands.add_parser("check", help="list every fault of a catalog")
    takes_catalog(valid)
    valid.add_argument(
        "--age",
        type=int,
        metavar="MONTHS",
        help="also list what was read longer ago, by what it decides",
    )
    valid.add_argument(
        "--yearly",
        action="store_true",
        help="also list what to look at once a year: seasons, fees, signals, visas",
    )
    valid.set_defaults(command=_check)
    known = commands.add_parser(
        "coverage", help="count what is known, assumed and unknown of each field"
    )
    takes_catalog(known)
    known.set_defaults(command=_coverage)
    held = commands.add_parser(
        "calibration", help="print the match value beside what is published"
    )
    takes_catalog(held)
    held.set_defaults(command=_calibration)
    _correction(commands)


def _check(asked: argparse.Namespace) -> int:
    faults = check(asked.data)
    for fault in faults:
        print(fault.sentence, file=sys.stderr)
    if faults:
        return BAD_INPUT
    print("The catalog is valid.")
    if asked.age is not None:
        _print_older(read_catalog(asked.data), asked.age)
    if asked.yearly:
        print("To look at once a year:")
        for line in due(read_catalog(asked.data), dt.date.today()):
            print(f"- {line}")
    return FOUND


def _print_older(catalog: Catalog, months: int) -> None:
    found = older(catalog, months, dt.date.today())
    print(f"Older than {months} months or undated: {len(found)}.")
    for decides, group in groupby(found, key=lambda one: one.decides):
        facts = list(group)
        undated = sum(one.is_undated for one in facts)
        print(f"\nIt decides {decides}: {len(facts)}, of them undated: {undated}")
        for one in facts:
            p = one.source
            page = f" {p.url}" if p.url else ""
            print(f"  {p.record_id} {p.field}: {p.as_of or 'undated'}{page}")


def _coverage(asked: argparse.Namespace) -> int:
    """Count what is known of each field, beside the earlier count if one is kept."""
    now = coverage(read_catalog(asked.data))
    earlier = EARLIER if asked.data == DATA else asked.data
    print_json(plain_json({"now": now, "before": before(earlier)}))
    return FOUND


def _calibration(asked: argparse.Namespace) -> int:
    """Hold the value against what is published; 1 if a check is missed."""
    catalog = read_catalog(asked.data)
    average = default_scenario(catalog, dt.date.today())
    found = (*checks(catalog, average), *range_checks(catalog, average))
    print_json([plain_json(c) | {"met": c.met} for c in found])
    return NOT_FOUND if any(c.met is False for c in found) else FOUND


EMPTY = "empty"
NO_PLAN = {"infeasible": "no plan", "undecided": "none found"}


def _correction(commands: Commands) -> None:
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
    found = correct_cell(asked.data, told, today)
    plans = [_plans(catalog, today) for catalog in (found.before, found.after)]
    write_corrected(asked.data, found)
    print(_correction_sentence(told, found))
    print("Best plans of the typical applicants:")
    for name in PRESETS:
        print("\n".join(_compare_plans(name, plans[0][name], plans[1][name])))
    return FOUND


def _plans(catalog: Catalog, today: dt.date) -> dict[str, Plan | NoPlan]:
    default = default_scenario(catalog, today)
    return {
        name: standing_plan(Problem(catalog, preset(default)))
        for name, preset in PRESETS.items()
    }


def _correction_sentence(told: Told, found: Corrected) -> str:
    was, now = found.was or EMPTY, found.now or EMPTY
    what = f"stays {now}" if was == now else f"was {was}, is {now}"
    where = f"{found.file}, {told.record_id}, {told.field}"
    return f"{where}: {what}. Source: {told.url} ({told.as_of})."


def _compare_plans(name: str, old: Plan | NoPlan, new: Plan | NoPlan) -> list[str]:
    before, after = _plan_line(old), _plan_line(new)
    if before == after:
        return [f"- {name}: unchanged"]
    return [f"- {name}: changed", f"    before: {before}", f"    after:  {after}"]


def _plan_line(found: Plan | NoPlan) -> str:
    """A plan in one line: rotations with their starts, price and match value."""
    if isinstance(found, NoPlan):
        return NO_PLAN[found.reason]
    rotations = [
        f"{b.offering.host} ({b.offering.offering_id}) from {day_in_words(b.start)}"
        for b in found.blocks
    ]
    listed = "; ".join(rotations) or "no rotation"
    return f"{listed}; {dollars(found.cost_usd)}, match value {found.value:.2%}"
