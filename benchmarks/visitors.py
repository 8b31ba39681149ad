"""Measure many visitors at once on one server, and that none sees another's plan.

``python -m benchmarks.visitors`` serves the app, lets visitors arrive over websockets,
each with a scenario of its own, change one input after another with pauses to read,
and prints seconds and memory. Afterwards every answer that was shown is compared with
the same scenario worked out here. Visitors and server share the machine. Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import random
import statistics
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.server import APP, ROOT, Copies, served_copies
from benchmarks.visitor import Run, Visitor, arrive, run_to_end
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

ANSWER_AIM_S, END_AIM_S, MEMORY_AIM_MB = 1.0, 3.0, 700.0
MONTHS = {3: "Mar", 4: "Apr", 5: "May", 6: "Jun", 7: "Jul", 8: "Aug", 9: "Sep"}
LEAST_MONTHS = 3
ELSEWHERE = ("what-if", "to-do")
START, CHANGE = "start from", "Change"
PUT_OFF = "worked out only if you ask"


@dataclass(frozen=True, slots=True)
class Habits:
    """How many visitors, how often each changes something, and how long they read.

    A pause is anything from half of ``pause_s`` to one and a half of it; ``wandering``
    is the share of steps that go to another page and back instead.
    """

    visitors: int
    changes: int
    pause_s: float
    wandering: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed for a scenario: all its text."""

    who: int
    scenario: Scenario
    text: str


@dataclass
class Record:
    """What was measured, as it comes."""

    arrivals: list[Run] = field(default_factory=list)
    changes: list[Run] = field(default_factory=list)
    pages: list[Run] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    put_off: int = 0
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    tracebacks: int = 0


def main() -> None:
    """Run what the command line asks for."""
    habits, copies = _arguments()
    catalog = read_catalog(ROOT / "data")
    print(f"load of the machine before: {_load()}", flush=True)
    record = measure(habits, catalog, copies=copies)
    print("\n".join(report(habits, record)))
    print(f"load of the machine after: {_load()}", flush=True)
    wrong = mixed(catalog, record.shown)
    print(f"plans compared: {len(record.shown)}, not the visitor's own: {len(wrong)}")
    for one in wrong[:5]:
        print(f"  visitor {one.who}: {one.scenario}")
    if wrong or record.tracebacks:
        raise SystemExit(1)


def measure(
    habits: Habits, catalog: Catalog, app: Path = APP, copies: int = 1
) -> Record:
    """Serve the app, and let all visitors do what they do."""
    record = Record()
    with served_copies(app, copies) as server:
        run_to_end(_all(habits, catalog, server, record))
        record.peak_mb = server.peak_mb()
        record.tracebacks = server.tracebacks()
    return record


def report(habits: Habits, record: Record) -> Iterator[str]:
    """Say in lines what was measured."""
    cores = len(os.sched_getaffinity(0))
    yield (
        f"{habits.visitors} visitors, pauses of {habits.pause_s:g} s on average,"
        f" {cores} cores for server and visitors, seed: the visitor's number"
    )
    yield told("first load, to its end", [r.seconds for r in record.arrivals])
    yield told(
        "change to the new answer", [r.seconds_to_answer for r in record.changes]
    )
    yield told("change to the end of the script", [r.seconds for r in record.changes])
    if record.pages:
        yield told("another page to its end", [r.seconds for r in record.pages])
    yield (
        f"memory: median {statistics.median(record.memory_mb):.0f} MB,"
        f" most {record.peak_mb:.0f} MB"
    )
    runs = [*record.arrivals, *record.changes, *record.pages]
    span = max(r.ended for r in runs) - min(r.began for r in runs)
    yield (
        f"{len(record.changes) / span:.2f} changes a second over {span:.0f} s;"
        f" server {record.cpu_s / len(runs):.2f} processor seconds a run,"
        f" {record.cpu_s / span:.2f} of the cores; tracebacks: {record.tracebacks}"
    )
    yield f"changes whose further plans were put off (crowded): {record.put_off}"
    answers = _p95([r.seconds_to_answer for r in record.changes])
    yield _aim("p95 to the answer", answers, ANSWER_AIM_S, "s")
    ends = _p95([r.seconds for r in record.changes])
    yield _aim("p95 to the end of the script", ends, END_AIM_S, "s")
    yield _aim("memory", record.peak_mb, MEMORY_AIM_MB, "MB")


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
    began = server.cpu_s()
    watching = asyncio.create_task(_watch(server, record))
    await asyncio.gather(
        *(
            _visit(who, habits, default, server, record)
            for who in range(habits.visitors)
        )
    )
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    record.cpu_s = server.cpu_s() - began


async def _watch(server: Copies, record: Record) -> None:
    while True:
        record.memory_mb.append(server.memory_mb())
        await asyncio.sleep(0.5)


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
        record.put_off += PUT_OFF in visitor.text()
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


# --- words -------------------------------------------------------------------


def told(what: str, seconds: Sequence[float]) -> str:
    return (
        f"{what}: median {statistics.median(seconds):.2f} s, p95 {_p95(seconds):.2f} s,"
        f" worst {max(seconds):.2f} s, n = {len(seconds)}"
    )


def _p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def _aim(what: str, found: float, aim: float, unit: str) -> str:
    verdict = "met" if found < aim else "missed"
    return f"aim, {what} under {aim:g} {unit}: {found:.2f}, {verdict}"


def _load() -> str:
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def _arguments() -> tuple[Habits, int]:
    parser = argparse.ArgumentParser(prog="benchmarks.visitors")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--changes", type=int, default=8, help="of each visitor")
    parser.add_argument("--pause", type=float, default=15, help="seconds, on average")
    parser.add_argument(
        "--wandering", type=float, default=0.0, help="share of steps to other pages"
    )
    parser.add_argument("--copies", type=int, default=1, help="several need HAProxy")
    args = parser.parse_args()
    habits = Habits(args.visitors, args.changes, args.pause, args.wandering)
    return habits, args.copies


if __name__ == "__main__":
    main()
