"""Why there is no plan: the rules that clash, in words, with what would help.

A clash is a smallest set of the scenario's rules that cannot hold together, found by
leaving out one rule after another (a deletion filter).
"""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.domain.plan import Diagnosis
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import Outside, Wish
from optimizer.explain.clash_words import conflict, nothing_open, without_a_way_out
from optimizer.explain.fixes import fixes
from optimizer.explain.loosening import clash_of, drop_wishes, wishes, works
from optimizer.model.availability import availability
from optimizer.model.rotation import booked_rotations, in_date_order, rotation_on
from optimizer.model.rules import rules
from optimizer.model.rules.rules import Rule, broken_rules
from optimizer.solver.solve import is_possible


def diagnose(problem: Problem, keep: str = "") -> Diagnosis:
    """The clash and its smallest fixes, for a scenario without a plan.

    ``keep`` is a pin that no fix may release: the one that is asked about.
    Raises TimeoutError past the scenario's time limit in the first or the last solve.
    """
    every = wishes(problem, keep)
    loosest = _at_all(problem, every)
    if not is_possible(loosest):
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
