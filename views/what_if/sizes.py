"""One more rotation? The best plan of every size, with a line at which to stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import streamlit as st

from charts import format as words
from charts.returns import added, returns_chart
from optimizer.domain.plan import NoPlan, Plan, Step
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
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

LINE_KEY = "stop line"
LINE_USD = 2_000
LINES_USD = (250, 500, 1_000, 2_000, 4_000, 8_000, 16_000)
COUNTED = {False: "with refusals counted", True: "if all accept"}
COLUMNS = (
    "Size",
    "Refusals counted",
    "per $1,000",
    "All accept",
    "per $1,000 ",
)
RECOMMENDED, MOST = "*", "†"
Levels = Mapping[bool, tuple[SizeLevel, ...]]


def render(problem: Problem, plan: Plan) -> str:
    """Draw the curves as they are found, the answer at the line, and the table."""
    answer = st.empty()
    size = len(plan.blocks) + len(problem.scenario.booked)
    steps = _sought(problem, size)
    both = {c: cached.levels(problem, certain=c) for c in COUNTED}
    usd = st.select_slider(
        "You would pay for one point (US$)",
        LINES_USD,
        LINE_USD,
        key=LINE_KEY,
        persist_state="session",
        format_func=words.money,
        help="A size is worth it if its whole way up costs less than this a point.",
        width=420,
    )
    next_one = one_more(both, size, problem.scenario.acceptance == "certain")
    answer.markdown(f"**{words.safe(f'{next_one} {verdict(both, usd)}')}**")
    _table(problem, both, usd)
    if remarks := list(_remarks(problem, steps, both)):
        st.markdown("\n".join(f"- {words.safe(line)}" for line in remarks))
    return next_one


def _sought(problem: Problem, size: int) -> tuple[Step, ...]:
    steps = (
        progress.saying(
            f"Looking for the best plan with {n} rotations …",
            cached.best_of_size,
            problem,
            n,
        )
        for n in SIZES
    )
    return progress.streamed(
        progress.place(330), steps, lambda found: _picture(problem, found, size)
    )


def _picture(problem: Problem, steps: tuple[Step, ...], size: int) -> None:
    measure = terms.measure(problem)
    told = (
        f"{item.step.size}: {_share(item.step.expected)} with refusals counted,"
        f" {_share(item.step.certain)} if all accept."
        for item in added(steps)
    )
    draw(
        returns_chart(
            steps, measure=measure, chosen=size, dark=is_dark(), largest=SIZES[-1]
        ),
        alt=f"{measure} by number of rotations. {' '.join(told)}",
        key=f"sizes {len(steps)}",
    )


def _share(share: float | None) -> str:
    return "no plan" if share is None else words.percent(share)


def one_more(both: Levels, size: int, certain: bool) -> str:
    """Say what the next larger plan adds, counted as the inputs count."""
    larger = next((x for x in both[certain] if x.size > size), None)
    if larger is None or larger.marginal is None:
        return f"No plan with more than {words.counted(size, 'rotation')} was found."
    more = larger.marginal
    gain = words.points(more.gain.value, digits=2)
    best = f"The best plan with {words.number(larger.size)}"
    told = f"is {gain[1:]} worse" if more.gain.value < 0 else f"adds {gain}"
    return f"{best} {told}, for {words.more_or_less(more.usd or 0)} {COUNTED[certain]}."


def verdict(both: Levels, usd: int) -> str:
    """Say how many rotations are worth it at the line, and how many add anything."""
    worth = {c: recommended(levels, 1_000 / usd) for c, levels in both.items()}
    top = {c: most(levels) for c, levels in both.items()}
    return (
        f"At {words.money(usd)} a point: {_either(worth)}."
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


def _table(problem: Problem, both: Levels, usd: int) -> None:
    by_size = {c: {x.size: x for x in levels} for c, levels in both.items()}
    marks = {
        c: (recommended(levels, 1_000 / usd), most(levels))
        for c, levels in both.items()
    }
    sizes = sorted({size for levels in by_size.values() for size in levels})
    table(
        COLUMNS,
        [
            (
                str(size),
                *(
                    cell
                    for c in COUNTED
                    for cell in _cells(by_size[c].get(size), *marks[c])
                ),
            )
            for size in sizes
        ],
    )
    st.markdown(
        words.safe(
            f"The best {terms.measure(problem)} of each size, and what it adds to the"
            f" size before, with the range. {RECOMMENDED} worth it at your line,"
            f" {MOST} the most that still adds anything."
        ),
        help=f"Gains with refusals stand beside expected cost, others beside the whole"
        f" cost. {terms.RANGE} {terms.PP}",
    )


def _cells(
    level: SizeLevel | None, worth: int | None, top: int | None
) -> tuple[str, str]:
    if level is None:
        return "no plan", "–"
    marks = (RECOMMENDED if level.size == worth else "") + (
        MOST if level.size == top else ""
    )
    chance = f"{words.percent(level.value.value, digits=1)} {marks}".strip()
    if level.marginal is None:
        return chance, "–"
    gain, rate = level.marginal.gain, level.marginal.per_1000
    spread = words.points_range(gain.low, gain.high)
    return (
        f"{chance}, {words.points(gain.value)} ({spread})",
        "–" if rate is None else words.rate(rate.value),
    )


def _remarks(problem: Problem, steps: Sequence[Step], both: Levels) -> Iterator[str]:
    """What to know about the steps: dearer, not nested, rising, without a plan."""
    for certain, levels in both.items():
        case = words.sentence(COUNTED[certain]).rstrip(".")
        for small, large in dearer_smaller(levels):
            yield (
                f"{case}, the best plan with {words.number(small.size)} costs more than"
                f" that with {words.number(large.size)}."
            )
        for small, large in pairwise(levels):
            if not large.nested:
                why = APART[cached.held_apart(problem, small.plan, large.size)]
                yield (
                    f"{case}, the plan with {words.number(large.size)} is another set:"
                    f" {why}."
                )
        for rise in cached.rises(problem, certain, levels):
            yield (
                f"{case}, {words.number(rise.size)} add more than the step before."
                f" {' '.join(rise.reasons)}"
            )
    none = [str(x.size) for x in steps if isinstance(x.with_refusals, NoPlan)]
    if none:
        yield f"No plan was found within your budget and rules with {listed(none)}."
