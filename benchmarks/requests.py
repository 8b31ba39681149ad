"""Whom to ask: how long it takes, what it brings, how far it can be from the best.

``python -m benchmarks.requests`` prints four tables: the search over 23 scenarios;
small pools, where every list can be looked at; larger ones against a bound; and tight
budgets against a search four times as long.

The bound is a linear program that chooses requests x and, in each pattern of answers, a
mixture of sets z: what is done of a request is at most x there, requests cost at most
``hi`` in fees, and sets must fit the budget less ``lo``, for each bucket from lo to hi
of the sums that fees can come to. Whoever pays fees in that bucket obeys all of it, so
the highest bucket bounds every list; on sampled patterns, the mean over these.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.asking import ask
from optimizer.requests.mean import Mean
from optimizer.requests.outlook import Outlook
from optimizer.requests.patterns import every_pattern
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import Chosen, SetValues
from optimizer.requests.whom_to_ask import Finder
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS

TODAY = dt.date(2026, 11, 22)
PP = 100
NUMBERS = (4, 8, 12)
SMALL_POOL, LARGE_POOL = 10, 30
SAMPLES = 600
BUCKETS = 16
SEED = 0
LONGER = 12, tuple(range(26))
"""Ends that are improved and sums set aside, in median fees, of a longer search."""
TIGHT = (
    "Average, $5,000",
    "Average, $6,000",
    "Citizen, $6,000",
    "Graduate, $6,000",
    "Texas ties, $7,000",
)


def scenarios(catalog: Catalog) -> dict[str, Scenario]:
    """The typical applicants, and some with less or more money, time or rotations."""
    default = default_scenario(catalog, TODAY)
    found = {name: preset(default) for name, preset in PRESETS.items()}
    average, strong = found["Average student"], found["Student with strong scores"]
    graduate = found["Graduate who needs observerships"]
    citizen, texas = found["US citizen graduate"], found["Texas ties"]
    return found | {
        **{
            f"Average, ${usd:,}": replace(average, budget_usd=usd)
            for usd in (5_000, 6_000, 8_000, 14_000, 20_000)
        },
        "Average, 4 rotations": replace(average, budget_usd=14_000, max_rotations=4),
        "Average, 2 rotations": replace(average, max_rotations=2),
        "Average, 1 rotation, $5,000": replace(
            average, max_rotations=1, budget_usd=5_000
        ),
        "Average, May to July": replace(average, months=(5, 6, 7)),
        "Average, July": replace(average, months=(7,)),
        "Strong, $10,000": replace(strong, budget_usd=10_000),
        "Strong, June to September": replace(strong, months=(6, 7, 8, 9)),
        "Graduate, $6,000": replace(graduate, budget_usd=6_000),
        "Graduate, 4 rotations": replace(graduate, budget_usd=15_000, max_rotations=4),
        "Citizen, 4 rotations": replace(citizen, budget_usd=14_000, max_rotations=4),
        "Citizen, $6,000": replace(citizen, budget_usd=6_000),
        "Texas ties, $7,000": replace(texas, budget_usd=7_000),
    }


# ---- the search -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario: processor seconds, and gains in pp by the number of requests."""

    search_s: float
    ask_s: float
    gains: tuple[float, ...]


def run(problem: Problem, most: int = NUMBERS[-1]) -> Run:
    """The search and ``ask``, each timed."""
    began = time.process_time()
    values = SetValues(problem, requests_of(problem))
    found = Finder(values, ()).by_number(most)
    searched = time.process_time()
    ask(problem.having(stop_points_per_request=0.0), most)
    asked = time.process_time()
    gain = {f.number: PP * (f.mean - values.baseline) for f in found}
    return Run(
        searched - began,
        asked - searched,
        tuple(gain[n] for n in NUMBERS if n <= most),
    )


