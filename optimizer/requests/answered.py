"""The problem that is left once answers to a list of requests are in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from optimizer.domain.problem import Problem
from optimizer.domain.records import Offering
from optimizer.domain.scenario import Answer, Scenario
from optimizer.domain.starts import offering_of, start_dates
from optimizer.model.rules import rules
from optimizer.requests.request import Request


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


def _reply(request: Request, yes: bool) -> Answer:
    if request.certain:
        return request.terms.answer or "accepted"
    return "accepted" if yes else "refused"


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
    others = [o for o in problem.catalog.offerings if o.offering_id not in named]
    dates = [
        block
        for i in named
        for block in _unnamed_blocks(problem, problem.catalog.offering[i], asked)
    ]
    return Problem(
        problem.catalog,
        replace(
            scenario,
            answers=tuple(sorted({**given, **kept, **new}.items())),
            exclusions=(
                *scenario.exclusions,
                *(o.offering_id for o in others),
                *dates,
            ),
        ),
    )


def _unnamed_blocks(
    problem: Problem, offering: Offering, asked: Sequence[Request]
) -> Iterator[str]:
    """Blocks of an offering on dates that no request names."""
    named = {
        start
        for request in asked
        for c in request.candidates
        if c.offering.offering_id == offering.offering_id
        for start in c.starts
    }
    for start in start_dates(offering.starts, *problem.window):
        if start.toordinal() not in named:
            yield f"{offering.offering_id}@{start.isoformat()}"
