"""What a season of applications costs, the value by their number, and where to stop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from operator import itemgetter

import numpy as np

from optimizer.domain.plan import CostItem, Estimate
from optimizer.domain.problem import Problem
from optimizer.model.plan_chances import HIGH_PERCENTILE, LOW_PERCENTILE
from optimizer.model.value.rates import Floats, draws
from optimizer.portfolio.problem import OFF, Ints
from optimizer.residency_list.answer import PP, Curve, Point, Rung
from optimizer.residency_list.tables import SIGNALS, ChanceTables, decide
from optimizer.solver.solve import TOLERANCE

CHEAP_APPLICATIONS = 30
"""So many applications to one specialty cost the lower ERAS fee."""
CHEAP_FEE, FULL_FEE = "eras_fee_1_30", "eras_fee_31_plus"
ONCE = {
    "nrmp_fee": "NRMP registration",
    "usmle_transcript_fee": "USMLE transcript",
    "ecfmg_eras_token": "ECFMG token for ERAS",
}
"""Fees of a season, whatever the number of applications: assumption and name."""


def applications_usd(problem: Problem, number: int) -> int | None:
    """Price of so many ERAS applications; None if the catalog does not know it."""
    known = problem.catalog.assumption
    if CHEAP_FEE not in known or FULL_FEE not in known:
        return None
    cheap = min(number, CHEAP_APPLICATIONS)
    full = number - cheap
    return round(cheap * known[CHEAP_FEE].value + full * known[FULL_FEE].value)


@dataclass(frozen=True, slots=True)
class Fees:
    """What each number of applications costs; ``first`` is the least there may be."""

    usd: tuple[int, ...]
    first: int

    def __getitem__(self, number: int) -> int:
        return self.usd[number]

    def number_for(self, usd: float) -> int:
        """The most applications for so many dollars, the least there may be."""
        return max(bisect_right(self.usd, usd) - 1, self.first)


def season_items(problem: Problem) -> tuple[CostItem, ...]:
    """The fees that are paid once in a season, as far as the catalog knows them."""
    known = problem.catalog.assumption
    return tuple(
        CostItem(label, round(known[name].value))
        for name, label in ONCE.items()
        if name in known
    )


_DRAWS = 40
"""Draws in which lists are valued together; more would not stay near the processor."""
_SINGLE = np.float32
_CENT = 0.01
"""US$ more than a sum is off by: only what is less below the best may equal it."""
_MARKS = (10, 20, CHEAP_APPLICATIONS)
"""Numbers that part the rungs, beside the applicant's own and where to stop."""


def curve(problem: Problem) -> Curve:
    """The best list of every number of applications, up to all open programs."""
    choices, nominal = decide(problem).of_each_number()
    drawn = ChanceTables(problem, parameters=draws(problem))
    values = _drawn_values(drawn, choices)
    ends = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE], axis=1)
    points = tuple(
        Point(n, value, low, high, applications_usd(problem, n))
        for n, (value, low, high) in enumerate(
            zip(nominal.tolist(), *ends.tolist(), strict=True)
        )
    )
    return Curve(
        points,
        problem.scenario.stop_usd_per_point,
        stop_at(problem),
        tuple(_ends(problem, choices)),
        tuple(_rungs(problem, points, values)),
    )


def _drawn_values(tables: ChanceTables, choices: Ints) -> Floats:
    """Match value of choices (N, J) in each draw, (N, D), to single precision."""
    model = tables.model
    worth = np.array([row.worth for row in model.rows])
    weights = model.weights.astype(_SINGLE)
    held = sorted(_counts(tables, choices), key=itemgetter(0))
    none = np.zeros((len(choices), len(tables.letters), len(weights)), _SINGLE)
    found = np.zeros(none.shape[:2])
    for v, step in zip(model.worths, model.worth_steps, strict=True):
        for _, count, logs in held:
            rows = np.flatnonzero((worth == v) & count.any(axis=0))
            there = logs[:, rows].astype(_SINGLE)
            none += np.tensordot(count[:, rows], there, (1, 1))
        for start in range(0, found.shape[1], _DRAWS):
            some = slice(start, start + _DRAWS)
            found[:, some] += step * ((1 - np.exp(none[:, some])) @ weights)
    return found


def _counts(
    tables: ChanceTables, choices: Ints
) -> Iterator[tuple[int, Floats, Floats]]:
    """Of each state and kind of rotation where choices first have it.

    With the programs of each row in each choice, (N, R), and ``none_there``.
    """
    kinds = [tables.kinds.get(name) for name in tables.ids]
    of_row = (tables.row[:, None] == range(len(tables.model.rows))).astype(_SINGLE)
    for state, kind in product(SIGNALS, dict.fromkeys(kinds)):
        here = (choices == state) & np.array([k == kind for k in kinds])
        if here.any():
            count = here.astype(_SINGLE) @ of_row
            yield int(here.argmax()), count, tables.none_there(state, kind)


def _rungs(problem: Problem, points: Sequence[Point], values: Floats) -> Iterator[Rung]:
    """What $1,000 of applications buys from number to number; ``values``: (N, D)."""
    last = len(points) - 1
    marks = {0, *_MARKS, decide(problem).chosen_number, stop_at(problem) or 0, last}
    for low, high in pairwise(sorted(n for n in marks if n <= last)):
        fewer, more = points[low], points[high]
        if fewer.usd is None or more.usd is None or more.usd == fewer.usd:
            continue
        scale = 1_000 * PP / (more.usd - fewer.usd)
        gains = scale * (values[high] - values[low])
        ends = np.percentile(gains, [LOW_PERCENTILE, HIGH_PERCENTILE])
        value = scale * (more.value - fewer.value)
        yield Rung(low + 1, high, Estimate(value, float(ends[0]), float(ends[1])))


@lru_cache(maxsize=16)
def stop_at(problem: Problem) -> int | None:
    """The number with the highest value once each dollar counts; the least of equals.

    At $0 a point no application is worth its fee but a free one. None if applications
    have no known price.
    """
    decision, per_point = decide(problem), problem.scenario.stop_usd_per_point
    usd = [applications_usd(problem, n) for n in range(decision.open_programs + 1)]
    if (priced := [each for each in usd if each is not None]) != usd:
        return None
    _, values, gaps = decision.standing_lists
    net = PP * values * per_point - priced
    highest = net + PP * np.where(gaps > TOLERANCE, gaps, 0) * per_point
    for number in np.argsort(-highest).tolist():
        if highest[number] < net.max() - _CENT:
            break  # nor is any that follows better
        if gaps[number] > TOLERANCE:
            value = decision.at(number).value
            net[number] = PP * value * per_point - priced[number]
    return int(net.argmax())


def _ends(problem: Problem, choices: Ints) -> Iterator[int]:
    """Numbers after which the next application goes to another group of programs."""
    groups = decide(problem).portfolio.groups
    size = groups.max(initial=-1) + 1
    held = [np.bincount(groups[c != OFF], minlength=size) for c in choices]
    grows = [int((more - now).argmax()) for now, more in pairwise(held)]
    for number, (one, other) in enumerate(pairwise(grows), start=1):
        if one != other:
            yield number
