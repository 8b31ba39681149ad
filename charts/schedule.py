"""The schedule of one plan, or of requests on average, and its legend."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from charts import words
from charts.marks import (
    bar_trace,
    dates_trace,
    rotation_traces,
    season_lines,
    time_figure,
    when,
    write,
)
from charts.theme import Palette, palette
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
