"""One more rotation? The best plan of every size, with a line at which to stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import streamlit as st

from charts import words
from charts.returns import returns_chart
from optimizer.domain.plan import BestOfSize, NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.trade_offs.returns import (
    SIZES,
    SizeLevel,
    dearer_smaller,
    most,
    recommended_size,
)
from optimizer.trade_offs.rising import APART
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

LINE_HELP = (
    "A size is worth it if its whole way up costs less than this a point. The line is"
    " yours: under Change, Requests and letters."
)
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
    size = len(plan.blocks) + len(problem.counted)
    steps = progress.each(
        progress.place(330),
        "Looking for the best plan of every size: {} …",
        cached.best_of_size,
        [(problem, n) for n in SIZES],
        lambda found: _picture(problem, found, size),
    )
    both = {c: cached.levels(problem, certain=c) for c in COUNTED}
    usd = max(problem.scenario.stop_usd_per_point, 1)
    next_one = one_more(both, size, problem.scenario.acceptance == "certain")
    answer.markdown(
        f"**{words.safe(f'{next_one} {verdict(both, usd)}')}**", help=LINE_HELP
    )
    _table(problem, both, usd)
    if remarks := list(_remarks(problem, steps, both)):
        st.markdown("\n".join(f"- {words.safe(line)}" for line in remarks))
    return next_one


def _picture(problem: Problem, steps: tuple[BestOfSize, ...], size: int) -> None:
    measure = terms.measure(problem)
    told = (
        f"{x.size}: {_share(x.expected)} with refusals, {_share(x.certain)} without."
        for x in steps
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
    worth = {c: recommended_size(levels, 1_000 / usd) for c, levels in both.items()}
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
    sizes = sorted({level.size for levels in both.values() for level in levels})
    found = {c: _cells(levels, usd) for c, levels in both.items()}
    none = ("no plan", "–")
    rows = [
        (str(n), *found[False].get(n, none), *found[True].get(n, none)) for n in sizes
    ]
    table(COLUMNS, rows)
    st.markdown(
        words.safe(
            f"The best {terms.measure(problem)} of each size, and what it adds to the"
            f" size before, with the range. {RECOMMENDED} worth it at your line,"
            f" {MOST} the most that still adds anything."
        ),
        help=f"Gains with refusals stand beside expected cost, others beside the whole"
        f" cost. {terms.RANGE} {terms.PP}",
    )


def _cells(levels: Sequence[SizeLevel], usd: int) -> dict[int, tuple[str, str]]:
    """Chance with its marks and gain, and pp for $1,000, by size."""
    marks = {RECOMMENDED: recommended_size(levels, 1_000 / usd), MOST: most(levels)}
    cells = {}
    for level in levels:
        mark = "".join(sign for sign, size in marks.items() if size == level.size)
        told, rate = f"{words.percent(level.value.value, digits=1)} {mark}".strip(), "–"
        if more := level.marginal:
            spread = words.points_range(more.gain.low, more.gain.high)
            told += f", {words.points(more.gain.value)} ({spread})"
            rate = words.rate(more.per_1000.value) if more.per_1000 else rate
        cells[level.size] = (told, rate)
    return cells


def _remarks(
    problem: Problem, steps: Sequence[BestOfSize], both: Levels
) -> Iterator[str]:
    """What to know about the steps; what holds either way is said once."""
    told = {c: list(_of_steps(problem, c, levels)) for c, levels in both.items()}
    for line in dict.fromkeys((*told[False], *told[True])):
        cases = [COUNTED[c] for c in COUNTED if line in told[c]]
        yield words.sentence(f"{cases[0] if len(cases) == 1 else 'either way'}, {line}")
    none = [str(x.size) for x in steps if isinstance(x.with_refusals, NoPlan)]
    if none:
        yield f"No plan was found within your budget and rules with {join_names(none)}."


def _of_steps(
    problem: Problem, certain: bool, levels: tuple[SizeLevel, ...]
) -> Iterator[str]:
    """What is dearer, not nested or rising."""
    for small, large in dearer_smaller(levels):
        fewer, more = words.number(small.size), words.number(large.size)
        yield f"the best plan with {fewer} costs more than that with {more}"
    rises = cached.rises(problem, certain, levels)
    told = {rise.size for rise in rises}  # their reasons say of another set themselves
    for small, large in pairwise(levels):
        if not large.nested and large.size not in told:
            why = APART[cached.held_apart(problem, small.plan, large.size)]
            yield f"the plan with {words.number(large.size)} is another set: {why}"
    for rise in rises:
        more = f"{words.number(rise.size)} add more than the step before"
        yield f"{more}. {' '.join(rise.reasons)}"
