"""Random problems with the requests that they leave, and the oracle of each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import oracle
from oracle_requests import Asking
from random_problems import random_problem

from optimizer.domain.problem import Problem
from optimizer.model.value.application_list import match_model
from optimizer.requests.request import Request, requests_of
from optimizer.requests.set_values import SetValues

FARTHER = 10_000


@cache
def problem_of(seed: int) -> Problem:
    """A random problem with a signal for each rotation that may take one."""
    p = random_problem(seed)
    sites = [r.site for r in oracle.world_of(p).booked]
    if len(set(sites)) < len(sites):  # two bookings at one program: no plan at all
        p = Problem(p.catalog, replace(p.scenario, booked=()))
    return problem_of(seed + FARTHER) if _signals_run_out(p) else p


def _signals_run_out(p: Problem) -> bool:
    """Whether the order of dates may decide which rotation takes the last signal.

    A list is valued without that order (docs/model.md): with 20 signals it cannot be.
    """
    made = match_model(p.having(acceptance="certain")).choices
    left = made.spare + len(made.signals_go)
    return left < min(p.scenario.max_rotations, len(made.moves))


def ids(request: Request) -> frozenset[str]:
    return frozenset(request.offering_ids)


@cache
def values_of(seed: int) -> SetValues:
    p = problem_of(seed)
    return SetValues(p, requests_of(p))


@cache
def asking_of(seed: int) -> Asking:
    return Asking(problem_of(seed))
