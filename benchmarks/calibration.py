"""The fit behind the match value, and every check of it.

``python -m benchmarks.calibration`` prints both.

A posterior over a grid of the four fitted parameters, from the 39 people of
``optimizer.calibration.population``; then other make-ups of that population, and the
checks that ``python -m optimizer calibration`` prints. Takes under a minute.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from optimizer.calibration.checks import Check, checks
from optimizer.calibration.population import (
    APPLICATIONS,
    Invited,
    Ranked,
    levels_of,
)
from optimizer.calibration.ranges import range_checks
from optimizer.catalog_io.read import DATA, read_catalog
from optimizer.domain.catalog import Catalog
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption
from optimizer.model.value.objective import values_of
from optimizer.model.value.rates import Floats, Parameters
from optimizer.scenario_io.json_file import default_scenario

KAPPA, SIGMA = "kappa_base_odds", "sigma_quality"
LOADING, RATE = "quality_loading_match", "r_match_per_rank"
GRID: dict[str, Floats] = {
    KAPPA: np.geomspace(0.3, 2.4, 15),
    SIGMA: np.geomspace(0.4, 2.6, 11),
    LOADING: np.linspace(0, 1, 6),
    RATE: np.geomspace(0.08, 0.45, 14),
}
PRIORS: dict[str, tuple[float, float]] = {
    KAPPA: (math.log(0.8), 0.7),
    SIGMA: (0.0, 0.6),
    RATE: (-1.5, 0.7),
}
"""Mean and SD of the log (of r: the logit); the loading is uniform from 0 to 1."""
COARSE = {name: values[::2] for name, values in GRID.items()}
"""Every second point: enough for means, in an eighth of the time."""
GIVEN = (
    "base_interview_nonUS_very_high",
    "base_interview_nonUS_high",
    "base_interview_nonUS_mid",
    "signal_odds_on",
    "signal_odds_off",
)
"""What the fit takes as given and depends on most."""
FEWER = {15: 0.3, 25: 0.3, 40: 0.25, 60: 0.15}
MORE = {35: 0.2, 60: 0.3, 90: 0.3, 113: 0.2}
TENTHS = (0.1, 0.5, 0.9)
MATCHED_RANKS = (1, 2, 3, 3, 3, 4, 5, 5, 6, 8, 9, 10, 10, 12, 14)
UNMATCHED_RANKS = (1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 6, 8)
"""Lengths of certified rank lists, rebuilt by us from published means and quartiles."""
MATCHED, RANKED = 21, 39
"""NRMP Charting Outcomes 2026, non-US IMGs whose first rank is in PM&R; second-hand."""


def log_likelihood(found: Ranked) -> float:
    """Of who matched and how long the lists were, up to a constant."""
    share = float(found.ranked[0].sum())
    matched, unmatched = (side / side.sum() for side in found.ranked)
    told = MATCHED * np.log(share) + (RANKED - MATCHED) * np.log(1 - share)
    lists = np.log(matched[list(MATCHED_RANKS)]).sum()
    lists += np.log(unmatched[list(UNMATCHED_RANKS)]).sum()
    return float(told + lists)


@dataclass(frozen=True)
class Fit:
    """Log likelihood on a grid, (15, 11, 6, 14), and the posterior; it sums to 1."""

    grid: Mapping[str, Floats]
    log_likelihood: Floats
    posterior: Floats

    def quantiles(self, name: str) -> tuple[float, ...]:
        """10th, 50th and 90th percentile of a parameter."""
        axis = list(self.grid).index(name)
        others = tuple(a for a in range(len(self.grid)) if a != axis)
        share = self.posterior.sum(axis=others)
        steps = np.cumsum(share) - share / 2
        return tuple(float(np.interp(q, steps, self.grid[name])) for q in TENTHS)

    def profile(self, name: str) -> Floats:
        """Best log likelihood at each value of a parameter, less the best of all."""
        axis = list(self.grid).index(name)
        others = tuple(a for a in range(len(self.grid)) if a != axis)
        return np.asarray(self.log_likelihood.max(axis=others) - self.best)

    @property
    def best(self) -> float:
        """The highest log likelihood of the grid."""
        return float(self.log_likelihood.max())

    def mean(self, name: str) -> float:
        """Posterior mean of a parameter on its scale."""
        return float((self.posterior * self._scaled(name)).sum())

    def correlation(self, a: str, b: str) -> float:
        """Posterior correlation of two parameters on their scales."""
        x, y = (self._scaled(name) - self.mean(name) for name in (a, b))
        products = ((self.posterior * v).sum() for v in (x * y, x * x, y * y))
        both, first, second = products
        return float(both / np.sqrt(first * second))

    def _scaled(self, name: str) -> Floats:
        shape = [1] * len(self.grid)
        shape[list(self.grid).index(name)] = -1
        return _scale(name, self.grid[name]).reshape(shape)


def fit(
    values: Parameters,
    levels: Sequence[str],
    applications: Mapping[int, float] = APPLICATIONS,
    grid: Mapping[str, Floats] = GRID,
) -> Fit:
    """The posterior of the four parameters, all others at their values."""
    found = np.zeros([len(axis) for axis in grid.values()])
    for (i, kappa), (j, sigma) in product(*map(enumerate, (grid[KAPPA], grid[SIGMA]))):
        base = {**values, KAPPA: np.array([kappa]), SIGMA: np.array([sigma])}
        invited = Invited.of(base, levels, applications)
        for (k, loading), (n, rate) in product(
            *map(enumerate, (grid[LOADING], grid[RATE]))
        ):
            told = {**base, LOADING: np.array([loading]), RATE: np.array([rate])}
            found[i, j, k, n] = log_likelihood(Ranked.of(invited, told))
    weight = np.exp(found + _log_prior(grid) - found.max())
    return Fit(grid, found, weight / weight.sum())


def moves(catalog: Catalog, values: Parameters, given: str) -> dict[str, float]:
    """How the four move with another assumption, from its low to its high.

    In standard deviations of their ranges, for one of its range.
    """
    levels, known = levels_of(catalog.programs), catalog.assumption
    ends = (known[given].low, known[given].high)
    low, high = (
        fit({**values, given: np.array([end])}, levels, grid=COARSE) for end in ends
    )
    return {
        name: (high.mean(name) - low.mean(name)) / _width(known[name]) for name in GRID
    }


def _width(assumption: Assumption) -> float:
    """From the low to the high of a range on its scale."""
    ends = np.array([assumption.low, assumption.high])
    low, high = _scale(assumption.name, ends)
    return float(high - low)


def _log_prior(grid: Mapping[str, Floats]) -> Floats:
    """Of each point of the grid; the steps of the grid are even on the same scales."""
    total = np.zeros([1] * len(grid))
    for axis, (name, values) in enumerate(grid.items()):
        if name in PRIORS:
            mean, sd = PRIORS[name]
            shape = [1] * len(grid)
            shape[axis] = -1
            scaled = _scale(name, values)
            log = -(((scaled - mean) / sd) ** 2) / 2 + np.log(np.gradient(scaled))
            total = total + log.reshape(shape)
    return total


def _scale(name: str, values: Floats) -> Floats:
    if name == RATE:
        return np.log(values / (1 - values))
    return values if name == LOADING else np.log(values)


def lines() -> Iterator[str]:
    """The whole report."""
    catalog = read_catalog(DATA)
    scenario = default_scenario(catalog, dt.date.today())
    values = values_of(Problem(catalog, scenario))
    levels = levels_of(catalog.programs)
    found = fit(values, levels)
    chosen = log_likelihood(Ranked.of(Invited.of(values, levels), values))
    yield f"Log likelihood: best {found.best:.1f}, chosen point {chosen:.1f}"
    yield "Parameter: 10 %, median, 90 %; profile log likelihood less the best"
    for name, axis in GRID.items():
        low, middle, high = found.quantiles(name)
        profile = zip(axis, found.profile(name), strict=True)
        told = ", ".join(f"{x:.2f}: {y:.1f}" for x, y in profile)
        yield f"  {name}: {low:.2f}, {middle:.2f}, {high:.2f}; {told}"
    for a, b in combinations(GRID, 2):
        yield f"  correlation of {a} and {b}: {found.correlation(a, b):.2f}"
    for given in GIVEN:
        by_name = moves(catalog, values, given).items()
        moved = ", ".join(f"{name} {sds:+.2f}" for name, sds in by_name)
        yield f"  SD for one of {given}: {moved}"
    for name, other in (("fewer", FEWER), ("more", MORE)):
        middles = (f"{fit(values, levels, other).quantiles(p)[1]:.2f}" for p in GRID)
        yield f"With {name} applications, medians: {', '.join(middles)}"
    for check in (*checks(catalog, scenario), *range_checks(catalog, scenario)):
        yield _told(check)


def _told(check: Check) -> str:
    said = {True: "met", False: "MISSED", None: "shown"}[check.met]
    model = ", ".join(f"{value:.3g}" for value in check.model)
    published = f"{check.published}; {check.source}"
    return f"{said}: {check.name}: {model} (published: {published})"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
