"""What does not fit together in the inputs, each in one sentence with a way out."""

from __future__ import annotations

import re

from optimizer.catalog import Catalog
from optimizer.faults import DataError, Fault
from optimizer.scenario import Scenario
from optimizer.scenario_json import read_scenario, write_scenario
from views.labels import label

ADVICE = {
    "window_end": "“Not after” lies before “Not before”: move one of the two days.",
    "blackouts": "“Days when you cannot”: a last day lies before its first day. "
    "Swap the two.",
    "min_rotations": "The fewest rotations are more than the most: lower one or raise "
    "the other.",
}
PAIRED = re.compile(r"\[(\d+)\]")


def complaints(scenario: Scenario, catalog: Catalog) -> list[str]:
    """Say what is wrong with a scenario; nothing if it makes sense."""
    try:
        read_scenario(write_scenario(scenario), catalog, scenario.today)
    except DataError as error:
        return list(dict.fromkeys(_said(fault) for fault in error.faults))
    return []


def _said(fault: Fault) -> str:
    field = PAIRED.split(fault.where)[0]
    if field in ADVICE:
        return ADVICE[field]
    row = PAIRED.search(fault.where)
    where = f"“{label(field)}”" + (f", row {int(row[1]) + 1}" if row else "")
    return f"{where}: {fault.what}. Choose {fault.allowed}."
