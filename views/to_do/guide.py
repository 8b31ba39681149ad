"""A part of the guide: what has days at the hosts of the plan, then advice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from optimizer.domain.problem import Problem
from optimizer.year.guide import Part, step
from optimizer.year.timeline import Item, Year
from views.to_do import ticks


def advice(problem: Problem, year: Year, *parts: Part) -> None:
    """Draw the parts, each line with its box to tick."""
    dated = items_of(year, parts)
    for group in ticks.grouped(dated, lambda item: item.step_id):
        ticks.line(group, "part")
    found = [one for one in year.advice if one.part in parts]
    if dated and found:
        st.markdown("**At any time**")
    ticks.advice(found, problem.scenario.done)


def items_of(year: Year, parts: Sequence[Part]) -> list[Item]:
    """Items of these parts of the guide that can still be done, or are done."""
    return [
        item
        for item in year.items
        if (found := step(item.step_id))
        and found.part in parts
        and item.state != "over"
    ]
