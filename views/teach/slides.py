"""The slides: one sentence, a few bars and one link each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from charts import words
from optimizer.domain.plan import NoPlan
from optimizer.domain.problem import Problem
from optimizer.domain.records import MOST_USD
from optimizer.explain.own_plan import Added
from views.kit import links
from views.kit.figures import Bar, draw_bars
from views.sections import answer
from views.session import cached
from views.teach import own_plan

PP = 100
THIRD = 3
SIZES = (1, 2, 3, 4)
SHOWN = (1, 2, 4, 8, 12, 16, 20)
PARTS = "Plain: seen at work there. Striped: the letter."
ROTATION = ("Rotation", "Points it adds")


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: what it is called in the list, and what draws it."""

    name: str
    draw: Callable[[Problem], None]


def first_rotation(problem: Problem) -> None:
    """Show what a first rotation is worth, and of what that is made."""
    added = _one_by_one(problem)
    if not added:
        _say("No rotation fits these months and wishes.")
        return
    one = added[0]
    _say(
        f"A {'further' if problem.counted else 'first'} rotation, if it takes place,"
        f" adds {_points(one.pp)} to the chance to match:"
        f" {_points(one.audition_pp)} for being seen at work,"
        f" {_points(_letter(one))} for the letter."
    )
    draw_bars(
        [
            Bar("Seen at work", (one.audition_pp,), _points(one.audition_pp)),
            Bar("The letter", (0.0, one.letters_pp), _points(_letter(one))),
        ],
        ("Part", "Points it adds"),
    )
    links.method()


def third_rotation(problem: Problem) -> None:
    """Show the same hosts one after another, and beside it what the budget does."""
    added = _one_by_one(problem)
    _say(_why_less(added))
    hosts, money = st.columns(2, gap="large")
    with hosts:
        st.markdown("**The same hosts one after another, money aside**")
        draw_bars(
            [
                Bar(
                    f"{place}. {words.short(one.block.offering.host)}",
                    (one.audition_pp, one.letters_pp),
                    _points(one.pp),
                )
                for place, one in enumerate(added, 1)
            ],
            ROTATION,
            PARTS,
        )
    with money:
        _what_money_does(problem)
    links.method()


def more_hosts(problem: Problem) -> None:
    """Show what more requests bring, as long as nobody has answered."""
    found = cached.ask(problem.having(answers=(), answer_by=(), reply_days=()))
    if isinstance(found, NoPlan):
        _say(words.sentence(answer.none(found)))
        return
    gains = {one.requests: one.gain_pp for one in found.by_number}
    shown = [number for number in SHOWN if number in gains]
    if not shown:
        _say("Nobody is left to write to.")
        return
    few, many = shown[0], shown[-1]
    _say(
        f"Most hosts say no, but asking costs little: {_hosts(many)} bring"
        f" {_points(gains[many])}, {_hosts(few)} {gains[few]:.1f}."
    )
    draw_bars(
        [Bar(_hosts(n), (gains[n],), _points(gains[n])) for n in shown],
        ("You write to", "Points it adds on average"),
    )
    links.plan()


def against_the_optimum(problem: Problem) -> None:
    """Show hosts of one's own choice against the best list, by the same figure."""
    own_plan.render(problem)
    links.programs()


SLIDES = (
    Slide("The first rotation", first_rotation),
    Slide("The third, and why", third_rotation),
    Slide("Ask more hosts instead", more_hosts),
    Slide("You against the optimum", against_the_optimum),
)


def _freely(problem: Problem) -> dict[str, object]:
    """Money aside, as many rotations as there are bars."""
    fewest = min(problem.scenario.min_rotations, SIZES[-1])
    return {
        "budget_usd": MOST_USD,
        "acceptance": "certain",
        "min_rotations": fewest,
        "max_rotations": SIZES[-1],
    }


def _letter(one: Added) -> float:
    """What the letter adds, so that the parts as shown make up the whole as shown."""
    return round(one.pp, 1) - round(one.audition_pp, 1)


def _one_by_one(problem: Problem) -> tuple[Added, ...]:
    """The hosts of the best plan where money is no limit, each with what it adds."""
    freely = problem.having(**_freely(problem))
    found = cached.best(freely)
    if isinstance(found, NoPlan):
        return ()
    return cached.hosts_one_by_one(freely, found.blocks)


def _why_less(added: tuple[Added, ...]) -> str:
    if len(added) < THIRD:
        return "Fewer than 3 rotations fit these months and wishes."
    first, third = added[0], added[THIRD - 1]
    return (
        f"The third rotation adds {_points(third.pp)}, the first {first.pp:.1f}:"
        f" {third.audition_pp:.1f} and {first.audition_pp:.1f} for being seen at work,"
        f" {_letter(third):.1f} and {_letter(first):.1f} for the letter."
    )


def _what_money_does(problem: Problem) -> None:
    """Show the best plan of each size that the money pays, if every host accepts."""
    budget = words.money(problem.scenario.budget_usd)
    st.markdown(f"**What {words.safe(budget)} does: the best plan of each number**")
    none = cached.best_of_size(problem, 0).certain or 0.0
    values = {size: cached.best_of_size(problem, size).certain for size in SIZES}
    gains = {
        size: PP * (value - none) for size, value in values.items() if value is not None
    }
    draw_bars(
        [
            Bar(
                words.counted(size, "rotation"),
                (gains.get(size, 0.0),),
                _points(gains[size]) if size in gains else "not for this money",
            )
            for size in SIZES
        ],
        ("The best of", "Points over none, if all say yes"),
    )
    falls = (s for s in SIZES if s in gains and gains[s] < gains.get(s - 1, 0.0))
    if fall := next(falls, 0):
        st.markdown(
            f"The money pays {words.counted(fall, 'rotation')} only at other, cheaper"
            " hosts: so the bar is shorter."
        )


def _say(sentence: str) -> None:
    st.header(words.safe(sentence), anchor=False)


def _points(pp: float) -> str:
    return f"{pp:.1f} points"


def _hosts(number: int) -> str:
    return words.counted(number, "host")
