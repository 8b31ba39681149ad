"""Is one more rotation worth it? The best plan of every size, drawn as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts import format as words
from charts.returns import Added, added, returns_chart
from optimizer.domain.plan import NoPlan, Plan, Step
from optimizer.domain.problem import Problem
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

SIZES = range(5)
CROWDED = (
    "Many people are using this server right now, so their answers go first and these"
    " further plans are worked out only if you ask."
)
COLUMNS = (
    "Rotations",
    "Refusals counted",
    "expected",
    "All accept",
    "at most",
)


def render(problem: Problem, chosen: int | None) -> None:
    """Draw the curves and their table; each size appears when it is found."""
    st.markdown(
        "The best plan of every size within the same rules and budget, sought once"
        " with refusals counted and once for the case that all hosts accept. A common"
        " guide calls one rotation essential, two to three the target and four the"
        " usual limit. A larger plan need not contain the smaller one: a gain is the"
        " difference of two plans, not the worth of one host.",
    )
    if not _wanted():
        return
    steps = sought(
        problem, SIZES, lambda found: picture(problem, found, chosen, SIZES[-1])
    )
    _told(problem, steps)


def _wanted() -> bool:
    """Whether to begin: while many wait for their answers, only if asked to."""
    slot = st.empty()
    if not cached.crowded():
        return True
    with slot.container():
        st.markdown(CROWDED)
        asked = st.button("Work it out now", icon=":material/hourglass_top:")
    if asked:
        slot.empty()
    return asked


def sought(
    problem: Problem,
    sizes: Sequence[int],
    draw_found: Callable[[tuple[Step, ...]], None],
) -> tuple[Step, ...]:
    """Find the best plans of these sizes; what is there is drawn as it comes."""
    steps = (
        progress.saying(
            f"Looking for the best plan with {size} rotations …",
            cached.best_of_size,
            problem,
            size,
        )
        for size in sizes
    )
    return progress.streamed(progress.place(330), steps, draw_found)


def picture(
    problem: Problem, steps: tuple[Step, ...], chosen: int | None, largest: int
) -> None:
    """Draw the curves of the sizes found so far."""
    measure = terms.measure(problem)
    draw(
        returns_chart(
            steps, measure=measure, chosen=chosen, dark=is_dark(), largest=largest
        ),
        alt=f"{measure} by number of rotations. "
        + " ".join(_sentence(item) for item in added(steps)),
        key=f"returns {len(steps)}",
    )


def _told(problem: Problem, steps: tuple[Step, ...]) -> None:
    st.markdown(
        f"The same as a table: {terms.measure(problem)}, in brackets what it adds to"
        " the size before in pp.",
        help=terms.PP,
    )
    table(COLUMNS, [cells(item) for item in added(steps)])
    if any(isinstance(step.with_refusals, NoPlan) for step in steps):
        st.markdown(
            "No plan: with that many rotations the budget or a rule cannot be kept."
        )


def cells(item: Added) -> tuple[str, ...]:
    """One row of the table."""
    step = item.step
    return (
        str(step.size),
        _told_share(step.expected, item.expected_pp),
        _cost(step.with_refusals, expected=True),
        _told_share(step.certain, item.certain_pp),
        _cost(step.if_all_accept, expected=False),
    )


def _sentence(item: Added) -> str:
    size, expected, mean, certain, most = cells(item)
    return (
        f"{size}: {expected} for an expected {mean} with refusals,"
        f" {certain} for at most {most} if all accept."
    )


def _cost(plan: Plan | NoPlan, *, expected: bool) -> str:
    """Write what a plan costs at most or on average, or why there is none."""
    if isinstance(plan, NoPlan):
        return "no plan" if plan.reason == "infeasible" else "none found in time"
    proven = "" if plan.proof.status == "optimal" else " (best found)"
    return words.money(plan.expected_cost_usd if expected else plan.cost_usd) + proven


def _told_share(share: float | None, pp: float | None) -> str:
    """Write a chance and what it adds to the size before."""
    if share is None:
        return "–"
    gain = "" if pp is None else f" ({words.points(pp).split()[0]})"
    return words.percent(share) + gain
