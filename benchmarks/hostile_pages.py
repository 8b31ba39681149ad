"""Send hostile addresses and files to the running app, beside an ordinary visitor.

``python -m benchmarks.hostile_pages`` prints what was tried. It exits 1 if any page
shows a failure, the server logs a traceback, or the ordinary visitor's page shows
anything but the visitor's own plan.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from benchmarks.report import told
from benchmarks.server import ROOT, Server, served
from benchmarks.targets import Target, targets
from benchmarks.visitor import PATIENCE_S, Run, Visitor, arrive, run_to_end
from benchmarks.visitors import mixed
from benchmarks.visitors_report import Shown
from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.scenario import Scenario
from optimizer.scenario_io.json_file import default_scenario

SEED = "RotaMatch pages"
PANEL, FILE = "button of Share or save", "saved inputs"
EVERY = 5
"""The ordinary visitor changes an input after so many hostile inputs."""
ALARMS = ("Traceback (most recent call", 'File "/')


@dataclass
class Tried:
    """What was sent, and what came of it."""

    inputs: int = 0
    runs: list[Run] = field(default_factory=list)
    ordinary: list[Run] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    finds: list[str] = field(default_factory=list)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="benchmarks.hostile_pages")
    parser.add_argument("--inputs", type=int, default=300)
    inputs = parser.parse_args().inputs
    catalog = read_catalog(ROOT / "data")
    tried, tracebacks = measure(catalog, inputs)
    wrong = mixed(catalog, tried.shown)
    for what, runs in (
        ("hostile input to the end of the script", tried.runs),
        ("the ordinary visitor's change", tried.ordinary),
    ):
        print(f"{what}, s: {told([r.seconds for r in runs])}")
    print(
        f"{tried.inputs} hostile inputs, {len(tried.finds)} finds, {tracebacks}"
        f" tracebacks; {len(tried.shown)} plans of the ordinary visitor compared,"
        f" {len(wrong)} wrong"
    )
    for find in tried.finds[:10]:
        print(find[:500])
    if tried.finds or tracebacks or wrong:
        raise SystemExit(1)


def measure(catalog: Catalog, inputs: int) -> tuple[Tried, int]:
    """Serve the app and send it so many hostile inputs."""
    tried = Tried()
    with served() as server:
        run_to_end(_all(server, catalog, inputs, tried))
        return tried, server.tracebacks()


async def _all(server: Server, catalog: Catalog, inputs: int, tried: Tried) -> None:
    known = {target.name: target for target in targets()}
    ordinary = await arrive(server.address)
    await ordinary.open()
    await ordinary.press("button of Change")
    scenario = default_scenario(catalog, dt.date.today())
    for number in range(inputs):
        random = Random(f"{SEED} {number}")
        send = random.choice(_WAYS)
        try:
            await send(server, known, random, tried)
        except Exception as error:
            tried.finds.append(
                f"{number} {send.__name__}: {type(error).__name__} {error}"
            )
        tried.inputs += 1
        if number % EVERY == 0:
            scenario = await _change(ordinary, scenario, number, tried)
    await ordinary.socket.close()


async def _change(
    ordinary: Visitor, scenario: Scenario, number: int, tried: Tried
) -> Scenario:
    """Change the ordinary visitor's budget, and note what the page then shows."""
    scenario = replace(scenario, budget_usd=5_000 + 7 * number % 4_000)
    run = await ordinary.choose(".budget_usd", double_value=scenario.budget_usd)
    tried.ordinary.append(run)
    tried.shown.append(Shown(0, scenario, ordinary.text()))
    return scenario


# --- ways in ---------------------------------------------------------------------


async def _link(server: Server, known: Any, random: Random, tried: Tried) -> None:
    await _opened(server, "", {"plan": known["link"].make(random)}, tried)


async def _several(server: Server, known: Any, random: Random, tried: Tried) -> None:
    kept = known["link of several"].make(random)
    await _opened(server, "what-if", {"kept": kept}, tried)


async def _words(server: Server, known: Any, random: Random, tried: Tried) -> None:
    """Parameters of an address that name something."""
    asked: Target = known["why"]
    page, names = random.choice(
        (
            ("what-if", ("why", "question")),
            ("teach", ("preset", "present")),
            ("", ("present", "x")),
        )
    )
    await _opened(server, page, {name: asked.make(random) for name in names}, tried)


async def _file(server: Server, known: Any, random: Random, tried: Tried) -> None:
    """A file of inputs, under any name."""
    visitor = await arrive(server.address)
    try:
        await visitor.open()
        await visitor.press(PANEL)
        name = random.choice(
            ("a.json", "<script>window.pwned=1<.json", "$x$ [y](z).json")
        )
        content = known["scenario file"].make(random)
        tried.runs.append(await visitor.upload(FILE, name, content))
        _judge(visitor, f"file {content[:200]!r}", tried)
    finally:
        await visitor.socket.close()


_WAYS: tuple[Callable[[Server, Any, Random, Tried], Any], ...] = (
    _link,
    _several,
    _words,
    _file,
)


async def _opened(
    server: Server, page: str, parameters: dict[str, str], tried: Tried
) -> None:
    plain = {k: v.encode("utf-8", "replace").decode() for k, v in parameters.items()}
    visitor = await arrive(server.address)
    try:
        opened = visitor.open(page, **plain)
        tried.runs.append(await asyncio.wait_for(opened, PATIENCE_S))
        _judge(visitor, f"{page} {plain}", tried)
    finally:
        await visitor.socket.close()


def _judge(visitor: Visitor, what: str, tried: Tried) -> None:
    """Nothing that failed may be shown, nor how the server looks inside."""
    said = visitor.text()
    failed = [str(e)[:200] for e in visitor.kind("exception")]
    failed += [alarm for alarm in ALARMS if alarm in said]
    if failed:
        tried.finds.append(f"{failed} after {what}")


if __name__ == "__main__":
    main()