# ---- the bound --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Referee:
    """The best that any list of a pool can bring, on some patterns of answers.

    ``masks`` (P,) are the patterns, bit by request of ``values``; ``weights`` (P,) add
    up to 1.
    """

    values: SetValues
    masks: np.ndarray
    weights: np.ndarray

    def mean(self, asked: Chosen) -> float:
        """What a list brings on average over these patterns."""
        outlook = Outlook(self.values, asked)
        bits = [(self.masks >> i & 1) << b for b, i in enumerate(asked)]
        return float(outlook.best[np.sum(bits, axis=0)] @ self.weights)

    def bound(self, number: int) -> float:
        """No list of at most so many requests brings more."""
        sums = {(0, 0)}
        for request in self.values.requests:
            sums |= {(n + 1, usd + request.fee_usd) for n, usd in sums if n < number}
        fees = np.array(sorted({usd for _, usd in sums}))
        buckets = np.array_split(fees, min(len(fees), BUCKETS))
        return max(self._bucket(number, int(b[0]), int(b[-1])) for b in buckets)

    def _bucket(self, number: int, lo: int, hi: int) -> float:
        sets = [s for s in self._sets() if s[1] + lo <= self._budget]
        program = _Program(self.values, number, hi)
        for mask, weight in zip(self.masks, self.weights, strict=True):
            within = [(m, gain) for m, _, gain in sets if m & mask == m]
            program.add_pattern(within, float(weight))
        return self.values.baseline + program.best()

    @property
    def _budget(self) -> int:
        return self.values.problem.scenario.budget_usd

    def _sets(self) -> Iterator[tuple[int, float, float]]:
        """Requests as bits, cost and gain of every way to do a set."""
        count = len(self.values.requests)
        for size in range(1, self.values.most + 1):
            sets = np.array(list(combinations(range(count), size)), dtype=np.int64)
            ways = self.values.ways(sets)
            for chosen, costs, values in zip(sets, ways.usd, ways.value, strict=True):
                mask = int((1 << chosen).sum())
                for usd, value in zip(costs, values, strict=True):
                    if value > self.values.baseline:
                        yield mask, float(usd), float(value - self.values.baseline)


class _Program:
    """The linear program of one bucket, put together pattern by pattern."""

    def __init__(self, values: SetValues, number: int, fees_usd: int) -> None:
        self.requests = len(values.requests)
        self.gain = [0.0] * self.requests
        self.cells: list[tuple[int, int, float]] = []
        self.limits: list[float] = []
        every = range(self.requests)
        self._limit([(i, 1.0) for i in every], number)
        self._limit([(i, float(values.requests[i].fee_usd)) for i in every], fees_usd)
        for door in np.unique(values.door):
            here = np.flatnonzero(values.door == door)
            self._limit([(int(i), 1.0) for i in here], 1)

    def add_pattern(self, sets: Sequence[tuple[int, float]], weight: float) -> None:
        """What can be done in one pattern: sets as bits, each with its gain."""
        columns = [self._column(weight * gain) for _, gain in sets]
        self._limit([(c, 1.0) for c in columns], 1)
        for i in range(self.requests):
            with_it = [c for c, (m, _) in zip(columns, sets, strict=True) if m >> i & 1]
            if with_it:
                self._limit([(i, -1.0), *((c, 1.0) for c in with_it)], 0)

    def best(self) -> float:
        """The highest gain."""
        rows, columns, numbers = zip(*self.cells, strict=True)
        shape = (len(self.limits), len(self.gain))
        found = linprog(
            -np.array(self.gain),
            A_ub=coo_array((numbers, (rows, columns)), shape).tocsr(),
            b_ub=self.limits,
            bounds=(0, 1),
            method="highs-ipm",
        )
        assert found.success, found.message
        return float(-found.fun)

    def _column(self, gain: float) -> int:
        self.gain.append(gain)
        return len(self.gain) - 1

    def _limit(self, cells: Sequence[tuple[int, float]], most: float) -> None:
        self.cells += [(len(self.limits), column, n) for column, n in cells]
        self.limits.append(most)


def pool(problem: Problem, size: int) -> SetValues:
    """The requests that add most alone, one for each door."""
    values = SetValues(problem, requests_of(problem))
    alone = Mean(values).steps((), swaps=False).more
    kept: dict[int, int] = {}
    for i in np.argsort(-alone, kind="stable"):
        kept.setdefault(int(values.door[i]), int(i))
    chosen = sorted(list(kept.values())[:size])
    return SetValues(problem, [values.requests[i] for i in chosen])


