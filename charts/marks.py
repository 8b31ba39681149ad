"""Rotations and their dates as bars and signs on a time axis, one row each.

What draws a schedule, of one plan or of several, puts rows in places (0 is on top).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts import words
from charts.theme import Palette, label, style_figure
from charts.timeline import HostDates, TimelineRow

_BAR = 0.16
_TOP, _BOTTOM = 46, 40
_LONG_DAYS = 500
_DAY = dt.timedelta(days=1)
_MS_PER_DAY = 86_400_000

Placed = Sequence[tuple[float, TimelineRow]]
Mark = tuple[float, dt.date, str]


def rotation_traces(
    placed: Placed, first: dt.date, p: Palette
) -> list[go.Bar | go.Scatter]:
    """Draw every rotation with its deadline, its letter and its last start."""
    marks = (
        ("last day to apply", "diamond", p.warm, 11, _deadlines(placed, first)),
        ("letter in time", "circle", p.second, 11, _letters(placed, on_time=True)),
        ("letter too late", "x", p.second, 9, _letters(placed, on_time=False)),
        ("last start", "line-ns-open", p.text, 15, _last_starts(placed, first)),
    )
    return [
        *(_line(place, row, first, p) for place, row in placed),
        _rotations(placed, "hands-on", p),
        _rotations(placed, "observership", p),
        *(_marks(*mark) for mark in marks if mark[-1]),
    ]


_PATTERN = {"hands-on": "", "observership": "/", "waiting": "."}


def _rotations(placed: Placed, kind: str, p: Palette) -> go.Bar:
    """Bars of one kind; the pattern tells the kinds apart without colour."""
    chosen = [(place, row) for place, row in placed if row.kind == kind]
    bars = bar_trace(kind, [(i, r.start, r.end) for i, r in chosen], p.primary)
    return bars.update(
        customdata=[_hover(row) for _, row in chosen],
        hovertemplate="%{customdata}<extra></extra>",
    )


def bar_trace(
    name: str, spans: Sequence[tuple[float, dt.date, dt.date]], color: str
) -> go.Bar:
    """Bars from the first to the last day of each span, in its place."""
    length = [((end - start).days + 1) * _MS_PER_DAY for _, start, end in spans]
    return go.Bar(
        name=name,
        orientation="h",
        y=[place + _BAR for place, _, _ in spans],
        base=[start for _, start, _ in spans],
        x=length,
        width=0.3,
        marker={
            "color": color,
            "cornerradius": 4,
            "line": {"color": color, "width": 1.5},
            "pattern": {"shape": _PATTERN[name], "size": 6, "solidity": 0.4},
        },
        hoverinfo="skip",
    )


def dates_trace(
    placed: Sequence[tuple[float, HostDates]], width: float, **marker: Any
) -> go.Bar:
    """The possible dates of hosts as bars, each host at its height.

    One trace for all: a browser takes a while over each.
    """
    bars = [(y, host, span) for y, host in placed for span in host.spans]
    return go.Bar(
        name="possible dates",
        orientation="h",
        y=[y for y, _, _ in bars],
        base=[start for _, _, (start, _) in bars],
        x=[((end - start).days + 1) * _MS_PER_DAY for _, _, (start, end) in bars],
        width=width,
        marker=marker,
        customdata=[words.safe_html(host.name) for _, host, _ in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _line(place: float, row: TimelineRow, first: dt.date, p: Palette) -> go.Scatter:
    """From the deadline to the rotation, and from there to its letter."""
    begin = max(row.apply_by or row.start, first)
    finish = row.letter_ready or row.end
    return go.Scatter(
        name="from application to letter",
        x=[begin, row.start, None, row.end, finish],
        y=[place + _BAR] * 5,
        mode="lines",
        line={"color": p.quiet, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def _deadlines(placed: Placed, first: dt.date) -> list[Mark]:
    return [
        (i, max(row.apply_by, first + _DAY), _apply(row))
        for i, row in placed
        if row.apply_by
    ]


def _letters(placed: Placed, *, on_time: bool) -> list[Mark]:
    return [
        (i, row.letter_ready, _letter(row))
        for i, row in placed
        if row.letter_ready and row.letter_on_time == on_time
    ]


def _last_starts(placed: Placed, first: dt.date) -> list[Mark]:
    return [
        (i, row.last_start, _last_start(row))
        for i, row in placed
        if row.last_start and row.last_start > first
    ]


def _marks(
    name: str, symbol: str, color: str, size: int, marks: list[Mark]
) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[date for _, date, _ in marks],
        y=[place + _BAR for place, _, _ in marks],
        customdata=[words.safe_html(text) for _, _, text in marks],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": color,
            "line": {"color": color, "width": 2.5 if symbol == "line-ns-open" else 0},
        },
        hovertemplate="%{customdata}<extra></extra>",
    )


def time_figure(
    rows: float, pixels: int, limits: tuple[dt.date, dt.date], *, dark: bool
) -> go.Figure:
    """An empty figure of rows, so many pixels high each, over a span of days."""
    height = _TOP + _BOTTOM + round(pixels * max(rows, 1))
    figure = style_figure(go.Figure(), dark, height)
    step = "M3" if (limits[1] - limits[0]).days > _LONG_DAYS else "M1"
    figure.update_xaxes(type="date", range=limits, tickformat="%b\n%Y", dtick=step)
    figure.update_yaxes(visible=False, range=[rows - 0.45, -0.55])
    margin = {"t": _TOP, "b": _BOTTOM, "l": 2, "r": 6}
    return figure.update_layout(barmode="overlay", margin=margin)


def write(figure: go.Figure, place: float, text: str, p: Palette) -> None:
    """Write a row's name above its bar."""
    label(figure, place - 0.24, text, p)


