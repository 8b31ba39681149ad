"""The schedule of a plan, or several on one axis: as a figure and as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from charts import words
from charts.schedule import schedule_chart, schedule_legend, summary
from charts.schedules import Titled, schedules_chart
from charts.schedules import summary as summary_of_all
from charts.timeline import HostDates, TimelineRow, rows, season_dates
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.words import join_names
from optimizer.model.rotation import rotations_of
from optimizer.model.travel import visits
from views.kit.figures import draw, is_dark, table
from views.kit.parts import drawer

COLUMNS = ("Rotation", "Dates", "Apply by", "Letter ready", "Last start*")
AS_TABLE, DATES = "Dates as a table", "schedule.dates"
OTHERS = ("Other host", "Possible dates", "Done in the end")


def render(problem: Problem, blocks: tuple[Block, ...]) -> None:
    """Draw the schedule with its heading, its legend and its table."""
    st.subheader("The schedule", anchor=False)
    picture(problem, blocks)


def picture(
    problem: Problem, blocks: tuple[Block, ...], others: Sequence[HostDates] = ()
) -> None:
    """Draw the schedule with its legend and its table; ``others`` faint below it.

    A last day to apply that is over is said before all else.
    """
    for row in rows(problem, blocks):
        if row.over:
            st.markdown(f":material/warning: **{words.safe(row.name)}.** {row.over}")
    draw(
        schedule_chart(problem, blocks, dark=is_dark(), others=others),
        alt=summary(problem, blocks),
    )
    st.html(schedule_legend(rows(problem, blocks), dark=is_dark()))
    st.markdown(visits_sentence(problem, blocks))
    drawer(AS_TABLE, DATES, partial(_dates, problem, blocks, others))


def _dates(
    problem: Problem, blocks: tuple[Block, ...], others: Sequence[HostDates]
) -> None:
    table(COLUMNS, [_cells(row) for row in rows(problem, blocks)])
    st.markdown("\\* Last start from which a letter is still ready in time.")
    if others:
        _hosts(others)
    _season(problem)


def visits_sentence(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say when one is in the US, where it is more than one visit; else nothing."""
    found = visits(problem, rotations_of(problem, blocks))
    if len(found) < 2:
        return ""
    spans = [words.days(visit[0].start, max(r.end for r in visit)) for visit in found]
    return (
        f"You are in the US {words.number(len(found))} times: {join_names(spans)}."
        " In between you go home. Each time an officer at the border decides whether"
        " you may enter."
    )


def average_dates(problem: Problem, hosts: Sequence[HostDates]) -> None:
    """Offer the dates of all hosts, and how often each is visited, as a table."""

    def draw_dates() -> None:
        _hosts(hosts)
        _season(problem)

    drawer(AS_TABLE, DATES, draw_dates)


def _hosts(hosts: Sequence[HostDates]) -> None:
    table(OTHERS, [_possible(host) for host in hosts])


def _season(problem: Problem) -> None:
    """Draw the dates that every plan works towards as a table."""
    dated = season_dates(problem)
    table(
        ("Season", "Date"),
        [(words.sentence(n).rstrip("."), words.full_day(day)) for day, n in dated],
    )
    if problem.season.estimated == "yes":
        st.markdown(
            f"The dates of the {problem.season.season} season are projected from"
            " earlier seasons. The official ones are not out yet."
        )


def _possible(host: HostDates) -> tuple[str, ...]:
    spans = ", ".join(words.days(*span) for span in host.spans)
    return host.name, spans, f"{words.in_hundred(host.use)}"


def _cells(row: TimelineRow) -> tuple[str, ...]:
    assumed = " (typical)" if row.lead_assumed else ""
    return (
        f"{row.over} {row.name}, {_kind(row)}".strip(),
        words.days(row.start, row.end),
        _day(row.apply_by) + assumed,
        _letter(row),
        _day(row.last_start),
    )


def _kind(row: TimelineRow) -> str:
    return f"{row.kind}, booked" if row.booked else row.kind


def _letter(row: TimelineRow) -> str:
    late = row.letter_ready and not row.letter_on_time
    return _day(row.letter_ready) + (", too late" if late else "")


def _day(date: dt.date | None) -> str:
    return words.full_day(date) if date else "none"


SEVERAL = ("Plan", "Rotation", "Dates", "Letter ready")


def several(plans: tuple[Titled, ...]) -> None:
    """Draw the schedules with their legend and their table."""
    draw(schedules_chart(plans, dark=is_dark()), alt=summary_of_all(plans))
    every = [row for plan in plans for row in rows(plan.problem, plan.blocks)]
    st.html(schedule_legend(every, dark=is_dark(), waiting=False))
    drawer(AS_TABLE, "schedules.dates", partial(_several_dates, plans))


def _several_dates(plans: tuple[Titled, ...]) -> None:
    table(SEVERAL, [row for plan in plans for row in _plan_rows(plan)])


def _plan_rows(plan: Titled) -> Iterator[tuple[str, ...]]:
    timeline = rows(plan.problem, plan.blocks)
    for row in timeline:
        days = words.days(row.start, row.end)
        yield plan.title, f"{row.name}, {_kind(row)}", days, _letter(row)
    if not timeline:
        yield plan.title, plan.note, "–", "–"
