"""Which other programs lie near a host: one trip, several interviews."""

from __future__ import annotations

from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering, Place, Program
from optimizer.model.travel import great_circle_miles

NEAR_MILES = 60
"""As far as one drives to an interview and back in a day."""


def near_program(problem: Problem, program: Program) -> tuple[Program, ...]:
    """The other programs within ``NEAR_MILES`` of a program, the nearest first."""
    return _near(problem, program, program)


def near_offering(problem: Problem, offering: Offering) -> tuple[Program, ...]:
    """The programs within ``NEAR_MILES`` of a host, but for its own."""
    program = problem.program_of(offering)
    return _near(problem, program or problem.place_of(offering), program)


def _near(
    problem: Problem, here: Program | Place, own: Program | None
) -> tuple[Program, ...]:
    others = (p for p in problem.catalog.programs if p != own)
    miles = {p: great_circle_miles(here, p) for p in others}
    near = [p for p, far in miles.items() if far <= NEAR_MILES]
    return tuple(sorted(near, key=lambda p: (miles[p], p.program_id)))