def season_lines(
    figure: go.Figure,
    dates: Sequence[tuple[dt.date, str]],
    limits: tuple[dt.date, dt.date],
    p: Palette,
) -> None:
    """Draw a line for each date that all work towards, with its name above."""
    first, last = limits
    for place, (date, name) in enumerate(dates):
        late_half = (date - first) > (last - date)
        figure.add_shape(
            type="line",
            x0=date,
            x1=date,
            yref="paper",
            y0=0,
            y1=1,
            line={"color": p.warm, "width": 1.2, "dash": "dash"},
            layer="below",
        )
        figure.add_annotation(
            text=words.sentence(f"{name} {words.short_day(date)}").rstrip("."),
            xanchor="right" if late_half else "left",
            x=date,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=16 * (2 - place) - 14,
            showarrow=False,
            font={"size": 12, "color": p.warm},
        )


def when(row: TimelineRow) -> str:
    """Say when a rotation is."""
    booked = ", booked" if row.booked else ""
    return f"{words.days(row.start, row.end)}{booked}"


def _apply(row: TimelineRow) -> str:
    assert row.apply_by is not None
    assumed = " (typical lead, the host's is not known)" if row.lead_assumed else ""
    return f"{row.name}: apply by {words.full_day(row.apply_by)}{assumed}"


def _letter(row: TimelineRow) -> str:
    assert row.letter_ready is not None
    verdict = "in time" if row.letter_on_time else "too late"
    return f"{row.name}: letter ready {words.full_day(row.letter_ready)}, {verdict}"


def _last_start(row: TimelineRow) -> str:
    assert row.last_start is not None
    return f"{row.name}: last start for a letter in time {words.day(row.last_start)}"


def _hover(row: TimelineRow) -> str:
    parts = [f"{row.name}, {row.kind}", when(row)]
    parts += [_apply(row).split(": ", 1)[1]] if row.apply_by else []
    parts += [_letter(row).split(": ", 1)[1]] if row.letter_ready else []
    return "<br>".join(words.safe_html(part) for part in parts)
