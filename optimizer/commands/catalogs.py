"""Commands about a catalog: its faults, its age, what is known, what comes out."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from itertools import groupby

from optimizer.browse.coverage import before, coverage
from optimizer.browse.freshness import older
from optimizer.calibration.checks import checks
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io.read import check, read_catalog
from optimizer.commands.common import (
    BAD_INPUT,
    FOUND,
    NOT_FOUND,
    Commands,
    print_json,
    takes_catalog,
)
from optimizer.domain.records import Catalog
from optimizer.export.written import plain_json
from optimizer.scenario_io.json_file import default_scenario


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


def _check(asked: argparse.Namespace) -> int:
    faults = check(asked.data)
    for fault in faults:
        print(fault.sentence, file=sys.stderr)
    if faults:
        return BAD_INPUT
    print("The catalog is valid.")
    if asked.age is not None:
        _print_older(read_catalog(asked.data), asked.age)
    return FOUND


def _print_older(catalog: Catalog, months: int) -> None:
    """Print what is older than so many months, or undated, by what it decides."""
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
    print_json(plain_json({"now": now, "before": before(asked.data)}))
    return FOUND


def _calibration(asked: argparse.Namespace) -> int:
    """Hold the value against what is published; 1 if a check is missed."""
    catalog = read_catalog(asked.data)
    average = default_scenario(catalog, dt.date.today())
    found = (*checks(catalog, average), *range_checks(catalog, average))
    print_json([plain_json(c) | {"met": c.met} for c in found])
    return NOT_FOUND if any(c.met is False for c in found) else FOUND
