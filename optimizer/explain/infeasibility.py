"""Why there is no plan: the rules that clash, in words, with what would help.

A clash is a smallest set of the scenario's rules that cannot hold together, found by
leaving out one rule after another (a deletion filter). Each sentence about hosts is
checked by itself, so none of them is a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from optimizer.domain import words
from optimizer.domain.plan import Diagnosis, Eligibility
from optimizer.domain.problem import Problem
from optimizer.domain.replies import required_names
from optimizer.domain.starts import BlockId, start_dates
from optimizer.domain.ways_out import Outside, Wish
from optimizer.explain.fixes import (
    clash_of,
    drop_wishes,
    fixes,
    known_possible,
    wishes,
    works,
)
from optimizer.explain.left_out import without_date
from optimizer.model.candidates import Availability, availability
from optimizer.model.eligibility import eligibility
from optimizer.model.rotation import (
    Rotation,
    booked_rotations,
    in_date_order,
    rotation_on,
)
from optimizer.model.rules import rules
from optimizer.model.rules.rules import Rule, broken_rules
from optimizer.model.travel import days_between


def diagnose(problem: Problem, keep: str = "") -> Diagnosis:
    """The clash and its smallest fixes, for a scenario without a plan.

    ``keep`` is a pin that no fix may release: the one that is asked about.
    Raises ``OutOfWork`` past the scenario's work limit in the first or the last solve.
    """
    try:
        return _explain(problem, keep)
    finally:
        known_possible.cache_clear()


def _explain(problem: Problem, keep: str) -> Diagnosis:
    every = wishes(problem, keep)
    loosest = _at_all(problem, every)
    if not known_possible(loosest):
        return Diagnosis((_nothing_possible(loosest, keep),), ())
    clash = clash_of(problem, every)
    others = [wish for wish in every if wish not in clash]
    outside = _in_the_way(drop_wishes(problem, others))
    said = conflict(problem, clash, outside)
    return Diagnosis((said,), tuple(fixes(problem, clash, keep)))


def _at_all(problem: Problem, every: Sequence[Wish]) -> Problem:
    """The problem without its wishes, but not content with no rotation."""
    least = min(1, problem.scenario.min_rotations)
    return drop_wishes(problem, every).having(min_rotations=least)


def _in_the_way(problem: Problem) -> tuple[Outside, ...]:
    """The limits from outside the wishes without which there would be a plan."""
    return tuple(
        limit
        for limit in rules.outside(problem)
        if limit.lifted
        and works(Problem(problem.catalog, limit.lifted.apply(problem.scenario)))
    )


def _nothing_possible(problem: Problem, keep: str) -> str:
    """Why there is no plan even with every rule loosened that can be."""
    if problem.scenario.today > problem.season.window_end:
        return "The season is over: no rotation of it can still be done."
    if outside := _in_the_way(problem):
        return without_a_way_out(problem, outside)
    if keep:
        return "No change of your own rules makes it possible."
    broken = _broken_at_best(problem)
    if broken is None:
        return nothing_open(problem)
    these = " ".join(rule.sentence for rule in broken)
    return (
        "No plan is possible, however far you loosen your rules."
        f" What comes nearest breaks this: {these}"
    )


def _broken_at_best(problem: Problem) -> tuple[Rule, ...] | None:
    """The rules that the nearest to a plan breaks; None if no offering is open at all.

    Tried are what is booked and, beside it, each offering that is open on some date of
    the season, whether or not a rule allows it then.
    """
    booked = booked_rotations(problem)
    stands = ((o, availability(problem, o)) for o in problem.catalog.offerings)
    chosen = (
        rotation_on(problem, offering, found.start)
        for offering, found in stands
        if found.start and found.stand != "closed"
    )
    tried = [in_date_order((*booked, rotation)) for rotation in chosen]
    every = (broken_rules(problem, t) for t in (*([booked] if booked else []), *tried))
    return min(every, key=len, default=None)


NAMED = 3
"""So many reasons are told where nothing is open."""


def conflict(
    problem: Problem, clash: Sequence[Wish], outside: Sequence[Outside]
) -> str:
    """What cannot hold together, who set what is no wish, and what is plainly wrong."""
    together: list[Wish | Outside] = [*clash, *outside]
    these = words.join_names([each.sentence for each in together], most=20)
    if len(together) == 1:
        said = f"No plan is possible with {these}."
    else:
        said = f"These cannot hold together: {these}."
    if {"pins", "paid"} & {each.name for each in together}:
        said = " ".join((said, *obstacles(problem, required_names(problem.scenario))))
    return " ".join((said, *_sources(outside)))


def without_a_way_out(problem: Problem, outside: Sequence[Outside]) -> str:
    """What stands in the way where all that stands is from outside the wishes."""
    these = words.join_names([limit.sentence for limit in outside])
    wrong = obstacles(problem, required_names(problem.scenario))
    said = f"Whatever your own rules, no plan is possible with {these}."
    return " ".join((said, *wrong, *_sources(outside)))


def nothing_open(problem: Problem) -> str:
    """What closes the offerings where none is open: the commonest reasons, counted."""
    catalog = problem.catalog.offerings
    closing = Counter(
        reason
        for offering in catalog
        for reason in dict.fromkeys(_reasons(availability(problem, offering)))
    )
    told = (
        f"{reason.rstrip('.')} ({n} of {len(catalog)})."
        for reason, n in closing.most_common(NAMED)
    )
    said = "No offering of the catalog is open to you on any date, whatever the rules."
    limits = [x for x in rules.outside(problem) if x.name == "eligibility"]
    return " ".join((said, *told, *_sources(limits)))


def _reasons(found: Availability) -> Iterator[str]:
    for reason in found.eligibility.reasons:
        if reason.verdict == "closed":
            yield without_date(reason)


def obstacles(problem: Problem, names: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong with offerings by themselves and in pairs, whatever else holds.

    A name without a date stands for any; in pairs its program alone counts. What is
    booked stands in the way too.
    """
    known = dict.fromkeys(
        name for name in names if _id(name) in problem.catalog.offering
    )
    single = [said for name in known for said in _alone(problem, name)]
    return (*single, *dict.fromkeys(_together(problem, tuple(known))))


