"""Where the figures shown lie in their own ranges, and whether equals are equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np

from optimizer.calibration.checks import Check, within
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.model.plan_chances import PP, models
from optimizer.model.rotation import booked_rotations, rotations_of
from optimizer.model.value.application_list import match_model
from optimizer.model.value.rates import Floats
from optimizer.requests.ask_list import AskList
from optimizer.requests.asking import ask, with_plan
from optimizer.requests.outlook import outlook_of
from optimizer.requests.ranges import gain_draws
from optimizer.scenario_io.presets import PRESETS, Preset

BY_DEFINITION = "the middle of a range is its 50th percentile"
CHANCE_ENDS, GAIN_ENDS = (0.35, 0.65), (0.30, 0.70)
FIGURES = {
    "Chance without a rotation": CHANCE_ENDS,
    "Chance with the list": CHANCE_ENDS,
    "Gain of the list": GAIN_ENDS,
    "Gain if all say yes": GAIN_ENDS,
}
"""What the page shows, and where in its own range each must lie."""
SAME_PP = 0.001
Ask = Callable[[Problem], AskList | NoPlan]
_ONE = np.ones(1)


def range_checks(
    catalog: Catalog,
    scenario: Scenario,
    find: Ask = ask,
    presets: Iterable[Preset] = PRESETS.values(),
) -> tuple[Check, ...]:
    """Percentile of each preset's figures in their own ranges, as shares."""
    problems = [Problem(catalog, preset(scenario)) for preset in presets]
    found = [places for p in problems if (places := _places(p, find)) is not None]
    by_figure = zip(*found, strict=True) if found else [()] * len(FIGURES)
    return (
        *(
            within(f"{name}, place in its range", "0.5", BY_DEFINITION, places, ends)
            for (name, ends), places in zip(FIGURES.items(), by_figure, strict=True)
        ),
        equal_gains(problems[0]),
    )


def _places(problem: Problem, find: Ask) -> tuple[float, ...] | None:
    """Share of draws below each of ``FIGURES``; None if there is no list."""
    found = find(problem)
    if isinstance(found, NoPlan):
        return None
    plan = with_plan(problem, found).if_all_say_yes
    if isinstance(plan, NoPlan):
        return None
    booked, (middle, drawn) = booked_rotations(problem), models(problem)
    nothing, without = (m.value(booked, True) for m in (middle, drawn))
    outlook = outlook_of(problem, [one.request for one in found.requests])
    adds = gain_draws(outlook, drawn.parameters)
    every = rotations_of(problem, plan.blocks)
    yes, all_yes = (m.value(every, True) for m in (middle, drawn))
    return (
        _place(nothing[0], without),
        _place(found.value, without + adds),
        _place(found.value - nothing[0], adds),
        _place(yes[0] - nothing[0], all_yes - without),
    )


def _place(shown: float, drawn: Floats) -> float:
    return float((drawn < shown).mean())


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
            gains[row._replace(listed=False, signalled=False)].append(value)
    return PP * max((max(g) - min(g) for g in gains.values()), default=0.0)
