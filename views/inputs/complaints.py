"""What does not fit together in the inputs, each in one sentence with a way out."""

from __future__ import annotations

import re

from optimizer.domain.catalog import Catalog
from optimizer.domain.faults import DataError, Fault
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.contradictions import contradictions
from optimizer.scenario_io.json_file import read_scenario, write_scenario
from views.inputs.labels import LABELS, label
from views.session.widget_values import TABLES

ADVICE = {
    "window_end": "“Not after” lies before “Not before”: move one of the two days.",
    "blackouts": "“Days when you cannot”: a last day lies before its first day. "
    "Swap the two.",
    "free_dates": "“Days when you can”: a last day lies before its first day. "
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
        return list(dict.fromkeys(_complaint(fault) for fault in error.faults))
    return []


def impossible(problem: Problem) -> list[str]:
    """Say which wishes rule out every plan whatever the catalog offers."""
    return [_fault_words(fault) for fault in contradictions(problem)]


def _complaint(fault: Fault) -> str:
    return ADVICE.get(PAIRED.split(fault.where)[0]) or _fault_words(fault)


def _fault_words(fault: Fault) -> str:
    """Write a fault with the name of its input in place of the field."""
    field = PAIRED.split(fault.where)[0]
    while field and field not in LABELS:
        field = field.rpartition(".")[0]
    where = f"“{label(field)}”" if field else "Your inputs"
    if field in TABLES and (row := PAIRED.search(fault.where)):
        where += f", row {int(row[1]) + 1}"
    advice = f" Choose {fault.allowed}." if fault.allowed else " Change one of the two."
    return f"{where}: {fault.what}.{advice}"
