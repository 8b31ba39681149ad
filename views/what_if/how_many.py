"""How many rotations? Every size from none to six, with a line at which to stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import streamlit as st

from charts import format as words
from charts.marginal import marginal_chart
from optimizer.domain.plan import Estimate, NoPlan, Plan, Step
from optimizer.domain.problem import Problem
from optimizer.domain.words import listed
from optimizer.trade_offs.returns import (
    SIZES,
    SizeLevel,
    dearer_smaller,
    most,
    recommended,
)
from optimizer.trade_offs.rising import APART
from views.kit import terms
from views.kit.figures import draw, is_dark, table
from views.kit.names import program_name
from views.sections import returns
from views.session import cached

LINE_KEY = "stop line"
LINE_PP, MOST_PP, STEP_PP = 0.5, 3.0, 0.1
LARGEST = SIZES[-1]
COLUMNS = ("Size", "Chance", "Adds, in pp", "More cost", "per $1,000", "per week")
RECOMMENDED, MOST = "*", "†"
COUNTED = {False: "with refusals counted", True: "if all accept"}
GUIDE = (
    "The best plan of every size, each sought on its own within the same rules and"
    " budget. A common guide calls one rotation essential, two to three the target and"
    " four the usual limit."
)
WAYS = (
    "With refusals counted: the average gain beside the average cost, and weeks as many"
    " as take place on average. If all accept: the whole gain beside the whole cost."
    " The two are never mixed."
)
LINE_HELP = (
    "A step is worth it if it adds more than this for each $1,000. A size must be worth"
    " its whole way up: a good step does not make up for poor ones before it."
)


def render(problem: Problem, plan: Plan) -> None:
    """Draw the answer, the curves, what $1,000 buys at each size, and the reasons."""
    answer = st.empty()
    answer.markdown("Looking at every size …")
    threshold = st.slider(
        "Worth it if $1,000 adds at least (pp)",
        0.0,
        MOST_PP,
        LINE_PP,
        STEP_PP,
        key=LINE_KEY,
        persist_state="session",
        help=LINE_HELP,
        width=420,
    )
    st.markdown(GUIDE, help=f"{WAYS} {terms.PP}")
    size = len(plan.blocks) + len(problem.booked)
    steps = returns.sought(
        problem,
        SIZES,
        lambda found: returns.picture(problem, found, size, LARGEST),
    )
    both = {c: cached.levels(problem, certain=c) for c in COUNTED}
    answer.markdown(f"#### {words.safe(verdict(both, threshold))}", anchors=False)
    _marginal(both, threshold)
    for certain, levels in both.items():
        _table(problem, levels, certain, threshold)
    _remarks(problem, steps, both, threshold)


def verdict(both: dict[bool, tuple[SizeLevel, ...]], threshold: float) -> str:
    """Say how many rotations are worth it at the line, and how many add anything."""
    worth = {c: recommended(levels, threshold) for c, levels in both.items()}
    top = {c: most(levels) for c, levels in both.items()}
    return (
        f"Recommended at {threshold:.1f} pp for $1,000: {_either(worth)}."
        f" The most that still add anything: {_either(top)}."
    )


def _either(sizes: dict[bool, int | None]) -> str:
    counted, full = (
        "nothing found" if size is None else words.counted(size, "rotation")
        for size in (sizes[False], sizes[True])
    )
    if full == counted:
        return full
    return f"{counted} {COUNTED[False]}, {full} {COUNTED[True]}"


def _marginal(both: dict[bool, tuple[SizeLevel, ...]], threshold: float) -> None:
    st.markdown(f"**{words.safe('What $1,000 more buys at each size')}**")
    told = [
        f"{level.size} {COUNTED[c]}: {_rate(level.marginal.per_1000)} pp per $1,000."
        for c, levels in both.items()
        for level in levels
        if level.marginal
    ]
    draw(
        marginal_chart(
            both[True],
            both[False],
            threshold=threshold,
            largest=LARGEST,
            dark=is_dark(),
        ),
        alt=f"Gain per $1,000 of each size, beside a line at {threshold:.1f} pp. "
        + " ".join(told),
    )


def _table(
    problem: Problem, levels: Sequence[SizeLevel], certain: bool, threshold: float
) -> None:
    worth, top = recommended(levels, threshold), most(levels)
    st.markdown(
        f"**{words.sentence(COUNTED[certain]).rstrip('.')}**: {terms.measure(problem)}"
        " and what each size adds to the one before, with ranges in brackets.",
        help=terms.RANGE,
    )
    table(COLUMNS, [_row(level, worth, top) for level in levels])
    st.markdown(
        words.safe(
            f"{RECOMMENDED} recommended at your line, {MOST} the most that still adds"
            " anything; – where there is no more money or no more weeks to divide by."
        )
    )


def _row(level: SizeLevel, worth: int | None, top: int | None) -> tuple[str, ...]:
    marks = (RECOMMENDED if level.size == worth else "") + (
        MOST if level.size == top else ""
    )
    name = f"{level.size} {marks}".strip()
    value = level.value
    chance = (
        f"{words.percent(value.value)} ({words.percent_range(value.low, value.high)})"
    )
    more = level.marginal
    if more is None:
        return (name, chance, "–", "–", "–", "–")
    gain = words.points(more.gain.value).split("\u00a0")[0]
    spread = words.points_range(more.gain.low, more.gain.high)
    return (
        name,
        chance,
        f"{gain} ({spread})",
        _dollars(more.usd),
        _rate(more.per_1000),
        _rate(more.per_week),
    )


def _dollars(usd: int | None) -> str:
    if usd is None:
        return "not known"
    return f"−{words.money(-usd)}" if usd < 0 else words.money(usd)


def _rate(found: Estimate | None) -> str:
    """Write a rate; None where money or weeks do not rise."""
    return "–" if found is None else words.rate(found.value)


# ---- what to know about the steps -------------------------------------------------


def _remarks(
    problem: Problem,
    steps: Sequence[Step],
    both: dict[bool, tuple[SizeLevel, ...]],
    threshold: float,
) -> None:
    for certain, levels in both.items():
        for small, large in dearer_smaller(levels):
            st.warning(words.safe(_dearer(small, large)), icon=":material/payments:")
        found = [
            *_apart(problem, levels),
            *_rising(problem, certain, levels),
            *_not_the_whole_way(levels, threshold),
        ]
        if found:
            st.markdown(f"**To know, {COUNTED[certain]}**")
            st.markdown("\n".join(f"- {words.safe(line)}" for line in found))
    for line in _without_plan(steps):
        st.markdown(words.safe(line))


def _dearer(small: SizeLevel, large: SizeLevel) -> str:
    cost = "cost" if small.certain else "expected cost"
    return (
        f"{words.sentence(COUNTED[small.certain]).rstrip('.')}, the best plan with"
        f" {words.counted(small.size, 'rotation')} has a higher {cost}"
        f" ({words.money(small.usd)}) than that with {large.size}"
        f" ({words.money(large.usd)})."
    )


def _apart(problem: Problem, levels: Sequence[SizeLevel]) -> Iterator[str]:
    """Neighbours of which the larger does not contain the smaller."""
    for small, large in pairwise(levels):
        if not large.nested:
            names = [_named(problem, key) for key in large.shared]
            shared = f"share only {listed(names)}" if names else "share nothing"
            why = APART[cached.held_apart(problem, small.plan, large.size)]
            yield (
                f"The plans with {small.size} and {large.size} rotations {shared}:"
                f" {why}."
            )


def _rising(
    problem: Problem, certain: bool, levels: tuple[SizeLevel, ...]
) -> Iterator[str]:
    for rise in cached.rises(problem, certain, levels):
        what = "more" if rise.by == "gain" else "more per $1,000"
        reasons = " ".join(rise.reasons)
        yield (
            f"Why the plan with {rise.size} adds {what} than the step before it:"
            f" {reasons}"
        )


def _not_the_whole_way(levels: Sequence[SizeLevel], threshold: float) -> Iterator[str]:
    """Steps above the line that poor steps before them do not let one reach."""
    worth = recommended(levels, threshold)
    for level in levels:
        rate = level.marginal.per_1000 if level.marginal else None
        beyond = worth is not None and level.size > worth
        if beyond and rate is not None and rate.value > threshold:
            yield (
                f"The step from {level.before} to {level.size} is above your line, but"
                f" all the way from {worth} to {level.size} is not."
            )


def _without_plan(steps: Sequence[Step]) -> Iterator[str]:
    for reason, told in (
        ("infeasible", "No plan within your budget and rules"),
        ("timeout", "None found in time"),
    ):
        sizes = [
            str(step.size)
            for step in steps
            if isinstance(step.with_refusals, NoPlan)
            and step.with_refusals.reason == reason
        ]
        if sizes:
            yield f"{told} with {listed(sizes)} rotations."


def _named(problem: Problem, key: str) -> str:
    host = key.removeprefix("host:")
    return host if host != key else program_name(problem.catalog, key)
