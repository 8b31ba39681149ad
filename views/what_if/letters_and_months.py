"""Letters and months: what asking for one more costs, what freeing one would bring."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts import format as words
from charts.letters_and_months import letters_chart, month_name, months_chart
from optimizer.domain.plan import NoPlan, Plan
from optimizer.domain.problem import Problem
from optimizer.domain.scenario import Scenario
from optimizer.domain.words import listed
from optimizer.explain.alternatives import Alternative
from optimizer.trade_offs.letters_and_months import (
    MONTHS,
    LettersStep,
    MonthStep,
    by_letters,
    by_month,
    free_months,
)
from views.inputs import callbacks
from views.kit import progress, terms
from views.kit.figures import draw, is_dark, table
from views.session import cached

WORTH_PP = 0.05
"""A change that rounds to nothing is told as nothing."""

Change = tuple[MonthStep, Alternative | None]


def render(problem: Problem, plan: Plan) -> None:
    """Draw the letters, then the months."""
    _letters(problem, plan)
    _months(problem, plan)


def _letters(problem: Problem, plan: Plan) -> None:
    slot = progress.place(230)
    with st.spinner("Asking for one more letter at a time …"):
        steps = tuple(by_letters(problem, cached.best))
    measure = terms.measure(problem)
    with slot.container():
        st.subheader(letters_told(problem, plan, steps), anchor=False)
        draw(
            letters_chart(
                steps,
                asked=problem.scenario.min_letters,
                measure=measure,
                dark=is_dark(),
            ),
            alt=f"Best {measure} by letters asked for. "
            + " ".join(f"{row[0]}: {row[1]}." for row in map(_letter_row, steps)),
            key="letters",
        )
    st.markdown(
        "Letters in hand count, and each rotation whose letter is ready by"
        f" {words.full_day(problem.letters_by)}.",
        help=terms.LETTERS,
    )
    table(
        ("Letters", "Chance", "Costs at most", "Where"), list(map(_letter_row, steps))
    )


def letters_told(problem: Problem, plan: Plan, steps: tuple[LettersStep, ...]) -> str:
    """Say how many letters cost nothing, and what the next one costs."""
    found = [(s.letters, s.outcome) for s in steps if isinstance(s.outcome, Plan)]
    loss = [(n, (plan.value - best.value) * 100) for n, best in found]
    free = max((n for n, pp in loss if pp < WORTH_PP), default=0)
    dearer = next(((n, pp) for n, pp in loss if pp >= WORTH_PP and n > free), None)
    many = words.counted(free, "letter")
    said = f"Asking for {many} on time costs you nothing"
    if dearer:
        more, pp = dearer
        return f"{said}; asking for {words.number(more)} costs {pp:.1f} pp"
    last = steps[-1].outcome
    if isinstance(last, NoPlan) and last.reason == "timeout":
        return f"{said}; for more the time was too short"
    return f"{said}; more than {words.number(found[-1][0])} cannot be had"


def _letter_row(step: LettersStep) -> tuple[str, str, str, str]:
    return (f"at least {step.letters}", *_outcome(step.outcome))


def _outcome(outcome: Plan | NoPlan) -> tuple[str, str, str]:
    """Chance, cost and places of a plan, or why there is none."""
    if isinstance(outcome, NoPlan):
        none = outcome.reason == "infeasible"
        return ("no plan" if none else "none found in time", "–", "–")
    found = "" if outcome.proof.status == "optimal" else " (best found)"
    where = ", ".join(b.offering.city for b in outcome.blocks) or "no rotation"
    return (
        words.percent(outcome.value, digits=1) + found,
        words.money(outcome.cost_usd),
        where,
    )


def _months(problem: Problem, plan: Plan) -> None:
    slot = progress.place(260)
    with st.spinner("Freeing and losing one month at a time …"):
        changes = tuple(
            (step, _compared(problem, plan, step.outcome))
            for step in by_month(problem, plan, cached.best)
        )
    with slot.container():
        st.subheader(months_told(changes), anchor=False)
        if not changes:
            return
        gains = [(step, found.gain_pp if found else None) for step, found in changes]
        if any(pp is None or abs(pp) >= WORTH_PP for _, pp in gains):
            draw(
                months_chart(gains, dark=is_dark()),
                alt="What each month is worth. "
                + " ".join(f"{', '.join(month_row(c)[:3])}." for c in changes),
                key="months",
            )
    st.markdown(
        "One month at a time: a rotation that would need two months you do not have"
        " shows in neither.",
        help=f"{terms.RANGE} {terms.PP}",
    )
    table(
        ("Month", "If it were", "Gain (range)", "Where then"),
        list(map(month_row, changes)),
    )
    _buttons([step.month for step, _ in changes if not step.free], problem)


def _buttons(months: list[int], problem: Problem) -> None:
    """Draw a button for each month that is not free: it becomes a free one."""
    if not months:
        return
    st.markdown("Change your inputs:")
    with st.container(horizontal=True, gap="small"):
        for month in months:
            st.button(
                f"Free {month_name(month)}",
                key=f"free {month}",
                icon=":material/calendar_add_on:",
                help="Adds it to your free months, whatever it is worth.",
                on_click=callbacks.apply,
                args=(freeing(problem, month),),
            )


def freeing(problem: Problem, month: int) -> Scenario:
    """Return the scenario with one more free month."""
    free = tuple(sorted({*free_months(problem), month}))
    months = None if free == tuple(MONTHS) else free
    return replace(problem.scenario, months=months)


def _compared(
    problem: Problem, plan: Plan, outcome: Plan | NoPlan
) -> Alternative | None:
    return (
        cached.compared(problem, plan, outcome) if isinstance(outcome, Plan) else None
    )


def months_told(changes: tuple[Change, ...]) -> str:
    """Say which month is worth most, to free and to keep."""
    more = [(c.gain_pp, s.month) for s, c in changes if c and not s.free]
    less = [(c.gain_pp, s.month) for s, c in changes if c and s.free]
    said = []
    if more and max(more)[0] >= WORTH_PP:
        gain, month = max(more)
        said.append(f"freeing {month_name(month)} would add {gain:.1f} pp")
    elif more:
        said.append("freeing another month would add nothing")
    gone = [s for s, c in changes if s.free and c is None]
    if gone:
        known = all(
            isinstance(s.outcome, NoPlan) and s.outcome.reason == "infeasible"
            for s in gone
        )
        names = listed([month_name(s.month) for s in gone], most=len(changes))
        end = "no plan is possible" if known else "no plan was found in time"
        any_of = "" if len(gone) == 1 else "any one of "
        said.append(f"without {any_of}{names} {end}")
    elif less and min(less)[0] <= -WORTH_PP:
        loss, month = min(less)
        said.append(f"losing {month_name(month)} would cost {-loss:.1f} pp")
    elif less:
        said.append("any one of your free months can be lost for nothing")
    text = "; ".join(said) or "no month of your dates can be changed"
    return text[:1].upper() + text[1:]


def month_row(change: Change) -> tuple[str, str, str, str]:
    """One row of the table."""
    step, found = change
    state = "lost" if step.free else "free"
    if found is None:
        return (month_name(step.month), state, _outcome(step.outcome)[0], "–")
    gain = words.points(found.gain_pp)
    spread = f" ({found.low_pp:.1f} to {found.high_pp:.1f})".replace("-", "−")
    told = "no change" if not (found.comes or found.leaves) else gain + spread
    if found.plan.proof.status != "optimal":
        told += ", best found"
    return (month_name(step.month), state, told, _outcome(step.outcome)[2])
