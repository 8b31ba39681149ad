"""Whom to ask: how long it takes, what it brings, how far it can be from the best.

``python -m benchmarks.requests`` prints four tables: the search over 23 scenarios;
small pools, where every list can be looked at; larger ones against a bound; and tight
budgets against a search four times as long.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.request_bound import (
    all_patterns,
    best_of_all,
    pool,
    sampled_patterns,
)
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.requests.asking import ask
from optimizer.requests.request import requests_of
from optimizer.requests.set_values import SetValues
from optimizer.requests.whom_to_ask import Finder
from optimizer.scenario_io.json_file import default_scenario
from optimizer.scenario_io.presets import PRESETS

TODAY = dt.date(2026, 11, 22)
PP = 100
NUMBERS = (4, 8, 12)
SMALL_POOL, LARGE_POOL = 10, 30
SAMPLES = 600
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
