"""The ranking process played out, and how much the model's simplifications cost.

``simulate`` draws applicants one by one and is the judge of the closed form. The two
errors are exact sums over everything that can happen, so they carry no noise.
Run ``python tests/monte_carlo.py FOLDER`` for the figures of a catalog.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from oracle import Rotation, World, in_date_order, obeys_gap, obeys_one_per_site

from optimizer.domain.problem import Problem


def simulate(
    world: World, plan: Sequence[Rotation], draws: int, seed: int
) -> tuple[float, float]:
    """Mean worth of where the applicant matches, and its standard error.

    Each draw: a quality, which hosts accept, who interviews, and then down the rank
    list until a program takes the applicant. Letters stay at their expected level.
    """
    dice, ranking = np.random.default_rng(seed), world.ranking
    level = world.letters(plan)
    theta = ranking.par["sigma_quality"] * dice.standard_normal(draws)
    rotation = {r.program.program_id: r for r in plan if r.program is not None}
    order = np.argsort(-ranking.worth, kind="stable")
    outcome, unmatched = np.zeros(draws), np.full(draws, True)
    for i in order:
        chosen = rotation.get(ranking.programs[i].program_id)
        interview, match = _chances(world, i, chosen, level, theta, dice)
        here = unmatched & (dice.random(draws) < interview)
        here &= dice.random(draws) < match
        outcome[here] = ranking.worth[i]
        unmatched &= ~here
    return float(outcome.mean()), float(outcome.std() / np.sqrt(draws))


def _chances(
    world: World,
    i: int,
    chosen: Rotation | None,
    level: float,
    theta: np.ndarray,
    dice: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Chance of an interview and of a match there, for every draw."""
    ranking = world.ranking
    program_id = ranking.programs[i].program_id
    logit = ranking.base[i] + ranking.g(level)
    away = np.zeros(len(theta), dtype=bool)
    if chosen is not None:
        away = dice.random(len(theta)) < chosen.acceptance
    boost = ranking.effect(chosen.kind) if chosen is not None else (0.0, 0.0)
    signal = np.where(
        away | (program_id in ranking.signalled),
        ranking.signal(on=True),
        ranking.signal(on=False),
    )
    applied = away | (program_id in ranking.listed)
    interview = 1 / (1 + np.exp(-(logit + signal + away * boost[0] + theta)))
    match = 1 / (1 + np.exp(-(ranking.match_base + away * boost[1] + theta)))
    return ranking.gate[i] * applied * interview, match


# ------------------------------------------------------- what the model leaves out


def _outcomes(plan: Sequence[Rotation]) -> Iterator[tuple[float, list[Rotation]]]:
    """Which hosts accept: the chance of it, and the rotations that happen."""
    for accepted in itertools.product([True, False], repeat=len(plan)):
        chance = 1.0
        for r, yes in zip(plan, accepted, strict=True):
            chance *= r.acceptance if yes else 1 - r.acceptance
        if chance > 0:
            yield chance, [r for r, yes in zip(plan, accepted, strict=True) if yes]


def _sites(plan: Sequence[Rotation]) -> list[tuple[str, str, float]]:
    return [(r.program.program_id, r.kind, 1.0) for r in plan if r.program is not None]


def with_drawn_letters(world: World, plan: Sequence[Rotation]) -> float:
    """Match value if letters come only from hosts that accept and then write one."""
    strong, total = world.par["p_strong_letter_handson"], 0.0
    for chance, happened in _outcomes(plan):
        for written in itertools.product([1, 0], repeat=len(happened)):
            share, level = chance, float(world.applicant.us_letters)
            for r, yes in zip(happened, written, strict=True):
                share *= strong if yes else 1 - strong
                level += yes * world.letter_weight(r)
            total += share * world.ranking.value(_sites(happened), level)
    return total


def with_displaced_signals(world: World, plan: Sequence[Rotation]) -> float:
    """Match value if a signal for a rotation is taken from the least signalled program.

    Signals go to where one rotates first, then down the application list.
    """
    ranking, level, total = world.ranking, world.letters(plan), 0.0
    count = int(world.par["signal_count_2026_season"])
    for chance, happened in _outcomes(plan):
        away = [program_id for program_id, _, _ in _sites(happened)]
        rest = [program_id for program_id in ranking.listed if program_id not in away]
        signalled = {*away, *rest[: max(0, count - len(away))]}
        q = ranking.unrotated(level, signalled)
        for program_id, kind, _ in _sites(happened):
            q[ranking.row[program_id]] = ranking.rotated(level, program_id, kind)
        total += chance * ranking.expected_worth(q)
    return total


def errors_pp(world: World, plan: Sequence[Rotation]) -> dict[str, float]:
    """Gain of a plan, and how much of it each simplification adds, in pp."""
    model = world.value(plan)
    return {
        "gain": 100 * (model - world.value(world.booked)),
        "letters at their expectation": 100 * (model - with_drawn_letters(world, plan)),
        "displaced signals": 100 * (model - with_displaced_signals(world, plan)),
    }


# --------------------------------------------------------------------------- script


def random_plans(
    world: World, size: int, count: int, seed: int = 0
) -> list[list[Rotation]]:
    """Plans of ``size`` blocks that may be chosen and do not overlap."""
    dice = random.Random(seed)
    blocks = [b for b in world.blocks() if b.verdict != "closed" and b.in_window]
    plans: list[list[Rotation]] = []
    for _ in range(200 * count if len(blocks) >= size else 0):
        plan = in_date_order(dice.sample(blocks, size))
        if obeys_gap(world, plan) and obeys_one_per_site(world, plan):
            plans.append(plan)
        if len(plans) == count:
            break
    return plans


def report(problem: Problem, count: int = 100) -> Iterator[str]:
    """Lines that say how large the errors are over random plans of a problem."""
    world = World(problem)
    for size in (1, 2, 3, 4):
        rows = [errors_pp(world, plan) for plan in random_plans(world, size, count)]
        for name in rows[0] if rows else ():
            low, mid, high = np.percentile([row[name] for row in rows], [0, 50, 100])
            yield f"{size} rotations, {name}: {mid:.3f} pp ({low:.3f} to {high:.3f})"


def _main(folder: str) -> None:
    import datetime as dt
    from dataclasses import replace

    from optimizer.catalog_io import read
    from optimizer.domain.scenario import Scenario

    catalog = read.read_catalog(Path(folder))
    base = Scenario(season=catalog.seasons[-1].season, today=dt.date(2026, 11, 22))
    for acceptance in ("expected", "certain"):
        print(acceptance)
        for line in report(Problem(catalog, replace(base, acceptance=acceptance))):
            print(" ", line)


if __name__ == "__main__":
    _main(sys.argv[1])
