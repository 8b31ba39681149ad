"""Measure many visitors at once on one server, and that none sees another's plan.

``python -m benchmarks.visitors`` serves the app, lets visitors arrive over websockets,
each with a scenario of its own, change one input after another with pauses to read,
and prints seconds and memory. Afterwards answers that were shown are compared with
the same scenario worked out here. Visitors and server share the machine. Linux.

``--visitors 100``: more of them. ``--soak 30``: for so many minutes someone new comes
for each who leaves, and memory is printed each minute. ``--copies 1 2``: one server,
then two behind HAProxy, with the same visitors. ``--write`` puts what was measured into
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.server import ROOT, Copies, served_copies
from benchmarks.visitor import Run, Visitor, arrive, run_to_end
from benchmarks.visitors_report import (
    Habits,
    Record,
    Shown,
    growth,
    minutes,
    report,
)
from benchmarks.written import circumstances, load, rewrite
from charts import words
from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.asking import ask
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS
from views.sections import answer

MONTHS = {3: "Mar", 4: "Apr", 5: "May", 6: "Jun", 7: "Jul", 8: "Aug", 9: "Sep"}
LEAST_MONTHS = 3
ELSEWHERE = ("what-if", "to-do", "where-to-apply", "programs")
START, CHANGE = "start from", "Change"
COMPARED = 300
"""So many answers of a run are compared, spread over it."""
READ_S = 0.5
HOSTED = ROOT / "serve.py"
"""What a host of many visitors is told to serve."""


def main() -> None:
    """Run what the command line asks for."""
    args, before = _arguments(), load()
    habits = Habits(
        args.visitors, args.changes, args.pause, args.wandering, 60 * args.soak
    )
    catalog = read_catalog(ROOT / "data")
    records = [measure(habits, catalog, copies=n) for n in args.copies]
    names = [f"{n} cop{'ies' if n > 1 else 'y'}" for n in args.copies]
    after = circumstances("benchmarks.visitors", before)
    compared = [one for r in records for one in _spread(r.shown)]
    wrong = mixed(catalog, compared)
    written = "\n\n".join(
        (
            after,
            report(habits, records, names),
            *_lines(records, compared, wrong, soak=args.soak > 0),
        )
    )
    print(written)
    if args.write:
        rewrite(_part(habits, args.copies), written)
    if wrong or any(record.tracebacks for record in records):
        raise SystemExit(1)


def _part(habits: Habits, copies: Sequence[int]) -> str:
    """The part of the report that is measured so."""
    kind = "copies" if len(copies) > 1 else "soak" if habits.soak_s else habits.visitors
    return f"benchmarks.visitors: {kind}"


def _lines(
    records: Sequence[Record],
    compared: Sequence[Shown],
    wrong: Sequence[Shown],
    *,
    soak: bool,
) -> Iterator[str]:
    yield f"Plans compared: {len(compared)}, not the visitor's own: {len(wrong)}."
    for record in records:
        per_minute = minutes(record.memory_mb, round(60 / READ_S))
        told = ", ".join(f"{mb:.0f}" for mb in per_minute)
        grown = f"; {growth(record.memory_mb)}" if soak else ""
        yield f"Memory minute by minute, MB: {told}{grown}."


def _spread(shown: Sequence[Shown]) -> Sequence[Shown]:
    return shown[:: max(1, len(shown) // COMPARED)]


def measure(
    habits: Habits, catalog: Catalog, app: Path = HOSTED, copies: int = 1
) -> Record:
    """Serve the app, and let all visitors do what they do."""
    record = Record()
    with served_copies(app, copies) as server:
        run_to_end(_all(habits, catalog, server, record))
        record.tracebacks = server.tracebacks()
    return record


def mixed(catalog: Catalog, shown: Sequence[Shown]) -> list[Shown]:
    """Pages that do not show what is for their own visitor's scenario."""
    return [one for one in shown if not _own(catalog, one)]


def _own(catalog: Catalog, shown: Shown) -> bool:
    """Whether a page says of whom to ask what is worked out here for its scenario."""
    found = ask(Problem(catalog, shown.scenario))
    if isinstance(found, NoPlan) or not found.requests:
        return "Write to th" not in shown.text
    told = [answer.headline(found), *answer.facts(found)]
    return all(words.safe(line) in shown.text for line in told)


