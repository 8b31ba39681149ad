"""Three hosts to ask, of which two may be visited."""

from __future__ import annotations

import factories as make
import pytest
from random_problems import versioned

from optimizer.domain.problem import Problem


@pytest.fixture
def clinic() -> str:
    """What each host is called, before its number."""
    return "Clinic"


@pytest.fixture
def asked(clinic: str) -> Problem:
    programs = tuple(make.program(f"P{i}") for i in range(3))
    offerings = tuple(
        make.offering(f"E{i}", f"P{i}", acceptance=0.2 * (i + 1), host=f"{clinic} {i}")
        for i in range(3)
    )
    found = versioned(make.catalog(programs, offerings))
    return make.problem(found, budget_usd=9_000, max_rotations=2, min_letters=0)
