"""The year on the page: what is late and what comes next, then every date."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import streamlit as st

from charts import words
from charts.year import NAMES, year_chart
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.year.guide import KINDS, Part, Step, step
from optimizer.year.timeline import Item, Year
from views.inputs import callbacks
from views.kit.figures import draw, is_dark
from views.session.session import session

FIRST_LATE, FIRST_NOW = 2, 4
WRITER_LATE_DAYS = 14
MOST_NAMED = 2
RULES = (
    "Days are rules of thumb, counted from your requests, your plan and the season."
    " Where a host names a day, that day counts."
)


def first(found: Year) -> None:
    """Draw what is late and can still be done, then what to do next."""
    late = group_items(found.late, lambda item: item.step_id)
    if late:
        st.markdown("**Late already, and what can still be done**")
    for group in late[:FIRST_LATE]:
        line(group, "late")
    st.markdown("**Next**")
    # Requests are always among them: on them all the rest depends.
    week = sorted(found.this_week, key=lambda item: item.kind != "requests")
    now = group_items(week, lambda item: item.step_id)[:FIRST_NOW]
    if not now:
        st.markdown("Nothing is due.")
    for group in sorted(now, key=lambda group: min(item.until for item in group)):
        line(group, "now")


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
    for group in group_items(items, line_of):
        name = f"{group[0].until:%B %Y}"
        if name != month:
            st.markdown(f"##### {name}")
            month = name
        line(group, "all", spans=True)


def line_of(item: Item) -> Hashable:
    """What stands on one line: of what helps to choose hosts, the first of its days."""
    found = step(item.step_id)
    if found and found.part == "choose":
        return item.step_id, item.state
    begins = None if item.state == "now" else item.day  # its first day is not said
    return item.step_id, begins, item.until, item.state


def _filter_items(found: Year) -> list[Item]:
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
            f"If a writer is 2 weeks late, {missed} would miss the first look.",
            f"A late letter counts {counts} of one on time, a guess.",
        ]
    elif spare:
        parts += ["A writer may be 2 weeks late and nothing slips."]
    return " ".join(part for part in parts if part)


Group = tuple[Item, ...]

NOT_TICKED = ("requests",)
"""Kinds that move with the answers on the board, not by a tick."""


TICK = "A tick is kept with your inputs, also in a saved file."


def group_items(items: Sequence[Item], by: Callable[[Item], Hashable]) -> list[Group]:
    """Items that are one line, in the order of the first of each."""
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        found.setdefault(by(item), []).append(item)
    return [tuple(group) for group in found.values()]


def line(group: Group, place: str, *, spans: bool = False) -> None:
    """Draw one line; ``place`` tells two lists of the page apart.

    ``spans``: in a list by months, with the first day; a heading there says already
    what waits for a yes.
    """
    first = group[0]
    text = words.safe(task_words(group, spans=spans))
    key = f"{place} {first.item_id} {len(group)} {session().edition}"
    if first.kind in NOT_TICKED:
        with st.container(key=f"{key} line"):
            st.markdown(f":material/outgoing_mail: {text}")
        return
    done = all(item.state == "done" for item in group)
    ids = tuple(item.item_id for item in group)
    late = f"Once it is late: {first.rescue}" if first.rescue else TICK
    st.checkbox(text, done, key=key, help=late, on_change=_ticked, args=(ids, key))


def task_words(group: Group, *, spans: bool = False) -> str:
    """Say what to do, until when, and at which hosts."""
    first = group[0]
    days = {item.until for item in group}
    when = "was due" if first.late else "first by" if len(days) > 1 else "until"
    due = f"{when} {words.full_day(min(days))}"
    if spans and first.state != "now" and first.day < first.until:
        due = f"from {words.full_day(first.day)} {due}"
    if first.state == "if yes" and not spans:
        due += ", if it says yes"
    hosts = [words.short(item.host) for item in group if item.host]
    where = f"{join_names(hosts, MOST_NAMED)}, {due}" if hosts else due
    rescue = f" {first.rescue}" if first.late else ""
    return f"{first.what} {words.sentence(where)}{rescue}"


def part(problem: Problem, year: Year, *parts: Part) -> None:
    """Draw the parts, each line with its box to tick."""
    dated = items_of(year, parts)
    for group in group_items(dated, lambda item: item.step_id):
        line(group, "part")
    found = [one for one in year.advice if one.part in parts]
    if dated and found:
        st.markdown("**At any time**")
    _advice(found, problem.scenario.done)


def items_of(year: Year, parts: Sequence[Part]) -> list[Item]:
    """Items of these parts of the guide that can still be done, or are done."""
    return [
        item
        for item in year.items
        if (found := step(item.step_id))
        and found.part in parts
        and item.state != "over"
    ]


def _advice(steps: Sequence[Step], done: Sequence[str]) -> None:
    """Draw advice that has no day, each line with its box."""
    for one in steps:
        key = f"advice {one.step_id} {session().edition}"
        ids = (one.step_id,)
        ticked = one.step_id in done
        text = words.safe(one.text)
        st.checkbox(
            text, ticked, key=key, help=TICK, on_change=_ticked, args=(ids, key)
        )


def _ticked(ids: tuple[str, ...], key: str) -> None:
    callbacks.tick(ids, bool(st.session_state.get(key)))
