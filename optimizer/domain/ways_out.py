"""How a rule gives way: what each rule says about being loosened, dropped and settled.

A ``Wish`` is what one rule asks in one scenario. ``dropped`` is the scenario without
it; ``steps`` are smaller changes, the smallest first. What is nobody's wish, such as
the days of a visa, is ``Outside``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from optimizer.domain import words
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario

Fields = tuple[tuple[str, Any], ...]
"""Fields of a scenario to set, with their values."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a scenario, in words and as fields to set."""

    sentence: str
    fields: Fields

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


@dataclass(frozen=True, slots=True)
class WayOut:
    """How a rule gives way to the applicant.

    ``loosen`` gives what the rule asks in a scenario, as wishes; nothing where it is
    off. What is least ``dear`` is the first to be blamed. ``settled`` is what becomes
    of the rule once the answers of hosts are in: what was asked for "at least" may be
    out of reach then, and must not stand in the way of the best of the rest.
    """

    dear: int
    loosen: Callable[[Problem], Iterator[Wish]]
    settled: Fields = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """A limit that is no wish, such as a visa's: no click loosens it.

    ``sentence`` names it beside wishes, ``source`` says who set it and ``way`` what
    one could do or ask. ``lifted`` is the scenario without it, to find out whether it
    stands in the way; None where no scenario is without it.
    """

    name: str
    sentence: str
    source: str
    way: str
    lifted: Change | None = None


OutsideOf = Callable[[Problem], Iterator[Outside]]
"""What a rule sets in a scenario from outside the wishes; nothing where it is off."""


def change(sentence: str, **fields: Any) -> Change:
    """A change of a scenario by the names of its fields."""
    return Change(sentence, tuple(fields.items()))


def at_least(dear: int, field: str, noun: str) -> WayOut:
    """The way out of a number asked for "at least": one fewer at a time.

    The noun's {} takes the s of the plural.
    """

    def loosen(problem: Problem) -> Iterator[Wish]:
        least = getattr(problem.scenario, field)
        if least == 0:
            return
        asked = _count_words(least, noun)
        steps = tuple(
            change(f"Ask for {_count_words(k, noun)} instead of {asked}.", **{field: k})
            for k in range(least - 1, -1, -1)
        )
        yield Wish(field, f"at least {asked}", steps[-1], steps)

    return WayOut(dear, loosen, ((field, 0),))


def _count_words(n: int, noun: str) -> str:
    head, _, tail = noun.partition("{}")
    return words.count(n, head) + tail


def without(
    items: tuple[str, ...],
    field: str,
    sentence: str,
    name: Callable[[str], str] = str,
) -> tuple[Change, ...]:
    """Changes that each take one item out of a field; the sentence names it."""
    return tuple(
        change(
            sentence.format(name(item)), **{field: tuple(x for x in items if x != item)}
        )
        for item in items
    )


def weeks(start: dt.date, limit: dt.date, step: int) -> Iterator[dt.date]:
    """Dates from ``start`` towards ``limit``, a week at a time, the limit last."""
    day = start
    while day != limit and abs((limit - day).days) > abs(step):
        day += dt.timedelta(days=step)
        yield day
    if (limit - start).days * step > 0:
        yield limit
