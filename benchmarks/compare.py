"""Our solver beside its peers on the same cases: seconds, ratios, equal optima."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.ours import Timing
from benchmarks.peers import Answer
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.solver.solve import TOLERANCE

Peer = Callable[[Problem, float], Answer]


@dataclass(frozen=True, slots=True)
class Duel:
    """One case solved by us and by a peer."""

    ours: Timing
    peer: Answer

    @property
    def ratio(self) -> float:
        """How many times as long the peer took; at least this where it was stopped."""
        return self.peer.seconds / self.ours.seconds


def duels(
    catalog: Catalog, timings: Iterable[Timing], peer: Peer, cap: float
) -> list[Duel]:
    """Let a peer solve what we solved, and check that both found the same."""
    found = []
    for timing in timings:
        duel = Duel(timing, peer(Problem(catalog, timing.case.scenario), cap))
        check(duel)
        found.append(duel)
    return found


def check(duel: Duel) -> None:
    """Raise if the peer contradicts us by more than both tolerances."""
    ours, peer = duel.ours, duel.peer
    if ours.status == "infeasible" or ours.value is None:
        proven = ours.status == "infeasible"
        assert not (proven and peer.value is not None), f"{ours.case.name}: a plan"
        return
    if peer.done:
        assert peer.value is not None, f"{ours.case.name}: the peer found no plan"
    if peer.value is None:
        return
    ahead = peer.value - ours.value
    claim = ours.status == "optimal"
    assert not (claim and ahead > 2 * TOLERANCE), f"{ours.case.name}: {ahead:+.6f}"
    lost = peer.done and -ahead > 2 * TOLERANCE
    assert not lost, f"{ours.case.name}: {ahead:+.6f}"


def median_ratio(found: Sequence[Duel]) -> str:
    """Median of the ratios; marked where more than half of them were stopped."""
    middle = statistics.median(d.ratio for d in found)
    stopped = sum(not d.peer.done for d in found)
    return f"{'at least ' if 2 * stopped >= len(found) else ''}{middle:.1f}"


def best_of(groups: Sequence[Sequence[Duel]]) -> list[float]:
    """Ratio to the fastest peer on each case that every peer was given.

    Among peers that finished; where none did, the longest of the ratios. Cases that
    only some peers were given do not count: a slow peer alone would flatter us.
    """
    by_case: dict[str, list[Duel]] = {}
    for group in groups:
        for duel in group:
            by_case.setdefault(duel.ours.case.name, []).append(duel)
    ratios = []
    for case in by_case.values():
        if len(case) == len(groups):
            done = [d.ratio for d in case if d.peer.done]
            ratios.append(min(done) if done else max(d.ratio for d in case))
    return ratios