def all_patterns(values: SetValues) -> Referee:
    """Judge by every pattern of answers."""
    p = [r.acceptance for r in values.requests]
    patterns = every_pattern(len(p))
    return Referee(values, patterns.masks, patterns.chances(p))


def sampled_patterns(values: SetValues, count: int) -> Referee:
    """Judge by so many sampled patterns of answers."""
    p = np.array([r.acceptance for r in values.requests])
    yes = np.random.default_rng(SEED).random((count, len(p))) < p
    masks, times = np.unique(yes @ (1 << np.arange(len(p))), return_counts=True)
    return Referee(values, masks, times / count)


def best_of_all(values: SetValues, number: int) -> float:
    """The best mean of every list of a small pool."""
    mean = Mean(values)
    lists = combinations(range(len(values.requests)), number)
    return max(mean.of(asked) for asked in lists)


# ---- tables -----------------------------------------------------------------------


def _searches(catalog: Catalog) -> None:
    numbers = " | ".join(f"N = {n}" for n in NUMBERS)
    print(f"\n| scenario | search, s | ask, s | {numbers} |")
    print("|---|---|---|---|---|---|")
    runs = []
    for name, scenario in scenarios(catalog).items():
        one = run(Problem(catalog, scenario))
        runs.append(one)
        gains = " | ".join(f"{g:.2f}" for g in one.gains)
        print(
            f"| {name} | {one.search_s:.2f} | {one.ask_s:.2f} | {gains} |", flush=True
        )
    for what in ("search_s", "ask_s"):
        each = [getattr(r, what) for r in runs]
        print(f"{what}: median {np.median(each):.2f}, worst {max(each):.2f}")
    print(f"mean: {np.mean([r.gains[-1] for r in runs]):.2f} pp")


def _small(catalog: Catalog) -> None:
    print("\n| pool of 10 | N | every list | found | LP bound, every pattern |")
    print("|---|---|---|---|---|")
    for name in (*PRESETS, *TIGHT):
        values = pool(Problem(catalog, scenarios(catalog)[name]), SMALL_POOL)
        referee = all_patterns(values)
        for number in (4, 7):
            found = Finder(values, ()).by_number(number)[-1].mean
            best = best_of_all(values, number)
            means = (best, found, referee.bound(number))
            told = " | ".join(f"{PP * (m - values.baseline):.3f}" for m in means)
            print(f"| {name} | {number} | {told} |", flush=True)


def _large(catalog: Catalog) -> None:
    head = f"pool of {LARGE_POOL}, {SAMPLES} patterns"
    print(f"\n| {head} | N | found | LP bound | gap |")
    print("|---|---|---|---|---|")
    for name in (*PRESETS, *TIGHT):
        values = pool(Problem(catalog, scenarios(catalog)[name]), LARGE_POOL)
        referee = sampled_patterns(values, SAMPLES)
        for number in (8, 12):
            found = Finder(values, ()).by_number(number)[-1]
            means = (referee.mean(found.asked), referee.bound(number))
            gain, most = (PP * (m - values.baseline) for m in means)
            share = f"{1 - gain / most:.1%}" if most > 0 else ""
            told = f"{gain:.3f} | {most:.3f} | {share}"
            print(f"| {name} | {number} | {told} |", flush=True)


def _tight(catalog: Catalog) -> None:
    print("\n| tight budget, all hosts | N | found | by the longer search |")
    print("|---|---|---|---|")
    for name in TIGHT:
        problem = Problem(catalog, scenarios(catalog)[name])
        values = SetValues(problem, requests_of(problem))
        longer = Finder(values, ())
        longer.ends, longer.sums = LONGER
        every = [f.by_number(12) for f in (Finder(values, ()), longer)]
        for number in (8, 12):
            means = (found[number].mean for found in every)
            told = " | ".join(f"{PP * (m - values.baseline):.3f}" for m in means)
            print(f"| {name} | {number} | {told} |", flush=True)


def main() -> None:
    """Print every table."""
    catalog = read_catalog(DATA)
    _searches(catalog)
    _small(catalog)
    _large(catalog)
    _tight(catalog)


if __name__ == "__main__":
    main()
