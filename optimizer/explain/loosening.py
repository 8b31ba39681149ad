"""How each rule a scenario sets can be loosened: in words, dropped, and in steps.

A ``Wish`` is one rule the scenario switches on. ``dropped`` is the scenario without
it. ``steps`` are smaller changes, the smallest first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from optimizer.domain import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario

MOST_USD = 100_000
MOST_ROTATIONS = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a scenario, in words and as fields to set."""

    sentence: str
    fields: tuple[tuple[str, Any], ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """The scenario with the change made."""
        return replace(scenario, **dict(self.fields))


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule the scenario switches on: its name, its words, and how to loosen it."""

    name: str
    sentence: str
    dropped: Change
    steps: tuple[Change, ...]


def wishes(problem: Problem, keep: str = "") -> tuple[Wish, ...]:
    """Every rule of the scenario that could be loosened, least essential first.

    ``keep`` is a pin that no change may release.
    """
    every = (wish for maker in _MAKERS for wish in maker(problem))
    return tuple(kept for wish in every for kept in _keeping(wish, keep))


def _keeping(wish: Wish, keep: str) -> Iterator[Wish]:
    """A wish without the changes that would release a pin."""
    if wish.name != "pins" or not keep:
        yield wish
        return
    steps = tuple(s for s in wish.steps if keep in dict(s.fields)["pins"])
    if steps:
        yield replace(
            wish, dropped=_set("Release every other pin.", pins=(keep,)), steps=steps
        )


def letter_date(problem: Problem) -> Wish:
    """The day by which letters count, a week later at a time.

    It limits what a letter is worth even where no number of letters is asked for.
    Once interviews are over no letter helps any more.
    """
    by, last = problem.letters_by, problem.season.interviews_end
    steps = tuple(
        _set(f"Count letters that are ready by {words.day(day)}.", letters_by=day)
        for day in _weeks(by, max(by, last), 7)
    )
    dropped = _set("Count every letter as on time.", letters_by=max(by, last))
    return Wish("letters_by", f"letters ready by {words.day(by)}", dropped, steps)


def _wish(name: str, sentence: str, dropped: Change, *steps: Change) -> Wish:
    return Wish(name, sentence, dropped, steps or (dropped,))


def _set(sentence: str, **fields: Any) -> Change:
    return Change(sentence, tuple(fields.items()))


def _focus(problem: Problem) -> Iterator[Wish]:
    yield from _at_least(problem, "min_focus_areas", "focus area{}")


def _receptive(problem: Problem) -> Iterator[Wish]:
    noun = "rotation{} at IMG-receptive programs"
    yield from _at_least(problem, "min_receptive", noun)


def _ties(problem: Problem) -> Iterator[Wish]:
    yield from _at_least(problem, "min_in_ties", "rotation{} where you have ties")


def _hands_on(problem: Problem) -> Iterator[Wish]:
    yield from _at_least(problem, "min_hands_on", "hands-on rotation{}")


def _letters(problem: Problem) -> Iterator[Wish]:
    s, by = problem.scenario, problem.letters_by
    if s.min_letters <= s.applicant.us_letters:
        return
    n = words.count(s.min_letters, "letter")
    steps = tuple(
        _set(
            f"Ask for {words.count(k, 'letter')} on time instead of {n}.", min_letters=k
        )
        for k in range(s.min_letters - 1, s.applicant.us_letters - 1, -1)
    )
    yield Wish(
        "letters",
        f"at least {n} ready by {words.day(by)} (in hand: {s.applicant.us_letters})",
        _set("Drop the rule on letters.", min_letters=0),
        steps,
    )


def _counted(n: int, noun: str) -> str:
    """Number and noun; the noun's {} takes the s of the plural."""
    head, _, tail = noun.partition("{}")
    return words.count(n, head) + tail


def _at_least(problem: Problem, field: str, noun: str) -> Iterator[Wish]:
    least = getattr(problem.scenario, field)
    if least == 0:
        return
    asked = _counted(least, noun)
    steps = tuple(
        _set(f"Ask for {_counted(k, noun)} instead of {asked}.", **{field: k})
        for k in range(least - 1, -1, -1)
    )
    yield Wish(field, f"at least {asked}", steps[-1], steps)


def _regions(problem: Problem) -> Iterator[Wish]:
    limits = dict(problem.scenario.max_per_region)
    if limits:
        steps = tuple(
            _set(
                f"Allow one more rotation in {region} ({n + 1}).",
                max_per_region=tuple(sorted((limits | {region: n + 1}).items())),
            )
            for region, n in limits.items()
        )
        dropped = _set("Drop the limits per region.", max_per_region=())
        yield Wish("regions", "your limits per region", dropped, (*steps, dropped))


def _states(problem: Problem) -> Iterator[Wish]:
    states = problem.scenario.required_states
    if states:
        dropped = _set("Require no state.", required_states=())
        yield Wish(
            "states",
            f"a rotation in {words.listed(states)}",
            dropped,
            _without(states, "required_states", "Do not require a rotation in {}."),
        )


def _without(items: tuple[str, ...], field: str, sentence: str) -> tuple[Change, ...]:
    return tuple(
        _set(sentence.format(item), **{field: tuple(x for x in items if x != item)})
        for item in items
    )


def _pins(problem: Problem) -> Iterator[Wish]:
    pins = problem.scenario.pins
    if pins:
        yield Wish(
            "pins",
            f"the pinned {words.listed(pins)}",
            _set("Release every pin.", pins=()),
            _without(pins, "pins", "Release the pin on {}."),
        )


def _exclusions(problem: Problem) -> Iterator[Wish]:
    excluded = problem.scenario.exclusions
    if excluded:
        yield Wish(
            "exclusions",
            f"the exclusion of {words.listed(excluded)}",
            _set("Allow everything you excluded.", exclusions=()),
            _without(excluded, "exclusions", "Allow {} again."),
        )


def _kind(problem: Problem) -> Iterator[Wish]:
    kind = problem.scenario.kind
    if kind:
        noun = "hands-on rotations" if kind == "hands_on" else "observerships"
        yield _wish("kind", f"only {noun}", _set("Allow either kind.", kind=None))


def _unverified(problem: Problem) -> Iterator[Wish]:
    if not problem.scenario.include_unverified:
        yield _wish(
            "unverified",
            "only hosts known to take you",
            _set("Include hosts that must still be asked.", include_unverified=True),
        )


def _gap(problem: Problem) -> Iterator[Wish]:
    gap = problem.scenario.gap_days
    if gap > 0:
        steps = tuple(
            _set(
                f"Leave {words.count(k, 'day')} between rotations, not {gap}.",
                gap_days=k,
            )
            for k in range(gap - 1, -1, -1)
        )
        sentence = f"at least {words.count(gap, 'day')} between rotations"
        yield Wish("gap", sentence, steps[-1], steps)


def _idle(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_idle_days
    if most is not None:
        steps = _raised("max_idle_days", most, "Allow up to {} days of waiting.")
        dropped = _set("Drop the limit on waiting.", max_idle_days=None)
        yield Wish("idle", f"at most {most} days of waiting", dropped, steps)


def _stay(problem: Problem) -> Iterator[Wish]:
    most = problem.scenario.max_stay_days
    if most is not None:
        steps = _raised("max_stay_days", most, "Allow a stay of up to {} days.")
        dropped = _set("Drop the limit on your stay.", max_stay_days=None)
        yield Wish("stay", f"a stay of at most {most} days", dropped, steps)


def _raised(field: str, from_days: int, sentence: str) -> tuple[Change, ...]:
    return tuple(
        _set(sentence.format(k), **{field: k}) for k in range(from_days + 1, 215)
    )


def _blackouts(problem: Problem) -> Iterator[Wish]:
    spans = problem.scenario.blackouts
    if spans:
        steps = tuple(
            _set(
                f"Free {words.day(a)} to {words.day(b)}.",
                blackouts=tuple(x for x in spans if x != (a, b)),
            )
            for a, b in spans
        )
        dropped = _set("Free every blackout.", blackouts=())
        yield Wish("blackouts", "your blackouts", dropped, steps)


def _months(problem: Problem) -> Iterator[Wish]:
    free = problem.scenario.months
    if free is not None:
        steps = tuple(
            _set(f"Free {words.months([m])} too.", months=tuple(sorted({*free, m})))
            for m in range(3, 10)
            if m not in free
        )
        sentence = f"only {words.months(free)} free" if free else "no month free"
        dropped = _set("Free every month.", months=None)
        yield Wish("months", sentence, dropped, steps)


def _window(problem: Problem) -> Iterator[Wish]:
    season = problem.season
    first, last = problem.window
    sentence = f"from {words.day(first)} to {words.day(last)}"
    if first > season.window_start or last < season.window_end:
        opened = _set(
            f"Use the whole season, {words.day(season.window_start)} to "
            f"{words.day(season.window_end)}.",
            window_start=None,
            window_end=None,
        )
        ends = [
            _set(f"Start up to {words.day(d)}.", window_start=d)
            for d in _weeks(first, season.window_start, -7)
        ] + [
            _set(f"Stay until {words.day(d)}.", window_end=d)
            for d in _weeks(last, season.window_end, 7)
        ]
        yield Wish("window", sentence, opened, (*ends, opened))


def _weeks(start: dt.date, limit: dt.date, step: int) -> Iterator[dt.date]:
    """Dates from ``start`` towards ``limit``, a week at a time, the limit last."""
    day = start
    while day != limit and abs((limit - day).days) > abs(step):
        day += dt.timedelta(days=step)
        yield day
    if (limit - start).days * step > 0:
        yield limit


def _number(problem: Problem) -> Iterator[Wish]:
    s = problem.scenario
    fewest = max(1, len(s.booked))  # a plan without any rotation helps nobody
    if s.min_rotations > fewest:
        least = s.min_rotations
        asked = words.count(least, "rotation")
        steps = tuple(
            _set(
                f"Plan {words.count(k, 'rotation')} instead of {asked}.",
                min_rotations=k,
            )
            for k in range(least - 1, fewest - 1, -1)
        )
        yield Wish("number", f"at least {asked}", steps[-1], steps)
    if s.max_rotations < MOST_ROTATIONS:
        most = words.count(s.max_rotations, "rotation")
        steps = tuple(
            _set(f"Allow {words.count(k, 'rotation')}.", max_rotations=k)
            for k in range(s.max_rotations + 1, MOST_ROTATIONS + 1)
        )
        yield Wish("most", f"at most {most}", steps[-1], steps)


def _budget(problem: Problem) -> Iterator[Wish]:
    budget = problem.scenario.budget_usd
    yield Wish(
        "budget",
        f"a budget of {words.dollars(budget)}",
        _set("Drop the budget.", budget_usd=MOST_USD),
        (),
    )


_MAKERS: tuple[Callable[[Problem], Iterator[Wish]], ...] = (
    _focus,
    _receptive,
    _ties,
    _regions,
    _states,
    _exclusions,
    _gap,
    _idle,
    _stay,
    _blackouts,
    _pins,
    _kind,
    _unverified,
    _hands_on,
    _window,
    _letters,
    _number,
    _months,
    _budget,
)
