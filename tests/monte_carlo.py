"""The ranking process played out, and how much the model's simplifications cost.

``simulate`` draws applicants one by one and is the judge of the closed form: of the
value of certain rotations less what letters at their expectation add, and with
refusals of the value less everything that is neglected. The errors are exact sums
over everything that can happen, so they carry no noise.
Run ``python tests/monte_carlo.py FOLDER`` for the figures of a catalog.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
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

    Each draw: which hosts accept and who writes a strong letter, what signals and
    applications move then, a strength, who lets the applicant in, who interviews, and
    down the rank list until a program takes the applicant. Nothing is averaged.
    """
    dice, worths = np.random.default_rng(seed), np.zeros(draws)
    free = [r for r in plan if not r.booked]
    accepted = dice.random((draws, len(free))) < [r.acceptance for r in free]
    patterns, which = np.unique(accepted, axis=0, return_inverse=True)
    for n, pattern in enumerate(patterns):
        mine = np.flatnonzero(which.reshape(-1) == n)
        chosen = [r for r, yes in zip(free, pattern, strict=True) if yes]
        done = _certain([*world.booked, *chosen])
        worths[mine] = _played(world, done, len(mine), dice)
    return float(worths.mean()), float(worths.std() / np.sqrt(draws))


def _certain(plan: Sequence[Rotation]) -> list[Rotation]:
    return in_date_order([replace(r, acceptance=1.0) for r in plan])


def _played(
    world: World, done: list[Rotation], draws: int, dice: np.random.Generator
) -> np.ndarray:
    """Worth of the match in each draw, once it is known what was done."""
    ranking = world.ranking
    strength = dice.standard_normal(draws)
    reading = dice.choice(ranking.readings, draws)
    level = _letters(world, done, draws, dice)
    states = _states(world, done)
    worth, unmatched = np.zeros(draws), np.full(draws, True)
    for n in np.argsort(-ranking.worth, kind="stable"):
        i = ranking.ids[n]
        if i not in states:
            continue
        interview, match = np.zeros(draws), np.zeros(draws)
        for name in ranking.readings:
            for letters in np.unique(level):
                at = (reading == name) & (level == letters)
                interview[at], match[at] = ranking.two_steps(
                    i, float(letters), *states[i], name, strength[at]
                )
        here = unmatched & (dice.random(draws) < ranking.gate[n])
        here &= dice.random(draws) < interview
        here &= dice.random(draws) < match
        worth[here] = ranking.worth[n]
        unmatched &= ~here
    return worth


def _letters(
    world: World, done: list[Rotation], draws: int, dice: np.random.Generator
) -> np.ndarray:
    """Letters in each draw: a host writes a strong one or does not."""
    strong = world.par["p_strong_letter_handson"]
    level = np.full(draws, world.letters_in_hand())
    for r in done:
        level += (dice.random(draws) < strong) * world.letter_weight(r)
    return level.round(9)


def _states(world: World, done: list[Rotation]) -> dict[str, tuple[bool, str | None]]:
    """Signal and rotation of every program applied to."""
    ranking = world.ranking
    states: dict[str, tuple[bool, str | None]] = {
        i: (i in ranking.signalled, None) for i in ranking.listed
    }
    for r in done:
        if r.booked and r.program and r.program.program_id in states:
            i = r.program.program_id
            states[i] = states[i][0], r.kind
    for i, _, signal, kind in ranking.consequences(done):
        if signal is None:
            del states[i]
        else:
            states[i] = signal, kind
    return states


# ------------------------------------------------------- what the model leaves out


def _outcomes(plan: Sequence[Rotation]) -> Iterator[tuple[float, list[Rotation]]]:
    """Which hosts accept: the chance of it, and the rotations that happen."""
    for accepted in itertools.product([True, False], repeat=len(plan)):
        chance = 1.0
        for r, yes in zip(plan, accepted, strict=True):
            chance *= r.acceptance if yes else 1 - r.acceptance
        if chance > 0:
            done = [r for r, yes in zip(plan, accepted, strict=True) if yes]
            yield chance, _certain(done)


def once_answered(world: World, plan: Sequence[Rotation]) -> float:
    """Match value if auditions, signals and applications follow the answers.

    Letters stay at the level that is expected before any answer.
    """
    level = world.letters(plan)
    return sum(
        chance * world.ranking.value(done, level) for chance, done in _outcomes(plan)
    )


def once_written(world: World, plan: Sequence[Rotation]) -> float:
    """As ``after_replies``, with the letters that hosts then write or do not."""
    strong, total = world.par["p_strong_letter_handson"], 0.0
    for chance, done in _outcomes(plan):
        for written in itertools.product([1, 0], repeat=len(done)):
            share, level = chance, world.letters_in_hand()
            for r, yes in zip(done, written, strict=True):
                share *= strong if yes else 1 - strong
                level += yes * world.letter_weight(r)
            if share > 0:
                total += share * world.ranking.value(done, level)
    return total


def errors_pp(world: World, plan: Sequence[Rotation]) -> dict[str, float]:
    """Gain of a plan, and how much of it each simplification adds, in pp."""
    model, answered = world.value(plan), once_answered(world, plan)
    return {
        "gain": 100 * (model - world.value(world.booked)),
        "answers one by one": 100 * (model - answered),
        "letters at their expectation": 100 * (answered - once_written(world, plan)),
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
    for size in (1, 3):
        rows = [errors_pp(world, plan) for plan in random_plans(world, size, count)]
        yield from _lines(f"random, {size} rotations", rows)


def report_best(problems: Sequence[Problem]) -> Iterator[str]:
    """The same over the best plans of several problems."""
    from oracle import rotations_of

    from optimizer.domain.plan import Plan
    from optimizer.solver.solve import solve

    for size in (1, 3, 4):
        rows = []
        for p in problems:
            sized = replace(p.scenario, min_rotations=size, max_rotations=size)
            sized = replace(sized, budget_usd=60_000, months=None)
            own = Problem(p.catalog, sized)
            if isinstance(plan := solve(own), Plan):
                rows.append(errors_pp(World(own), rotations_of(own, plan.blocks)))
        yield from _lines(f"best, {size} rotations", rows)


def _lines(what: str, rows: Sequence[dict[str, float]]) -> Iterator[str]:
    for name in rows[0] if rows else ():
        low, mid, high = np.percentile([row[name] for row in rows], [0, 50, 100])
        yield f"{what}, {name}: {mid:.3f} pp ({low:.3f} to {high:.3f})"


def _main(folder: str) -> None:
    import datetime as dt

    from optimizer.catalog_io import read
    from optimizer.domain.scenario import Scenario
    from optimizer.scenario_io.presets import PRESETS

    catalog = read.read_catalog(Path(folder))
    base = Scenario(season=catalog.seasons[-1].season, today=dt.date(2026, 11, 22))
    for acceptance in ("expected", "certain"):
        print(acceptance, flush=True)
        told = replace(base, acceptance=acceptance)
        for line in report(Problem(catalog, told)):
            print(" ", line, flush=True)
        every = [Problem(catalog, preset(told)) for preset in PRESETS.values()]
        for line in report_best(every):
            print(" ", line, flush=True)


if __name__ == "__main__":
    _main(sys.argv[1])
