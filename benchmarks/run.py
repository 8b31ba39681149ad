"""Measure the solver beside its peers; writes their part of docs/benchmarks.md.

``python -m benchmarks.run`` measures everything; ``--only ours`` prints our own
figures alone and writes nothing; so does a single family.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.catalogs import catalog_times, small_catalog
from benchmarks.compare import Duel, duels
from benchmarks.integer_programs import solve_highs, solve_plain_cp_sat
from benchmarks.ours import Timing, solve_all, solve_case, summary
from benchmarks.peers import enumerate_all, greedy
from benchmarks.report import Run, report
from benchmarks.scenarios import Case, cases
from benchmarks.written import circumstances, load, rewrite
from optimizer.catalog_io.read import read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem

PEERS = {
    "enumeration": enumerate_all,
    "HiGHS": solve_highs,
    "plain CP-SAT": solve_plain_cp_sat,
}
LARGE = 10
SMALL_OFFERINGS, SMALL_CASES = 40, 8
EVERY = {"enumeration": 4, "HiGHS": 16, "plain CP-SAT": 16}
"""A peer gets each n-th case on the shipped catalog: the slow ones get fewer, each
of which the faster ones get too."""
EVERY_LARGE = {"enumeration": 16, "HiGHS": 64, "plain CP-SAT": 64}
CAPS = {"enumeration": 30.0, "HiGHS": 20.0, "plain CP-SAT": 20.0}
LARGE_CAP = 20.0


def main() -> None:
    """Run what the command line asks for."""
    args, before = _arguments(), load()
    catalog = read_catalog(Path("data"))
    chosen = [c for c in cases() if args.family in (None, c.family)]
    began = time.perf_counter()
    ours = {
        factor: _ours(catalog_times(catalog, factor), factor, chosen, args.repeats)
        for factor in args.factors
    }
    if args.only == "ours":
        return
    run = Run(
        ours=ours,
        shipped=_duels(catalog, ours[1], _thinned(EVERY, args.thin), CAPS),
        large=_large(catalog, ours.get(LARGE, []), args.thin),
        small=_small(catalog, chosen, args.repeats),
        greedy=_greedy(catalog, ours[1]),
        repeats=args.repeats,
        caps=_caps(),
        minutes=(time.perf_counter() - began) / 60,
        measured=circumstances("benchmarks.run", before),
    )
    written = report(run)
    if args.family is None:
        rewrite("benchmarks.run", written)
    else:
        print(written)


def _caps() -> str:
    shipped = ", ".join(f"{name} {cap:.0f} s" for name, cap in CAPS.items())
    return f"{shipped}; {LARGE_CAP:.0f} s at 10x"


def _ours(
    catalog: Catalog, factor: int, chosen: Sequence[Case], repeats: int
) -> list[Timing]:
    timings = solve_all(catalog, chosen, repeats)
    print(summary(f"{factor}x", timings), flush=True)
    return timings


def _thinned(every: dict[str, int], thin: int) -> dict[str, int]:
    return {name: n * thin for name, n in every.items()}


def _large(
    catalog: Catalog, timings: Sequence[Timing], thin: int
) -> dict[str, list[Duel]]:
    """The peers on the large catalog, if we were measured on it."""
    if not timings:
        return {}
    caps = dict.fromkeys(PEERS, LARGE_CAP)
    every = _thinned(EVERY_LARGE, thin)
    return _duels(catalog_times(catalog, LARGE), timings, every, caps)


def _duels(
    catalog: Catalog,
    timings: Sequence[Timing],
    every: dict[str, int],
    caps: dict[str, float],
) -> dict[str, list[Duel]]:
    """Each peer on evenly spread cases."""
    in_order = sorted(
        timings, key=lambda t: [c.name for c in cases()].index(t.case.name)
    )
    found: dict[str, list[Duel]] = {}
    for name, peer in PEERS.items():
        found[name] = duels(catalog, in_order[:: every[name]], peer, caps[name])
        done = sum(d.peer.done for d in found[name])
        print(f"{name}: {done} of {len(found[name])} finished", flush=True)
    return found


def _small(
    catalog: Catalog, chosen: Sequence[Case], repeats: int
) -> dict[str, list[Duel]]:
    """All peers on catalogs small enough for each of them."""
    found: dict[str, list[Duel]] = {name: [] for name in PEERS}
    step = max(1, len(chosen) // SMALL_CASES)
    for seed, case in enumerate(chosen[::step]):
        few = small_catalog(catalog, SMALL_OFFERINGS, seed)
        timing = solve_case(few, case, repeats)
        for name, peer in PEERS.items():
            found[name] += duels(few, [timing], peer, CAPS[name])
    return found


def _greedy(catalog: Catalog, timings: Sequence[Timing]) -> dict[str, list[Duel]]:
    """Greedy by gain and by gain per dollar on every case with a proven plan."""
    solved = [t for t in timings if t.status == "optimal"]
    found: dict[str, list[Duel]] = {}
    for name, per_dollar in (("gain", False), ("gain per dollar", True)):
        found[name] = []
        for timing in solved:
            answer = greedy(
                Problem(catalog, timing.case.scenario), per_dollar=per_dollar
            )
            found[name].append(Duel(timing, answer))
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.run")
    parser.add_argument("--only", choices=["ours"])
    parser.add_argument("--family", help="only this family of scenarios")
    parser.add_argument("--factors", type=int, nargs="+", default=[1, LARGE])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--thin", type=int, default=1, help="fewer cases for peers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
