"""Several schedules on one axis: as a figure, and the same dates as a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from charts import words
from charts.schedule import schedule_legend
from charts.schedules import Titled, schedules_chart, summary
from charts.timeline import rows
from views.kit.drawer import drawer
from views.kit.figures import draw, is_dark, table
from views.sections.schedule import AS_TABLE

COLUMNS = ("Plan", "Rotation", "Dates", "Letter ready")


def render(plans: tuple[Titled, ...]) -> None:
    """Draw the schedules with their legend and their table."""
    draw(schedules_chart(plans, dark=is_dark()), alt=summary(plans))
    every = [row for plan in plans for row in rows(plan.problem, plan.blocks)]
    st.html(schedule_legend(every, dark=is_dark(), waiting=False))
    drawer(AS_TABLE, "schedules.dates", partial(_dates, plans))


def _dates(plans: tuple[Titled, ...]) -> None:
    table(COLUMNS, [row for plan in plans for row in _rows(plan)])


def _rows(plan: Titled) -> Iterator[tuple[str, ...]]:
    timeline = rows(plan.problem, plan.blocks)
    for row in timeline:
        letter = words.full_day(row.letter_ready) if row.letter_ready else "none"
        late = "" if row.letter_on_time or not row.letter_ready else ", too late"
        booked = ", booked" if row.booked else ""
        yield (
            plan.title,
            f"{row.name}, {row.kind}{booked}",
            words.days(row.start, row.end),
            letter + late,
        )
    if not timeline:
        yield plan.title, plan.note, "–", "–"
