"""The problem that is left once answers to a list of requests are in, and its plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Answer, Scenario
from optimizer.domain.starts import BlockId, offering_of, start_dates
from optimizer.model.rotation import blocks_of
from optimizer.model.rules import rules
from optimizer.model.value.application_list import match_model
from optimizer.requests.ask_list import AskList, Likely, PlannedOutcome
from optimizer.requests.request import Request
from optimizer.solver.solve import TOLERANCE, Solver


def after_replies(
    problem: Problem, asked: Sequence[Request], yes: Collection[str]
) -> Problem:
    """What to decide once the requests named ``yes`` are accepted, all others refused.

    What was wanted "at least" is dropped, as it may be out of reach.
    """
    scenario = rules.settled_scenario(problem.scenario)
    return _only(problem, scenario, asked, lambda r: _reply(r, r.name in yes))


def if_all_say_yes(problem: Problem, asked: Sequence[Request]) -> Problem:
    """The plan to make if every host accepts: every wish counts."""
    scenario = replace(problem.scenario, acceptance="certain")
    return _only(problem, scenario, asked, lambda r: r.terms.answer or "asked")


def nothing_else(problem: Problem, asked: Sequence[Request]) -> Problem:
    """The plan to make of these if every host accepts and no other is asked."""
    scenario = replace(problem.scenario, acceptance="certain")
    return _only(problem, scenario, asked, lambda r: r.terms.answer)


def planned_outcomes(
    problem: Problem, found: AskList, some: Sequence[Likely] | None = None
) -> tuple[PlannedOutcome, ...]:
    """Its likeliest outcomes, or ``some``, as ``solve`` plans what then says yes.

    Raises if the two disagree, unless signals may run out: then dates decide a little.
    """
    asked = {a.request.name: a.request for a in found.requests}
    # What a request costs is gone whatever the answer: one search serves all outcomes.
    solver = Solver(after_replies(problem, [*asked.values()], asked))
    choices, most = match_model(problem).choices, problem.scenario.max_rotations
    planned: list[PlannedOutcome] = []
    for one in found.outcomes if some is None else some:
        ids = {i for n in one.requests for i in asked[n].offering_ids}
        value, rotations = solver.rotations_among(ids) or (found.baseline, ())
        if not choices.may_run_out(most) and abs(value - one.value) > 2 * TOLERANCE:
            raise AssertionError(f"{one} in the table, {value} solved")
        told = one.chance, one.requests, one.cost_usd, one.value
        planned.append(PlannedOutcome(*told, blocks_of(rotations)))
    return tuple(planned)


def plan_outcome(problem: Problem, found: AskList, outcome: Likely) -> PlannedOutcome:
    """One of them."""
    return planned_outcomes(problem, found, [outcome])[0]


def _reply(request: Request, yes: bool) -> Answer:
    if request.certain:
        return request.terms.answer or "accepted"
    return "accepted" if yes else "refused"


@lru_cache(maxsize=4096)
def _names(
    offering_id: str, starts: str, window: tuple[dt.date, dt.date]
) -> tuple[tuple[int, str], ...]:
    """Every start of an offering, as an ordinal and by its name."""
    days = start_dates(starts, *window)
    return tuple((d.toordinal(), str(BlockId(offering_id, d))) for d in days)


def _only(
    problem: Problem,
    scenario: Scenario,
    asked: Sequence[Request],
    reply: Callable[[Request], Answer | None],
) -> Problem:
    """The problem in which nothing but what these requests name can be chosen."""
    named = {i: r for r in asked for i in r.offering_ids}
    given = {n: a for n, a in scenario.answers if offering_of(n) not in named}
    kept = {
        n: a
        for n, a in scenario.answers
        if offering_of(n) in named and named[offering_of(n)].certain
    }
    new: dict[str, Answer] = {
        i: said for i, r in named.items() if not r.certain and (said := reply(r))
    }
    every = problem.catalog.offering
    starts: dict[str, set[int]] = {i: set() for i in named}
    for candidate in (c for r in asked for c in r.candidates):
        starts[candidate.offering.offering_id].update(candidate.starts)
    dates = [
        name
        for i, some in starts.items()
        for day, name in _names(i, every[i].starts, problem.window)
        if day not in some
    ]
    return Problem(
        problem.catalog,
        replace(
            scenario,
            answers=tuple(sorted({**given, **kept, **new}.items())),
            exclusions=(
                *scenario.exclusions,
                *(name for name in every if name not in named),
                *dates,
            ),
        ),
    )
