"""Requests that name one date each: the date is part of the choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from optimizer.domain.block_id import BlockId
from optimizer.domain.problem import Problem
from optimizer.requests.mean import Mean
from optimizer.requests.request import Request, last_day
from optimizer.requests.set_values import SetValues

DOORS = 25
"""Doors that are looked at: those that add most alone, naming every date."""


def one_date_each(values: SetValues, kept: Collection[int]) -> tuple[Request, ...]:
    """The requests of the best doors, once for each date; ``kept`` ones as they are."""
    requests = values.requests
    alone = Mean(values).steps((), swaps=False).more
    doors: list[str] = []
    found = [requests[i] for i in kept]
    taken = {request.door for request in found}
    for i in np.argsort(-alone, kind="stable"):
        request = requests[int(i)]
        if request.door not in taken and request.door not in doors:
            doors.append(request.door)
            found += _split_by_date(values.problem, request)
        if len(doors) == DOORS:
            break
    return tuple(sorted(found, key=lambda request: request.name))


def _split_by_date(problem: Problem, request: Request) -> Iterator[Request]:
    """A request for each offering and start that one names."""
    for candidate in request.candidates:
        for start in candidate.starts:
            day = dt.date.fromordinal(start)
            dated = replace(candidate, starts=(start,))
            yield replace(
                request,
                name=str(BlockId(candidate.offering.offering_id, day)),
                candidates=(dated,),
                ask_by=last_day(problem, dated),
            )
