"""Things to do as lines with a box to tick, and the parts of the guide they make up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import streamlit as st

from charts import words
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.year.guide import Part, Step, step
from optimizer.year.timeline import Item, Year
from views.inputs import callbacks
from views.session.session import session

Group = tuple[Item, ...]
NAMED = 2
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
    where = f"{join_names(hosts, NAMED)}, {due}" if hosts else due
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
