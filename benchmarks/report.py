"""The solver beside its peers, as a part of docs/benchmarks.md."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.compare import Duel, best_of, median_ratio
from benchmarks.ours import Timing, line, quantile
from optimizer.solver.solve import TOLERANCE

PP = 100
AIMS = {1: (0.03, 0.1, 0.3), 10: (0.06, 0.2, 1.0)}
"""Seconds aimed at, by the size of the catalog: median, p95 and worst."""
RATIO_AIM = 15.0

PEERS = """### Peers

One that reaches its cap ({caps};
for HiGHS and CP-SAT seconds of the clock, stretched by how busy the machine was) counts
with the time it ran, so its ratio is a lower bound, and its best plan was asserted not
to be better than ours; the optimum of one that finished was asserted to be ours within
2 x tau = {gap:.2f} pp.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything measured in one run."""

    ours: dict[int, list[Timing]]
    shipped: dict[str, list[Duel]]
    large: dict[str, list[Duel]]
    small: dict[str, list[Duel]]
    greedy: dict[str, list[Duel]]
    repeats: int
    minutes: float
    measured: str
    caps: str


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def told(seconds: Sequence[float]) -> str:
    """Median, p95 and worst, and of how many."""
    median, p95, worst = _three(seconds)
    return f"median {median:.2f}, p95 {p95:.2f}, worst {worst:.2f}, n = {len(seconds)}"


def report(run: Run) -> str:
    """Every table of a run."""
    caps = PEERS.format(caps=run.caps, gap=2 * TOLERANCE * PP)
    parts = [_said(run), _ours(run), caps, _peers(run), _greedy(run), _aims(run)]
    return "\n\n".join(part.strip("\n") for part in [*parts, _slowest(run)])


def _said(run: Run) -> str:
    names = ("ortools", "numpy", "scipy")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{run.measured} Processor seconds, of ours the fewest of {run.repeats} run(s);"
        f" {run.minutes:.0f} minutes on {platform.machine()}, Python"
        f" {platform.python_version()}, {versions}."
    )


def _ours(run: Run) -> str:
    rows = []
    for factor, timings in run.ours.items():
        seconds = [t.seconds for t in timings]
        proven = sum(t.status in ("optimal", "infeasible") for t in timings)
        rows.append(
            [
                _name(factor),
                *(f"{s:.3f}" for s in _three(seconds)),
                f"{max(t.gap_pp for t in timings):.3f}",
                f"{proven} of {len(timings)}",
                f"{statistics.median(t.solves for t in timings):.0f}"
                f" / {max(t.solves for t in timings)}",
            ]
        )
    head = ["catalog", "median s", "p95 s", "worst s", "worst gap pp", "proven"]
    return "### Ours\n\n" + table([*head, "CP-SAT solves, median / most"], rows)


def _peers(run: Run) -> str:
    rows = []
    groups = {
        "shipped": run.shipped,
        "40 offerings": run.small,
        "10x": run.large,
    }
    for name, group in _measured(groups):
        for peer, found in group.items():
            seconds = [d.peer.seconds for d in found]
            done = sum(d.peer.done for d in found)
            rows.append(
                [
                    name,
                    peer,
                    f"{done} of {len(found)}",
                    *_middle_and_worst(seconds),
                    *_middle_and_worst([d.ours.seconds for d in found]),
                    median_ratio(found),
                ]
            )
        ratios = best_of(list(group.values()))
        cells = ["best of all, case by case", f"{len(ratios)} cases", *[""] * 4]
        rows.append([name, *cells, f"{statistics.median(ratios):.1f}"])
    columns = ["median s", "worst s", "ours, median s", "ours, worst s"]
    head = ["catalog", "peer", "finished", *columns, "times our seconds, median"]
    return table(head, rows)


def _middle_and_worst(seconds: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}"


def _measured(
    groups: dict[str, dict[str, list[Duel]]],
) -> Iterator[tuple[str, dict[str, list[Duel]]]]:
    """The groups in which anything was measured."""
    return ((name, group) for name, group in groups.items() if any(group.values()))


def _greedy(run: Run) -> str:
    rows = []
    for name, found in run.greedy.items():
        rows.append([name, *_losses(found)])
    both = [
        Duel(a.ours, max(a.peer, b.peer, key=lambda p: p.value or -1.0))
        for a, b in zip(*run.greedy.values(), strict=True)
    ]
    rows.append(["the better of both", *_losses(both)])
    head = ["greedy by", "worse", "no plan", "median loss pp", "worst loss pp"]
    return "### Greedy instead of a proof (shipped)\n\n" + table(head, rows)


def _losses(found: Sequence[Duel]) -> list[str]:
    """How often greedy is worse by more than the gap, and by how much then."""
    lost = [
        (d.ours.value - d.peer.value) * PP
        for d in found
        if d.ours.value is not None and d.peer.value is not None
    ]
    worse = [x for x in lost if x > 2 * TOLERANCE * PP]
    none = sum(d.peer.value is None for d in found)
    return [
        f"{len(worse)} of {len(found)}",
        str(none),
        f"{statistics.median(worse) if worse else 0:.2f}",
        f"{max(worse, default=0):.2f}",
    ]


def _aims(run: Run) -> str:
    rows = []
    for factor, timings in run.ours.items():
        three = _three([t.seconds for t in timings])
        words = ("median", "p95", "worst")
        for word, seconds, aim in zip(words, three, AIMS[factor], strict=True):
            if aim is not None:
                where = f"{_name(factor)}, {word} seconds"
                rows.append([where, f"< {aim}", f"{seconds:.3f}", met(seconds, aim)])
    for name, group in _measured({"shipped": run.shipped, "10x": run.large}):
        # Enumeration is the fastest peer nearly everywhere and gets the most cases.
        for peer, found in group.items():
            where = f"{name}, times faster than {peer}, median"
            ratio = median_ratio(found)
            rows.append([where, f">= {RATIO_AIM:.0f}", ratio, _ratio_met(found)])
    return "### Aims\n\n" + table(["what", "aim", "measured", ""], rows)


def _ratio_met(found: Sequence[Duel]) -> str:
    ratio = statistics.median(d.ratio for d in found)
    if ratio >= RATIO_AIM:
        return "met"
    if median_ratio(found).startswith("at least"):
        return "not known: the cap is too short"
    return f"missed: {RATIO_AIM / ratio:.1f} x"


def met(seconds: float, aim: float) -> str:
    """Say whether an aim is met, or how many times it is missed."""
    return "met" if seconds < aim else f"missed: {seconds / aim:.1f} x"


def _slowest(run: Run) -> str:
    lines = ["### The slowest", ""]
    for factor, timings in run.ours.items():
        lines += [f"{_name(factor)}:", "", "```"]
        lines += [line(t) for t in timings[:5]] + ["```", ""]
    return "\n".join(lines)


def _three(seconds: Sequence[float]) -> tuple[float, float, float]:
    return statistics.median(seconds), quantile(seconds, 0.95), max(seconds)


def _name(factor: int) -> str:
    return "shipped" if factor == 1 else f"{factor}x"
