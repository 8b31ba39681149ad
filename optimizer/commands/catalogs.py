"""Commands about a catalog: its faults, and how much of it is known."""

from __future__ import annotations

import argparse
import sys

from optimizer.browse.coverage import before, coverage
from optimizer.catalog_io.read import check, read_catalog
from optimizer.commands.common import (
    BAD_INPUT,
    FOUND,
    Commands,
    print_json,
    takes_catalog,
)
from optimizer.export.written import written


def add(commands: Commands) -> None:
    """Add every command about a catalog."""
    valid = commands.add_parser("check", help="list every fault of a catalog")
    takes_catalog(valid)
    valid.set_defaults(command=_check)
    known = commands.add_parser(
        "coverage", help="count what is known, assumed and unknown of each field"
    )
    takes_catalog(known)
    known.set_defaults(command=_coverage)


def _check(asked: argparse.Namespace) -> int:
    faults = check(asked.data)
    for fault in faults:
        print(fault.sentence, file=sys.stderr)
    if not faults:
        print("The catalog is valid.")
    return BAD_INPUT if faults else FOUND


def _coverage(asked: argparse.Namespace) -> int:
    """Count what is known of each field, beside the earlier count if one is kept."""
    now = coverage(read_catalog(asked.data))
    print_json(written({"now": now, "before": before(asked.data)}))
    return FOUND
