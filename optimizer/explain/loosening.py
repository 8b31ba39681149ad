"""The rules that a scenario switches on, each with how it can be loosened; a clash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from optimizer.domain import words
from optimizer.domain.problem import Problem
from optimizer.domain.ways_out import Wish, change, weeks
from optimizer.model.rules import rules
from optimizer.solver.solve import OutOfWork, is_possible

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
    steps = tuple(
        change(
            f"Count letters that are ready by {words.day_in_words(day)}.",
            letters_by=day,
        )
        for day in weeks(by, max(by, last), 7)
    )
    dropped = change("Count every letter as on time.", letters_by=max(by, last))
    return Wish(
        "letters_by", f"letters ready by {words.day_in_words(by)}", dropped, steps
    )


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
