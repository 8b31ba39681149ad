"""A problem in another world: assumptions or an offering as they may turn out to be.

Each world is a problem with a catalog and a version of its own, so every function of
the library takes it. The application list and the signals stay as decided before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from optimizer.domain.catalog import Catalog
from optimizer.domain.parameters import OPTIONAL, PARAMETERS
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.records import Assumption, Offering
from optimizer.model.hosts import trust
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
    visit_of,
)
from optimizer.model.value.objective import acceptance_assumption

VERSION_CHARACTERS = 32


def world(problem: Problem, values: Mapping[str, float]) -> Problem:
    """The problem where these assumptions have other values, of their own ranges.

    What must be whole is rounded. Acceptances that come from an assumption move too.
    """
    fitted = {name: _round_if_whole(name, value) for name, value in values.items()}
    acceptance = {
        offering_id: fitted[name]
        for offering_id, name in _priors(problem).items()
        if name in fitted
    }
    return _with_records(
        problem,
        f"{sorted(fitted.items())}",
        assumptions=tuple(
            replace(a, value=fitted.get(a.name, a.value))
            for a in problem.catalog.assumptions
        ),
        offerings=tuple(
            replace(o, acceptance=acceptance[o.offering_id])
            if o.offering_id in acceptance
            else o
            for o in problem.catalog.offerings
        ),
    )


def with_offering(problem: Problem, offering: Offering) -> Problem:
    """The problem where one offering is different; its id says which."""
    offerings = tuple(
        offering if o.offering_id == offering.offering_id else o
        for o in problem.catalog.offerings
    )
    return _with_records(problem, repr(offering), offerings=offerings)


def rotations_in(problem: Problem, blocks: tuple[Block, ...]) -> tuple[Rotation, ...]:
    """Rotations of blocks from another world, on the same dates, and the booked ones.

    Fees, letters and acceptances are those of the problem's own world.
    """
    offering = problem.catalog.offering
    chosen = [
        rotation_on(problem, offering[b.offering.offering_id], b.start) for b in blocks
    ]
    return in_date_order((*booked_rotations(problem), *chosen))


def uncertain_assumptions(problem: Problem) -> tuple[Assumption, ...]:
    """The assumptions that are not known exactly, by name."""
    return tuple(a for a in problem.catalog.assumptions if a.low < a.high)


@lru_cache(maxsize=8)
def _priors(problem: Problem) -> dict[str, str]:
    """The assumption behind each acceptance on record that comes from one."""
    named = (
        (o.offering_id, acceptance_assumption(problem, visit_of(problem, o)))
        for o in problem.catalog.offerings
        if o.acceptance is not None
    )
    return {offering_id: name for offering_id, name in named if name}


def _round_if_whole(name: str, value: float) -> float:
    bound = {**PARAMETERS, **OPTIONAL}.get(name)
    return float(round(value)) if bound and bound.whole else float(value)


def _with_records(problem: Problem, what: str, **parts: Any) -> Problem:
    """The problem with other records; of sources what acceptances and grades need."""
    old = problem.catalog
    digest = hashlib.sha256(f"{old.version} {what}".encode()).hexdigest()
    catalog: Catalog = replace(
        old,
        **parts,
        provenance=tuple(
            p
            for p in old.provenance
            if p.field in ("acceptance", *trust.FIELDS) or p.status == "user"
        ),
        version=digest[:VERSION_CHARACTERS],
        believed=old.assumptions if old.believed is None else old.believed,
    )
    return Problem(catalog, problem.scenario)
