"""Hosts on a list that others could stand in for: the model cannot tell them apart.

Of a host that never wrote whether it takes anyone, only its program and its place are
known. Which of several such hosts to write to is then for the applicant to choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import and_

import numpy as np

from optimizer.requests.batch_dating import Bools
from optimizer.requests.mean import Steps
from optimizer.requests.request import Request, Terms
from optimizer.requests.set_values import Chosen

Member = tuple[Request, frozenset[int]]
"""A request on the list, and the numbers of those that could take its place."""
SAME = 0.0005
"""Difference of two mean values that no page shows: half a tenth of a point."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Requests on the list, and those that could take the place of any of them."""

    listed: tuple[Request, ...]
    others: tuple[Request, ...]

    @property
    def every(self) -> tuple[Request, ...]:
        """All of them, by the name of the host."""
        found = (*self.listed, *self.others)
        return tuple(
            sorted(found, key=lambda r: (r.candidates[0].offering.host, r.name))
        )


def alike(
    requests: Sequence[Request], asked: Chosen, steps: Steps
) -> tuple[Alike, ...]:
    """Groups of cold hosts of equal terms that may be exchanged one for another.

    ``asked`` are numbers of ``requests``, ``steps`` the means one step away from them:
    of cold hosts that may be given up for those that ``may_stand_in``. Exchanging a
    listed one for any other of its group lowers the mean by no more than ``SAME``.
    """
    groups: dict[Terms, list[Member]] = {}
    for place, i in enumerate(asked):
        request = requests[i]
        same = np.flatnonzero(steps.instead[place] >= steps.mean - SAME)
        found = frozenset(
            j for j in same.tolist() if _terms(requests[j]) == _terms(request)
        )
        if found:
            groups.setdefault(_terms(request), []).append((request, found))
    return tuple(_group(requests, members) for members in groups.values())


def may_stand_in(requests: Sequence[Request], asked: Chosen, cold: Bools) -> Bools:
    """Which requests, (N,), are to cold hosts on the terms of one that is asked."""
    terms = {_terms(requests[i]) for i in asked if cold[i]}
    return np.array(
        [c and _terms(r) in terms for r, c in zip(requests, cold, strict=True)],
        dtype=bool,
    )


def _group(requests: Sequence[Request], members: Sequence[Member]) -> Alike:
    """Those that share others: as many as give the applicant the widest choice."""
    ranked = sorted(members, key=lambda m: (-len(m[1]), m[0].name))
    shared = list(accumulate((others for _, others in ranked), and_))
    most = max(range(len(ranked)), key=lambda n: (n + 1) * len(shared[n]))
    listed = tuple(request for request, _ in ranked[: most + 1])
    others = (requests[j] for j in sorted(shared[most], reverse=True))
    doors = {request.door: request for request in others}  # a door is asked once
    return Alike(listed, tuple(sorted(doors.values(), key=lambda r: r.name)))


def _terms(request: Request) -> Terms:
    return replace(request.terms, door="")