def _sources(outside: Sequence[Outside]) -> Iterator[str]:
    for limit in outside:
        yield from (limit.source, limit.way)


def _id(name: str) -> str:
    return BlockId.parse(name).offering_id


def _alone(problem: Problem, name: str) -> Iterator[str]:
    block, host = BlockId.parse(name), _host(problem, name)
    offering = problem.catalog.offering[block.offering_id]
    if block.start is None:
        found = availability(problem, offering)
        judged = found.eligibility if found.stand == "closed" else Eligibility("open")
    else:
        judged = eligibility(problem, offering, block.start)
        if not start_dates(offering.starts, block.start, block.start):
            yield f"{host} has no start on {words.day_in_words(block.start)}."
    for reason in judged.reasons:
        if reason.verdict == "closed":
            source = f" Source: {reason.source.rstrip('.')}." if reason.source else ""
            yield f"{host} is closed to you: {reason.sentence}{source}"


def _together(problem: Problem, names: tuple[str, ...]) -> Iterator[str]:
    booked = booked_rotations(problem)
    dated = {name: found for name in names if (found := _rotation(problem, name))}
    for first, second in combinations(names, 2):
        visits = [problem.catalog.offering[_id(name)] for name in (first, second)]
        if _id(first) == _id(second):
            if first in dated and second in dated:
                yield f"{_host(problem, first)} cannot be done on two dates."
        elif visits[0].program_id and visits[0].program_id == visits[1].program_id:
            yield (
                f"{_host(problem, first)} and {_host(problem, second)} are at one"
                " program, where one rotation counts."
            )
    every = [(_host(problem, name), found) for name, found in dated.items()]
    every += [("What is booked", rotation) for rotation in booked]
    for one, other in combinations(every, 2):
        yield from _overlap(one, other)


def _overlap(one: tuple[str, Rotation], other: tuple[str, Rotation]) -> Iterator[str]:
    (host, first), (other_host, second) = sorted(
        (one, other), key=lambda each: each[1].start
    )
    if first.visit.key != second.visit.key and days_between(first, second) < 0:
        yield f"{_stay(host, first)} and {_stay(other_host, second)} overlap."


def _stay(host: str, rotation: Rotation) -> str:
    first, last = map(words.day_in_words, (rotation.start, rotation.end))
    return f"{host} ({first} to {last})"


def _rotation(problem: Problem, name: str) -> Rotation | None:
    block = BlockId.parse(name)
    if block.start is None:
        return None
    offering = problem.catalog.offering[block.offering_id]
    return rotation_on(problem, offering, block.start)


def _host(problem: Problem, name: str) -> str:
    return problem.catalog.offering[_id(name)].host
