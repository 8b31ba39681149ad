"""Ways out of a clash: the smallest changes with which there is a plan, each solved.

First the rules that a scenario switches on, each with how it can be loosened.
One change first, by as little as works. Where money is short, beside it less of a wish
or cheaper rooms, with the dollars that are missing still. Where no single change works,
two; where two are not enough either, one rule of each clash is dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from optimizer.domain import words
from optimizer.domain.plan import Fix
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import Change, Wish, change, weeks
from optimizer.model.letters import days_until_ready
from optimizer.model.rotation import booked_rotations
from optimizer.model.rules import rules
from optimizer.solver.sets.offer_arrays import catalog_arrays, offers
from optimizer.solver.solve import OutOfWork, cheapest, is_possible

known_possible = lru_cache(maxsize=256)(is_possible)
"""Whether there is a plan: one diagnosis asks some questions several times."""


def wishes(problem: Problem, keep: str = "") -> tuple[Wish, ...]:
    """Every rule of the scenario that could be loosened, least essential first.

    ``keep`` is a pin that no change may release.
    """
    every = (wish for way in rules.ways_out() for wish in way.loosen(problem))
    return tuple(kept for wish in every for kept in _keeping(wish, keep))


def _keeping(wish: Wish, keep: str) -> Iterator[Wish]:
    """A wish without the changes that would release a pin."""
    if wish.name != "pins" or not keep:
        yield wish
        return
    steps = tuple(s for s in wish.steps if keep in dict(s.fields)["pins"])
    if steps:
        yield replace(
            wish, dropped=change("Release every other pin.", pins=(keep,)), steps=steps
        )


def letter_date(problem: Problem) -> Wish:
    """The day by which letters count, a week later at a time.

    It limits what a letter is worth even where no number of letters is asked for.
    Once interviews are over no letter helps any more.
    """
    by, last = problem.letters_by, problem.season.interviews_end
    steps = tuple(map(_letters_by, weeks(by, max(by, last), 7)))
    dropped = change("Count every letter as on time.", letters_by=max(by, last))
    return Wish(
        "letters_by", f"letters ready by {words.day_in_words(by)}", dropped, steps
    )


def _letters_by(day: dt.date) -> Change:
    said = f"Count letters that are ready by {words.day_in_words(day)}."
    return change(said, letters_by=day)


def drop_wishes(problem: Problem, dropped: Sequence[Wish]) -> Problem:
    """The problem without these wishes."""
    scenario = problem.scenario
    for wish in dropped:
        scenario = wish.dropped.apply(scenario)
    return Problem(problem.catalog, scenario)


def clash_of(problem: Problem, every: Sequence[Wish]) -> tuple[Wish, ...]:
    """A smallest set of wishes that clash: dropping any of them resolves it."""
    clash = list(every)
    for wish in every:
        fewer = [w for w in clash if w is not wish]
        without = [w for w in every if w not in fewer]
        if not works(drop_wishes(problem, without), unsure=True):
            clash = fewer
    return tuple(clash)


def works(problem: Problem, *, unsure: bool = False) -> bool:
    """Whether there is a plan; ``unsure`` where that takes too much work.

    A fix that takes too much to verify is not offered, and a clash that takes too much
    to make smaller is told as it is.
    """
    try:
        return known_possible(problem)
    except OutOfWork:
        return unsure


MOST_PAIRS = 3
SPARED_USD = 100
"""A change that spares less than this is not worth a second one."""
MOST_TRIED = 12
CHEAP_ROOMS = change("Take cheap rooms.", housing="low")
ALTERNATIVES = ("months", "pins", "exclusions", "states", "blackouts")
"""Rules whose steps stand beside one another; elsewhere each contains the last."""


def fixes(problem: Problem, clash: Sequence[Wish], keep: str = "") -> Iterator[Fix]:
    """Every way out of a clash, the smallest first; none releases the pin ``keep``."""
    single = tuple(_single(problem, clash))
    yield from single
    if not single:
        yield from tuple(_pairs(problem, clash, keep)) or _chain(problem, keep)
        return
    for usd in (dict(fix.change).get("budget_usd") for fix in single):
        if isinstance(usd, int):
            yield from _for_less_money(problem, keep, usd)


def _single(problem: Problem, clash: Sequence[Wish]) -> Iterator[Fix]:
    """The smallest single changes, at most a few for each wish of the clash."""
    for wish in clash:
        if wish.name == "budget":
            yield from _budget_fix(problem)
            continue
        if wish.name == "letters":
            yield from _first_that_works(problem, _letter_dates(problem))
        if works(drop_wishes(problem, (wish,))):
            yield from _smallest_steps(problem, wish)


def _smallest_steps(problem: Problem, wish: Wish) -> Iterator[Fix]:
    """Every step that works where steps are alternatives, else the first.

    Without the wish there is a plan.
    """
    if wish.name in ("idle", "stay"):
        yield from _first_that_works(problem, wish.steps)
        return
    for step in wish.steps:
        known = step.fields == wish.dropped.fields
        fix = _fix(problem, step) if known else _verify_fix(problem, step)
        if fix is not None:
            yield fix
            if wish.name not in ALTERNATIVES:
                return


def _first_that_works(problem: Problem, steps: Sequence[Change]) -> Iterator[Fix]:
    """The smallest of ever larger changes, by bisection; the last one may fail too."""
    found = _verify_fix(problem, steps[-1]) if steps else None
    if found is None:
        return
    first, last = 0, len(steps) - 1
    while first < last:
        middle = (first + last) // 2
        if smaller := _verify_fix(problem, steps[middle]):
            found, last = smaller, middle
        else:
            first = middle + 1
    yield found


def _verify_fix(problem: Problem, step: Change) -> Fix | None:
    fix = _fix(problem, step)
    return fix if works(Problem(problem.catalog, fix.scenario)) else None


def _fix(problem: Problem, *changes: Change) -> Fix:
    """Changes as one fix."""
    scenario = problem.scenario
    for one in changes:
        scenario = one.apply(scenario)
    fields = tuple(field for change in changes for field in change.fields)
    return Fix(" ".join(c.sentence for c in changes), fields, scenario)


def _for_less_money(problem: Problem, keep: str, needed: int) -> Iterator[Fix]:
    """Less of a wish, or cheaper rooms, and how much money that leaves to find.

    The few that need least money; cheaper rooms also where they are enough alone.
    ``needed``: what the cheapest plan costs as it is.
    """
    budget, most = problem.scenario.budget_usd, needed - SPARED_USD
    found: list[tuple[int, Fix]] = []
    for step in _that_spare(problem, keep):
        changed = Problem(problem.catalog, step.apply(problem.scenario))
        usd = _cheapest_within(changed, most)
        if usd is None:
            continue
        if usd > budget:
            raised = _budget_change(problem, usd)
            found.append((usd, _fix(problem, step, raised)))
        elif step.fields == CHEAP_ROOMS.fields:
            found.append((usd, _fix(problem, step)))
    ranked = sorted(found, key=lambda one: one[0])
    yield from (fix for _, fix in ranked[:MOST_PAIRS])


def _that_spare(problem: Problem, keep: str) -> Iterator[Change]:
    """Small changes that may spare money: cheaper rooms, then a step of each wish."""
    if problem.scenario.housing != "low":
        yield CHEAP_ROOMS
    others = (w for w in wishes(problem, keep) if w.name != "budget")
    steps = (
        s for w in others for s in w.steps[: None if w.name in ALTERNATIVES else 1]
    )
    yield from islice(steps, MOST_TRIED)


def _cheapest_within(problem: Problem, most_usd: int) -> int | None:
    """Dollars of the cheapest plan of so many at most.

    None also where that takes too much work to find out.
    """
    try:
        return cheapest(problem, most_usd)
    except OutOfWork:
        return None


def _budget_fix(problem: Problem) -> Iterator[Fix]:
    """The budget to the exact dollar."""
    needed = cheapest(problem)
    if needed is not None and needed > problem.scenario.budget_usd:
        yield _fix(problem, _budget_change(problem, needed))


def _letter_dates(problem: Problem) -> list[Change]:
    """The letter date on ever later days, each a day on which some letter gets ready.

    Once interviews are over no letter helps any more.
    """
    every, writing = offers(problem), catalog_arrays(problem.catalog).writing
    ready = days_until_ready(problem, writing[every.index], every.days).tolist()
    found = {
        dt.date.fromordinal(start + days)
        for number, days, gives in zip(every.calendar, ready, every.gives, strict=True)
        if gives
        for start in every.calendars[number].starts
    }
    found |= {r.letter_ready for r in booked_rotations(problem) if r.letter_ready}
    last = problem.season.interviews_end
    days = sorted(day for day in found if problem.letters_by < day <= last)
    return [_letters_by(day) for day in days]


def _pairs(problem: Problem, clash: Sequence[Wish], keep: str) -> Iterator[Fix]:
    """Pairs of changes, where no single step works: one of the clash, one more.

    Where none goes with a rule's steps, the rule may have to be dropped whole.
    """
    found = (_pair(problem, wish, keep) for wish in clash)
    yield from islice((fix for fix in found if fix), MOST_PAIRS)


def _pair(problem: Problem, wish: Wish, keep: str) -> Fix | None:
    for first in dict.fromkeys((*wish.steps, wish.dropped)):
        if alone := _verify_fix(problem, first):
            return alone
        changed = Problem(problem.catalog, first.apply(problem.scenario))
        every = clash_of(changed, wishes(changed, keep))
        second = next(_single(changed, every), None)
        if second is not None:
            other = Change(second.sentence, second.change)
            return _join_changes(problem, (first, other))
    return None


def _chain(problem: Problem, keep: str) -> Iterator[Fix]:
    """One way out where not even two changes will do: a rule of each clash dropped."""
    changes: list[Change] = []
    changed = problem
    while not known_possible(changed):
        wish = clash_of(changed, wishes(changed, keep))[0]
        changes.append(wish.dropped)
        changed = Problem(problem.catalog, wish.dropped.apply(changed.scenario))
    yield _join_changes(problem, changes)


def _join_changes(problem: Problem, changes: Sequence[Change]) -> Fix:
    """Several changes as one fix; a budget among them is lowered to what is needed."""
    joined = _fix(problem, *changes)
    if "budget_usd" not in dict(joined.change):
        return joined
    needed = cheapest(Problem(problem.catalog, joined.scenario))
    assert needed is not None, "the changes make a plan possible"
    lowered = _budget_change(problem, needed)
    return _fix(
        problem, *(lowered if c.fields[0][0] == "budget_usd" else c for c in changes)
    )


def _budget_change(problem: Problem, usd: int) -> Change:
    more = words.dollars(usd - problem.scenario.budget_usd)
    sentence = f"Raise the budget by {more} to {words.dollars(usd)}."
    return Change(sentence, (("budget_usd", usd),))