# --- visitors ----------------------------------------------------------------


async def _all(
    habits: Habits, catalog: Catalog, server: Copies, record: Record
) -> None:
    default = default_scenario(catalog, dt.date.today())
    until = time.monotonic() + habits.soak_s
    began = server.cpu_s(), server.cpu_beside_s()
    watching = asyncio.create_task(_watch(server, record))
    await asyncio.gather(
        *(
            _visits(place, habits, default, server, record, until)
            for place in range(habits.visitors)
        )
    )
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    record.cpu_s = server.cpu_s() - began[0]
    record.cpu_beside_s = server.cpu_beside_s() - began[1]


async def _watch(server: Copies, record: Record) -> None:
    began = time.monotonic()
    for n in count(1):
        record.memory_mb.append(server.memory_mb())
        if n % round(60 / READ_S) == 0:
            print(
                f"minute {n * READ_S / 60:.0f}: {record.memory_mb[-1]:.0f} MB",
                flush=True,
            )
        await asyncio.sleep(max(0, began + n * READ_S - time.monotonic()))


async def _visits(
    place: int,
    habits: Habits,
    default: Scenario,
    server: Copies,
    record: Record,
    until: float,
) -> None:
    """One visitor, or in a soak one after another, each someone else."""
    for who in count(place, habits.visitors):
        await _visit(who, habits, default, server, record)
        if time.monotonic() >= until:
            return


async def _visit(
    who: int, habits: Habits, default: Scenario, server: Copies, record: Record
) -> None:
    """Arrive, start from a typical applicant, then change one input after another."""
    chance = random.Random(who)
    await asyncio.sleep(chance.uniform(0, 2) * habits.pause_s)
    visitor = await arrive(server.address)
    record.arrivals.append(await visitor.open())
    await _read(chance, habits)
    name = list(PRESETS)[who % len(PRESETS)]
    scenario = PRESETS[name](default)
    for panel in (CHANGE, "Requests and letters"):
        await visitor.press(f"button of {panel}")
    record.changes.append(await visitor.choose(START, string_value=name))
    for _ in range(habits.changes - 1):
        await _read(chance, habits)
        if chance.random() < habits.wandering:
            record.pages.append(await visitor.open(chance.choice(ELSEWHERE)))
            await _read(chance, habits)
            record.pages.append(await visitor.open())
            continue
        scenario, run = await _change(chance, visitor, scenario)
        record.changes.append(run)
        record.shown.append(Shown(who, scenario, visitor.text()))
    await visitor.socket.close()


async def _read(chance: random.Random, habits: Habits) -> None:
    await asyncio.sleep(chance.uniform(0.5, 1.5) * habits.pause_s)


async def _change(
    chance: random.Random, visitor: Visitor, scenario: Scenario
) -> tuple[Scenario, Run]:
    """Change one input, as a rule the budget, to what nobody else has."""
    what = chance.choices(("budget", "months", "rotations"), (3, 2, 1))[0]
    if what == "budget":
        usd = chance.randrange(5_000, 14_000)
        run = await visitor.choose(".budget_usd", double_value=usd)
        return replace(scenario, budget_usd=usd), run
    if what == "months":
        begin, count = chance.randint(3, 6), chance.randint(LEAST_MONTHS, 6)
        months = tuple(range(begin, min(begin + count, 10)))
        names = [MONTHS[month] for month in months]
        run = await visitor.choose(".months", string_array_value=names)
        return replace(scenario, months=months), run
    most = chance.randint(1, 4)
    run = await visitor.choose(".rotations", double_array_value=[1, most])
    return replace(scenario, min_rotations=1, max_rotations=most), run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.visitors")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--changes", type=int, default=4, help="of each visitor")
    parser.add_argument("--pause", type=float, default=30, help="seconds, on average")
    parser.add_argument(
        "--wandering", type=float, default=0.0, help="share of steps to other pages"
    )
    parser.add_argument("--soak", type=float, default=0, help="minutes")
    parser.add_argument(
        "--copies", type=int, nargs="+", default=[1], help="more than one need HAProxy"
    )
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
