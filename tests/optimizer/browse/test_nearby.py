"""Programs near a host."""

from __future__ import annotations

import factories as make

from optimizer.model.travel import NEAR_MILES, near_offering, near_program

DEGREE = 69.1  # miles that a degree of latitude is long


def problem(*degrees: float):
    """Programs this many degrees north of the first, and a host without one."""
    programs = tuple(
        make.program(f"P{i}", lat=29.76 + north) for i, north in enumerate(degrees)
    )
    offerings = (make.offering("E0", "P0"), make.offering("E9", "", host="Clinic"))
    return make.problem(make.catalog(programs, offerings))


def test_the_nearest_come_first_and_a_program_is_not_near_itself():
    inside, outside = (NEAR_MILES - 2) / DEGREE, (NEAR_MILES + 2) / DEGREE
    asked = problem(0, inside, outside, 0.1)
    first = asked.catalog.program["P0"]
    assert [p.program_id for p in near_program(asked, first)] == ["P3", "P1"]
    host = asked.catalog.offering["E0"]
    assert near_offering(asked, host) == near_program(asked, first)


def test_a_host_without_a_program_counts_all_around_it():
    found = near_offering(problem(0, 5), problem(0, 5).catalog.offering["E9"])
    assert [p.program_id for p in found] == ["P0"]
