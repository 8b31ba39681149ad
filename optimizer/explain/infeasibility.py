"""Why there is no plan, and the smallest changes that make one possible.

A clash is a smallest set of the scenario's rules that cannot hold together, found by
leaving out one rule after another (a deletion filter). A fix loosens one of them, or
two where no single one will do, by as little as works; where two are not enough either,
a rule of each clash is dropped. Each fix is verified by solving.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimizer.domain import words
from optimizer.domain.plan import Diagnosis, Fix
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import Change, Outside, Wish
from optimizer.explain.clash_words import conflict, nothing_open, without_a_way_out
from optimizer.explain.loosening import wishes
from optimizer.model import rules
from optimizer.model.availability import availability
from optimizer.model.candidates import candidates
from optimizer.model.letters import letter_lag_days
from optimizer.model.rotation import booked_rotations, in_date_order, rotation_on
from optimizer.model.rules import Rule, broken_rules
from optimizer.solver.solve import cheapest, is_possible

MOST_PAIRS = 3


def diagnose(problem: Problem, keep: str = "") -> Diagnosis:
    """The clash and its smallest fixes, for a scenario without a plan.

    ``keep`` is a pin that no fix may release: the one that is asked about.
    Raises TimeoutError past the scenario's time limit in the first or the last solve.
    """
    every = wishes(problem, keep)
    loosest = _at_all(problem, every)
    if not is_possible(loosest):
        return Diagnosis((_nothing_possible(loosest, keep),), ())
    clash = _clash(problem, every)
    others = [wish for wish in every if wish not in clash]
    outside = _in_the_way(_relaxed(problem, others))
    fixes = tuple(_fixes(problem, clash)) or tuple(_pairs(problem, clash, keep))
    said = conflict(problem, clash, outside)
    return Diagnosis((said,), fixes or tuple(_chain(problem, keep)))


def _at_all(problem: Problem, every: Sequence[Wish]) -> Problem:
    """The problem without its wishes, but not content with no rotation."""
    least = min(1, problem.scenario.min_rotations)
    return _relaxed(problem, every).having(min_rotations=least)


def _in_the_way(problem: Problem) -> tuple[Outside, ...]:
    """The limits from outside the wishes without which there would be a plan."""
    return tuple(
        limit
        for limit in rules.outside(problem)
        if limit.lifted
        and _works(Problem(problem.catalog, limit.lifted.apply(problem.scenario)))
    )


def _relaxed(problem: Problem, dropped: Sequence[Wish]) -> Problem:
    scenario = problem.scenario
    for wish in dropped:
        scenario = wish.dropped.apply(scenario)
    return Problem(problem.catalog, scenario)


def _clash(problem: Problem, every: Sequence[Wish]) -> tuple[Wish, ...]:
    """A smallest set of wishes that clash: dropping any of them resolves it."""
    clash = list(every)
    for wish in every:
        fewer = [w for w in clash if w is not wish]
        without = [w for w in every if w not in fewer]
        if not _works(_relaxed(problem, without), unsure=True):
            clash = fewer
    return tuple(clash)


def _works(problem: Problem, *, unsure: bool = False) -> bool:
    """Whether there is a plan; ``unsure`` where that takes too long to find out.

    A fix that takes too long to verify is not offered, and a clash that takes too long
    to make smaller is told as it is.
    """
    try:
        return is_possible(problem)
    except TimeoutError:
        return unsure


def _fixes(problem: Problem, clash: Sequence[Wish]) -> Iterator[Fix]:
    """The smallest single changes, at most a few for each wish of the clash."""
    for wish in clash:
        if wish.name == "budget":
            yield from _budget_fix(problem)
            continue
        if wish.name == "letters":
            yield from _letter_date_fix(problem)
        if _works(Problem(problem.catalog, wish.dropped.apply(problem.scenario))):
            yield from _smallest_steps(problem, wish)


def _smallest_steps(problem: Problem, wish: Wish) -> Iterator[Fix]:
    """Every step that works where steps are alternatives, else the first."""
    if wish.name in ("idle", "stay"):
        yield from _first_that_works(problem, wish.steps)
        return
    alternatives = wish.name in ("months", "pins", "exclusions", "states", "blackouts")
    for change in wish.steps:
        fix = _verified(problem, change)
        if fix is not None:
            yield fix
            if not alternatives:
                return


def _first_that_works(problem: Problem, steps: Sequence[Change]) -> Iterator[Fix]:
    """The smallest of ever larger changes, by bisection; the last one may fail too."""
    first, last = 0, len(steps) - 1
    if last < 0 or _verified(problem, steps[last]) is None:
        return
    while first < last:
        middle = (first + last) // 2
        if _verified(problem, steps[middle]) is None:
            first = middle + 1
        else:
            last = middle
    fix = _verified(problem, steps[first])
    if fix is not None:
        yield fix


def _verified(problem: Problem, change: Change) -> Fix | None:
    scenario = change.apply(problem.scenario)
    if not _works(Problem(problem.catalog, scenario)):
        return None
    return Fix(change.sentence, change.fields, scenario)


def _budget_fix(problem: Problem) -> Iterator[Fix]:
    """The budget to the exact dollar."""
    needed = cheapest(problem)
    if needed is not None and needed > problem.scenario.budget_usd:
        fix = _verified(problem, _budget_change(problem, needed))
        if fix is not None:
            yield fix


def _letter_date_fix(problem: Problem) -> Iterator[Fix]:
    """The letter date to the exact day: bisection over the days letters get ready."""
    days = _ready_days(problem)
    if not days or not _possible_by(problem, days[-1]):
        return
    first, last = 0, len(days) - 1
    while first < last:
        middle = (first + last) // 2
        if _possible_by(problem, days[middle]):
            last = middle
        else:
            first = middle + 1
    sentence = f"Count letters that are ready by {words.day(days[first])}."
    fix = _verified(problem, Change(sentence, (("letters_by", days[first]),)))
    if fix is not None:
        yield fix


def _ready_days(problem: Problem) -> list[dt.date]:
    """Days after the letter date on which some letter would be ready, in order.

    Once interviews are over no letter helps any more.
    """
    found = {
        dt.date.fromordinal(start + c.days - 1 + letter_lag_days(problem, c.offering))
        for c in candidates(problem)
        if c.on_time_until is not None
        for start in c.starts
    }
    found |= {r.letter_ready for r in booked_rotations(problem) if r.letter_ready}
    last = problem.season.interviews_end
    return sorted(day for day in found if problem.letters_by < day <= last)


def _possible_by(problem: Problem, day: dt.date) -> bool:
    return _works(problem.having(letters_by=day))


def _pairs(problem: Problem, clash: Sequence[Wish], keep: str) -> Iterator[Fix]:
    """Pairs of changes, where no single one works: one of the clash, one more."""
    found = 0
    for wish in clash:
        for change in (*wish.steps, wish.dropped):
            changed = Problem(problem.catalog, change.apply(problem.scenario))
            second = next(_fixes(changed, _clash(changed, wishes(changed, keep))), None)
            if second is not None:
                yield _joined(problem, (change, Change(second.sentence, second.change)))
                found += 1
                break
        if found == MOST_PAIRS:
            return


def _chain(problem: Problem, keep: str) -> Iterator[Fix]:
    """One way out where not even two changes will do: a rule of each clash dropped."""
    changes: list[Change] = []
    changed = problem
    while not is_possible(changed):
        wish = _clash(changed, wishes(changed, keep))[0]
        changes.append(wish.dropped)
        changed = Problem(problem.catalog, wish.dropped.apply(changed.scenario))
    yield _joined(problem, changes)


def _joined(problem: Problem, changes: Sequence[Change]) -> Fix:
    """Several changes as one fix; a budget among them is lowered to what is needed."""
    scenario = problem.scenario
    for change in changes:
        scenario = change.apply(scenario)
    if any(name == "budget_usd" for c in changes for name, _ in c.fields):
        needed = cheapest(Problem(problem.catalog, scenario))
        assert needed is not None, "the changes make a plan possible"
        scenario = replace(scenario, budget_usd=needed)
        changes = [
            _budget_change(problem, needed) if c.fields[0][0] == "budget_usd" else c
            for c in changes
        ]
    fields = tuple(field for change in changes for field in change.fields)
    return Fix(" ".join(c.sentence for c in changes), fields, scenario)


def _budget_change(problem: Problem, usd: int) -> Change:
    more = words.dollars(usd - problem.scenario.budget_usd)
    sentence = f"Raise the budget by {more} to {words.dollars(usd)}."
    return Change(sentence, (("budget_usd", usd),))


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
