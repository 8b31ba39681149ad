"""A class as the table that ``batch`` reads, written from scenarios.

``python -m benchmarks.class_table 1000 > class.csv`` writes so many made-up applicants,
always the same: the typical ones with other money, months, scores, letters and wishes.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from operator import getitem
from random import Random
from typing import Any

from benchmarks.scenarios import STATES, scenario
from optimizer.domain.applicant import Applicant, Preferences
from optimizer.domain.columns import harmless
from optimizer.domain.scenario import PATHS, Scenario
from optimizer.export.applicants import NAME, NOTHING, cell_value, kinds
from optimizer.scenario_io.json_file import plain
from optimizer.scenario_io.presets import PRESETS

MONTHS = (None, None, None, (7, 8), (5, 6, 7), (4, 5, 6, 7, 8), (2, 3, 4), (8, 9))
"""When applicants are free; most at any time."""


def made_up(number: int) -> Iterator[tuple[str, Scenario]]:
    """So many applicants around the typical ones, always the same."""
    random = Random("class")
    for place in range(number):
        kind, preset = random.choice([*PRESETS.items()])
        yield f"{kind} {place + 1}", _another(preset(scenario(max_rotations=3)), random)


def _another(typical: Scenario, random: Random) -> Scenario:
    """An applicant like a typical one, and a scenario like hers."""
    who, wishes = typical.applicant, typical.preferences
    if random.random() < 0.3:
        rated = sorted(random.sample(STATES, 3))
        states = tuple((state, random.randint(1, 5)) for state in rated)
        wishes = Preferences(random.choice((0.3, 0.5, 1.0)), states=states)
    budget = typical.budget_usd + round(random.gauss(0, 2_500), -2)
    return replace(
        typical,
        applicant=_other(who, random),
        preferences=wishes,
        budget_usd=max(int(budget), 3_000),
        months=typical.months or random.choice(MONTHS),
        max_rotations=random.choices((1, 2, 3, 4), (1, 3, 5, 2))[0],
        housing=random.choices(("low", "mid", "high"), (2, 5, 1))[0],
        arrival_usd=random.choice((600, 1_200, 1_200, 1_800)),
        max_requests=random.choice((6, 8, 12, 12, 12)),
    )


def _other(who: Applicant, random: Random) -> Applicant:
    """Another score, other letters and failures; some with other ties or a waiver."""
    score = round(random.gauss(who.step2_ck or 240, 10))
    ties = who.ties or random.choice(((), (), (), (random.choice(STATES),)))
    waived = who.entry_status == "B-1" and random.random() < 0.2
    return replace(
        who,
        step2_ck=min(max(score, 205), 280),
        us_letters=max(who.us_letters + random.choice((-1, 0, 0, 0, 1)), 0),
        step1_failures=int(random.random() < 0.1),
        entry_status="WB" if waived else who.entry_status,
        ties=ties,
    )


def write_applicants(applicants: Iterable[tuple[str, Scenario]]) -> bytes:
    """Write named scenarios as a table with every field, which reads the same again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([NAME, *PATHS])
    for name, applicant in applicants:
        found = plain(applicant)
        cells = (_cell(_at(found, path), kinds()[path]) for path in PATHS)
        writer.writerow([harmless(name), *cells])
    return out.getvalue().encode("utf-8-sig")


def _at(found: Mapping[str, Any], path: str) -> Any:
    return reduce(getitem, path.split("."), found)


def _cell(value: Any, kind: Mapping[str, Any]) -> str:
    """Write a value as a cell that reads the same."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, list | dict):
        return str(value)
    joined = ";".join(map(str, value)) if isinstance(value, list) else ""
    same = joined and cell_value(joined, kind) == value
    return joined if same else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.buffer.write(write_applicants(made_up(int(sys.argv[1]))))
