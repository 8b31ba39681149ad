"""The schedules of several plans below one another, on one time axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import words
from charts.marks import (
    Placed,
    rotation_traces,
    season_lines,
    time_figure,
    when,
    write,
)
from charts.theme import Palette, label, palette
from charts.timeline import TimelineRow, rows, season_dates, span
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem

_HEAD = 0.6
"""Height of a plan's title in rows."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A plan with what it is called; ``note`` says why it has no rotations."""

    title: str
    problem: Problem
    blocks: tuple[Block, ...] = ()
    note: str = "no rotation"


def schedules_chart(plans: Sequence[Titled], *, dark: bool) -> go.Figure:
    """Draw each plan's title and its rotations, and the dates they share above."""
    p = palette(dark)
    heads, placed, count = _layout(plans)
    limits = _span(plans)
    figure = time_figure(count, 56, limits, dark=dark)
    for trace in rotation_traces(placed, limits[0], p):
        figure.add_trace(trace)
    for place, row in placed:
        write(figure, place, f"{words.safe_html(row.name)}  {when(row)}", p)
    for place, plan in heads:
        _title(figure, place, plan, p)
    season_lines(figure, shared_dates(plans), limits, p)
    return figure


def summary(plans: Sequence[Titled]) -> str:
    """Say in words what the figure shows."""
    return "Schedules. " + " ".join(_plan_sentence(plan) for plan in plans)


def shared_dates(plans: Sequence[Titled]) -> tuple[tuple[dt.date, str], ...]:
    """The season's dates that all plans work towards."""
    dated = [season_dates(plan.problem) for plan in plans]
    return tuple(date for date in dated[0] if all(date in other for other in dated))


def _layout(
    plans: Sequence[Titled],
) -> tuple[list[tuple[float, Titled]], Placed, float]:
    """Places of the titles and of the rows, and how many rows high all of it is."""
    heads: list[tuple[float, Titled]] = []
    placed: list[tuple[float, TimelineRow]] = []
    place = 0.0
    for plan in plans:
        heads.append((place, plan))
        place += _HEAD
        for row in rows(plan.problem, plan.blocks):
            placed.append((place, row))
            place += 1
    return heads, placed, place


def _span(plans: Sequence[Titled]) -> tuple[dt.date, dt.date]:
    spans = [span(plan.problem, rows(plan.problem, plan.blocks)) for plan in plans]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _title(figure: go.Figure, place: float, plan: Titled, p: Palette) -> None:
    """Write a title above a line across, so that plans are told apart."""
    empty = not rows(plan.problem, plan.blocks)
    note = f": {words.safe_html(plan.note)}" if empty else ""
    top = place - 0.45
    figure.add_shape(
        type="line",
        xref="paper",
        x0=0,
        x1=1,
        y0=top,
        y1=top,
        line={"color": p.border, "width": 1},
        layer="below",
    )
    title = f"<b>{words.safe_html(plan.title)}</b>{note}"
    label(figure, top, title, p, size=14, color=p.primary, yanchor="top")


def _plan_sentence(plan: Titled) -> str:
    listed = "; ".join(_sentences(plan)) or plan.note
    return f"{plan.title}: {listed}."


def _sentences(plan: Titled) -> Iterator[str]:
    for row in rows(plan.problem, plan.blocks):
        late = "" if row.letter_on_time else ", no letter in time"
        yield f"{row.name} {when(row)}{late}"
