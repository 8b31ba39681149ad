"""How sure it is that a host takes the applicant, and what follows from that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import factories as make
import pytest
from factories import versioned

from optimizer.domain.applicant import Applicant
from optimizer.domain.catalog import Catalog
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import GRADES
from optimizer.explain.infeasibility import diagnose
from optimizer.model.rotation import acceptance_of
from optimizer.model.trust import (
    GENERAL,
    grade_of,
    months_between,
)
from optimizer.solver.solve import solve

TODAY = dt.date(2026, 11, 26)
STUDENT = Applicant()
GRADUATE = Applicant(status="graduate", graduation_date=dt.date(2024, 6, 1))
BOTH = ("students", "pmr_available")


def catalog(as_of: str = "2026-05", status: str = "sourced", **cells: str) -> Catalog:
    """One offering, with a page behind what it says of visitors."""
    offering = make.offering(acceptance=None, **cells)
    sources = tuple(
        make.provenance("offerings.csv", "E1", field, as_of=as_of, status=status)
        for field in ("students", "graduates", "pmr_available")
    )
    return versioned(make.catalog(offerings=(offering,), sources=sources))


def graded(found: Catalog, who: Applicant = STUDENT, day: dt.date = TODAY) -> str:
    asked = make.problem(found, applicant=who, today=day)
    return grade_of(asked, found.offering["E1"])


@pytest.mark.parametrize(
    ("students", "pmr", "expected"),
    [
        ("yes", "yes", "confirmed"),
        ("yes", "unknown", "unclear"),
        ("unknown", "yes", "unclear"),
        ("unknown", "unknown", "cold"),
    ],
)
def test_two_facts_make_the_grade(students: str, pmr: str, expected: str) -> None:
    assert graded(catalog(students=students, pmr_available=pmr)) == expected


@pytest.mark.parametrize(
    ("as_of", "status", "expected"),
    [
        ("2025-06", "sourced", "confirmed"),  # 1 June 2025: 17 months
        ("2025-05-27", "sourced", "confirmed"),
        ("2025-05-26", "sourced", "likely"),  # 18 months to the day
        ("2025", "sourced", "likely"),  # it may be of January
        ("undated", "sourced", "likely"),
        ("", "sourced", "likely"),
        ("2026-05", "aggregator", "likely"),  # not the host's own page
        ("2026-11-20", "user", "confirmed"),  # the applicant asked
    ],
)
def test_only_a_recent_page_of_the_host_confirms(
    as_of: str, status: str, expected: str
) -> None:
    assert graded(catalog(as_of, status)) == expected


def test_the_oldest_of_the_two_facts_counts() -> None:
    found = catalog()
    old = replace(found.provenance[2], as_of="2023")
    assert old.field == "pmr_available"
    sources = (*found.provenance[:2], old)
    assert graded(versioned(replace(found, provenance=sources))) == "likely"


def test_a_page_ages() -> None:
    found = catalog("2026-05")
    assert graded(found, day=dt.date(2027, 10, 31)) == "confirmed"
    assert graded(found, day=dt.date(2027, 11, 1)) == "likely"
    assert months_between(dt.date(2026, 5, 31), dt.date(2026, 6, 30)) == 0


def test_it_is_about_the_status_of_the_applicant() -> None:
    found = catalog(students="yes", graduates="unknown")
    assert graded(found, STUDENT) == "confirmed"
    assert graded(found, GRADUATE) == "unclear"
    soon = Applicant(graduation_date=dt.date(2026, 12, 1))
    assert graded(found, soon) == "confirmed"
    assert graded(found, soon, dt.date(2026, 12, 2)) == "unclear"


def test_the_grade_names_the_chance_of_a_yes() -> None:
    """Where the host published none, and never above what is surer."""
    chances = []
    for cells in (
        {},
        {"pmr_available": "unknown"},
        {"pmr_available": "unknown", "students": "unknown"},
    ):
        found = catalog(**cells)
        problem = make.problem(found, today=TODAY)
        name = f"acceptance_{graded(found)}"
        chance = acceptance_of(problem, found.offering["E1"])
        assert chance == problem.parameter(name)
        chances.append(chance)
    assert chances == sorted(chances, reverse=True)
    published = replace(found.offering["E1"], acceptance=0.42)
    problem = make.problem(versioned(replace(found, offerings=(published,))))
    assert acceptance_of(problem, published) == 0.42


def test_a_catalog_without_grades_has_one_chance_for_all() -> None:
    found = catalog()
    kept = tuple(a for a in found.assumptions if not a.name.startswith("acceptance_"))
    problem = make.problem(versioned(replace(found, assumptions=kept)), today=TODAY)
    chance = acceptance_of(problem, found.offering["E1"])
    assert chance == problem.parameter(GENERAL)


@pytest.mark.parametrize("least", GRADES)
def test_a_plan_keeps_to_hosts_that_are_as_sure_as_asked(least: str) -> None:
    for cells, own in (({}, "confirmed"), ({"pmr_available": "unknown"}, "unclear")):
        asked = {"today": TODAY, "budget_usd": 20_000, "least_trust": least}
        outcome = solve(make.problem(catalog(**cells), **asked))
        taken = GRADES.index(own) <= GRADES.index(least)
        assert isinstance(outcome, Plan if taken else NoPlan)


def test_a_host_that_accepted_is_sure_enough() -> None:
    found = catalog(pmr_available="unknown", students="unknown")
    asked = {"today": TODAY, "budget_usd": 20_000, "least_trust": "confirmed"}
    problem = make.problem(found, answers=(("E1", "accepted"),), **asked)
    assert isinstance(solve(problem), Plan)


def test_the_way_out_is_to_be_less_sure() -> None:
    found = catalog(pmr_available="unknown")
    asked = {"today": TODAY, "budget_usd": 20_000, "least_trust": "likely"}
    problem: Problem = make.problem(found, **asked)
    fixes = diagnose(problem).fixes
    assert ("least_trust", "unclear") in [fix.change[0] for fix in fixes]
