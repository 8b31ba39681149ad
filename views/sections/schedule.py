"""The schedule of a plan: as a figure, and the same dates as a table."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts import format as words
from charts.schedules.legend import schedule_legend
from charts.schedules.one import schedule_chart, summary
from charts.schedules.timeline import TimelineRow, rows, season_dates
from charts.schedules.visits import visits_sentence
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from views.kit.figures import draw, is_dark, table

COLUMNS = ("Rotation", "Dates", "Apply by", "Letter ready", "Last start*")


def render(problem: Problem, blocks: tuple[Block, ...]) -> None:
    """Draw the schedule with its legend and its table."""
    st.subheader("The schedule", anchor=False)
    figure = schedule_chart(problem, blocks, dark=is_dark())
    draw(figure, alt=summary(problem, blocks))
    st.html(schedule_legend(dark=is_dark()))
    st.markdown(visits_sentence(problem, blocks))
    if problem.season.estimated == "yes":
        st.markdown(
            f"The dates of the {problem.season.season} season are projected from"
            " earlier seasons: the official ones are not out yet."
        )
    with st.expander("The same dates as a table"):
        table(COLUMNS, [_cells(row) for row in rows(problem, blocks)])
        st.markdown("\\* Last start from which a letter is still ready in time.")
        table(
            ("Season", "Date"),
            [
                (words.sentence(name).rstrip("."), words.full_day(date))
                for date, name in season_dates(problem)
            ],
        )


def _cells(row: TimelineRow) -> tuple[str, ...]:
    name = f"{row.name}, {row.kind}" + (", booked" if row.booked else "")
    assumed = " (typical)" if row.lead_assumed else ""
    letter = _day(row.letter_ready)
    if row.letter_ready and not row.letter_on_time:
        letter += ", too late"
    return (
        name,
        words.days(row.start, row.end),
        _day(row.apply_by) + assumed,
        letter,
        _day(row.last_start),
    )


def _day(date: dt.date | None) -> str:
    return words.full_day(date) if date else "none"
