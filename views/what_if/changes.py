"""The same inputs with one thing changed: whom to ask then, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts import words
from charts.bars import differences_chart
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.words import people_of_thousand
from optimizer.requests.ask_list import PP, AskList
from views.inputs import callbacks
from views.kit import parts, terms
from views.kit.figures import draw, is_dark, table
from views.sections import answer
from views.session import cached

NOW = "As it is"
HELP = (
    "Each line is worked out anew, as the page Plan is: whom to ask then, and what"
    " comes of it on average. “Of 1,000” says how many more match, or fewer, than now."
    " With ratings it counts match value instead."
)
Found = AskList | NoPlan


@dataclass(frozen=True, slots=True)
class Variant:
    """The inputs with one thing changed, in words.

    ``chosen``: one can choose it, so a button offers it. ``usd``: what it costs
    besides rotations; None: nobody knows.
    """

    name: str
    problem: Problem
    chosen: bool = False
    usd: int | None = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """What a variant comes to, beside what the inputs come to as they are.

    ``by_gain``: not the chances are compared but what each list adds, since the change
    moves the chance without a list too.
    """

    variant: Variant
    found: Found
    now: AskList
    by_gain: bool

    @property
    def of_1000(self) -> int | None:
        """How many more of 1,000 match, or fewer; None: there is no plan."""
        if isinstance(self.found, NoPlan):
            return None
        gain = self.found.gain_pp - self.now.gain_pp
        more = PP * (self.found.value - self.now.value)
        return people_of_thousand(gain if self.by_gain else more)

    @property
    def more_usd(self) -> int | None:
        """What it costs more on average; None: that is not known."""
        if isinstance(self.found, NoPlan) or self.variant.usd is None:
            return None
        more = self.found.mean_cost_usd - self.now.mean_cost_usd
        return round(more) + self.variant.usd


def render(
    problem: Problem,
    variants: Sequence[Variant],
    key: str,
    *,
    by_gain: bool = False,
    worst: bool = False,
) -> str:
    """Draw what each change does as it is found; return in a sentence what one does.

    It is the one that does most, or the ``worst``.
    """
    now = cached.ask(problem)
    if isinstance(now, NoPlan) or not variants:
        st.markdown("There is nothing here that could change.")
        return ""
    answer = st.empty()

    def compare(variant: Variant) -> Tried:
        return Tried(variant, cached.ask_or_why(variant.problem), now, by_gain)

    compared = parts.each(
        parts.place(220),
        "Looking for whom to ask then: {} …",
        compare,
        [(variant,) for variant in variants],
        lambda done: _picture(problem, now, done, key),
    )
    said = verdict(problem, compared, worst=worst)
    answer.markdown(f"**{words.safe(said)}**", help=HELP)
    _take_over(compared, key)
    return said


def verdict(problem: Problem, compared: Sequence[Tried], *, worst: bool = False) -> str:
    """Say of the change that does most, or worst, what it does and at what price."""
    moved = [(n, one) for one in compared if (n := one.of_1000) is not None]
    if worst and len(moved) < len(compared):
        none = next(one for one in compared if one.of_1000 is None)
        return f"{none.variant.name}: no plan is left."
    if not moved:
        return "No plan is left then."
    n, most = max(moved, key=lambda pair: -pair[0] if worst else abs(pair[0]))
    if not n:
        return "Nothing of this moves the chance by as much as 1 of 1,000."
    return f"{most.variant.name}: {difference(most)}.{_price(problem, most)}"


def difference(one: Tried) -> str:
    """Write a difference as people: 4 more of 1,000."""
    if one.of_1000 is None:
        return "no plan"
    return more_or_same(one.of_1000 / 10)


def more_or_same(pp: float) -> str:
    """Write points as people; less than half of one is the same."""
    return words.more_of_thousand(pp) if people_of_thousand(pp) else "the same"


def _price(problem: Problem, one: Tried) -> str:
    """What a point costs that way, beside what one is worth to the applicant."""
    more, usd = one.of_1000 or 0, one.more_usd or 0
    if not one.variant.chosen or more <= 0 or usd <= 0:
        return ""
    point, line = round(10 * usd / more), problem.scenario.stop_usd_per_point
    return f" {words.money(point)} a point; you would pay {words.money(line)}."


def _picture(problem: Problem, now: AskList, done: Sequence[Tried], key: str) -> None:
    bars = {one.variant.name: n for one in done if (n := one.of_1000) is not None}
    axis = terms.more_or_fewer(now)
    if any(one.by_gain for one in done):
        axis = "what the list adds, more or less of 1,000"
    draw(
        differences_chart(bars, axis, dark=is_dark()),
        alt=f"Against now, {axis}. "
        + " ".join(f"{one.variant.name}: {difference(one)}." for one in done),
        key=f"differences {key} {len(done)}",
    )
    measure = terms.measure(problem).capitalize()
    columns = ("What if", measure, "Against now", "Hosts and cost")
    same = (NOW, words.in_hundred(now.value), "–", _hosts(now))
    table(columns, [same, *map(_row, done)])


def _row(one: Tried) -> tuple[str, ...]:
    if isinstance(one.found, NoPlan):
        return one.variant.name, answer.none(one.found), "–", "–"
    usd = one.more_usd
    cost = "cost not known" if usd is None else words.more_or_less(usd)
    told = words.in_hundred(one.found.value), difference(one)
    return one.variant.name, *told, f"{_hosts(one.found)}, {cost}"


def _hosts(found: AskList) -> str:
    return words.counted(sum(not a.request.sent for a in found.requests), "host")


def _take_over(compared: Sequence[Tried], key: str) -> None:
    """Offer what one can choose, and what leaves a plan, as a change of the inputs."""
    ways = {
        one.variant.name: one.variant.problem.scenario
        for one in compared
        if one.variant.chosen and one.of_1000 is not None
    }
    if ways:
        parts.menu(
            "Change my inputs to …",
            f"take over {key}",
            {name: name for name in ways},
            lambda name: callbacks.change(ways[name]),
        )
