"""Where the figures shown lie in their own ranges, and whether equals are equal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from optimizer.calibration.checks import Check, within
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.plan_chances import PP, models
from optimizer.model.rotation import booked_rotations, rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import Floats
from optimizer.scenario_io.presets import PRESETS
from optimizer.solver.solve import solve

BY_DEFINITION = "the middle of a range is its 50th percentile"
CHANCE_ENDS, GAIN_ENDS = (0.35, 0.65), (0.30, 0.70)
SAME_PP = 0.001
_ONE = np.ones(1)


def range_checks(catalog: Catalog, scenario: Scenario) -> tuple[Check, ...]:
    """Percentile of each preset's figures in their own ranges, as shares."""
    problems = [Problem(catalog, preset(scenario)) for preset in PRESETS.values()]
    places = [place for p in problems if (place := _places(p)) is not None]
    chance, counted, certain = zip(*places, strict=True) if places else ((), (), ())
    return (
        within("Chance, place in its range", "0.5", BY_DEFINITION, chance, CHANCE_ENDS),
        within(
            "Gain with refusals counted, place in its range",
            "0.5",
            BY_DEFINITION,
            counted,
            GAIN_ENDS,
        ),
        within(
            "Gain if all accept, place in its range",
            "0.5",
            BY_DEFINITION,
            certain,
            GAIN_ENDS,
        ),
        equal_gains(problems[0]),
    )


def _places(problem: Problem) -> tuple[float, float, float] | None:
    """Share of draws below the chance, and below the gain in either way of counting."""
    booked = booked_rotations(problem)
    middle, drawn = models(problem)
    baseline = _place(*(m.value(booked, False) for m in (middle, drawn)))
    gains = []
    for acceptance in ("expected", "certain"):
        told = replace(problem.scenario, acceptance=acceptance)
        plan = solve(Problem(problem.catalog, told))
        if not isinstance(plan, Plan):
            return None
        chosen, certain = rotations_of(problem, plan.blocks), acceptance == "certain"
        gains.append(
            _place(
                *(
                    m.value(chosen, certain) - m.value(booked, certain)
                    for m in (middle, drawn)
                )
            )
        )
    return baseline, gains[0], gains[1]


def _place(middle: Floats, drawn: Floats) -> float:
    return float((drawn < middle[0]).mean())


def equal_gains(problem: Problem) -> Check:
    """How far apart the gains of a visit to equal programs of the list are, in pp."""
    listed = spread(problem, listed=True)
    return within(
        "Equal programs on the list, largest difference of a visit, pp",
        "equal",
        BY_DEFINITION,
        [listed],
        (0, SAME_PP),
    )


def spread(problem: Problem, *, listed: bool | None) -> float:
    """Largest difference in pp of certain hands-on visits to programs that are equal.

    ``listed`` None: on and off the application list together.
    """
    model = match_model(problem)
    letters = model.hand
    gains: dict[object, list[float]] = defaultdict(list)
    for program in problem.catalog.programs:
        row = model.rows[model.row_of[program.program_id]]
        if row.open and (listed is None or row.listed == listed):
            visit = model.shifts_at([(program.program_id, "hands_on")], [_ONE])
            value = float(model.value_after(visit, letters)[0])
            gains[replace(row, listed=False, signalled=False)].append(value)
    return PP * max((max(g) - min(g) for g in gains.values()), default=0.0)
