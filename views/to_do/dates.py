"""The year on the page: what is late and what comes next, then every date."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import streamlit as st

from charts import words
from charts.year import NAMES, year_chart
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.year.guide import KINDS, step
from optimizer.year.timeline import Item, Year
from views.kit.figures import draw, is_dark
from views.to_do import ticks

FIRST_LATE, FIRST_NOW = 2, 4
WRITER_LATE_DAYS = 14
MOST_NAMED = 2
RULES = (
    "Days are rules of thumb, counted from your requests, your plan and the season."
    " Where a host names a day, that day counts."
)


def first(found: Year) -> None:
    """Draw what is late and can still be done, then what to do next."""
    late = ticks.group_items(found.late, lambda item: item.step_id)
    if late:
        st.markdown("**Late already, and what can still be done**")
    for group in late[:FIRST_LATE]:
        ticks.line(group, "late")
    st.markdown("**Next**")
    # Requests first: on them all the rest depends.
    week = sorted(found.this_week, key=lambda item: item.kind != "requests")
    now = ticks.group_items(week, lambda item: item.step_id)
    if not now:
        st.markdown("Nothing is due.")
    for group in now[:FIRST_NOW]:
        ticks.line(group, "now")


def render(problem: Problem, found: Year) -> None:
    """Draw every date: the figure, and as its table the list by month."""
    shown = _filter_items(found)
    if not shown:
        st.markdown("Nothing of that kind.")
        return
    last = max(item.until for item in shown)
    draw(
        year_chart(shown, found.today, dark=is_dark()),
        alt=f"{words.counted(len(shown), 'thing')} to do until"
        f" {words.full_day(last)}; the list below says each.",
        key="year",
    )
    draw_letters(problem, found)
    st.markdown(RULES)
    _by_month([item for item in shown if item.state != "if yes"])
    waiting = [item for item in shown if item.state == "if yes"]
    if waiting:
        st.markdown("#### If the host says yes")
        _by_month(waiting)


def _by_month(items: Sequence[Item]) -> None:
    month = ""
    for group in ticks.group_items(items, _line):
        name = f"{group[0].until:%B %Y}"
        if name != month:
            st.markdown(f"##### {name}")
            month = name
        ticks.line(group, "all", spans=True)


def _line(item: Item) -> Hashable:
    """What stands on one line: of what helps to choose hosts, the first of its days."""
    found = step(item.step_id)
    if found and found.part == "choose":
        return item.step_id, item.state
    return item.step_id, item.day, item.until, item.state


def _filter_items(found: Year) -> list[Item]:
    """What the filters leave."""
    kinds = [kind for kind in KINDS if any(i.kind == kind for i in found.items)]
    chosen = st.pills(
        "Kinds",
        kinds,
        selection_mode="multi",
        format_func=NAMES.__getitem__,
        key="year kinds",
        help="None chosen: all.",
    )
    hosts = sorted({item.host for item in found.items if item.host})
    names = words.short_names(hosts)
    where = st.multiselect(
        "Hosts",
        hosts,
        key="year hosts",
        help="None chosen: all.",
        format_func=lambda host: names.get(host, host),
    )
    return [
        item
        for item in found.items
        if item.state != "over"
        and (not chosen or item.kind in chosen)
        and (not where or item.host in where)
    ]


def draw_letters(problem: Problem, found: Year) -> None:
    """Draw how much later each letter may come."""
    late_weight = problem.parameter("late_letter_weight")
    st.markdown(words.safe(letters(found, late_weight)))


def letters(found: Year, late_weight: float) -> str:
    """Say how much later each letter may come, and what slips if one is late.

    ``late_weight``: what a late letter counts, as a share of one on time.
    """
    slack = {  # of a rotation, not of a host: it may have two
        i.item_id.partition("@")[2]: (i.host, i.slack_days)
        for i in found.items
        if i.slack_days is not None
    }.values()
    if not slack:
        return "No letter is to be expected yet."
    names = words.short_names(host for host, _ in slack)
    spare = ", ".join(f"{names[host]} {days}" for host, days in slack if days >= 0)
    late = [names[host] for host, days in slack if days < 0]
    tight = [names[host] for host, days in slack if 0 <= days < WRITER_LATE_DAYS]
    parts = [f"Days to spare for letters: {spare}." if spare else ""]
    parts += [f"Too late for the first look: {', '.join(late)}." if late else ""]
    if tight:
        missed, counts = join_names(tight, MOST_NAMED), words.percent(late_weight)
        parts += [
            f"If a writer is two weeks late, {missed} would miss the first look.",
            f"A late letter counts {counts} of one on time, a guess.",
        ]
    elif spare:
        parts += ["A writer may be two weeks late and nothing slips."]
    return " ".join(part for part in parts if part)
