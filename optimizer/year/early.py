"""One early rotation in the year before, beside the plan, to get to know the US."""

from __future__ import annotations

import datetime as dt

from optimizer.domain.problem import Problem
from optimizer.model.candidates import Candidate, candidates
from optimizer.model.cost import offering_usd
from optimizer.model.rotation import Rotation, door_of, rotation_on
from optimizer.requests.ask_list import AskList
from optimizer.year.timeline import Item, Year

ROW = "orient-1"
"""The row of the guide that asks for it."""
MOST = 3


def early_item(year: Year) -> Item | None:
    """When it should lie; None where it is not for this applicant, or too late."""
    items = (item for item in year.items if item.step_id == ROW)
    return next((item for item in items if item.state in ("now", "later")), None)


def early_rotations(
    problem: Problem, found: AskList, span: tuple[dt.date, dt.date]
) -> tuple[Rotation, ...]:
    """Whom one could visit then: one a host, the likeliest yes first, then the price.

    Each on its first day that can still be asked for. Hosts of the list are left out:
    they are for the season itself.
    """
    early = problem.having(
        window_start=max(span[0], problem.scenario.today), window_end=span[1], pins=()
    )
    listed = {a.request.door for a in found.requests}
    best = sorted(
        (c for c in candidates(early) if door_of(early, c.offering) not in listed),
        key=lambda c: (
            -c.visit.acceptance,
            offering_usd(early, c.offering),
            c.offering.offering_id,
        ),
    )
    hosts: dict[str, Candidate] = {}
    for candidate in best:
        hosts.setdefault(candidate.visit.key, candidate)
    chosen = [*hosts.values()][:MOST]
    return tuple(
        rotation_on(early, c.offering, dt.date.fromordinal(c.starts[0])) for c in chosen
    )
