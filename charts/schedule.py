"""The schedule of one plan, of requests on average, or of several plans."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from charts import words
from charts.marks import (
    Placed,
    bar_trace,
    dates_trace,
    rotation_traces,
    season_lines,
    time_figure,
    when,
    write,
)
from charts.theme import Palette, label, palette
from charts.timeline import (
    HostDates,
    TimelineRow,
    Wait,
    rows,
    season_dates,
    span,
    waits,
)
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem

_LANES = 0.5
"""Height of the dates of all other hosts, in rows."""


def schedule_chart(
    problem: Problem,
    blocks: tuple[Block, ...],
    *,
    dark: bool,
    others: Sequence[HostDates] = (),
) -> go.Figure:
    """One row per rotation, the times between them, and the season's dates above.

    ``others`` are hosts that may say yes as well: their dates stand faint below.
    """
    p = palette(dark)
    timeline = rows(problem, blocks)
    between = waits(timeline)
    first, last = span(problem, timeline)
    count = len(timeline) + bool(between) + bool(others)
    figure = time_figure(count, 58, (first, last), dark=dark)
    for trace in _traces(timeline, between, first, p):
        figure.add_trace(trace)
    if others:
        figure.add_trace(_lanes(others, count - 1, p))
    for place, row in enumerate(timeline):
        write(figure, place, f"<b>{words.safe_html(row.name)}</b>  {when(row)}", p)
    if between:
        write(figure, len(timeline), f"<b>In between</b>  {_waiting(between)}", p)
    if others:
        hosts = words.counted(len(others), "other host")
        write(figure, count - 1, f"<b>{words.sentence(hosts)[:-1]}</b>", p)
    season_lines(figure, season_dates(problem), (first, last), p)
    return figure


def summary(problem: Problem, blocks: tuple[Block, ...]) -> str:
    """Say in words what the figure shows, for those who do not see it."""
    told = [
        f"{row.over.rstrip('.')}: {row.name} {when(row)}".removeprefix(": ")
        for row in rows(problem, blocks)
    ]
    season = problem.season
    return (
        f"Schedule. {'; '.join(told) or 'No rotation'}."
        f" Letters are due by {words.full_day(problem.letters_by)}; applications can"
        f" be submitted from {words.full_day(season.submit_open)}."
    )


def _traces(
    timeline: tuple[TimelineRow, ...],
    between: tuple[Wait, ...],
    first: dt.date,
    p: Palette,
) -> list[go.Bar | go.Scatter]:
    pauses = [(len(timeline), wait.start, wait.end) for wait in between]
    return [
        bar_trace("waiting", pauses, p.quiet),
        *rotation_traces(tuple(enumerate(timeline)), first, p),
    ]


def _lanes(hosts: Sequence[HostDates], place: int, p: Palette) -> go.Bar:
    """Thin faint bars for each host, all in one row."""
    step = _LANES / len(hosts)
    heights = (place + step * (lane + 1) - 0.3 * _LANES for lane in range(len(hosts)))
    placed = [*zip(heights, hosts, strict=True)]
    return dates_trace(placed, 0.7 * step, color=p.quiet, opacity=0.5)


def _waiting(between: tuple[Wait, ...]) -> str:
    return " + ".join(str(wait.days) for wait in between) + " days"


_WAITING, _APPLY = "waiting in between", "last day to apply"
_IN_TIME, _LATE = "letter in time", "letter too late"
_LAST = "last start"
_LIST = (
    "display:flex;flex-wrap:wrap;gap:0.3rem 1.25rem;margin:0;padding:0;list-style:none"
)
_ITEM = (
    "display:flex;align-items:center;gap:0.45rem;margin:0;padding:0;"
    "white-space:nowrap;font-size:0.875rem"
)


def schedule_legend(
    timeline: Sequence[TimelineRow], *, dark: bool, waiting: bool = True
) -> str:
    """Name every sign that the schedule of these rows has, drawn as on the figure.

    Where several plans share an axis no ``waiting`` is drawn.
    """
    drawn = set(_sign_names(timeline))
    items = "".join(
        f'<li style="{_ITEM}"><span aria-hidden="true" style="{style}"></span>{name}'
        "</li>"
        for name, style in _signs(dark).items()
        if name in drawn and (waiting or name != _WAITING)
    )
    return f'<ul style="{_LIST}">{items}</ul>'


def _sign_names(timeline: Sequence[TimelineRow]) -> Iterator[str]:
    for row in timeline:
        yield row.kind
        if row.apply_by:
            yield _APPLY
        if row.letter_ready:
            yield _IN_TIME if row.letter_on_time else _LATE
        if row.last_start:
            yield _LAST
    if waits(tuple(timeline)):
        yield _WAITING


@cache
def _signs(dark: bool) -> dict[str, str]:
    """The style of each sign by its name (CSS only: SVG is not let through)."""
    text = Path(__file__).with_name("signs.csv").read_text(encoding="utf-8")
    for role, colour in asdict(palette(dark)).items():
        text = text.replace(role.upper(), colour)
    return {row["name"]: row["style"] for row in csv.DictReader(text.splitlines())}


_FAINTEST = 0.15


def average_chart(
    problem: Problem, hosts: Sequence[HostDates], *, dark: bool
) -> go.Figure:
    """One row per request on its possible dates: the fuller, the more often done."""
    p = palette(dark)
    first, last = span(problem, ())
    figure = time_figure(len(hosts), 46, (first, last), dark=dark)
    most = max((host.use for host in hosts), default=1) or 1
    placed = [(place + 0.18, host) for place, host in enumerate(hosts)]
    full = [_FAINTEST + (1 - _FAINTEST) * h.use / most for h in hosts for _ in h.spans]
    figure.add_trace(
        dates_trace(placed, 0.3, color=p.primary, opacity=full, cornerradius=4)
    )
    for place, host in enumerate(hosts):
        name = words.safe_html(host.name)
        write(figure, place, f"<b>{name}</b>  {done(host)}", p)
    season_lines(figure, season_dates(problem), (first, last), p)
    return figure


def done(host: HostDates) -> str:
    """How often its rotation is done: 9 in 100."""
    return f"done {words.in_hundred(host.use)}"


def average_summary(hosts: Sequence[HostDates]) -> str:
    """Say in words what the figure shows."""
    told = "; ".join(f"{host.name} {done(host)}" for host in hosts)
    return f"Schedule on average. {told}."


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


def summary_of_all(plans: Sequence[Titled]) -> str:
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
